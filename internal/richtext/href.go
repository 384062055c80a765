package richtext

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// CheckHref returns an error that says what to write instead when the address
// is not one that text may link to: http, https, mailto, tel, a path of this
// site such as /services, or a place on the same page such as #contact.
func CheckHref(href string) error {
	if href == "" {
		return errors.New("a link needs an address, such as /services or https://example.org")
	}
	if strings.ContainsFunc(href, func(r rune) bool { return blank(r) || stray(r) || r == '\\' }) {
		return fmt.Errorf("%q is not an address: it holds white space, a backslash or a control character", href)
	}
	u, err := url.Parse(href)
	if err != nil {
		return fmt.Errorf("%q is not an address", href)
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Hostname() == "" {
			return fmt.Errorf("%q has no host; write it such as https://example.org/page", href)
		}
	case "mailto", "tel":
		if u.Opaque == "" {
			return fmt.Errorf("%q leads nowhere; write it such as mailto:name@example.org or tel:+443003035678", href)
		}
	case "":
		return checkRelative(href)
	default:
		return fmt.Errorf("links to %s: are not allowed; use https, http, mailto, tel or a path of this site", u.Scheme)
	}
	return nil
}

func checkRelative(href string) error {
	if strings.HasPrefix(href, "//") {
		return fmt.Errorf("%q names a host without a scheme; write https:%s", href, href)
	}
	if !strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "#") {
		return fmt.Errorf("%q is neither a path of this site, which begins with /, nor a full address such as https://example.org", href)
	}
	return nil
}

// NormaliseHref returns the address without blanks at its edges and with those
// inside it as %20.
func NormaliseHref(href string) string {
	return strings.Join(strings.FieldsFunc(clean(href), blank), "%20")
}
