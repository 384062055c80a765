package publishing_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// statistics is a desk with a series, a publication below it and a data set
// below that, all of them live, and terms for them to carry.
type statistics struct {
	*desk
	official, survey, health     cms.TermRef
	series, publication, dataSet cms.ID
}

func newStatistics(t *testing.T) *statistics {
	t.Helper()
	s := &statistics{desk: newDesk(t)}
	s.official = s.term("information-type", "official")
	s.survey = s.term("information-type", "survey")
	s.health = s.term("topic", "health")
	s.series = s.create("series", s.home, "waits")
	s.publication = s.create("publication", s.series, "spring")
	s.dataSet = s.create("data-set", s.publication, "table")
	s.put(s.series, s.seriesWith(s.official), urgent)
	s.put(s.publication, publicationWith(), urgent)
	s.put(s.dataSet, &kinds.DataSet{Title: "Table", Summary: prose("All"), Published: day}, urgent)
	return s
}

var day = cms.Date{Year: 2020, Month: time.May, Day: 1}

func prose(text string) richtext.Doc { return richtext.Doc{{Paragraph: []richtext.Span{{Text: text}}}} }

func (s *statistics) seriesWith(types ...cms.TermRef) *kinds.Series {
	return &kinds.Series{Title: "Waits", Summary: prose("How long"), InformationTypes: types, Topics: []cms.TermRef{s.health}, Tier: "2", DateNaming: "none"}
}

func publicationWith(types ...cms.TermRef) *kinds.Publication {
	return &kinds.Publication{Title: "Spring", Summary: prose("It is"), Published: day, InformationTypes: types}
}

func (s *statistics) term(vocabulary, slug string) cms.TermRef {
	s.t.Helper()
	t := cms.Term{ID: publishing.NewID(), Vocabulary: vocabulary, Slug: slug, Name: slug}
	s.edit(func(e *publishing.Edit) error { return e.SetTerm(s.t.Context(), t) })
	return cms.TermRef(t.ID)
}

func (s *statistics) put(page cms.ID, value schema.Kind, plan publishing.Plan) {
	s.t.Helper()
	s.edit(func(e *publishing.Edit) error {
		_, err := e.ReleaseContent(s.t.Context(), page, publishing.State{Value: value}, plan)
		return err
	})
}

// carries checks the terms by which lists and searches find what is live of a
// page.
func (s *statistics) carries(page cms.ID, slugs ...string) {
	s.t.Helper()
	got := all[string](s.desk, `
		select slug from release join release_term on release_id = release.id join term on term.id = term_id
		where page_id = '`+string(page)+`' and live_from <= now() and live_until > now() order by slug`)
	if diff := cmp.Diff(slugs, got); diff != "" && len(slugs)+len(got) > 0 {
		s.t.Errorf("the page carries (-want +got): %s", diff)
	}
}

func TestAPageCarriesWhatItInherits(t *testing.T) {
	t.Parallel()
	s := newStatistics(t)
	s.carries(s.publication, "health", "official")
	s.carries(s.dataSet, "health")
	if body := one[string](s.desk, `select body from revision where page_id = '`+string(s.publication)+`'`); len(body) > 200 {
		t.Errorf("what is inherited is stored with the page: %s", body)
	}

	s.put(s.publication, publicationWith(s.survey), urgent)
	s.carries(s.publication, "health", "survey")
}

func TestWhatAPageInheritsFollowsThePageAbove(t *testing.T) {
	t.Parallel()
	s := newStatistics(t)
	s.put(s.series, s.seriesWith(s.survey), urgent)
	s.carries(s.publication, "health", "survey")
	told := one[bool](s.desk, `select tags @> array['page:`+string(s.publication)+`'] from change order by number desc limit 1`)
	wants(t, "nodes are told of the page below", told, true)

	other := s.create("series", s.home, "other")
	s.put(other, &kinds.Series{Title: "Other", Summary: prose("More"), InformationTypes: []cms.TermRef{s.official}, Tier: "2", DateNaming: "none"}, urgent)
	s.edit(func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), s.publication, other, "spring")
		return err
	})
	s.carries(s.publication, "official")
	s.carries(s.dataSet)

	s.edit(func(e *publishing.Edit) error { _, err := e.Expire(t.Context(), other, time.Time{}); return err })
	s.carries(s.publication)
}

func TestWhatIsInheritedChangesWhenTheReleaseAboveBegins(t *testing.T) {
	t.Parallel()
	s := newStatistics(t)
	var r cms.Release
	s.edit(func(e *publishing.Edit) (err error) {
		at := time.Now().Add(300 * time.Millisecond)
		r, err = e.ReleaseContent(t.Context(), s.series, publishing.State{Value: s.seriesWith(s.survey)}, from(at))
		return err
	})
	s.carries(s.publication, "health", "official")
	s.await(r.LiveFrom)
	s.tell(publishing.TellArgs{Release: r.ID, At: r.LiveFrom})
	s.carries(s.publication, "health", "survey")
}

func TestAnAnnouncementSaysWhichInformationTypesItInherits(t *testing.T) {
	t.Parallel()
	s := newStatistics(t)
	next := s.create("publication", s.series, "summer")
	s.edit(func(e *publishing.Edit) error {
		value := publicationWith()
		value.KeyFacts = cms.Blocks{}
		if _, err := e.Save(t.Context(), publishing.Save{Page: next, Value: value}); err != nil {
			return err
		}
		_, err := e.Announce(t.Context(), next, urgent)
		return err
	})
	s.carries(next, "official") // and not the topics, which may not be known yet
	s.put(s.series, s.seriesWith(s.survey), urgent)
	s.carries(next, "official")

	s.edit(func(e *publishing.Edit) error {
		_, err := e.Withdraw(t.Context(), next, "Postponed", urgent)
		return err
	})
	s.carries(next, "official")
}

// plan schedules content of a page.
func (s *statistics) plan(page cms.ID, value schema.Kind, at time.Time) (r cms.Release) {
	s.t.Helper()
	s.edit(func(e *publishing.Edit) (err error) {
		r, err = e.ReleaseContent(s.t.Context(), page, publishing.State{Value: value}, from(at))
		return err
	})
	return r
}

// willCarry checks the terms of a release that is still to come.
func (s *statistics) willCarry(r cms.Release, slugs ...string) {
	s.t.Helper()
	got := all[string](s.desk, `
		select slug from release_term join term on term.id = term_id where release_id = '`+string(r.ID)+`' order by slug`)
	if diff := cmp.Diff(slugs, got); diff != "" && len(slugs)+len(got) > 0 {
		s.t.Errorf("the release will carry (-want +got): %s", diff)
	}
}

func TestAPlannedPageInheritsWhatIsPlannedAbove(t *testing.T) {
	t.Parallel()
	s := newStatistics(t)
	soon := time.Now().Add(time.Hour)
	publication := s.plan(s.publication, publicationWith(), soon.Add(time.Hour))
	s.willCarry(publication, "health", "official")

	secret := s.seriesWith(s.survey)
	secret.AdministrativeSources = "Hushhush"
	series := s.plan(s.series, secret, soon)
	s.willCarry(publication, "health", "survey")
	s.carries(s.publication, "health", "official")

	s.edit(func(e *publishing.Edit) error { return e.Cancel(t.Context(), series.ID) })
	s.willCarry(publication, "health", "official")
	leaked := one[int](s.desk, `select count(*) from search_document where body like '%Hushhush%'`)
	wants(t, "cancelled text is found", leaked, 0)

	s.edit(func(e *publishing.Edit) error { _, err := e.Expire(t.Context(), s.series, soon); return err })
	s.willCarry(publication)
}

func TestAPlannedPageThatMovesInheritsFromItsNewPlace(t *testing.T) {
	t.Parallel()
	s := newStatistics(t)
	publication := s.plan(s.publication, publicationWith(), time.Now().Add(time.Hour))
	other := s.create("series", s.home, "other")
	s.put(other, &kinds.Series{Title: "Other", Summary: prose("More"), InformationTypes: []cms.TermRef{s.survey}, Tier: "2", DateNaming: "none"}, urgent)
	s.edit(func(e *publishing.Edit) error {
		_, err := e.Move(t.Context(), s.publication, other, "spring")
		return err
	})
	s.willCarry(publication, "survey")
}

func TestWhatIsInheritedChangesThoughTheReleaseHasBeenToldOf(t *testing.T) {
	t.Parallel()
	s := newStatistics(t)
	r := s.plan(s.series, s.seriesWith(s.survey), time.Now().Add(300*time.Millisecond))
	s.await(r.LiveFrom)
	s.plan(s.series, s.seriesWith(s.official), time.Now().Add(time.Hour)) // tells of the page meanwhile
	s.carries(s.publication, "health", "survey")
	s.tell(publishing.TellArgs{Release: r.ID, At: r.LiveFrom})
	s.carries(s.publication, "health", "survey")
}
