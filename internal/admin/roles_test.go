package admin_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/admin"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

// target is what a request is about.
type target struct {
	what   string
	line   []cms.ID // of a page, from the top down; nil: it belongs to the whole site
	live   bool     // everybody may see it
	other  []cms.ID // line of a second page that the request names
	params []string // what an address or a form names of it: {page}, its id, …
	grants []cms.Grant
	self   string // name of whom it is the account of
}

// rule says who may do what a route does. A route may have several.
type rule struct {
	may     func(cms.User, target) bool
	targets []target
	query   string
	form    url.Values
	few     bool // it does not matter what somebody may do, and a few people will do
	many    bool // it is about so much that those who may delete, besides, are left out
}

// sending adds what a form says, and asking what the query of the address says.
func (r rule) sending(pairs ...string) rule {
	r.form = url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		r.form.Add(pairs[i], pairs[i+1])
	}
	return r
}

func (r rule) asking(query string) rule { r.query = query; return r }

// ofMany is a rule about many things.
func (r rule) ofMany() rule { r.many = true; return r }

// to lets the rule hold for those targets instead.
func (r rule) to(targets ...target) rule { r.targets = targets; return r }

var whatever = []target{{what: "it"}}

func signedIn(u cms.User, _ target) bool { return u.ID != "" }

// anyone is for whoever is signed in: it is about their own account, or shows
// only what they may see.
func anyone() rule { return rule{may: signedIn, targets: whatever} }

// open is also for strangers.
func open() rule {
	return rule{may: func(cms.User, target) bool { return true }, targets: whatever, few: true}
}

// own is about somebody's own account only, whatever they may do elsewhere.
func own() rule { return rule{may: signedIn, targets: whatever, few: true} }

func nobody() rule {
	return rule{may: func(cms.User, target) bool { return false }, targets: whatever}
}

// somewhere is for those who may do that on any branch.
func somewhere(a cms.Action) rule {
	return rule{may: func(u cms.User, _ target) bool { return cms.CanSomewhere(u, a) }, targets: whatever}
}

// wholeSite is for those who may do all of that everywhere.
func wholeSite(actions ...cms.Action) rule {
	return rule{targets: whatever, may: func(u cms.User, _ target) bool {
		return !slices.ContainsFunc(actions, func(a cms.Action) bool { return !cms.Can(u, a, nil) })
	}}
}

// on is for those who may do that to the page.
func on(targets []target, a cms.Action) rule {
	return rule{targets: targets, may: func(u cms.User, t target) bool {
		if t.line == nil {
			return configures(u) && (a != cms.ActionDelete || cms.Can(u, a, nil))
		}
		return cms.Can(u, a, t.line)
	}}
}

// between is for those who may do that to a page, and something to another.
func between(pairs []target, a, other cms.Action) rule {
	return rule{targets: pairs, may: func(u cms.User, t target) bool {
		return cms.Can(u, a, t.line) && cms.Can(u, other, t.other)
	}}
}

// seen is for those who may know of the page.
func seen(targets []target) rule {
	return rule{targets: targets, may: func(u cms.User, t target) bool {
		return u.ID != "" && (t.live && t.line != nil || t.line != nil && cms.Can(u, cms.ActionRead, t.line) || t.line == nil && configures(u))
	}}
}

// rules says of every route who may use it.
func (s *staff) rules() map[string][]rule {
	pages, some, pairs, planned := s.pages(), s.somePages(), s.pairs(), s.planned()
	revised := []target{s.a.pages["changed"], s.a.pages["review"], s.b.pages["changed"], s.b.pages["review"], s.target["menu"]}
	fixtures := []target{s.target["menu"], s.target["banner"]}
	forms := []target{s.a.form, s.b.form}
	binned := []target{s.a.binned, s.b.binned}
	files := slices.Concat(s.a.files, s.b.files)
	terms, synonyms, bets, suggested := []target{s.target["term"]}, []target{s.target["synonyms"]}, []target{s.target["bet"]}, []target{s.target["suggested"]}
	accounts := s.accounts()
	const hidden = "zq" // the beginning of every word that not all may read
	is := func(rules ...rule) []rule { return rules }
	manages := rule{targets: accounts, may: func(u cms.User, t target) bool { return s.manages(u, t.grants) && u.Name != t.self }}
	knows := rule{targets: accounts, may: func(u cms.User, t target) bool {
		return cms.CanSomewhere(u, cms.ActionAccounts) && (s.manages(u, t.grants) || u.Name == t.self)
	}}
	takenDown := func(pairs ...string) rule {
		return on(some, cms.ActionWithdraw).sending(append(pairs, "confirm", "yes")...)
	}
	var previews []rule
	for _, path := range []string{"/a/scheduled", "/b/scheduled", "/b/changed", "/b/draft", "/a/draft"} {
		for _, show := range []string{"live", "draft"} {
			later := url.QueryEscape(soonAfter.Format(time.RFC3339))
			previews = append(previews, on(some[:3:3], cms.ActionRead).asking("at="+later+"&path="+path+"&show="+show).ofMany())
		}
	}
	return map[string][]rule{
		"GET /": is(anyone()),

		"GET /signin":           is(open()),
		"POST /signin":          is(open().sending("email", "nobody@example.org", "password", "a long one that is wrong")),
		"GET /signin/code":      is(open()),
		"POST /signin/code":     is(open().sending("code", "123456")),
		"GET /signin/recovery":  is(open()),
		"POST /signin/recovery": is(open().sending("code", "aaaa-bbbb")),
		"POST /signout":         is(own()),
		"GET /setup":            is(open().asking("token=wrong")),
		"POST /setup":           is(open().sending("token", "wrong")),
		"GET /reset":            is(open()),
		"POST /reset":           is(open().sending("email", "nobody@example.org")),
		"GET /reset/set":        is(open().asking("token=wrong")),
		"POST /reset/set":       is(open().sending("token", "wrong")),

		"GET /account":                   is(own()),
		"POST /account/name":             is(own().sending("name", "Another")),
		"POST /account/letters":          is(own().sending("letter", "review")),
		"GET /account/password":          is(own()),
		"POST /account/password":         is(own().sending("current", "wrong", "password", "wrong, too")),
		"GET /account/factor":            is(own()),
		"POST /account/factor":           is(own().sending("code", "123456")),
		"POST /account/factor/start":     is(own().sending("current", "wrong")),
		"GET /account/factor/qr.png":     is(nobody()), // nobody is setting codes up
		"GET /account/factor/remove":     is(own()),
		"POST /account/factor/remove":    is(own().sending("current", "wrong")),
		"GET /account/codes":             is(own()),
		"POST /account/codes":            is(own().sending("current", "wrong")),
		"POST /account/sessions/end":     is(own().sending("session", "wrong")),
		"POST /account/sessions/end-all": is(own()),

		"GET /people":                   is(somewhere(cms.ActionAccounts)),
		"GET /people/new":               is(somewhere(cms.ActionAccounts)),
		"POST /people/new":              is(somewhere(cms.ActionAccounts).sending("name", "New", "email", "new@example.org", "path.0", "/a", "role.0", "author")),
		"GET /people/{person}":          is(knows),
		"POST /people/{person}/details": is(manages.sending("name", "Another", "email", "another@example.org")),
		"POST /people/{person}/grants":  is(manages.sending("path.0", "", "role.0", "")),
		"POST /people/{person}/link":    is(manages),
		"POST /people/{person}/factor":  is(manages),
		"POST /people/{person}/disable": is(manages),
		"POST /people/{person}/enable":  is(manages),
		"GET /people/{person}/close":    is(knows),
		"POST /people/{person}/close":   is(manages),

		"GET /pages":                  is(anyone(), anyone().asking("q="+hidden), anyone().asking("state=never"), seen(pages).asking("below={page}").ofMany()),
		"GET /pages/{page}":           is(on(pages, cms.ActionRead).ofMany(), nobody().to(binned...)),
		"POST /pages/{page}":          is(on(some, cms.ActionSave).sending("title", "Changed", "summary", "S.", ":version", "{version}", "action", "save")),
		"POST /pages/{page}/autosave": is(on(some, cms.ActionSave).sending("title", "Changed", "summary", "S.", ":version", "{version}", ":tab", aTab, ":number", "1")),
		"POST /pages/{page}/presence": is(on(some, cms.ActionRead).sending(":tab", aTab), on(some, cms.ActionRead).sending(":tab", aTab, "left", "yes")),
		"GET /pages/{page}/block":     is(on(some, cms.ActionRead).asking("place=kind/page:body&type=callout&name=body&key=k")),
		"GET /pages/{page}/blocks":    is(on(pagesOfTree(some), cms.ActionRead).asking("to=body")),
		"POST /pages/{page}/blocks":   is(on(pagesOfTree(some), cms.ActionSave).sending("to", "body", "type", "callout")),
		"POST /pages/{page}/choose":   is(on(pagesOfTree(some), cms.ActionSave).sending("name", "topics", "id", "{term}")),
		"GET /pages/{page}/new":       is(on(pagesOfTree(some), cms.ActionCreate)),
		"POST /pages/{page}/new":      is(on(pagesOfTree(some), cms.ActionCreate).sending("kind", "page", "title", "New")),
		"GET /pages/{page}/move":      is(on(pagesOfTree(some), cms.ActionRead).asking("q=" + hidden)),
		"POST /pages/{page}/move":     is(between(pairs, cms.ActionMove, cms.ActionMove).sending("parent", "{other}", "slug", "elsewhere", "action", "do"), between(pairs, cms.ActionMove, cms.ActionMove).sending("parent", "{other}", "slug", "elsewhere")),
		"GET /pages/{page}/copy":      is(on(pagesOfTree(some), cms.ActionRead).asking("q=" + hidden)),
		"POST /pages/{page}/copy":     is(between(pairs, cms.ActionRead, cms.ActionCreate).sending("parent", "{other}", "slug", "copied", "action", "do", "below", "yes"), between(pairs, cms.ActionRead, cms.ActionCreate).sending("parent", "{other}", "slug", "copied")),
		"GET /pages/{page}/order":     is(on([]target{s.a.top, s.b.top}, cms.ActionSave)),
		"POST /pages/{page}/order":    is(on([]target{s.a.top, s.b.top}, cms.ActionSave).sending("child", string(s.a.page("live")), "place", "1", "child", string(s.b.page("draft")), "place", "2")),
		"GET /pages/{page}/delete":    is(on(some, cms.ActionDelete)),
		"POST /pages/{page}/delete":   is(on(some, cms.ActionDelete)),
		"GET /bin":                    is(somewhere(cms.ActionDelete)),
		"GET /bin/{page}":             is(on(binned, cms.ActionDelete)),
		"POST /bin/{page}":            is(on(binned, cms.ActionDelete)),
		"GET /bin/{page}/erase":       is(on(binned, cms.ActionDelete)),
		"POST /bin/{page}/erase":      is(on(binned, cms.ActionDelete)),
		"GET /pages/{page}/discard":   is(on(some, cms.ActionDeleteDraft)),
		"POST /pages/{page}/discard":  is(on(some, cms.ActionDeleteDraft).sending("version", "{version}")),

		"GET /pages/{page}/publish":                           is(on(pages, cms.ActionRead).ofMany()),
		"POST /pages/{page}/publish/review-by":                is(on(some, cms.ActionSave).sending("review-by", "2040-05-06")),
		"POST /pages/{page}/publish/owner":                    is(on(some, cms.ActionAssign).sending("owner", "", "below", "yes")),
		"POST /pages/{page}/publish/submit":                   is(on(some, cms.ActionSubmit).sending("version", "{version}")),
		"POST /pages/{page}/publish/approve":                  is(on(some, cms.ActionReview).sending("version", "{version}")),
		"POST /pages/{page}/publish/return":                   is(on(some, cms.ActionReview).sending("version", "{version}", "comment", "Again.")),
		"POST /pages/{page}/publish/release":                  is(on(some, cms.ActionRelease).sending("version", "{version}")),
		"GET /pages/{page}/publish/withdraw":                  is(on(some, cms.ActionWithdraw)),
		"POST /pages/{page}/publish/withdraw":                 is(takenDown("notice", "Out of date.")),
		"GET /pages/{page}/publish/redirect":                  is(on(some, cms.ActionWithdraw)),
		"POST /pages/{page}/publish/redirect":                 is(takenDown("to", "/")),
		"GET /pages/{page}/publish/gone":                      is(on(some, cms.ActionWithdraw)),
		"POST /pages/{page}/publish/gone":                     is(takenDown()),
		"GET /pages/{page}/publish/expire":                    is(on(some, cms.ActionWithdraw)),
		"POST /pages/{page}/publish/expire":                   is(takenDown()),
		"GET /pages/{page}/publish/again":                     is(on(some, cms.ActionWithdraw)),
		"POST /pages/{page}/publish/again":                    is(takenDown()),
		"GET /pages/{page}/publish/planned/{release}":         is(on(planned, cms.ActionRelease)),
		"POST /pages/{page}/publish/planned/{release}":        is(on(planned, cms.ActionRelease).sending("from-date", "2040-05-06", "from-time", "09:30", "from", "2040-05-06 09:30")),
		"POST /pages/{page}/publish/planned/{release}/cancel": is(on(planned, cms.ActionRelease)),

		"GET /files":                           is(somewhere(cms.ActionRead), somewhere(cms.ActionRead).asking("q="+hidden)),
		"POST /files":                          is(somewhere(cms.ActionUpload)),
		"GET /files/{file}":                    is(somewhere(cms.ActionRead).to(files...)),
		"POST /files/{file}":                   is(somewhere(cms.ActionUpload).to(files...).sending("title", "Another")),
		"POST /files/{file}/delete":            is(somewhere(cms.ActionDelete).to(files...)),
		"GET /files/{file}/original":           is(somewhere(cms.ActionRead).to(files...)),
		"GET /media/{file}/small":              is(somewhere(cms.ActionRead).to(files...)),
		"GET /media/{file}/{filename}":         is(somewhere(cms.ActionRead).to(files...)),
		"GET /media/{file}/{width}/{filename}": is(somewhere(cms.ActionRead).to(files...)),

		"GET /pages/{page}/preview":       is(on(pages, cms.ActionRead).ofMany(), on(revised, cms.ActionRead).asking("revision={revision}")),
		"GET /pages/{page}/preview/frame": is(append(previews, on(pages, cms.ActionRead).ofMany(), on(revised, cms.ActionRead).asking("revision={revision}"))...),
		"GET /pages/{page}/history":       is(on(pages, cms.ActionRead).ofMany()),

		"GET /pages/{page}/revisions":                     is(on(pages, cms.ActionRead).ofMany()),
		"POST /pages/{page}/revisions/{revision}/name":    is(on(revised, cms.ActionSave).sending("name", "A name")),
		"POST /pages/{page}/revisions/{revision}/restore": is(on(revised, cms.ActionSave).sending("version", "{version}"), on(revised, cms.ActionSave).sending("version", "{version}", "place", "title")),
		"GET /pages/{page}/compare":                       is(on(pages, cms.ActionRead).ofMany(), on(revised, cms.ActionRead).asking("from={revision}&to=draft")),

		"POST /pages/{page}/upload": is(on(pagesOfTree(some), cms.ActionSave)),

		"GET /choose/people": is(somewhere(cms.ActionRead).asking("q=" + hidden)),
		"GET /choose/images": is(somewhere(cms.ActionRead), somewhere(cms.ActionRead).asking("q="+hidden)),
		"GET /choose/files":  is(somewhere(cms.ActionRead), somewhere(cms.ActionRead).asking("q="+hidden)),
		"GET /choose/terms":  is(anyone().asking("vocabulary=topic"), on(pagesOfTree(some), cms.ActionRead).asking("vocabulary=topic&for={page}&name=topics")),
		"GET /choose/chosen": is(somewhere(cms.ActionSave).to(pages...).asking("what=page&name=to&id={page}").ofMany()),
		"GET /choose/pages":  is(somewhere(cms.ActionRead), somewhere(cms.ActionRead).asking("q="+hidden), somewhere(cms.ActionRead).asking("part=results&q="+hidden)),
		"GET /linked":        is(somewhere(cms.ActionSave).to(some...).asking("id={page}")),
		"POST /convert":      is(somewhere(cms.ActionSave).to(some...).sending("from", "json", "text", `[{"paragraph":[{"text":"a","link":{"page":"{page}"}}]}]`)),
		"POST /paste":        is(somewhere(cms.ActionSave)),

		"GET /lists":                                      is(wholeSite(cms.ActionConfigure)),
		"GET /lists/kind/{kind}":                          is(wholeSite(cms.ActionConfigure).to(fixtures...)),
		"POST /lists/kind/{kind}":                         is(wholeSite(cms.ActionConfigure).to(fixtures...).sending("name", "Another")),
		"GET /settings":                                   is(wholeSite(cms.ActionConfigure)),
		"GET /lists/terms":                                is(wholeSite(cms.ActionConfigure)),
		"GET /lists/terms/{vocabulary}":                   is(wholeSite(cms.ActionConfigure).to(terms...)),
		"POST /lists/terms/{vocabulary}/order":            is(wholeSite(cms.ActionConfigure).to(terms...).sending("place.{term}", "2")),
		"GET /lists/terms/{vocabulary}/new":               is(wholeSite(cms.ActionConfigure).to(terms...)),
		"POST /lists/terms/{vocabulary}/new":              is(wholeSite(cms.ActionConfigure).to(terms...).sending("name", "Air", "slug", "air")),
		"GET /lists/terms/{vocabulary}/{term}":            is(wholeSite(cms.ActionConfigure).to(terms...)),
		"POST /lists/terms/{vocabulary}/{term}":           is(wholeSite(cms.ActionConfigure).to(terms...).sending("name", "Air", "slug", "air")),
		"GET /lists/terms/{vocabulary}/{term}/delete":     is(wholeSite(cms.ActionConfigure).to(terms...)),
		"POST /lists/terms/{vocabulary}/{term}/delete":    is(wholeSite(cms.ActionConfigure).to(terms...)),
		"GET /lists/redirects":                            is(wholeSite(cms.ActionConfigure)),
		"GET /lists/redirects.csv":                        is(wholeSite(cms.ActionConfigure)),
		"GET /lists/redirects/new":                        is(wholeSite(cms.ActionConfigure)),
		"POST /lists/redirects/new":                       is(wholeSite(cms.ActionConfigure).sending("from", "/older", "to", "/a")),
		"GET /lists/redirects/change":                     is(wholeSite(cms.ActionConfigure).asking("from=/old")),
		"POST /lists/redirects/change":                    is(wholeSite(cms.ActionConfigure).asking("from=/old").sending("from", "/old", "to", "/b")),
		"GET /lists/redirects/delete":                     is(wholeSite(cms.ActionConfigure).asking("from=/old")),
		"POST /lists/redirects/delete":                    is(wholeSite(cms.ActionConfigure).asking("from=/old")),
		"GET /lists/redirects/import":                     is(wholeSite(cms.ActionConfigure)),
		"POST /lists/redirects/import":                    is(wholeSite(cms.ActionConfigure).sending("lines", "/oldest /a")),
		"GET /lists/search":                               is(wholeSite(cms.ActionConfigure), wholeSite(cms.ActionConfigure).asking("days=7&only=nothing")),
		"GET /lists/search/searches.csv":                  is(wholeSite(cms.ActionConfigure)),
		"POST /lists/search/forbid":                       is(wholeSite(cms.ActionConfigure).sending("query", "words")),
		"POST /lists/search/allow":                        is(wholeSite(cms.ActionConfigure).sending("query", "words")),
		"GET /lists/search/try":                           is(wholeSite(cms.ActionConfigure), wholeSite(cms.ActionConfigure).asking("q=sea"), wholeSite(cms.ActionConfigure).asking("q="+hidden)),
		"GET /lists/search/bets":                          is(wholeSite(cms.ActionConfigure)),
		"GET /lists/search/bets/new":                      is(wholeSite(cms.ActionConfigure).asking("text=water")),
		"POST /lists/search/bets/new":                     is(wholeSite(cms.ActionConfigure).to(bets...).sending("texts", "Water", "pages", "{home}"), wholeSite(cms.ActionConfigure).sending("find", hidden, "action", "find")),
		"GET /lists/search/bets/{bet}":                    is(wholeSite(cms.ActionConfigure).to(bets...)),
		"POST /lists/search/bets/{bet}":                   is(wholeSite(cms.ActionConfigure).to(bets...).sending("texts", "Water", "pages", "{home}"), wholeSite(cms.ActionConfigure).to(bets...).sending("address", "/a", "action", "address")),
		"GET /lists/search/bets/{bet}/delete":             is(wholeSite(cms.ActionConfigure).to(bets...)),
		"POST /lists/search/bets/{bet}/delete":            is(wholeSite(cms.ActionConfigure).to(bets...)),
		"GET /report":                                     is(somewhere(cms.ActionRead)),
		"GET /report.csv":                                 is(somewhere(cms.ActionRead)),
		"POST /report/check":                              is(wholeSite(cms.ActionConfigure)),
		"GET /lists/checks":                               is(wholeSite(cms.ActionConfigure)),
		"POST /lists/checks":                              is(wholeSite(cms.ActionConfigure).sending("level-summary", "off")),
		"GET /lists/search/suggested":                     is(wholeSite(cms.ActionConfigure)),
		"GET /lists/search/suggested/new":                 is(wholeSite(cms.ActionConfigure).asking("instead=water")),
		"POST /lists/search/suggested/new":                is(wholeSite(cms.ActionConfigure).sending("text", "Water", "typing", "yes")),
		"GET /lists/search/suggested/{suggested}":         is(wholeSite(cms.ActionConfigure).to(suggested...)),
		"POST /lists/search/suggested/{suggested}":        is(wholeSite(cms.ActionConfigure).to(suggested...).sending("text", "Water", "instead", "watre")),
		"GET /lists/search/suggested/{suggested}/delete":  is(wholeSite(cms.ActionConfigure).to(suggested...)),
		"POST /lists/search/suggested/{suggested}/delete": is(wholeSite(cms.ActionConfigure).to(suggested...)),
		"GET /lists/search/synonyms":                      is(wholeSite(cms.ActionConfigure)),
		"GET /lists/search/synonyms/new":                  is(wholeSite(cms.ActionConfigure)),
		"POST /lists/search/synonyms/new":                 is(wholeSite(cms.ActionConfigure).sending("words", "A\nB")),
		"GET /lists/search/synonyms/import":               is(wholeSite(cms.ActionConfigure)),
		"POST /lists/search/synonyms/import":              is(wholeSite(cms.ActionConfigure).sending("lines", "A, B")),
		"GET /lists/search/synonyms/{synonyms}":           is(wholeSite(cms.ActionConfigure).to(synonyms...)),
		"POST /lists/search/synonyms/{synonyms}":          is(wholeSite(cms.ActionConfigure).to(synonyms...).sending("words", "A\nB")),
		"GET /lists/search/synonyms/{synonyms}/delete":    is(wholeSite(cms.ActionConfigure).to(synonyms...)),
		"POST /lists/search/synonyms/{synonyms}/delete":   is(wholeSite(cms.ActionConfigure).to(synonyms...)),
		"GET /forms":                                      is(wholeSite(cms.ActionConfigure)),
		"GET /forms/{page}":                               is(wholeSite(cms.ActionConfigure).to(forms...)),
		"GET /forms/{page}/csv":                           is(wholeSite(cms.ActionConfigure).to(forms...)),
		"GET /forms/{page}/delete":                        is(wholeSite(cms.ActionConfigure, cms.ActionDelete).to(forms...).asking("before=2026-01-01")),
		"POST /forms/{page}/delete":                       is(wholeSite(cms.ActionConfigure, cms.ActionDelete).to(forms...).sending("before", "2026-01-01")),
		"GET /forms/{page}/{submission}":                  is(wholeSite(cms.ActionConfigure).to(forms...)),
		"GET /forms/{page}/{submission}/delete":           is(wholeSite(cms.ActionConfigure, cms.ActionDelete).to(forms...)),
		"POST /forms/{page}/{submission}/delete":          is(wholeSite(cms.ActionConfigure, cms.ActionDelete).to(forms...)),
	}
}

// pages is every page.
func (s *staff) pages() []target {
	list := []target{s.target["home"], s.a.top, s.b.top, s.a.form, s.b.form, s.target["menu"], s.target["banner"]}
	for _, b := range []branch{s.a, s.b} {
		for _, state := range slices.Sorted(maps.Keys(b.pages)) {
			list = append(list, b.pages[state])
		}
	}
	return list
}

// somePages are a page that was never public and one that is, of either branch,
// and one that belongs to the whole site.
func (s *staff) somePages() []target {
	return []target{s.a.pages["draft"], s.a.pages["changed"], s.b.pages["draft"], s.b.pages["changed"], s.target["menu"]}
}

// pagesOfTree leaves out what has no address.
func pagesOfTree(targets []target) []target {
	return slices.DeleteFunc(slices.Clone(targets), func(t target) bool { return t.line == nil })
}

// pairs are a page of one branch and a page of another, or of the same.
func (s *staff) pairs() (list []target) {
	for _, from := range []target{s.a.pages["draft"], s.b.pages["live"]} {
		for _, to := range []target{s.a.top, s.b.top, s.a.pages["draft"], s.b.pages["draft"]} {
			if slices.Equal(from.line, to.line) {
				continue
			}
			pair := from
			pair.what, pair.other = from.what+" and "+to.what, to.line
			pair.params = append(slices.Clone(from.params), "{other}", string(to.line[len(to.line)-1]))
			list = append(list, pair)
		}
	}
	return list
}

// planned are pages with a release to come, and one of a page that is not there.
func (s *staff) planned() []target {
	return []target{s.a.pages["scheduled"], s.a.pages["changed"], s.b.pages["scheduled"], s.b.pages["changed"]}
}

// accounts are those of some of each sort.
func (s *staff) accounts() (list []target) {
	for _, who := range s.people[1:] {
		if !slices.Contains([]string{"nobody", "author of A", "administrator of A", "administrator of B who may delete", "administrator of the site", "administrator of the site who may delete"}, who.name) {
			continue
		}
		list = append(list, target{what: "the account of " + who.name, params: []string{"{person}", string(who.user.ID)}, grants: who.user.Grants, self: who.name})
	}
	return list
}

// TestEveryRouteAsksWhoItIs sends every request that the admin knows, in the name of everybody,
// about things inside and outside of their branches. Who gets an answer and who
// is refused is derived from the rules above. No answer holds a word of what
// somebody may not read, and neither a request that asks nor one that was
// refused leaves anything in the database.
func TestEveryRouteAsksWhoItIs(t *testing.T) {
	t.Parallel()
	s := newStaff(t)
	rules := s.rules()
	w := &walk{staff: s}
	for _, route := range admin.RouteTable() {
		of, known := rules[route.String()]
		delete(rules, route.String())
		if !known {
			t.Errorf("%s: no rule, or the route stands in the table twice", route)
		}
		for _, r := range of {
			w.all(route, r)
		}
	}
	for name := range rules {
		t.Errorf("%s: no such route", name)
	}
	t.Logf("%d requests of %d people to %d routes: %d GET, %d POST; %d were answered, %d refused; %d secrets",
		w.gets+w.posts, len(s.people), len(admin.RouteTable()), w.gets, w.posts, w.gets+w.posts-w.refused, w.refused, len(s.secrets))
}

// soonAfter is when all that is planned will have begun.
var soonAfter = time.Now().Add(72 * time.Hour)

// walk counts.
type walk struct {
	*staff
	gets, posts, refused int
}

// all sends the requests of a rule in the name of everybody: first of those who
// are refused.
func (w *walk) all(route admin.Route, r rule) {
	may := func(who asker, about target) bool { return (route.Open || who.user.ID != "") && r.may(who.user, about) }
	people := slices.DeleteFunc(slices.Clone(w.people), func(who asker) bool {
		return slices.ContainsFunc(who.user.Grants, func(g cms.Grant) bool { return r.few && g.Branch != "" || (r.few || r.many) && g.Delete })
	})
	for _, about := range r.targets {
		for _, who := range people {
			if !may(who, about) {
				w.one(route, r, about, who, false)
			}
		}
	}
	if !route.Safe() {
		w.fromElsewhere(route, r)
	}
	w.unchanged(route, "what was refused")
	for _, about := range r.targets {
		for _, who := range people {
			if !may(who, about) {
				continue
			}
			w.one(route, r, about, who, true)
			if !route.Safe() {
				w.keeper.putBack(w.t, w.keeper.changed(w.t))
			}
		}
	}
	if route.Safe() {
		w.unchanged(route, "what only asks")
	}
}

// fromElsewhere sends a form of another website, in the name of who may do most.
func (w *walk) fromElsewhere(route admin.Route, r rule) {
	w.t.Helper()
	request := w.request(route, r, r.targets[0], w.people[len(w.people)-1])
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := w.send(cms.User{}, request); a.StatusCode != http.StatusForbidden {
		w.t.Errorf("%s, sent from another website, is answered %s", route, a.Status)
	}
	w.refused++
}

func (w *walk) unchanged(route admin.Route, what string) {
	if changed := w.keeper.changed(w.t); len(changed) > 0 {
		w.t.Errorf("%s: %s has changed %v", route, what, changed)
		w.keeper.putBack(w.t, changed)
	}
}

// request is what somebody sends.
func (w *walk) request(route admin.Route, r rule, about target, who asker) *http.Request {
	w.t.Helper()
	fill := strings.NewReplacer(about.params...)
	form := url.Values{}
	for name, values := range r.form {
		for _, value := range values {
			form.Add(fill.Replace(name), fill.Replace(value))
		}
	}
	address := w.url + "/admin" + strings.TrimSuffix(fill.Replace(route.Pattern), "/") + "?" + fill.Replace(r.query)
	request, err := http.NewRequest(route.Method, address, strings.NewReader(form.Encode()))
	w.must(err)
	if route.Safe() {
		w.gets++
	} else {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w.posts++
	}
	if who.cookie != nil {
		request.AddCookie(who.cookie)
	}
	return request
}

// one sends a request and judges the answer.
func (w *walk) one(route admin.Route, r rule, about target, who asker, may bool) {
	w.t.Helper()
	request := w.request(route, r, about, who)
	a := w.send(cms.User{}, request)
	if said := route.Open && a.StatusCode < 400 || verdict(a, who); said != may || a.StatusCode >= 500 {
		w.t.Errorf("%s about %s: %s is answered %s; they may: %t", route, about.what, who.name, a.Status, may)
	}
	if !may {
		w.refused++
	}
	told := canaries.FindAllString(string(a.body)+fmt.Sprint(a.Header), -1)
	slices.Sort(told)
	for _, word := range slices.Compact(told) {
		if strings.Contains(request.URL.String(), word) {
			continue // they have said it themselves
		}
		if s, is := w.secrets[word]; is && !s.may(who.user) {
			w.t.Errorf("%s about %s: %s is told %s (%s)", route, about.what, who.name, s.what, word)
		}
	}
}

// verdict reports whether somebody was answered: neither refused nor sent to
// sign in.
func verdict(a answer, who asker) bool {
	switch a.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return false
	}
	return who.cookie != nil || !strings.HasPrefix(a.Header.Get("Location"), "/admin/signin?next=")
}

// TestAnAddressGivesAwayNoPage has somebody who manages accounts of one branch
// try addresses of another.
func TestAnAddressGivesAwayNoPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.publish("landing", o.home, "a", &kinds.Landing{Title: "A", Summary: "S."})
	b := o.publish("landing", o.home, "b", &kinds.Landing{Title: "B", Summary: "S."})
	if err := o.publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		_, err := e.Begin(t.Context(), publishing.NewPage{Kind: "page", Parent: b, Slug: "hidden"}, "Hidden")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	manager := o.user(cms.Administrator, a)
	told := func(path string) string {
		form := url.Values{"name": {"New"}, "email": {"new@example.org"}, "path.0": {path}, "role.0": {"author"}}
		return strings.ReplaceAll(string(o.post(manager, "/admin/people/new", form).body), path, "")
	}
	if told("/b/hidden") != told("/b/nowhere") {
		t.Error("they learn whether there is a page")
	}
	if told("/b") == told("/nowhere") {
		t.Error("they are told that a page that everybody knows is not there")
	}
}
