package app_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/media"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

// TestAnUpcomingPublicationIsFoundNowhere announces a publication whose every
// field has a marker, but for the title, the date and the information types.
// Its chapter, its data set, their files and terms have markers, too. On no
// route of the whole site is any of them found before the release; after it,
// they are.
func TestAnUpcomingPublicationIsFoundNowhere(t *testing.T) {
	t.Parallel()
	w := serve(t, filepath.Join(testkit.Root(t), "content"))
	u := announceMarked(t, w)

	for _, p := range w.pages(t) { // asks for every page
		for _, l := range w.links(t, p) {
			if l.internal && !strings.HasPrefix(l.path, "/share/") { // pictures, of the title alone
				w.get(t, l.path)
			}
		}
	}
	w.sitemap(t)
	for _, path := range []string{u.path + "?view=whole", "/share" + u.path + ".png", "/robots.txt", "/opensearch.xml", "/.well-known/security.txt", "/livez", "/readyz", "/search?q=zyzzyva", "/search?q=figures", "/search?q=mental+health", "/search?q=mental+health&sort=date"} {
		w.get(t, path)
	}
	for _, path := range u.hidden {
		if a := w.get(t, path); a.status != http.StatusNotFound {
			t.Errorf("%s answers %d before the release", path, a.status)
		}
	}
	page := w.get(t, u.path)
	testkit.Page(t, page.body).Heading(1, u.value.Title)
	testkit.Page(t, page.body).Wants("Upcoming, not yet published")
	if len(w.answers) < 300 {
		t.Errorf("the crawl asked for %d addresses only", len(w.answers))
	}
	for path, a := range w.answers {
		for _, found := range markerOf.FindAllString(strings.ToLower(string(a.body)), -1) {
			t.Errorf("%s holds %s", path, found)
		}
	}

	err := w.Publisher.Edit(t.Context(), cms.System, func(e *publishing.Edit) error {
		for _, page := range u.pages {
			if _, err := e.Release(t.Context(), page, publishing.Plan{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	clear(w.answers)
	for _, path := range append(u.hidden, u.path, "/search?q=zyzzyva") {
		if !markerOf.Match(bytes.ToLower(w.get(t, path).body)) {
			t.Errorf("%s holds no marker after the release: this test finds nothing", path)
		}
	}
}

// A marker is the same word in every field, so that a search for it finds all,
// and the name of the field.
var markerOf = regexp.MustCompile(`zyzzyva-[a-z0-9-]*|\b189[34]\b`)

func markerFor(name string) string { return "Zyzzyva-" + name }

// upcoming is what announceMarked made.
type upcoming struct {
	path   string
	value  *kinds.Publication
	hidden []string // addresses that must not answer
	pages  []cms.ID
}

func announceMarked(t *testing.T, w *website) upcoming {
	t.Helper()
	const series = "/data/publications/mental-health-services-monthly"
	var parent cms.ID
	if err := w.Store.Pool.QueryRow(t.Context(), `select page_id from release where path = $1 and live_from <= now() and live_until > now()`, series).Scan(&parent); err != nil {
		t.Fatal(err)
	}
	u := upcoming{path: series + "/embargoed", value: &kinds.Publication{}}
	ctx := t.Context()
	err := w.Publisher.Edit(ctx, cms.System, func(e *publishing.Edit) error {
		m := &markers{t: t, w: w, e: e}
		create := func(kind string, parent cms.ID, slug string) cms.ID {
			page, err := e.Create(ctx, publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
			m.must(err)
			return page.ID
		}
		save := func(page cms.ID, value schema.Kind) {
			_, err := e.Save(ctx, publishing.Save{Page: page, Value: value, ChangeNotes: []cms.ChangeNote{{At: time.Now(), Note: markerFor("change-note")}}})
			m.must(err)
		}
		publication := create("publication", parent, "embargoed")
		m.chapter = create("publication-page", publication, "zyzzyva-chapter")
		data := create("data-set", publication, "zyzzyva-data")
		u.pages = []cms.ID{publication, m.chapter, data}

		published := cms.DateOf(time.Now().AddDate(0, 0, 20))
		chapter, set := &kinds.PublicationPage{}, &kinds.DataSet{}
		for name, value := range map[string]schema.Kind{"": u.value, "chapter-": chapter, "data-": set} {
			m.fill(reflect.ValueOf(value).Elem(), reflect.StructField{}, name)
		}
		u.value.Title, u.value.Published, u.value.InformationTypes = "Figures that nobody may know", published, nil
		u.value.Chapters = []cms.Ref{cms.Ref(m.chapter)}
		set.Published = published
		save(publication, u.value)
		save(m.chapter, chapter)
		save(data, set)
		_, err := e.Announce(ctx, publication, publishing.Plan{})
		m.must(err)
		soon := publishing.Plan{From: time.Now().Add(48 * time.Hour)}
		for _, page := range u.pages {
			_, err = e.Release(ctx, page, soon)
			m.must(err)
		}
		u.hidden = append([]string{u.path + "/zyzzyva-chapter", u.path + "/zyzzyva-data"}, m.files...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// markers puts a marker into every field of a value.
type markers struct {
	t       *testing.T
	w       *website
	e       *publishing.Edit
	chapter cms.ID
	files   []string
}

func (m *markers) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *markers) fill(v reflect.Value, field reflect.StructField, name string) {
	marker := markerFor(strings.ToLower(name))
	prose := richtext.Doc{{Paragraph: []richtext.Span{{Text: marker}}}}
	switch held := v.Addr().Interface().(type) {
	case *cms.Date:
		*held = cms.Date{Year: 1893, Month: 3, Day: 9}
		if strings.HasSuffix(name, "End") {
			held.Year = 1894
		}
		if strings.HasSuffix(name, "Until") || strings.HasSuffix(name, "NextPublication") {
			*held = cms.DateOf(time.Now().AddDate(1, 0, 0))
		}
	case *cms.Ref:
		*held = cms.Ref(m.chapter)
	case *[]cms.Ref:
		*held = []cms.Ref{cms.Ref(m.chapter)}
	case *cms.Link:
		*held = cms.Link{Text: marker, URL: "https://example.org/" + strings.ToLower(marker)}
	case *cms.File:
		*held = cms.File{Asset: m.file(strings.ToLower(marker)), Title: marker}
	case *richtext.Doc:
		*held = prose
	case *[]cms.TermRef:
		*held = []cms.TermRef{m.term(field.Tag.Get("vocabulary"), name)}
	case *cms.Blocks:
		*held = cms.Blocks{{Type: "text", Value: &blocks.Text{Heading: marker, Body: prose}}}
		if field.Tag.Get("blocks") == "change-notice" {
			*held = cms.Blocks{{Type: "change-notice", Value: &blocks.ChangeNotice{Title: marker, At: time.Now(), Text: prose}}}
		}
	case *string:
		*held = marker
		if options := field.Tag.Get("options"); options != "" {
			*held, _, _ = strings.Cut(options, "=")
		}
	case *bool:
	default:
		m.fillMany(v, name)
	}
}

func (m *markers) fillMany(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			m.fill(v.Field(i), field, name+field.Name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		m.fill(v.Index(0), reflect.StructField{}, name)
	default:
		m.t.Fatalf("nothing marks %s of %s", name, v.Type())
	}
}

// file stores a file that says its marker.
func (m *markers) file(marker string) cms.ID {
	content := fmt.Appendf(nil, "name,value\n%s,1\n", marker)
	hash, err := m.w.Blobs.Put(content)
	m.must(err)
	asset := cms.Asset{ID: publishing.NewID(), Hash: hash, Filename: marker + ".csv", MediaType: "text/csv", Size: int64(len(content))}
	if facts, err := media.Sniff(asset.Filename, content); err == nil {
		asset.MediaType = facts.MediaType
	}
	m.must(m.e.AddAsset(context.Background(), asset))
	m.files = append(m.files, asset.URL())
	return asset.ID
}

func (m *markers) term(vocabulary, name string) cms.TermRef {
	term := cms.Term{ID: publishing.NewID(), Vocabulary: vocabulary, Slug: strings.ToLower("zyzzyva-" + name), Name: markerFor(name)}
	m.must(m.e.SetTerm(context.Background(), term))
	return cms.TermRef(term.ID)
}
