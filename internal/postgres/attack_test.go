package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/richtext"
	"lectern/internal/schema"
	"lectern/internal/testkit"
)

// The attack tests are the specification of Lectern's second idea: the public
// site cannot see what is not live. Each fills a site with public content, whose
// every word is "wombat", and with content that is not public, whose every word
// is "quokka". Then it talks to the database as the login of the visitors'
// handlers, in plain SQL: like somebody who has found a hole in one of them.
// docs/visibility.md tells what is claimed, and what is not.

// secretWord is in every text of the siege that is not public.
const secretWord = "quokka"

// siege is a site with secrets.
type siege struct {
	*testing.T
	store     *postgres.Store
	publisher *publishing.Publisher
	home      cms.ID
	wombat    cms.ID // a live page that is to change in an hour
	launch    cms.ID // a page that is to come: its address is a secret, too
	secrets   []string
}

// bulletin is a kind that can be announced: its figures are for later.
type bulletin struct {
	Title   string `rule:"required"`
	Figures string
}

func (*bulletin) Kind() cms.Kind {
	return cms.Kind{Name: "bulletin", Label: "Bulletin", Help: "For tests", Addressed: true}
}
func (b *bulletin) Card() cms.Card      { return cms.Card{Title: b.Title} }
func (b *bulletin) Redact() schema.Kind { return &bulletin{Title: b.Title} }

// besiege makes the site: all that a page can be, and when.
func besiege(t *testing.T) *siege {
	t.Helper()
	s := &siege{T: t}
	s.publisher, s.store = testkit.Publisher(t, &bulletin{})
	later := func(hours int) publishing.Plan {
		return publishing.Plan{From: time.Now().Add(time.Duration(hours) * time.Hour)}
	}
	topic := cms.Term{ID: publishing.NewID(), Vocabulary: "topic", Slug: "animals", Name: "Wombats and their kin"}
	s.edit("terms and files", func(e *publishing.Edit) error {
		return errors.Join(e.SetTerm(t.Context(), topic),
			e.AddAsset(t.Context(), file("10", "wombat.pdf")), e.AddAsset(t.Context(), file("20", "quokka-figures.csv")),
			e.AddAsset(t.Context(), file("30", "quokka-launch.csv")), e.AddAsset(t.Context(), file("40", "quokka-unused.csv")))
	})

	s.home = s.page("", "", "home")
	s.release(s.home, &kinds.Home{Title: "Wombat home", Summary: "All about the wombat"}, publishing.Plan{})

	s.wombat = s.page(s.home, "wombat", "page")
	s.release(s.wombat, about("wombat", "10", topic.ID), publishing.Plan{})
	s.release(s.wombat, about("quokka update", "20", topic.ID), later(1))

	s.launch = s.page(s.home, "quokka-launch", "page")
	s.release(s.launch, about("quokka launch", "30", topic.ID), later(2))
	s.release(s.page(s.launch, "quokka-below", "page"), about("quokka below", "30"), later(2))

	draft := s.page(s.home, "quokka-draft", "page")
	s.edit("a draft", func(e *publishing.Edit) error {
		_, err := e.Save(t.Context(), publishing.Save{Page: draft, Value: about("quokka draft", "30"), ChangeNotes: noteOn("quokka draft")})
		return err
	})

	announced := s.page(s.home, "wombat-bulletin", "bulletin")
	s.edit("an announcement", func(e *publishing.Edit) error {
		value := &bulletin{Title: "Wombat bulletin", Figures: "42 quokkas"}
		if _, err := e.Save(t.Context(), publishing.Save{Page: announced, Value: value}); err != nil {
			return err
		}
		_, err := e.Announce(t.Context(), announced, publishing.Plan{})
		return err
	})
	s.release(announced, &bulletin{Title: "Wombat bulletin", Figures: "42 quokkas"}, later(3))

	s.release(s.page(s.home, "quokka-expired", "page"), about("quokka expired", "30"),
		publishing.Plan{From: time.Now().Add(-2 * time.Hour), Until: time.Now().Add(-time.Hour)})
	s.replaced("wombat-withdrawn", "wombat withdrawn", func(e *publishing.Edit, page cms.ID) (cms.Release, error) {
		return e.Withdraw(t.Context(), page, "The wombat has moved", publishing.Plan{})
	})
	s.replaced("wombat-gone", "wombat gone", func(e *publishing.Edit, page cms.ID) (cms.Release, error) {
		return e.Gone(t.Context(), page, "The wombat has gone", publishing.Plan{})
	})
	s.replaced("wombat-left", "wombat left", func(e *publishing.Edit, page cms.ID) (cms.Release, error) {
		return e.Redirect(t.Context(), page, "/wombat", publishing.Plan{})
	})

	s.release(s.page("", "quokka-menu", "menu"), &kinds.Menu{Title: "quokka menu", Place: "main"}, later(1))
	s.edit("redirects", func(e *publishing.Edit) error {
		return errors.Join(
			e.SetRedirect(t.Context(), cms.Redirect{From: "/wombat-old", Page: s.wombat}),
			e.SetRedirect(t.Context(), cms.Redirect{From: "/quokka-short", Page: s.launch}))
	})
	s.edit("best bets", func(e *publishing.Edit) error {
		return e.SetBestBets(t.Context(),
			cms.BestBet{ID: publishing.NewID(), Texts: []string{"quokka launch"}, Pages: []cms.ID{s.launch, draft}, Note: "quokka"},
			cms.BestBet{ID: publishing.NewID(), Texts: []string{"wombat"}, Pages: []cms.ID{s.launch, s.wombat}, Note: "quokka"})
	})
	s.edit("suggested searches", func(e *publishing.Edit) error {
		for _, words := range []string{"quokka", "wombat secrets"} {
			if err := e.ForbidSearch(t.Context(), words); err != nil {
				return err
			}
		}
		return e.SetSuggested(t.Context(), cms.SuggestedSearch{ID: publishing.NewID(), Text: "Wombats", Typing: true, Instead: []string{"womabts"}, Note: "quokka"})
	})
	s.sql(`insert into form_submission (token, page_id, data) values (gen_random_uuid(), gen_random_uuid(), '{"name": "quokka"}')`)
	s.sql(`insert into search_query (query, results) values ('quokka', 0)`)
	s.sql(`insert into redirect_hit (from_path) values ('/quokka')`)
	s.sql(`analyze`)
	s.secrets = append(s.list(hiddenIDs), secretWord)
	return s
}

// against runs one attack of several on the same site.
func (s *siege) against(name string, attack func(*testing.T, *siege)) {
	s.Run(name, func(t *testing.T) {
		under := *s
		under.T = t
		attack(t, &under)
	})
}

// hiddenIDs are the ids of rows that are not public, judged without any policy.
const hiddenIDs = `
	with live as (select * from release where live_from <= now() and live_until > now())
	select id::text from page where id not in (select page_id from live)
	union select id::text from release where id not in (select id from live)
	union select id::text from revision where id not in (select revision_id from live where revision_id is not null)
	union select id::text from asset where id not in (
		select asset_id from release_asset where release_id in (select id from live))
	union select token::text from form_submission`

// file has an ID of 30 digits and the two given ones.
func file(n, name string) cms.Asset {
	return cms.Asset{ID: assetID(n), Hash: strings.Repeat(n, 32), Filename: name, MediaType: "text/csv", Size: 7_000_000 + int64(len(name))}
}

func assetID(n string) cms.ID { return cms.ID("0f0f0f0f-0000-7000-8000-0000000000" + n) }

// about is a page with that word in every place where it can have one.
func about(word, file string, topics ...cms.ID) *kinds.ContentPage {
	p := &kinds.ContentPage{
		Title: "The " + word, ShortTitle: "A " + word, Summary: "What the " + word + " does",
		Body: cms.Blocks{
			{Type: "text", Value: &blocks.Text{Heading: "On the " + word, Body: richtext.Doc{{Paragraph: []richtext.Span{{Text: "It is a " + word}}}}}},
			{Type: "downloads", Value: &blocks.Downloads{Items: []blocks.Download{{File: cms.File{Asset: assetID(file), Title: "More of the " + word}}}}},
		},
	}
	for _, topic := range topics {
		p.Topics = append(p.Topics, cms.TermRef(topic))
	}
	return p
}

func noteOn(word string) []cms.ChangeNote {
	return []cms.ChangeNote{{At: time.Date(2024, 5, 3, 9, 30, 0, 0, time.UTC), Note: "Wrote of the " + word}}
}

func (s *siege) edit(what string, f func(*publishing.Edit) error) {
	s.Helper()
	if err := s.publisher.Edit(s.Context(), cms.System, f); err != nil {
		s.Fatalf("%s: %v", what, err)
	}
}

func (s *siege) page(parent cms.ID, slug, kind string) (id cms.ID) {
	s.Helper()
	s.edit("make "+slug, func(e *publishing.Edit) error {
		page, err := e.Create(s.Context(), publishing.NewPage{Kind: kind, Parent: parent, Slug: slug})
		id = page.ID
		return err
	})
	return id
}

func (s *siege) release(page cms.ID, value schema.Kind, plan publishing.Plan) (r cms.Release) {
	s.Helper()
	s.edit("release", func(e *publishing.Edit) (err error) {
		r, err = e.ReleaseContent(s.Context(), page, publishing.State{Value: value, ChangeNotes: noteOn(strings.ToLower(value.Card().Title))}, plan)
		return err
	})
	return r
}

// replaced is a page of which the public gets something else by now.
func (s *siege) replaced(slug, word string, by func(*publishing.Edit, cms.ID) (cms.Release, error)) {
	s.Helper()
	page := s.page(s.home, slug, "page")
	s.release(page, about(word, "10"), publishing.Plan{})
	s.edit(slug, func(e *publishing.Edit) error {
		_, err := by(e, page)
		return err
	})
}

// sql is a statement of the owner.
func (s *siege) sql(sql string, args ...any) {
	s.Helper()
	if _, err := s.store.Pool.Exec(s.Context(), sql, args...); err != nil {
		s.Fatalf("%s: %v", sql, err)
	}
}

// list asks the owner for one column.
func (s *siege) list(sql string, args ...any) []string {
	s.Helper()
	rows, _ := s.store.Pool.Query(s.Context(), sql, args...)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		s.Fatalf("%s: %v", sql, err)
	}
	return list
}

func (s *siege) one(sql string, args ...any) string {
	s.Helper()
	list := s.list(sql, args...)
	if len(list) != 1 {
		s.Fatalf("%s: %d rows, want 1", sql, len(list))
	}
	return list[0]
}

func (s *siege) login(purpose string) postgres.Login {
	s.Helper()
	login, err := s.store.Login(s.Context(), purpose)
	if err != nil {
		s.Fatal(err)
	}
	return login
}

// guest is one connection to the database and all that the server says on it.
type guest struct {
	t    testing.TB
	conn *pgconn.PgConn
	said strings.Builder // notices and notifications
}

// visitor connects as the login of the visitors' handlers.
func (s *siege) visitor() *guest {
	s.Helper()
	return s.as(s.login("public"))
}

func (s *siege) as(login postgres.Login) *guest {
	s.Helper()
	config := s.store.Pool.Config().ConnConfig.Config
	return connect(s.T, &config, login)
}

func connect(t testing.TB, config *pgconn.Config, login postgres.Login) *guest {
	t.Helper()
	g := &guest{t: t}
	config.User, config.Password = login.Name, login.Password
	config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) { fmt.Fprintln(&g.said, everyField((*pgconn.PgError)(n))) }
	config.OnNotification = func(_ *pgconn.PgConn, n *pgconn.Notification) { fmt.Fprintln(&g.said, n.Channel, n.Payload) }
	conn, err := pgconn.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	g.conn = conn
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return g
}

// says runs the statements and returns all that the server says: rows, notices
// and every field of an error. Columns are separated by tabs.
func (g *guest) says(sql string) (answer string, err error) {
	g.said.Reset()
	results, err := g.conn.Exec(g.t.Context(), sql).ReadAll()
	var out strings.Builder
	for _, result := range results {
		for _, row := range result.Rows {
			out.Write(slices.Concat(joined(row), []byte("\n")))
		}
	}
	out.WriteString(g.said.String())
	if refusal := (*pgconn.PgError)(nil); errors.As(err, &refusal) {
		out.WriteString(everyField(refusal))
	} else if err != nil {
		g.t.Fatalf("%s: %v", sql, err)
	}
	return out.String(), err
}

func joined(row [][]byte) (line []byte) {
	for i, value := range row {
		if i > 0 {
			line = append(line, '\t')
		}
		line = append(line, value...)
	}
	return line
}

func everyField(e *pgconn.PgError) string {
	return strings.Join([]string{e.Severity, e.Code, e.Message, e.Detail, e.Hint, e.InternalQuery, e.Where,
		e.SchemaName, e.TableName, e.ColumnName, e.DataTypeName, e.ConstraintName}, "|")
}

// must is says for statements that are allowed. It leaves out the last newline.
func (g *guest) must(sql string) string {
	g.t.Helper()
	answer, err := g.says(sql)
	if err != nil {
		g.t.Fatalf("%s: %v", sql, err)
	}
	return strings.TrimSuffix(answer, "\n")
}

// code returns the SQLSTATE that the statement fails with; "" if it does not.
func (g *guest) code(sql string) string {
	var refusal *pgconn.PgError
	if _, err := g.says(sql); errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}

// The SQLSTATE of what is not granted.
const notAllowed = "42501"

// refused fails the test unless every statement is refused for want of a right.
func (g *guest) refused(statements ...string) {
	g.t.Helper()
	for _, sql := range statements {
		if answer, err := g.says(sql); err == nil || !strings.Contains(answer, "|"+notAllowed+"|") {
			g.t.Errorf("%s\nis not refused for want of a right, but answered: %s", sql, answer)
		}
		_, _ = g.says(`rollback`)
	}
}

// leaks returns the secrets that are in the text.
func (s *siege) leaks(text string) (found []string) {
	text = strings.ToLower(text)
	for _, secret := range s.secrets {
		if strings.Contains(text, secret) {
			found = append(found, secret)
		}
	}
	return found
}

// hides fails the test if the answer to the statement holds a secret.
func (s *siege) hides(g *guest, sql string) {
	s.Helper()
	answer, _ := g.says(sql)
	if found := s.leaks(answer); found != nil {
		s.Errorf("%s\ntells %v:\n%.2000s", sql, found, answer)
	}
}
