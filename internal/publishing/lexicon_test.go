package publishing_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/publishing"
)

// taught returns what the search is told, a line for each.
func (d *desk) taught() (lines []string) {
	d.t.Helper()
	err := d.publisher.Read(d.t.Context(), admin, func(e *publishing.Edit) error {
		groups, err := e.Synonyms(d.t.Context())
		if err != nil {
			return err
		}
		for _, g := range groups {
			lines = append(lines, strings.Join(g.Words, ",")+" > "+strings.Join(g.Also, ","))
		}
		bets, pages, err := e.BestBets(d.t.Context())
		for _, b := range bets {
			line := strings.Join(b.Texts, ",") + " :"
			for _, page := range b.Pages {
				line += fmt.Sprintf(" %s at %q", pages[page].Title, pages[page].Path)
			}
			lines = append(lines, line+" "+b.Note)
		}
		if err != nil {
			return err
		}
		suggested, err := e.Suggested(d.t.Context())
		for _, s := range suggested {
			lines = append(lines, fmt.Sprintf("%s for %s, typing %v: %s", s.Text, strings.Join(s.Instead, ","), s.Typing, s.Note))
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return lines
}

func TestTheSearchIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	live, fresh := d.page(d.home, "live"), d.create("page", d.home, "fresh")
	group := cms.Synonyms{ID: publishing.NewID(), Words: []string{" IAPT ", "talking  therapies"}, Also: []string{"counselling"}}
	bet := cms.BestBet{ID: publishing.NewID(), Texts: []string{"help"}, Pages: []cms.ID{fresh, live}, Note: "Asked for often"}
	suggested := cms.SuggestedSearch{ID: publishing.NewID(), Text: " GP  records ", Typing: true, Instead: []string{" gp recrods "}, Note: "Mistyped\noften"}
	set := func(e *publishing.Edit) error {
		return errors.Join(e.SetSynonyms(t.Context(), group), e.SetBestBets(t.Context(), bet), e.SetSuggested(t.Context(), suggested))
	}
	before := one[int64](d, `select coalesce(max(number), 0) from change`)
	d.edit(set)
	want := []string{"IAPT,talking therapies > counselling", `help : fresh at "" live at "/live" Asked for often`, "GP records for gp recrods, typing true: Mistyped often"}
	if diff := cmp.Diff(want, d.taught()); diff != "" {
		t.Error(diff)
	}
	if got := one[[]string](d, `select tags from change where number > $1`, before); len(got) != 1 || got[0] != cms.SearchTag {
		t.Errorf("it changes %v", got)
	}
	all := d.dump()
	d.edit(set)
	wantsAll(t, "what is told twice changes", changedTables(all, d.dump()))
	group.Also, bet.Pages, suggested.Typing, suggested.Note = nil, []cms.ID{live, fresh}, false, ""
	d.edit(set)
	want = []string{"IAPT,talking therapies > ", `help : live at "/live" fresh at "" Asked for often`, "GP records for gp recrods, typing false: "}
	if diff := cmp.Diff(want, d.taught()); diff != "" {
		t.Error(diff)
	}
	d.edit(func(e *publishing.Edit) error {
		return errors.Join(e.DeleteSynonyms(t.Context(), group.ID), e.DeleteBestBet(t.Context(), bet.ID), e.DeleteSuggested(t.Context(), suggested.ID))
	})
	if got := d.taught(); len(got) > 0 {
		t.Errorf("there is left %v", got)
	}
	d.refused(cms.ErrNotFound, func(e *publishing.Edit) error { return e.DeleteSynonyms(t.Context(), group.ID) })
	d.refused(cms.ErrNotFound, func(e *publishing.Edit) error { return e.DeleteBestBet(t.Context(), bet.ID) })
	d.refused(cms.ErrNotFound, func(e *publishing.Edit) error { return e.DeleteSuggested(t.Context(), suggested.ID) })
	want = []string{"delete-best-bet", "delete-suggested-search", "delete-synonyms", "set-best-bet", "set-best-bet",
		"set-suggested-search", "set-suggested-search", "set-synonyms", "set-synonyms"}
	if diff := cmp.Diff(want, one[[]string](d, `select array_agg(action order by action) from audit where action ~ 'synonyms|best-bet|suggested'`)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatTheSearchCannotBeTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	menu := d.create("menu", "", "main")
	a := cms.Synonyms{ID: publishing.NewID(), Words: []string{"a", "b"}}
	d.edit(func(e *publishing.Edit) error { return e.SetSynonyms(t.Context(), a) })
	refuse := func(want string, f func(*publishing.Edit) error) {
		t.Helper()
		err := d.publisher.Edit(t.Context(), admin, f)
		if !errors.Is(err, cms.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("refused with %v, want %s", err, want)
		}
	}
	refuse(`"B" is in another group already: a, b`, func(e *publishing.Edit) error {
		return e.SetSynonyms(t.Context(), cms.Synonyms{ID: publishing.NewID(), Words: []string{"c", "d"}}, cms.Synonyms{ID: publishing.NewID(), Words: []string{"B", "e"}})
	})
	d.edit(func(e *publishing.Edit) error { // a word goes from one to the other at once
		moved := a
		moved.Words = []string{"a", "c"}
		return e.SetSynonyms(t.Context(), cms.Synonyms{ID: publishing.NewID(), Words: []string{"b", "d"}}, moved)
	})
	for _, page := range []cms.ID{publishing.NewID(), menu} {
		refuse("pages: there is no such page; choose another one", func(e *publishing.Edit) error {
			return e.SetBestBets(t.Context(), cms.BestBet{ID: publishing.NewID(), Texts: []string{"x"}, Pages: []cms.ID{page}})
		})
	}
	noted := func(letters int) cms.BestBet {
		return cms.BestBet{ID: publishing.NewID(), Texts: []string{fmt.Sprint(letters)}, Pages: []cms.ID{d.home}, Note: strings.Repeat("n", letters)}
	}
	refuse("note: a note has at most 500 characters", func(e *publishing.Edit) error { return e.SetBestBets(t.Context(), noted(501)) })
	whole := noted(500)
	d.edit(func(e *publishing.Edit) error { return e.SetBestBets(t.Context(), whole) })
	if got := one[string](d, `select note from best_bet where id = $1`, whole.ID); got != whole.Note {
		t.Errorf("of a note of 500 characters %d are kept", len(got))
	}
	var invalid *cms.Invalid
	err := d.publisher.Edit(t.Context(), admin, func(e *publishing.Edit) error {
		return e.SetBestBets(t.Context(), cms.BestBet{ID: publishing.NewID(), Texts: []string{"x"}, Pages: []cms.ID{d.home}}, cms.BestBet{ID: publishing.NewID(), Texts: []string{"y"}})
	})
	if !errors.As(err, &invalid) || len(invalid.Problems) != 1 || invalid.Problems[0].Line != 2 {
		t.Errorf("the second of two is refused with %v", err)
	}
}

func TestWhatIsForbiddenIsNotSuggested(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	search := cms.SuggestedSearch{ID: publishing.NewID(), Text: "The O’Brien case", Typing: true}
	set := func(e *publishing.Edit) error { return e.SetSuggested(t.Context(), search) }
	d.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "obrien") })
	err := d.publisher.Edit(t.Context(), admin, set)
	if want := `text: "The O’Brien case" is not offered to anybody, because "obrien" is not to be suggested; take that back first, or write another text`; !errors.Is(err, cms.ErrInvalid) || !strings.Contains(err.Error(), want) {
		t.Errorf("refused with %v", err)
	}
	last := func() int64 { return one[int64](d, `select max(number) from change`) }
	number := last()
	d.edit(func(e *publishing.Edit) error { return e.AllowSearch(t.Context(), "obrien") })
	if last() == number {
		t.Error("engines are not told that it is allowed")
	}
	d.edit(set)
	d.edit(func(e *publishing.Edit) error { return e.ForbidSearch(t.Context(), "obrien") })
	search.Note = "It stays as it is, and is offered to nobody"
	d.edit(set)
	search.Text += "s"
	d.refused(cms.ErrInvalid, set)
}

func TestAPageThatIsABestBetIsNotDeleted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	page := d.create("page", d.home, "fresh")
	bet := cms.BestBet{ID: publishing.NewID(), Texts: []string{"x"}, Pages: []cms.ID{page}}
	d.edit(func(e *publishing.Edit) error { return e.SetBestBets(t.Context(), bet) })
	u := user(30, cms.Administrator, "")
	u.Grants[0].Delete = true
	d.refusedTo(u, cms.ErrConflict, func(e *publishing.Edit) error { return e.Delete(t.Context(), page, publishing.Sure{}) })
	d.edit(func(e *publishing.Edit) error { return e.DeleteBestBet(t.Context(), bet.ID) })
	if err := d.publisher.Edit(t.Context(), u, func(e *publishing.Edit) error { return e.Delete(t.Context(), page, publishing.Sure{}) }); err != nil {
		t.Error(err)
	}
}
