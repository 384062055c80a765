package site

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/web"
	"lectern/templates/ui"
)

const securityPath = "/.well-known/security.txt"

// securityHolds is how long what security.txt says may be relied on. It is counted
// from the beginning of the day, so that the file is the same all day long.
const securityHolds = 180 * 24 * time.Hour

// showSecurity says whom to tell of a weakness of the site: RFC 9116.
func (s *Site) showSecurity(w http.ResponseWriter, r *http.Request) error {
	view, err := s.standaloneView(r)
	if err != nil {
		return err
	}
	text := securityText(view)
	if text == "" {
		return cms.ErrNotFound
	}
	return web.Respond(w, r, http.StatusOK, plainText, []byte(text))
}

// redirectSecurity leads from where the file used to be looked for.
func redirectSecurity(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-cache")
	http.Redirect(w, r, securityPath, http.StatusMovedPermanently)
	return nil
}

// securityText is empty when there is nobody to tell.
func securityText(v *ui.View) string {
	security := v.Site.Security
	var text strings.Builder
	say := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&text, "%s: %s\n", name, value)
		}
	}
	if security.Email != "" {
		say("Contact", "mailto:"+security.Email)
	}
	say("Contact", secureURL(v, security.Page))
	if security.Telephone != "" {
		say("Contact", "tel:"+strings.ReplaceAll(security.Telephone, " ", "-"))
	}
	if text.Len() == 0 {
		return ""
	}
	say("Expires", v.At.UTC().Truncate(24*time.Hour).Add(securityHolds).Format(time.RFC3339))
	say("Preferred-Languages", strings.Join(security.LanguageCodes(), ", "))
	say("Policy", secureURL(v, security.Policy))
	say("Acknowledgments", secureURL(v, security.Acknowledgments))
	if strings.HasPrefix(v.BaseURL, "https://") {
		say("Canonical", v.BaseURL+securityPath)
	}
	return text.String()
}

// secureURL is the full address that a link leads to. It is empty where that is
// not https, as on a developer's own machine: the file may name no other.
func secureURL(v *ui.View, link cms.Link) string {
	href, live := v.Href(link)
	if strings.HasPrefix(href, "/") {
		href = v.BaseURL + href
	}
	if !live || !strings.HasPrefix(href, "https://") {
		return ""
	}
	return href
}
