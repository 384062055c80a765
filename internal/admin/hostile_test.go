package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// sent are the names that forms and addresses of the admin know.
var sent = strings.Fields(`title slug parent q kind kinds state owner term since sort below page note approval comment version reason
	change change-note changes override announce when from until from-which to notice confirm before email name password current code next token
	path.0 role.0 delete.0 id child place up down synonyms vocabulary find lines action :version :seen :clash :kind merged field moved was for what label multiple text body type key
	at instant revision place show path query away width open removed entry checks first session ids done summary carried ask left :tab :number :author contact.email blocks blocks.x.text
	blocks.x:type copy blocks.x.image.asset blocks.x:raw image.asset topics person people parts.0 text texts words also instead typing never check level-summary letter review-by rule`)

// TestNothingThatIsSentBreaksAnything asks every address for everything that
// it could know, with what no honest browser sends.
func TestNothingThatIsSentBreaksAnything(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	page := o.publish("page", o.home, "a", &kinds.ContentPage{Title: "A", Summary: "A."})
	root := o.user(cms.Administrator, "")
	actions := []string{"save", "take:\x00", "take:0", "remove:blocks", "copy:blocks.x", "add:blocks:image", "choose:\xff", "restore:\x00:x", "up:", "find", "do", "csv"}
	n := 0
	for i, value := range []string{"\x00", "\xff", "a\x00b", "not-an-id", "-1", "99999999999999999999", "00000000-0000-0000-0000-000000000000", "\u202e%", strings.Repeat("x", 5000)} {
		values := url.Values{}
		for _, name := range sent {
			values.Set(name, value)
		}
		values.Set("action", actions[i%len(actions)])
		values.Set("blocks", "x")
		values.Set("blocks.x:type", "image")
		for _, route := range admin.RouteTable() {
			method, pattern := route.Method, route.Pattern
			for _, id := range []string{string(page), url.PathEscape(value)} {
				path := "/admin" + strings.NewReplacer("{page}", id, "{file}", id, "{person}", id, "{submission}", id, "{release}", id, "{term}", id,
					"{revision}", id, "{kind}", id, "{vocabulary}", "topic", "{width}", "320", "{filename}", "a.jpg").Replace(pattern)
				var got answer
				if method == http.MethodGet {
					got = o.get(root, path+"?"+values.Encode())
				} else {
					got = o.post(root, path, values)
				}
				if n++; got.StatusCode >= 500 {
					t.Errorf("%s %s with %.20q is answered %d", method, pattern, value, got.StatusCode)
				}
			}
		}
	}
	t.Logf("%d requests", n)
}
