package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"lectern/internal/postgres"
	"lectern/internal/publishing"
	"lectern/internal/testkit"
)

// The site does not start with a login that would see more than visitors may.
func TestTheSiteRefusesALoginThatIsNotConfined(t *testing.T) {
	t.Parallel()
	s := &siege{T: t, store: testkit.Database(t)}
	r := strings.NewReplacer("{public}", s.login("public").Name, "{preview}", s.login("preview").Name,
		"{owner}", s.one(`select current_user::text`), "{name}", "attack_"+strings.ReplaceAll(string(publishing.NewID()), "-", ""))
	const refused, accepted = "may bypass row-level security", ""
	for who, c := range map[string]struct{ with, want string }{
		"a login like ours":                 {`in role {public}`, accepted},
		"a login that may read nothing":     {``, "may not read the site"},
		"a superuser":                       {`superuser`, refused},
		"one that bypasses the policies":    {`bypassrls in role {public}`, refused},
		"one that makes roles":              {`createrole in role {public}`, refused},
		"one that streams changes":          {`replication in role {public}`, refused},
		"a member of the owner":             {`in role {public}, {owner}`, refused},
		"a member without inheritance":      {`noinherit in role {public}, {owner}`, refused},
		"a member of the previews":          {`in role {public}, {preview}`, refused},
		"one that reads all data":           {`in role {public}, pg_read_all_data`, refused},
		"one that reads the server's files": {`in role {public}, pg_read_server_files`, refused},
		"one that runs programs":            {`noinherit in role {public}, pg_execute_server_program`, refused},
		"one that overhears others":         {`in role {public}, pg_monitor`, refused},
		"an owner of the releases":          {`in role {public}; alter table release owner to {name}`, refused},
		"a member of such an owner":         {`in role {public}; create role {name}_2; alter table revision owner to {name}_2; grant {name}_2 to {name}`, refused},
	} {
		t.Run(who, func(t *testing.T) {
			s.sql(r.Replace(`create role {name} login password 'known' ` + c.with))
			defer s.sql(r.Replace(`
				alter table release owner to {owner};
				alter table revision owner to {owner};
				drop role if exists {name}_2;
				drop role {name}`))
			if got := opened(t, s.store, r.Replace("{name}"), "known"); c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("%s is answered with %q, want %q", who, got, c.want)
			}
		})
	}
	config := s.store.Pool.Config().ConnConfig
	if got := opened(t, s.store, config.User, config.Password); !strings.Contains(got, refused) {
		t.Errorf("the owner is answered with %q", got)
	}
	if preview := s.login("preview"); !strings.Contains(opened(t, s.store, preview.Name, preview.Password), refused) {
		t.Error("the preview login is accepted")
	}
	if opened(t, s.store, s.login("public").Name, "wrong") == "" {
		t.Error("a wrong password is accepted")
	}
}

// opened returns how the site refuses the login; "" if it does not.
func opened(t *testing.T, store *postgres.Store, name, password string) string {
	t.Helper()
	c := store.Pool.Config().ConnConfig
	site, err := postgres.OpenSite(t.Context(), store, fmt.Sprintf("host=%s port=%d dbname=%s user=%s password=%s", c.Host, c.Port, c.Database, name, password))
	if err != nil {
		return err.Error()
	}
	site.Close()
	return ""
}

// A login may always change its own settings and password. That shuts visitors
// out, but shows them nothing.
func TestALoginsOwnSettingsShowNothing(t *testing.T) {
	t.Parallel()
	s := apart(t)
	public, preview := s.login("public").Name, s.login("preview").Name
	s.sql(`
		with home as (
			insert into page (id, kind, has_address, slug) values (gen_random_uuid(), 'page', true, '') returning id
		)
		insert into release (id, page_id, outcome, path, kind, title, title_key, sort_at, first_published_at, last_edited_at, live_from)
		select gen_random_uuid(), id, 'gone', '/', 'page', 'quokka', '', now(), now(), now(), now() + interval '1 day' from home`)
	visitor := s.visitor()
	for _, setting := range []string{`role = '` + preview + `'`, `role = '` + s.one(`select current_user::text`) + `'`,
		`row_security = off`, `search_path = pg_temp, public`} {
		visitor.must(`alter role ` + public + ` set ` + setting)
	}
	visitor.refused(`alter role ` + public + ` set lectern.instant = '2090-01-01'`)
	again := s.visitor()
	s.hides(again, `table public.release`)
	s.hides(again, `set row_security = on; table public.release`)
	if who := again.must(`select current_user`); who != public {
		t.Errorf("the visitor has become %s", who)
	}
	if answer := again.must(`select count(*) from public.release`); answer != "0" {
		t.Errorf("the visitor sees %s releases", answer)
	}
}

// apart is an empty site in a database that has been migrated by itself, not
// copied, with logins that no other test uses.
func apart(t *testing.T) *siege {
	t.Helper()
	store, err := postgres.Open(t.Context(), testkit.EmptyDatabaseURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	s := &siege{T: t, store: store, secrets: []string{secretWord}}
	s.sql(`do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`) // as new databases have it
	if _, err := store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, purpose := range []string{"public", "preview"} {
		name := s.login(purpose).Name
		t.Cleanup(func() {
			_, err := store.Pool.Exec(context.Background(), `drop owned by `+name+`; drop role `+name, pgx.QueryExecModeSimpleProtocol)
			if err != nil {
				t.Error(err)
			}
		})
	}
	return s
}
