package publishing_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// For longer runs, and to replay one:
//
//	go test ./internal/publishing -run AnySequence -args -seeds=500
//	go test ./internal/publishing -run AnySequence -args -seed=17
var (
	seeds    = flag.Uint64("seeds", 12, "how many sequences of commands are tried")
	onlySeed = flag.Uint64("seed", 0, "the one sequence that is tried")
	steps    = flag.Int("steps", 60, "commands in a sequence")
)

// TestAnySequenceOfCommandsDoesWhatTheModelSays runs commands at random, by
// users with differing rights, and after each one holds the database against
// the rules of storage and against a model of a few lines.
func TestAnySequenceOfCommandsDoesWhatTheModelSays(t *testing.T) {
	t.Parallel()
	first, last := uint64(1), *seeds
	if *onlySeed != 0 {
		first, last = *onlySeed, *onlySeed
	}
	for seed := first; seed <= last; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := newSequence(t, seed)
			for range *steps {
				s.run(s.step())
				if t.Failed() {
					t.Logf("replay with -args -seed=%d\n%s\nthe model:\n%s", seed, strings.Join(s.log, "\n"), s.model)
					return
				}
			}
			s.travelEverywhere()
			if t.Failed() {
				t.Logf("replay with -args -seed=%d\n%s\nthe model:\n%s", seed, strings.Join(s.log, "\n"), s.model)
			}
		})
	}
}

// sequence is one run of commands on one database.
type sequence struct {
	*desk
	*watch
	random  *rand.Rand
	site    *postgres.Site
	preview string // the role that sees any instant
	model   *model
	users   []cms.User
	visits  []visit
	log     []string
	texts   int
	began   time.Time // when the step did
}

// step is one command.
type step struct {
	name string // as the audit calls it
	page cms.ID
	by   cms.User
	says string // for the log
	do   func(ctx context.Context, e *publishing.Edit) error

	// refusals says in which ways the command may fail when it happens at that
	// instant. If there are none it must work, otherwise it must fail.
	refusals func(at time.Time) []error
	apply    func(at time.Time) // what it does to the model
	releases bool               // it changes what is public
	silent   bool               // it does nothing, as things are
	reason   string             // why what nobody has approved is released
	leaves   []string           // tags of the lists that a move takes pages from
	begins   time.Time          // when its release begins; zero: at once
	wait     time.Time          // an instant that must have passed before the next command
}

func newSequence(t testing.TB, seed uint64) *sequence {
	s := &sequence{
		desk:   newDesk(t),
		random: rand.New(rand.NewPCG(seed, 0)),
		model:  &model{pages: map[cms.ID]*modelPage{}, redirects: map[string]cms.Redirect{}},
	}
	s.site = testkit.Site(t, s.store)
	s.adopt("home", s.home, "", "")
	a := s.grow("landing", s.home, "a")
	b := s.grow("landing", s.home, "b")
	s.grow("page", a, "x")
	s.grow("upcoming", a, "y")
	below := s.grow("landing", a, "z")
	s.grow("service", below, "x")
	s.grow("upcoming", b, "x")
	s.adopt("menu", s.create("menu", "", "main"), "", "main")
	two := user(4, cms.Author, b)
	two.Grants = append(two.Grants, cms.Grant{Role: cms.Publisher, Branch: below})
	other := user(1, cms.Publisher, s.home)
	s.users = []cms.User{admin, admin, admin, admin, admin, other, other, other, user(2, cms.Publisher, ""),
		user(3, cms.Publisher, a), two, user(5, cms.Reviewer, ""), user(6, 0, "")}
	login, err := s.store.Login(t.Context(), "preview")
	if err != nil {
		t.Fatal(err)
	}
	s.preview = login.Name
	s.watch = newWatch(s.desk)
	return s
}

// adopt tells the model of a page that is there; live if it has releases.
func (s *sequence) adopt(kind string, id, parent cms.ID, slug string) {
	p := &modelPage{id: id, kind: kind, parent: parent, slug: slug}
	s.model.add(p)
	for _, r := range s.timeline(id) {
		p.newest, p.newestBy, p.drafts = r.Card.Title, admin.ID, p.drafts+1
		p.revisions = append(p.revisions, says(kind, p.newest))
		p.releases = append(p.releases, modelRelease{
			id: r.ID, from: r.LiveFrom, outcome: r.Outcome, path: r.Path, says: says(kind, p.newest),
			sections: s.model.above(id), sortAt: r.Card.SortAt, text: p.newest, by: admin.ID,
		})
	}
}

func (s *sequence) grow(kind string, parent cms.ID, slug string) cms.ID {
	id := s.create(kind, parent, slug)
	s.release(id, slug, publishing.Plan{})
	s.adopt(kind, id, parent, slug)
	return id
}

func pick[T any](s *sequence, list []T) T { return list[s.random.IntN(len(list))] }

func (s *sequence) chance(percent int) bool { return s.random.IntN(100) < percent }

func (s *sequence) page() *modelPage { return pick(s, s.model.order) }

// pageThat returns a page that is probably like that.
func (s *sequence) pageThat(is func(*modelPage) bool) *modelPage {
	p := s.page()
	for tries := 0; tries < 6 && !is(p); tries++ {
		p = s.page()
	}
	return p
}

func (s *sequence) slug() string {
	return pick(s, []string{"x", "y", "z", "w", "x", "y", "a", "No Slug"})
}

// instant returns now, a whole hour to come, an instant that the step waits
// for, or one that is past.
func (s *sequence) instant(st *step) time.Time {
	switch n := s.random.IntN(20); {
	case n < 8:
		return time.Time{}
	case n < 15:
		return later(s.random.IntN(8))
	case n < 19:
		return s.soon(st, time.Now())
	}
	return time.Now().Add(-time.Hour)
}

// until returns no end, a whole hour, or one soon after the begin.
func (s *sequence) until(st *step, from time.Time) time.Time {
	switch n := s.random.IntN(10); {
	case n < 5:
		return time.Time{}
	case n < 8:
		return later(s.random.IntN(8))
	}
	if from.IsZero() {
		from = time.Now()
	}
	if time.Until(from) > time.Minute {
		return from.Add(time.Hour)
	}
	return s.soon(st, from)
}

func (s *sequence) soon(st *step, after time.Time) time.Time {
	st.wait = after.Add(time.Duration(5000+s.random.IntN(35_000)) * time.Microsecond).Truncate(time.Microsecond)
	return st.wait
}

// step makes up the next command.
func (s *sequence) step() *step {
	weighted := []struct {
		weight int
		make   func(*step)
	}{
		{8, s.stepCreate}, {20, s.stepSave}, {4, s.stepDeleteDraft},
		{14, s.stepSubmit}, {16, s.stepApprove}, {4, s.stepReturn}, {22, s.stepRelease}, {4, s.stepReleaseAgain}, {8, s.stepAnnounce},
		{14, s.stepReplace}, {8, s.stepExpire}, {4, s.stepEndAt}, {8, s.stepCancel}, {8, s.stepReschedule}, {10, s.stepMove}, {4, s.stepSetRedirect}, {2, s.stepReindex},
	}
	total := 0
	for _, w := range weighted {
		total += w.weight
	}
	n := s.random.IntN(total)
	for _, w := range weighted {
		if n -= w.weight; n < 0 {
			st := &step{by: pick(s, s.users)}
			w.make(st)
			return st
		}
	}
	panic("unreachable")
}

// need adds a refusal for a reason.
func need(refusals []error, ok bool, kind error) []error {
	if ok {
		return refusals
	}
	return append(refusals, kind)
}

func (s *sequence) stepCreate(st *step) {
	kind, parent, slug := pick(s, []string{"landing", "page", "service", "upcoming"}), s.page(), s.slug()
	id := publishing.NewID()
	st.name, st.page = "create", id
	st.says = fmt.Sprintf("%s %q below %s", kind, slug, s.model.path(parent.id))
	st.do = func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Create(ctx, publishing.NewPage{ID: id, Kind: kind, Parent: parent.id, Slug: slug})
		return err
	}
	st.refusals = func(time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Author, parent.id), cms.ErrForbidden)
		no = need(no, parent.kind != "menu" && cms.ValidSlug(slug), cms.ErrInvalid)
		return need(no, s.model.child(parent.id, slug) == nil, cms.ErrConflict)
	}
	st.apply = func(time.Time) { s.model.add(&modelPage{id: id, kind: kind, parent: parent.id, slug: slug}) }
}

func (s *sequence) stepSave(st *step) {
	p := s.page()
	version, right, next := 0, 0, p.drafts+1
	if p.draft != nil {
		right, next = p.draft.version, p.draft.version+1
	}
	switch n := s.random.IntN(10); {
	case n < 8:
		version = right
	case n < 9:
		version = max(right-1, 0)
	default:
		version = s.random.IntN(4)
	}
	s.texts++
	text := fmt.Sprintf("text %d", s.texts)
	switch {
	case s.chance(10):
		text = incomplete + text
	case s.chance(15) && p.newest != "":
		text = p.newest
	}
	automatic := s.chance(60)
	st.name, st.page = "revise", p.id
	st.says = fmt.Sprintf("%s %q over version %d of %d, automatic %v", s.model.path(p.id), text, version, right, automatic)
	st.do = func(ctx context.Context, e *publishing.Edit) error {
		d, err := e.Save(ctx, publishing.Save{Page: p.id, Value: value(p.kind, text), Version: version, Automatic: automatic})
		if err == nil && d.Version != next {
			return fmt.Errorf("the version is %d, not %d", d.Version, next)
		}
		return err
	}
	st.refusals = func(time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Author, p.id), cms.ErrForbidden)
		return need(no, version == right, cms.ErrConflict)
	}
	revisions := len(p.revisions)
	st.apply = func(time.Time) {
		if p.draft != nil && p.draft.editor != st.by.ID {
			p.cut()
		}
		draft := &modelDraft{text: text, version: next, editor: st.by.ID}
		if p.draft != nil && p.draft.text == text {
			draft.editor, draft.review = p.draft.editor, p.draft.review
		} else if p.draft != nil && p.draft.review == "review" {
			draft.review = "review"
		}
		p.draft = draft
		if !automatic {
			p.cut()
		}
		st.silent = len(p.revisions) == revisions
	}
}

func (s *sequence) stepDeleteDraft(st *step) {
	p := s.pageThat(func(p *modelPage) bool { return p.draft != nil })
	st.name, st.page, st.says = "delete-draft", p.id, s.model.path(p.id)
	st.do = func(ctx context.Context, e *publishing.Edit) error { return e.DeleteDraft(ctx, p.id, 0) }
	st.refusals = func(time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Author, p.id), cms.ErrForbidden)
		return need(no, p.draft != nil, cms.ErrConflict)
	}
	st.apply = func(time.Time) { p.dropDraft() }
}

// reviewing is what all commands have in common that say something of a draft.
func (s *sequence) reviewing(st *step, p *modelPage, role cms.Role, do func(context.Context, *publishing.Edit, int) error) {
	version := s.random.IntN(3)
	if p.draft != nil && s.chance(90) {
		version = p.draft.version
	}
	st.page, st.says = p.id, fmt.Sprintf("%s in version %d", s.model.path(p.id), version)
	st.do = func(ctx context.Context, e *publishing.Edit) error { return do(ctx, e, version) }
	st.refusals = func(time.Time) (no []error) {
		no = need(no, s.model.may(st.by, role, p.id), cms.ErrForbidden)
		return need(no, p.draft != nil && p.draft.version == version, cms.ErrConflict)
	}
}

func (s *sequence) stepSubmit(st *step) {
	p := s.pageThat(func(p *modelPage) bool { return p.draft != nil && p.draft.review == "" })
	st.name = "submit"
	s.reviewing(st, p, cms.Author, func(ctx context.Context, e *publishing.Edit, version int) error {
		_, err := e.Submit(ctx, p.id, version, "please look")
		return err
	})
	refusals := st.refusals
	st.refusals = func(at time.Time) []error {
		return need(refusals(at), p.draft != nil && p.draft.review == "", cms.ErrConflict)
	}
	st.apply = func(time.Time) { p.cut(); p.draft.review = "review" }
}

func (s *sequence) stepApprove(st *step) {
	p := s.pageThat(func(p *modelPage) bool { return p.draft != nil && p.draft.review == "review" })
	st.name = "approve"
	s.reviewing(st, p, cms.Reviewer, func(ctx context.Context, e *publishing.Edit, version int) error {
		_, err := e.Approve(ctx, p.id, version, "")
		return err
	})
	refusals := st.refusals
	st.refusals = func(at time.Time) (no []error) {
		no = need(refusals(at), p.draft != nil && p.draft.review == "review", cms.ErrConflict)
		return need(no, p.draft == nil || p.draft.editor != st.by.ID, cms.ErrForbidden)
	}
	st.apply = func(time.Time) { p.cut(); p.draft.review = "approved" }
}

func (s *sequence) stepReturn(st *step) {
	p := s.pageThat(func(p *modelPage) bool { return p.draft != nil && p.draft.review != "" })
	comment := pick(s, []string{"say more", "say less", "  "})
	st.name = "return"
	s.reviewing(st, p, cms.Reviewer, func(ctx context.Context, e *publishing.Edit, version int) error {
		_, err := e.Return(ctx, p.id, version, comment)
		return err
	})
	refusals := st.refusals
	st.refusals = func(at time.Time) (no []error) {
		no = need(refusals(at), p.draft != nil && p.draft.review != "", cms.ErrConflict)
		return need(no, comment != "  ", cms.ErrInvalid)
	}
	st.apply = func(time.Time) { p.cut(); p.draft.review = "" }
}

// placing is what all commands have in common that add a release.
func (s *sequence) placing(st *step, p *modelPage, r *modelRelease, do func(context.Context, *publishing.Edit, publishing.Plan) (cms.Release, error)) {
	plan := publishing.Plan{From: s.instant(st)}
	st.begins = plan.From
	plan.Until = s.until(st, plan.From)
	st.page, st.releases = p.id, true
	st.says = fmt.Sprintf("%s from %s until %s", s.model.path(p.id), stamp(plan.From), stamp(plan.Until))
	var got cms.Release
	st.do = func(ctx context.Context, e *publishing.Edit) (err error) {
		got, err = do(ctx, e, plan)
		return err
	}
	st.refusals = func(at time.Time) (no []error) {
		from := orAt(st, at)
		no = need(no, !from.Before(at), cms.ErrInvalid)
		no = need(no, plan.Until.IsZero() || plan.Until.After(from), cms.ErrInvalid)
		next := p.next(from)
		fits := next == nil || !r.brings() || next.brings() || (!plan.Until.IsZero() && !next.from.Before(plan.Until))
		no = need(no, fits, cms.ErrConflict)
		return need(no, !p.beginsAt(from), cms.ErrConflict)
	}
	st.apply = func(at time.Time) {
		r.id, r.from, r.ends = got.ID, orAt(st, at), plan.Until
		r.path, r.sections, r.sortAt = s.model.path(p.id), s.model.above(p.id), got.Card.SortAt
		if !got.LiveFrom.Equal(r.from) || !got.EndsAt.Equal(r.ends) || got.Path != r.path {
			s.t.Errorf("the release is told to be %+v", got)
		}
		p.releases = append(p.releases, *r)
		if r.path != "" && !r.from.After(at) {
			delete(s.model.redirects, r.path)
		}
	}
}

func (s *sequence) stepRelease(st *step) {
	p := s.pageThat(func(p *modelPage) bool { return p.draft != nil })
	r := &modelRelease{outcome: cms.OutcomePage}
	st.name = "release"
	st.reason = pick(s, []string{"", "", "", "it cannot wait"})
	s.placing(st, p, r, func(ctx context.Context, e *publishing.Edit, plan publishing.Plan) (cms.Release, error) {
		plan.Reason = st.reason
		return e.Release(ctx, p.id, plan)
	})
	s.content(st, p)
	apply := st.apply
	st.apply = func(at time.Time) {
		r.by = p.writer()
		r.text = p.text()
		r.says = says(p.kind, r.text)
		p.cut()
		p.dropDraft()
		apply(at)
	}
}

func (s *sequence) stepAnnounce(st *step) {
	p := s.pageThat(func(p *modelPage) bool { return p.kind == "upcoming" && p.hasContent() })
	r := &modelRelease{outcome: cms.OutcomeAnnounced}
	st.name = "announce"
	s.placing(st, p, r, func(ctx context.Context, e *publishing.Edit, plan publishing.Plan) (cms.Release, error) {
		return e.Announce(ctx, p.id, plan)
	})
	s.content(st, p)
	refusals, apply := st.refusals, st.apply
	st.refusals = func(at time.Time) []error { return need(refusals(at), p.kind == "upcoming", cms.ErrInvalid) }
	st.apply = func(at time.Time) {
		p.cut()
		r.says = saysRedacted(p.text())
		p.revisions = append(p.revisions, r.says)
		apply(at)
	}
}

// content adds the refusals of what needs the page's content to be right.
func (s *sequence) content(st *step, p *modelPage) {
	st.says += fmt.Sprintf(" of %q", p.text())
	refusals := st.refusals
	st.refusals = func(at time.Time) (no []error) {
		no = need(refusals(at), s.model.may(st.by, cms.Publisher, p.id), cms.ErrForbidden)
		no = need(no, p.hasContent(), cms.ErrConflict)
		no = need(no, p.free() || st.reason != "", cms.ErrConflict)
		no = need(no, p.free() || st.reason == "" || s.model.may(st.by, cms.Administrator, p.id), cms.ErrForbidden)
		return need(no, !strings.HasPrefix(p.text(), incomplete), cms.ErrInvalid)
	}
}

// stepReleaseAgain makes public again what was taken away.
func (s *sequence) stepReleaseAgain(st *step) {
	p := s.pageThat(func(p *modelPage) bool { r := p.live(time.Now()); return r == nil || r.outcome != cms.OutcomePage })
	r := &modelRelease{outcome: cms.OutcomePage}
	st.name = "release-again"
	s.placing(st, p, r, func(ctx context.Context, e *publishing.Edit, plan publishing.Plan) (cms.Release, error) {
		return e.ReleaseAgain(ctx, p.id, plan)
	})
	refusals, apply := st.refusals, st.apply
	st.refusals = func(at time.Time) (no []error) {
		no = need(refusals(at), s.model.may(st.by, cms.Publisher, p.id), cms.ErrForbidden)
		no = need(no, p.shown().text != "", cms.ErrConflict)
		live := p.live(orAt(st, at))
		return need(no, live == nil || live.outcome != cms.OutcomePage, cms.ErrConflict)
	}
	st.apply = func(at time.Time) {
		r.text, r.by = p.shown().text, p.shown().by
		r.says = says(p.kind, r.text)
		apply(at)
	}
}

// stepReplace withdraws, takes away or redirects a page.
func (s *sequence) stepReplace(st *step) {
	p := s.pageThat(func(p *modelPage) bool { return p.shows(time.Now()) && p.shows(later(3)) })
	r := &modelRelease{}
	right := true
	switch s.random.IntN(3) {
	case 0:
		st.name, r.outcome, r.notice = "withdraw", cms.OutcomeWithdrawn, pick(s, []string{"out of date", "wrong", "old", " "})
		right = r.notice != " "
		s.placing(st, p, r, func(ctx context.Context, e *publishing.Edit, plan publishing.Plan) (cms.Release, error) {
			return e.Withdraw(ctx, p.id, r.notice, plan)
		})
	case 1:
		st.name, r.outcome, r.notice = "gone", cms.OutcomeGone, pick(s, []string{"", "for good"})
		s.placing(st, p, r, func(ctx context.Context, e *publishing.Edit, plan publishing.Plan) (cms.Release, error) {
			return e.Gone(ctx, p.id, r.notice, plan)
		})
	case 2:
		st.name, r.outcome = "redirect", cms.OutcomeRedirect
		r.to = pick(s, []string{"/a", "/elsewhere", "https://example.org/a?b=c", "//example.org", s.model.path(p.id)})
		right = cms.ValidTarget(r.to) && r.to != s.model.path(p.id)
		s.placing(st, p, r, func(ctx context.Context, e *publishing.Edit, plan publishing.Plan) (cms.Release, error) {
			return e.Redirect(ctx, p.id, r.to, plan)
		})
	}
	st.says = fmt.Sprintf("%s, notice %q, to %q", st.says, r.notice, r.to)
	refusals, apply := st.refusals, st.apply
	st.refusals = func(at time.Time) (no []error) {
		before := p.live(orAt(st, at))
		no = need(refusals(at), s.model.may(st.by, cms.Publisher, p.id), cms.ErrForbidden)
		no = need(no, right, cms.ErrInvalid)
		return need(no, before != nil && before.outcome.Shows(), cms.ErrConflict)
	}
	st.apply = func(at time.Time) {
		if r.outcome.Shows() {
			live := p.live(orAt(st, at))
			r.says, r.text, r.by = live.says, live.text, live.by
		} else {
			r.says = "|"
		}
		apply(at)
	}
}

func (s *sequence) stepExpire(st *step) {
	at := s.instant(st)
	p := s.pageThat(func(p *modelPage) bool { return p.shows(time.Now()) })
	st.name, st.page, st.releases = "expire", p.id, true
	st.says = fmt.Sprintf("%s at %s", s.model.path(p.id), stamp(at))
	when := func(now time.Time) time.Time {
		if at.IsZero() {
			return now
		}
		return at.Truncate(time.Microsecond)
	}
	st.do = func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Expire(ctx, p.id, at)
		return err
	}
	st.refusals = func(now time.Time) (no []error) {
		at := when(now)
		live := p.live(at)
		no = need(no, s.model.may(st.by, cms.Publisher, p.id), cms.ErrForbidden)
		no = need(no, !at.Before(now), cms.ErrInvalid)
		return need(no, live != nil && !live.from.Equal(at), cms.ErrConflict)
	}
	st.apply = func(now time.Time) { p.live(when(now)).ends = when(now) }
}

// stepEndAt gives what is live or scheduled another end, or none.
func (s *sequence) stepEndAt(st *step) {
	c := s.anyRelease()
	end := s.until(st, time.Time{})
	st.name, st.page, st.releases = "end", c.page.id, true
	st.says = fmt.Sprintf("%s from %s at %s", s.model.path(c.page.id), stamp(c.release.from), stamp(end))
	st.do = func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.EndAt(ctx, c.release.id, end)
		return err
	}
	st.refusals = func(at time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Publisher, c.page.id), cms.ErrForbidden)
		next := c.page.next(c.release.from)
		over := !c.release.ends.IsZero() && !c.release.ends.After(at) || next != nil && !next.from.After(at)
		no = need(no, !over, cms.ErrConflict)
		return need(no, end.IsZero() || end.After(c.release.from) && !end.Before(at), cms.ErrInvalid)
	}
	st.apply = func(time.Time) { c.page.releases[c.at].ends = end }
}

// stepReschedule moves what is scheduled to another time.
func (s *sequence) stepReschedule(st *step) {
	c := s.anyRelease()
	p := c.page
	st.name = map[cms.Outcome]string{cms.OutcomePage: "reschedule", cms.OutcomeAnnounced: "reschedule",
		cms.OutcomeWithdrawn: "withdraw", cms.OutcomeGone: "gone", cms.OutcomeRedirect: "redirect"}[c.release.outcome]
	from, until := later(s.random.IntN(8)), s.until(st, later(0))
	st.page, st.releases, st.begins = p.id, true, from
	st.says = fmt.Sprintf("%s from %s to %s until %s", s.model.path(p.id), stamp(c.release.from), stamp(from), stamp(until))
	var got cms.Release
	st.do = func(ctx context.Context, e *publishing.Edit) (err error) {
		got, err = e.Reschedule(ctx, c.release.id, from, until)
		return err
	}
	without := func() *modelPage {
		other := *p
		other.releases = slices.Delete(slices.Clone(p.releases), c.at, c.at+1)
		return &other
	}
	st.refusals = func(at time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Publisher, p.id), cms.ErrForbidden)
		no = need(no, c.release.from.After(at), cms.ErrConflict)
		after := p.next(c.release.from)
		no = need(no, after == nil || !c.release.brings() || after.brings(), cms.ErrConflict)
		other := without()
		no = need(no, until.IsZero() || until.After(from), cms.ErrInvalid)
		next := other.next(from)
		fits := next == nil || !c.release.brings() || next.brings() || (!until.IsZero() && !next.from.Before(until))
		no = need(no, fits && !other.beginsAt(from), cms.ErrConflict)
		live := other.live(from)
		return need(no, c.release.brings() || live != nil && live.outcome.Shows(), cms.ErrConflict)
	}
	st.apply = func(time.Time) {
		r := c.release
		p.releases = without().releases
		if r.outcome == cms.OutcomeWithdrawn {
			live := p.live(from)
			r.says, r.text, r.by = live.says, live.text, live.by
		}
		r.id, r.from, r.ends, r.sortAt = got.ID, from, until, got.Card.SortAt
		p.releases = append(p.releases, r)
	}
}

// someRelease is a release in its place in the model.
type someRelease struct {
	page    *modelPage
	at      int
	release modelRelease
}

// anyRelease returns one that can be named, and rather one that is scheduled.
func (s *sequence) anyRelease() someRelease {
	var begun, scheduled []someRelease
	for _, p := range s.model.order {
		for i, r := range p.releases {
			switch {
			case r.from.After(time.Now()):
				scheduled = append(scheduled, someRelease{p, i, r})
			case r.id != "":
				begun = append(begun, someRelease{p, i, r})
			}
		}
	}
	if len(scheduled) > 0 && s.chance(85) {
		return pick(s, scheduled)
	}
	return pick(s, begun)
}

func (s *sequence) stepCancel(st *step) {
	c := s.anyRelease()
	st.name, st.page, st.releases = "cancel", c.page.id, true
	st.says = fmt.Sprintf("%s from %s", s.model.path(c.page.id), stamp(c.release.from))
	st.do = func(ctx context.Context, e *publishing.Edit) error { return e.Cancel(ctx, c.release.id) }
	st.refusals = func(at time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Publisher, c.page.id), cms.ErrForbidden)
		next := c.page.next(c.release.from)
		no = need(no, next == nil || !c.release.brings() || next.brings(), cms.ErrConflict)
		return need(no, c.release.from.After(at), cms.ErrConflict)
	}
	st.apply = func(time.Time) {
		if c.page.draft == nil && c.release.outcome == cms.OutcomePage {
			c.page.draft = &modelDraft{text: c.release.text, version: c.page.drafts + 1, editor: c.release.by}
		}
		c.page.releases = slices.DeleteFunc(c.page.releases, func(r modelRelease) bool { return r.id == c.release.id })
	}
}

func (s *sequence) stepMove(st *step) {
	slug := s.slug()
	parent := s.pageThat(func(p *modelPage) bool { return p.kind == "landing" || p.kind == "home" })
	p := s.pageThat(func(p *modelPage) bool { return p.parent != "" && !slices.Contains(s.model.line(parent.id), p.id) })
	st.name, st.page, st.releases = "move", p.id, true
	st.silent = p.parent == parent.id && p.slug == slug
	st.says = fmt.Sprintf("%s to %q below %s", s.model.path(p.id), slug, s.model.path(parent.id))
	for _, moved := range s.model.branch(p.id) {
		st.leaves = append(st.leaves, s.tags(moved)...)
	}
	st.do = func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Move(ctx, p.id, parent.id, slug)
		return err
	}
	st.refusals = func(at time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Publisher, p.id) && s.model.may(st.by, cms.Publisher, parent.id), cms.ErrForbidden)
		no = need(no, p.parent != "" && parent.kind != "menu" && cms.ValidSlug(slug), cms.ErrInvalid)
		no = need(no, !slices.Contains(s.model.line(parent.id), p.id), cms.ErrInvalid)
		no = need(no, !s.model.circles(p.id, parent.id, slug, at), cms.ErrInvalid)
		taken := s.model.child(parent.id, slug)
		return need(no, taken == nil || taken == p, cms.ErrConflict)
	}
	st.apply = func(at time.Time) {
		if !st.silent {
			s.model.moved(p.id, parent.id, slug, at)
		}
	}
}

func (s *sequence) stepSetRedirect(st *step) {
	r := cms.Redirect{From: "/" + pick(s, []string{"x", "y", "old", "a/x", "b/y"})}
	if s.chance(50) {
		r.Page = s.page().id
	} else {
		r.To = pick(s, []string{"/a", "/b/x", "https://example.org/", "ftp://example.org/", r.From})
	}
	if s.chance(50) {
		st.by = admin
	}
	st.name, st.page = "set-redirect", r.Page
	st.says = fmt.Sprintf("%s to %q %s", r.From, r.To, r.Page)
	st.silent = s.model.redirects[r.From] == r
	st.do = func(ctx context.Context, e *publishing.Edit) error { return e.SetRedirect(ctx, r) }
	st.refusals = func(time.Time) (no []error) {
		no = need(no, s.model.may(st.by, cms.Administrator, ""), cms.ErrForbidden)
		return need(no, r.Page != "" || (cms.ValidTarget(r.To) && r.To != r.From), cms.ErrInvalid)
	}
	st.apply = func(time.Time) { s.model.redirects[r.From] = r }
}

// stepReindex derives everything anew, which must change nothing.
func (s *sequence) stepReindex(st *step) {
	st.name, st.by, st.silent = "reindex", admin, true
	before := s.dump()
	st.do = func(ctx context.Context, e *publishing.Edit) error {
		_, err := e.Reindex(ctx)
		return err
	}
	st.refusals = func(time.Time) []error { return nil }
	st.apply = func(time.Time) {
		if changed := changedTables(before, s.dump()); len(changed) > 0 {
			s.t.Errorf("reindex changed %v", changed)
		}
	}
}

// orAt returns when the step's release begins.
func orAt(st *step, at time.Time) time.Time {
	if st.begins.IsZero() {
		return at
	}
	return st.begins
}

// run does a step, in earnest or as a dry run, and looks at everything.
func (s *sequence) run(st *step) {
	s.t.Helper()
	dry := s.chance(8)
	s.log = append(s.log, fmt.Sprintf("%3d %s by %s: %s", len(s.log)+1, st.name, st.by.Name, st.says))
	line := &s.log[len(s.log)-1]
	before := s.dump()
	s.began = s.now()
	edit := s.publisher.Edit
	if dry {
		edit = s.publisher.TryEdit
		*line += " (dry)"
	}
	var at time.Time
	err := edit(context.Background(), st.by, func(e *publishing.Edit) error {
		err := st.do(context.Background(), e)
		at = e.At()
		return err
	})
	*line += fmt.Sprintf(" at %s: %v", stamp(at), err)
	refusals := st.refusals(at)
	switch {
	case len(refusals) == 0 && err != nil:
		s.t.Errorf("%s: failed: %v", *line, err)
		return
	case len(refusals) > 0 && !slices.ContainsFunc(refusals, func(kind error) bool { return errors.Is(err, kind) }):
		s.t.Errorf("%s: error %v, want one of %v", *line, err, refusals)
		return
	}
	if dry || err != nil {
		if changed := changedTables(before, s.dump()); len(changed) > 0 {
			s.t.Errorf("%s: changed %v", *line, changed)
		}
		return
	}
	st.apply(at)
	if !st.wait.IsZero() {
		s.await(st.wait)
	}
	s.recorded(st, at)
	s.watch.look()
	s.compareDrafts()
	s.travel()
}
