package publishing_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
)

// model is what the site should be, kept in the simplest way there is: per page
// a list of what begins when, with the end that was asked for. Nothing is ever
// shortened or lengthened in it.
type model struct {
	pages     map[cms.ID]*modelPage
	order     []*modelPage // as they were made
	redirects map[string]cms.Redirect
}

type modelPage struct {
	id, parent cms.ID
	kind, slug string
	draft      *modelDraft
	drafts     int      // version of the last draft that is gone
	revisions  []string // what each says; see says
	newest     string   // text of the newest that an editor wrote
	newestBy   cms.ID   // who that was
	releases   []modelRelease
}

type modelDraft struct {
	text    string
	version int
	editor  cms.ID // who wrote the last change
	review  string // empty: it is being written
}

type modelRelease struct {
	id       cms.ID // empty: made by a move
	from     time.Time
	ends     time.Time // asked for; zero: open
	outcome  cms.Outcome
	path     string
	says     string
	notice   string
	to       string
	sections []cms.ID
	sortAt   time.Time
	text     string // what it would be if it were released again; empty: it is redacted, or shows nothing
	by       cms.ID // who wrote that
}

// brings reports whether it shows content of its own.
func (r modelRelease) brings() bool {
	return r.outcome == cms.OutcomePage || r.outcome == cms.OutcomeAnnounced
}

// says is how the tests read a value back: its title and its summary.
func says(kind, text string) string {
	if kind == "menu" {
		return text + "|"
	}
	return text + "|" + text
}

// saysRedacted is what an announcement of it may tell.
func saysRedacted(text string) string { return text + "|" }

func (m *model) add(p *modelPage) {
	m.pages[p.id] = p
	m.order = append(m.order, p)
}

// line returns the page and the pages above it, from the top down.
func (m *model) line(id cms.ID) (list []cms.ID) {
	for id != "" {
		list = append([]cms.ID{id}, list...)
		id = m.pages[id].parent
	}
	return list
}

func (m *model) above(id cms.ID) []cms.ID { return m.line(m.pages[id].parent) }

func (m *model) path(id cms.ID) string {
	if m.pages[id].kind == "menu" {
		return ""
	}
	path := ""
	for _, above := range m.line(id)[1:] {
		path += "/" + m.pages[above].slug
	}
	if path == "" {
		return "/"
	}
	return path
}

// branch returns the page and all pages below it.
func (m *model) branch(id cms.ID) (list []*modelPage) {
	for _, p := range m.order {
		if slices.Contains(m.line(p.id), id) {
			list = append(list, p)
		}
	}
	return list
}

// child returns the page with that name below another.
func (m *model) child(parent cms.ID, slug string) *modelPage {
	for _, p := range m.order {
		if p.parent == parent && p.slug == slug {
			return p
		}
	}
	return nil
}

// live returns what of the page is live at an instant: whatever began last, if
// it does not end before. It is nil when nothing is.
func (p *modelPage) live(at time.Time) *modelRelease {
	var last *modelRelease
	for i, r := range p.releases {
		if !r.from.After(at) && (last == nil || r.from.After(last.from)) {
			last = &p.releases[i]
		}
	}
	if last == nil || (!last.ends.IsZero() && !at.Before(last.ends)) {
		return nil
	}
	return last
}

func (p *modelPage) shows(at time.Time) bool {
	r := p.live(at)
	return r != nil && r.outcome.Shows()
}

func (p *modelPage) beginsAt(at time.Time) bool {
	return slices.ContainsFunc(p.releases, func(r modelRelease) bool { return r.from.Equal(at) })
}

// hasContent reports whether there is anything to release.
func (p *modelPage) hasContent() bool { return p.text() != "" }

// text is what a release would make public.
func (p *modelPage) text() string {
	if p.draft != nil {
		return p.draft.text
	}
	return p.shown().text
}

// writer is who wrote that.
func (p *modelPage) writer() cms.ID {
	switch {
	case p.draft == nil:
		return p.shown().by
	case p.draft.text == p.newest: // somebody had written the same before
		return p.newestBy
	}
	return p.draft.editor
}

// shown is what was last released in full, or is planned to be.
func (p *modelPage) shown() (last modelRelease) {
	for _, r := range p.releases {
		if (r.outcome == cms.OutcomePage || r.outcome == cms.OutcomeWithdrawn) && r.text != "" && r.from.After(last.from) {
			last = r
		}
	}
	return last
}

// free reports whether what would be released has been approved, or needs not be.
func (p *modelPage) free() bool {
	return p.draft == nil || p.kind == "menu" || p.draft.review == "approved"
}

// next returns what begins first after an instant.
func (p *modelPage) next(after time.Time) *modelRelease {
	var next *modelRelease
	for i, r := range p.releases {
		if r.from.After(after) && (next == nil || r.from.Before(next.from)) {
			next = &p.releases[i]
		}
	}
	return next
}

// cut makes a revision of the draft, unless the newest says the same.
func (p *modelPage) cut() {
	if p.draft == nil || p.draft.text == p.newest {
		return
	}
	p.newest, p.newestBy = p.draft.text, p.draft.editor
	p.revisions = append(p.revisions, says(p.kind, p.newest))
}

func (p *modelPage) dropDraft() {
	if p.draft != nil {
		p.drafts, p.draft = p.draft.version, nil
	}
}

// seen returns what is visible at an instant, page by page.
func (m *model) seen(at time.Time) map[cms.ID]string {
	seen := map[cms.ID]string{}
	for _, p := range m.order {
		if r := p.live(at); r != nil {
			seen[p.id] = describe(r.outcome, r.path, r.says, r.notice, r.to, r.sections)
		}
	}
	return seen
}

func describe(outcome cms.Outcome, path, says, notice, to string, sections []cms.ID) string {
	if !outcome.Shows() || path == "" {
		sections = nil
	}
	sections = slices.Sorted(slices.Values(sections))
	return fmt.Sprintf("%s at %q: %q, notice %q, to %q, below %v", outcome, path, says, notice, to, sections)
}

// at returns what is live at a path.
func (m *model) at(path string, at time.Time) (*modelPage, *modelRelease) {
	for _, p := range m.order {
		if r := p.live(at); r != nil && r.path == path {
			return p, r
		}
	}
	return nil, nil
}

// leads returns where an address leads on to at an instant.
func (m *model) leads(path string, at time.Time) string {
	if _, r := m.at(path, at); r != nil {
		return ""
	}
	r, known := m.redirects[path]
	if !known || r.Page == "" {
		return r.To
	}
	if r := m.pages[r.Page].live(at); r != nil {
		return r.path
	}
	return ""
}

// list returns the pages of a kind below a section, newest first.
func (m *model) list(kind string, below cms.ID, at time.Time) (list []cms.ID) {
	sortAt := map[cms.ID]time.Time{}
	for _, p := range m.order {
		r := p.live(at)
		if r == nil || p.kind != kind || !r.outcome.Shows() || r.path == "" {
			continue
		}
		if below == "" || slices.Contains(r.sections, below) {
			list = append(list, p.id)
			sortAt[p.id] = r.sortAt
		}
	}
	slices.SortFunc(list, func(a, b cms.ID) int { return sortAt[b].Compare(sortAt[a]) })
	return list
}

// instants returns every instant at which something begins or ends.
func (m *model) instants() (list []time.Time) {
	for _, p := range m.order {
		for _, r := range p.releases {
			list = append(list, r.from)
			if !r.ends.IsZero() {
				list = append(list, r.ends)
			}
		}
	}
	return list
}

// moved changes the place of a branch at an instant.
func (m *model) moved(id, parent cms.ID, slug string, at time.Time) {
	branch := m.branch(id)
	old := map[cms.ID]string{}
	for _, p := range branch {
		old[p.id] = m.path(p.id)
	}
	m.pages[id].parent, m.pages[id].slug = parent, slug
	for _, p := range branch {
		path := m.path(p.id)
		public := false
		live := p.live(at)
		for i := range p.releases {
			r := &p.releases[i]
			if r.from.After(at) {
				r.path, r.sections = path, m.above(p.id)
			} else if r.path == old[p.id] && r.outcome.Shows() {
				public = true
			}
		}
		if public {
			m.redirects[old[p.id]] = cms.Redirect{From: old[p.id], Page: p.id}
		}
		if live != nil {
			again := *live
			again.id, again.from, again.path, again.sections = "", at, path, m.above(p.id)
			p.releases = append(p.releases, again)
			delete(m.redirects, path)
		}
	}
}

// circles reports whether a move would make a redirect lead to its own address.
func (m *model) circles(id, parent cms.ID, slug string, at time.Time) bool {
	root := cms.JoinPath(m.path(parent), slug)
	for _, p := range m.branch(id) {
		path := root + strings.TrimPrefix(m.path(p.id), m.path(id))
		for _, r := range p.releases {
			goesOn := r.from.After(at) || (p.live(at) != nil && p.live(at).from.Equal(r.from))
			if goesOn && r.outcome == cms.OutcomeRedirect && r.to == path {
				return true
			}
		}
	}
	return false
}

// may is the rule about rights, said once more: the role counts in its branch,
// and what has no address belongs to administrators of the whole site.
func (m *model) may(u cms.User, role cms.Role, id cms.ID) bool {
	var line []cms.ID
	if p, known := m.pages[id]; known && p.kind == "menu" {
		role = cms.Administrator
	} else if known {
		line = m.line(id)
	}
	for _, g := range u.Grants {
		if g.Role >= role && (g.Branch == "" || slices.Contains(line, g.Branch)) {
			return true
		}
	}
	return false
}

func (m *model) String() string {
	var b strings.Builder
	for _, p := range m.order {
		fmt.Fprintf(&b, "%s %s %s\n", p.id, p.kind, m.path(p.id))
		for _, r := range p.releases {
			fmt.Fprintf(&b, "\t%s to %s: %s %s %q\n", stamp(r.from), stamp(r.ends), r.outcome, r.path, r.says)
		}
	}
	return b.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("01-02T15:04:05.000000")
}
