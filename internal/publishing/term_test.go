package publishing_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
)

// term adds a term to the topics.
func (d *desk) term(slug string, parent cms.ID) (t cms.Term) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) (err error) {
		t, err = e.AddTerm(d.t.Context(), cms.Term{Vocabulary: "topic", Slug: slug, Name: strings.ToUpper(slug), Parent: parent})
		return err
	})
	return t
}

// topics returns the topics as they stand: "a -b".
func (d *desk) topics() string {
	d.t.Helper()
	var list []string
	err := d.publisher.Read(d.t.Context(), admin, func(e *publishing.Edit) error {
		terms, _, err := e.VocabularyTerms(d.t.Context(), "topic")
		for _, p := range cms.TermTree(terms) {
			list = append(list, strings.Repeat("-", p.Depth)+p.Slug)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return strings.Join(list, " ")
}

// about releases a page of a topic.
func (d *desk) about(page cms.ID, topics []cms.TermRef, plan publishing.Plan) {
	d.t.Helper()
	d.edit(func(e *publishing.Edit) error {
		value := &kinds.ContentPage{Title: "About", Summary: "About", Topics: topics}
		_, err := e.ReleaseContent(d.t.Context(), page, publishing.State{Value: value}, plan)
		return err
	})
}

func TestTermsAreAddedMovedAndArranged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.term("a", ""), d.term("b", "")
	c := d.term("c", a.ID)
	d.term("d", a.ID)
	wants(t, "as added", d.topics(), "a -c -d b")
	c.Parent = b.ID
	d.edit(func(e *publishing.Edit) error { return e.ChangeTerm(t.Context(), c) })
	c.Parent = a.ID
	d.edit(func(e *publishing.Edit) error { return e.ChangeTerm(t.Context(), c) })
	wants(t, "one that came back stands last", d.topics(), "a -d -c b")
	before := d.now()
	d.edit(func(e *publishing.Edit) error {
		return e.ArrangeTerms(t.Context(), "topic", map[cms.ID]int{a.ID: 2, b.ID: 1})
	})
	wants(t, "arranged", d.topics(), "b a -d -c")
	tags := one[[]string](d, `select tags from change where at > $1`, before)
	slices.Sort(tags)
	want := []string{cms.TermTag(a.ID), cms.TermTag(b.ID)}
	slices.Sort(want)
	wantsAll(t, "tags", tags, want...)
}

func TestATermThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.term("a", "")
	b := d.term("b", a.ID)
	a.Parent = b.ID
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error { return e.ChangeTerm(t.Context(), a) })
	b.Slug = "a"
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error { return e.ChangeTerm(t.Context(), b) })
	d.refused(cms.ErrInvalid, func(e *publishing.Edit) error {
		_, err := e.AddTerm(t.Context(), cms.Term{Vocabulary: "topic", Slug: "x y", Name: "X"})
		return err
	})
	d.refused(cms.ErrNotFound, func(e *publishing.Edit) error {
		return e.ChangeTerm(t.Context(), cms.Term{ID: publishing.NewID(), Slug: "x", Name: "X"})
	})
}

func TestATermIsDeletedWhenNothingUsesIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	used, above, drafted, once, planned, free := d.term("used", ""), d.term("above", ""), d.term("drafted", ""), d.term("once", ""), d.term("planned", ""), d.term("free", "")
	d.term("below", above.ID)
	page, other := d.create("page", d.home, "a"), d.create("page", d.home, "b")
	d.about(page, []cms.TermRef{cms.TermRef(once.ID)}, urgent)
	d.about(page, []cms.TermRef{cms.TermRef(used.ID)}, urgent)
	d.about(other, []cms.TermRef{cms.TermRef(planned.ID)}, from(later(1)))
	d.edit(func(e *publishing.Edit) error {
		value := &kinds.ContentPage{Title: "Draft", Topics: []cms.TermRef{cms.TermRef(drafted.ID)}}
		_, err := e.Save(t.Context(), publishing.Save{Page: page, Value: value, Automatic: true})
		return err
	})
	for _, c := range []struct {
		term cms.Term
		want string
	}{
		{used, `"USED" is in use: 1 page carries it`}, {above, "1 term stands below it"}, {drafted, "1 draft names it"},
		{once, "1 page carried it once"}, {planned, "1 planned release carries it"},
	} {
		err := d.refused(cms.ErrConflict, func(e *publishing.Edit) error { return e.DeleteTerm(t.Context(), c.term.ID) })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.term.Slug, err, c.want)
		}
	}
	before := d.now()
	d.edit(func(e *publishing.Edit) error { return e.DeleteTerm(t.Context(), free.ID) })
	wants(t, "left", d.topics(), "used above -below drafted once planned")
	wantsAll(t, "tags", one[[]string](d, `select tags from change where at > $1`, before), cms.TermTag(free.ID))
	wants(t, "audit", one[string](d, `select action || ' ' || (detail ->> 'slug') from audit order by id desc limit 1`), "delete-term free")
	d.refused(cms.ErrNotFound, func(e *publishing.Edit) error { return e.DeleteTerm(t.Context(), free.ID) })
}
