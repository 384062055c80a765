package admin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/merge"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	pages "lectern/templates/admin"
)

// Who saves a page that somebody else has saved meanwhile gets both changes in
// one draft. Only where both changed the same, they are shown both texts and
// decide. The form carries all that this needs: what its editor read, and of
// each clash the text that is not in its field.

// met is what others had stored when something was to be stored.
type met struct {
	by    cms.Person // who saved last
	own   bool       // it was the editor, in another window
	gone  bool       // their draft was published or thrown away
	taken []merge.Part
	moved []merge.Part // blocks that both moved
	typed schema.Kind  // what was sent
	read  int          // the version that it was written on
}

// clash is a field or a block to decide about. What it holds that is not in the
// form goes with the form.
type clash struct {
	merge.Clash
	By  string // who has the other text; empty: it is not known
	Own bool   // it is the editor's, from another window
}

const mostMerges = 5 // with what others save while somebody saves

// store stores what was typed by means of write. What others stored meanwhile
// goes in with it. When both changed the same, nothing is stored: the error is
// cms.ErrConflict, value is the merged text, and clashes says where.
func (s *saving) store(ctx context.Context, write func(*publishing.Edit) error) (err error) {
	s.met.typed, s.met.read = s.value, s.version
	for range mostMerges {
		err = s.admin.Publisher.Edit(ctx, s.request.User, write)
		if !errors.Is(err, cms.ErrConflict) {
			return err
		}
		found := false
		conflict := err
		err = s.admin.Publisher.Read(ctx, s.request.User, func(e *publishing.Edit) (err error) {
			found, err = s.merge(e)
			return err
		})
		if err != nil {
			return err
		}
		if err = conflict; found {
			return err
		}
	}
	return err
}

// merge puts what others stored into what was typed, which from then on is a
// change of theirs. It reports whether there is something to decide.
func (s *saving) merge(e *publishing.Edit) (clashes bool, err error) {
	ctx, registry := s.request.Context(), s.admin.Registry
	theirs, err := e.Content(ctx, s.page)
	if err != nil {
		return false, err
	}
	if d := theirs.Draft; s.verb == autosaved && d != nil && d.Editor == s.request.User.ID && s.tab.Precedes(d.Tab) {
		return true, nil // what was sent later says more
	}
	registry.Normalise(theirs.Value)
	if s.before != nil {
		if s.before, _, err = merge.Merge(registry, s.seen, theirs.Value, s.before); err != nil {
			return false, err
		}
	}
	value, result, err := merge.Merge(registry, s.seen, theirs.Value, s.value)
	if err != nil {
		return false, err
	}
	if err := s.met.meet(e, s.request, theirs, result); err != nil {
		return false, err
	}
	s.value, s.version, s.seen = value, theirs.Version(), merge.See(registry, theirs.Value)
	s.view.Version, s.view.Seen = s.version, s.seen.String()
	for _, c := range result.Clashes {
		s.clashes = slices.DeleteFunc(s.clashes, func(old clash) bool { return old.Name == c.Name && !old.Taken })
		s.clashes = append(s.clashes, clash{c, s.met.by.Name, s.met.own})
	}
	return len(result.Clashes) > 0, nil
}

func (m *met) meet(e *publishing.Edit, r *request, theirs publishing.Content, result merge.Result) error {
	m.taken, m.moved = append(m.taken, result.Taken...), append(m.moved, result.Moved...)
	m.by, m.own, m.gone = cms.Person{}, false, theirs.Draft == nil
	if m.gone {
		return nil
	}
	if tab := tabOf(r.PostForm).Name; tab != "" && tab == theirs.Draft.Tab.Name && theirs.Draft.Editor == r.User.ID {
		return nil // the same form has stored what others had saved: whose that was is not known
	}
	row, err := e.PageRow(r.Context(), theirs.Page.ID)
	if err == nil && row.Draft != nil {
		m.by, m.own = row.Draft.Editor, row.Draft.Editor.ID == r.User.ID
	}
	return err
}

// outdated reports whether somebody wrote on a page without a draft that shows
// something else by now, and has none again.
func (s *saving) outdated(stored publishing.Content) bool {
	if s.version > 0 || stored.Draft != nil || s.seen.String() == "" {
		return false
	}
	s.admin.Registry.Normalise(stored.Value)
	return merge.See(s.admin.Registry, stored.Value).String() != s.seen.String()
}

// reading is what the form says from now on that its editor has read, if it
// stays open as it was sent. What others changed is not in it: it names the
// version before that, so that the next save does not take it back but merges
// again.
func (s *saving) reading() (version int, seen string) {
	version = s.draft.Version
	if s.unread() {
		version = s.met.read
	}
	return version, merge.See(s.admin.Registry, s.met.typed).String()
}

// unread reports whether what is stored holds what the form that was sent does not
// show.
func (s *saving) unread() bool {
	return s.met.typed != nil && s.met.typed != s.value && len(s.admin.Registry.Compare(s.met.typed, s.value)) > 0
}

// stores is the tab that stores what there is, and whether its form shows it.
func (s *saving) stores() cms.Tab {
	tab := s.tab
	tab.Unread = s.unread()
	return tab
}

// undecided reports whether the form is shown again before anything is stored:
// there are clashes to decide about, and it was not sent to be saved.
func (s *saving) undecided() bool {
	return s.verb == "take" || len(s.clashes) > 0 && s.verb != "" && s.verb != "save"
}

// take puts the other text of a clash into the form, if that was asked for.
func (s *saving) take() {
	n, err := strconv.Atoi(s.object)
	if s.verb != "take" || err != nil || n < 0 || n >= len(s.clashes) {
		return
	}
	c := &s.clashes[n]
	c.Clash, _ = c.Swap(s.admin.Registry, s.value)
	s.open = c.Name
}

const mostClashes = 500

// readClashes reads the clashes that a form carries, and leaves out what it
// cannot read.
func readClashes(sent []string) (list []clash) {
	names := map[string]bool{}
	for _, text := range sent[:min(len(sent), mostClashes)] {
		var c clash
		if json.Unmarshal([]byte(text), &c) == nil && c.Name != "" && !names[c.Name] {
			list, names[c.Name] = append(list, c), true
		}
	}
	return list
}

// conflict shows what there is to decide.
func (s *saving) conflict(e *publishing.Edit) error {
	view := &pages.Conflict{
		By: s.met.by.Name, Own: s.met.own, Gone: s.view.Row.Draft == nil,
		Taken: s.changesIn(s.met.taken), Waits: s.verb == "choose" || s.verb == "block",
	}
	if draft := s.view.Row.Draft; draft != nil {
		view.By, view.Own, view.SavedAt = draft.Editor.Name, draft.Editor.ID == s.request.User.ID, draft.UpdatedAt
	}
	labels := s.view.Form.Labels()
	for _, part := range s.met.moved {
		view.Moved = append(view.Moved, pages.Difference{Name: part.Name, Label: cmp.Or(labels[part.Name], part.Label)})
	}
	var texts []string
	for i, c := range s.clashes {
		one := pages.Clash{Number: i, Label: cmp.Or(labels[c.Name], c.Label), Taken: c.Taken, By: c.By, Own: c.Own}
		if labels[c.Name] != "" {
			one.Name = c.Name
		}
		for _, change := range c.Texts(s.admin.Registry, s.value) {
			one.Texts = append(one.Texts, pages.Difference{Label: change.Label, Theirs: change.Old, Mine: change.New})
			texts = append(texts, change.Old, change.New)
		}
		state, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("admin: write a clash: %w", err)
		}
		one.State = string(state)
		view.Clashes = append(view.Clashes, one)
	}
	s.view.Conflict = view
	names, err := namesIn(s.request.Context(), e, texts)
	for _, c := range view.Clashes {
		for i := range c.Texts {
			c.Texts[i].Theirs, c.Texts[i].Mine = names.Replace(c.Texts[i].Theirs), names.Replace(c.Texts[i].Mine)
		}
	}
	return err
}

var anyID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// namesIn replaces IDs in texts by the names of what they stand for.
func namesIn(ctx context.Context, e *publishing.Edit, texts []string) (*strings.Replacer, error) {
	var ids []cms.ID
	for _, text := range texts {
		for _, id := range anyID.FindAllString(text, -1) {
			ids = append(ids, cms.ID(id))
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return strings.NewReplacer(), nil
	}
	names, err := e.Names(ctx, ids, ids, true)
	var pairs []string
	for _, id := range ids {
		page, isPage := names.Pages[id]
		asset, isAsset := names.Assets[id]
		term, isTerm := names.Terms[id]
		switch {
		case isPage:
			pairs = append(pairs, string(id), page.Name())
		case isAsset:
			pairs = append(pairs, string(id), asset.Name())
		case isTerm:
			pairs = append(pairs, string(id), term.Name)
		}
	}
	return strings.NewReplacer(pairs...), err
}

// changesIn names the fields of the page in which something was changed, and
// how many blocks: "Summary and 2 blocks".
func (s *saving) changesIn(parts []merge.Part) string {
	fields, blocks := summed(s.view.Form.Kind, parts)
	return changesIn(s.view.Form.Kind, fields, blocks)
}

// summed are the names of the fields of a kind that changes are in, and the
// number of blocks.
func summed(kind *schema.KindType, parts []merge.Part) (fields []string, blocks int) {
	inBlocks := map[string]bool{}
	for _, part := range parts {
		first, rest, _ := strings.Cut(part.Name, ".")
		i := slices.IndexFunc(kind.Fields, func(f schema.Field) bool { return f.Name == first })
		switch {
		case i < 0:
		case kind.Fields[i].Type == schema.TypeBlocks:
			block, _, _ := strings.Cut(rest, ".")
			inBlocks[first+"."+block] = true
		case !slices.Contains(fields, first):
			fields = append(fields, first)
		}
	}
	return fields, len(inBlocks)
}

func changesIn(kind *schema.KindType, fields []string, blocks int) string {
	var words []string
	for _, f := range kind.Fields {
		if f.Type != schema.TypeBlocks && slices.Contains(fields, f.Name) {
			words = append(words, f.Label)
		}
	}
	switch {
	case blocks == 1:
		words = append(words, "1 block")
	case blocks > 1:
		words = append(words, fmt.Sprintf("%d blocks", blocks))
	}
	return together(words, "and")
}

// query is what the address says of what was met, for tellMerged: in names and
// numbers, so that no address can make a page say anything else.
func (m *met) query(kind *schema.KindType) url.Values {
	query := url.Values{}
	if !m.gone && len(m.taken) == 0 && len(m.moved) == 0 {
		return query
	}
	fields, blocks := summed(kind, m.taken)
	query["field"] = fields
	query.Set("blocks", strconv.Itoa(blocks))
	query.Set("merged", "gone")
	if !m.gone {
		query.Set("merged", string(m.by.ID))
	}
	if len(m.moved) > 0 {
		query.Set("moved", "yes")
	}
	return query
}

// tellMerged says whose changes went into what was saved just before.
func (p *editedPage) tellMerged(e *publishing.Edit) error {
	query := p.request.URL.Query()
	by := query.Get("merged")
	if by == "" {
		return nil
	}
	blocks, _ := strconv.Atoi(query.Get("blocks"))
	where := changesIn(p.view.Form.Kind, query["field"], blocks)
	switch by {
	case "gone":
		p.view.Merged = "Saved. The draft was published or thrown away while you wrote, and this is a new one"
		if where != "" {
			p.view.Merged += ", with what has changed meanwhile in " + where
		}
	case string(p.request.User.ID):
		p.view.Merged = "Saved. You had saved this page in another window while you wrote"
		if where != "" {
			p.view.Merged += "; what you changed there in " + where + " is in it"
		}
	default:
		people, err := e.Colleagues(p.request.Context())
		if err != nil {
			return err
		}
		who := "Somebody else"
		if i := slices.IndexFunc(people, func(person cms.Person) bool { return string(person.ID) == by }); i >= 0 {
			who = people[i].Name
		}
		p.view.Merged = "Saved. " + who + " had saved this page while you wrote"
		if where != "" {
			p.view.Merged += "; what " + who + " changed in " + where + " is in it"
		}
	}
	p.view.Merged += "."
	if query.Has("moved") {
		p.view.Merged += " Blocks that were moved twice are where the other save has put them."
	}
	return nil
}

// mergedWords say what is stored now that the form which was sent does not show;
// empty: nothing.
func (s *saving) mergedWords() string {
	if !s.unread() {
		return ""
	}
	where := cmp.Or(s.changesIn(s.met.taken), "where blocks stand")
	words := "Changed elsewhere: " + where
	if s.met.by.Name != "" && !s.met.own {
		words = s.met.by.Name + " has changed " + where
	}
	return words + ". It is saved with yours, and not shown here yet"
}

// homeless shows what was typed to somebody who can no longer save it, because
// the page was deleted or they may not write it any more. They can copy it.
func (s *saving) homeless(w http.ResponseWriter, failure error) error {
	kind, known := s.admin.Registry.Kind(s.request.PostForm.Get(":kind"))
	status := http.StatusNotFound
	switch {
	case errors.Is(failure, cms.ErrForbidden):
		status = http.StatusForbidden
	case !errors.Is(failure, cms.ErrNotFound):
		return failure
	}
	if !known {
		return failure
	}
	v := s.admin.view(s.request, "Not saved")
	v.Crumbs = []pages.Link{{Text: "Pages", Href: "/admin/pages"}}
	form := s.admin.editor().Read(kind, s.request.PostForm)
	lost := pages.Lost{Gone: status == http.StatusNotFound, Texts: form.Texts(), Path: s.request.URL.Path}
	if errors.As(failure, &lost.Bin) {
		for name, values := range s.request.PostForm {
			for _, value := range values {
				lost.Fields = append(lost.Fields, pages.CarriedField{Name: name, Value: value})
			}
		}
	}
	return s.admin.show(w, s.request, status, pages.Homeless(v, lost))
}
