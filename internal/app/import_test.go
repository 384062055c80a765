package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/internal/postgres"
	"lectern/internal/testkit"
)

// siteOf writes a site of some hundred pages into a folder. Every text in it
// names the version.
func siteOf(t *testing.T, version string) (dir string) {
	t.Helper()
	files := map[string]string{
		"pages/index.yaml":     "kind: home\ntitle: Home " + version + "\nsummary: What we do.\n",
		"site.yaml":            "title: Office " + version + "\n",
		"menus.yaml":           "- {name: main, title: " + version + ", place: main, entries: [/hub]}\n",
		"terms/topic.yaml":     "- {slug: a, name: " + version + "}\n",
		"redirects.yaml":       "- {from: /old, to: https://" + version + ".example.org/}\n",
		"pages/hub/index.yaml": "kind: landing\ntitle: Hub " + version + "\nsummary: Much.\n",
	}
	for n := range 150 {
		files[fmt.Sprintf("pages/hub/p%d.yaml", n)] = fmt.Sprintf(
			"kind: page\ntitle: Page %d %s\ntopics: [a]\nbody:\n- {type: text, body: The text of %[2]s}\n- {type: downloads, items: [{file: {file: f%[1]d.csv, title: T}}]}\n"+
				"---\nkind: page\nlive_from: 2089-01-01\ntitle: Later %[2]s\n---\nkind: page\ndraft: true\ntitle: Draft %[2]s\n", n, version)
		files[fmt.Sprintf("media/f%d.csv", n)] = strings.Repeat(fmt.Sprintf("%s,%d\n", version, n), 400)
	}
	return write(t, files)
}

// versions returns which versions of siteOf a database holds something of, and
// how much of each.
func versions(t *testing.T, store *postgres.Store) string {
	t.Helper()
	var found string
	err := store.Pool.QueryRow(context.Background(), `
		select coalesce(string_agg(format('%s of %s', n, version), ', ' order by version), 'nothing') from (
			select version, count(*) as n from (
				select substring(title from '(one|two)') as version from release where live_until > now()
				union all select substring(body::text from '(one|two)') from draft
				union all select substring(name from '(one|two)') from term
				union all select substring(to_path from '(one|two)') from redirect
			) as said group by version
		) as counted`).Scan(&found)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const whole = "456 of " // 150 pages with what is live, scheduled and drafted, and 6 others

// TestAnImportThatIsKilled ends an import at twenty random instants, as a crash
// or kill -9 would. Each time the site is as it was, or wholly as the files say.
func TestAnImportThatIsKilled(t *testing.T) {
	t.Parallel()
	binary, database, data := program(t), testkit.DatabaseURL(t), t.TempDir()
	store, err := postgres.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	folders := map[string]string{"one": siteOf(t, "one"), "two": siteOf(t, "two")}
	load := func(version string) *exec.Cmd {
		cmd := exec.Command(binary, "import", folders[version], "--data-dir", data)
		cmd.Env = append(unset(), "LECTERN_DATABASE_URL="+database)
		return cmd
	}
	begun := time.Now()
	if output, err := load("one").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	took := time.Since(begun)
	if got := versions(t, store); got != whole+"one" {
		t.Fatalf("the site holds %s", got)
	}

	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d; an import takes %v", seed, took)
	now, cut := "one", 0
	for range 20 {
		next := map[string]string{"one": "two", "two": "one"}[now]
		cmd := load(next)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(took))))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		waitForNobody(t, store)
		switch got := versions(t, store); got {
		case whole + now:
			cut++
		case whole + next:
			now = next
		default:
			t.Fatalf("an import that was killed left the site with %s", got)
		}
	}
	t.Logf("%d of 20 imports were cut short", cut)
	if cut == 0 {
		t.Error("no import was cut short: nothing was tried")
	}
	for _, version := range []string{"one", "two"} {
		if output, err := load(version).CombinedOutput(); err != nil {
			t.Fatalf("after the crashes: %v\n%s", err, output)
		}
		if got := versions(t, store); got != whole+version {
			t.Errorf("after the crashes, an import leaves the site with %s", got)
		}
	}
}

// waitForNobody waits until the server has noticed that a client is gone.
func waitForNobody(t *testing.T, store *postgres.Store) {
	t.Helper()
	until(t, "the killed import is gone from the server", func() bool {
		var others int
		err := store.Pool.QueryRow(context.Background(), `
			select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`).Scan(&others)
		return err == nil && others == 0
	})
}

// TestAnImportWhenTheDatabaseHasNoRoom lets Postgres say what it says when its
// disk is full, at several points of an import.
func TestAnImportWhenTheDatabaseHasNoRoom(t *testing.T) {
	t.Parallel()
	w := serve(t, siteOf(t, "one"))
	two := siteOf(t, "two")
	for _, full := range []struct {
		table string
		rows  int
	}{{"term", 0}, {"asset", 20}, {"revision", 1}, {"release", 77}, {"draft", 5}, {"search_document", 120}, {"audit", 0}, {"change", 0}} {
		fill(t, w.Store, full.table, full.rows)
		_, err := w.Files(nil).Import(t.Context(), two)
		if !errors.Is(err, cms.ErrUnavailable) || !strings.Contains(err.Error(), "No space left on device") {
			t.Errorf("no room after %d rows of %s: %v", full.rows, full.table, err)
		}
		if got := versions(t, w.Store); got != whole+"one" {
			t.Errorf("no room after %d rows of %s: the site holds %s", full.rows, full.table, got)
		}
		fill(t, w.Store, "", 0)
	}
	if _, err := w.Files(nil).Import(t.Context(), two); err != nil {
		t.Fatal(err)
	}
	if got := versions(t, w.Store); got != whole+"two" {
		t.Errorf("with room again, the site holds %s", got)
	}
}

// fill lets a table take some rows more and then say that the disk is full.
// Without a table, there is room again.
func fill(t *testing.T, store *postgres.Store, table string, rows int) {
	t.Helper()
	sql := `drop schema if exists full_disk cascade`
	if table != "" {
		sql = fmt.Sprintf(`
			create schema full_disk;
			create sequence full_disk.rows;
			create function full_disk.say() returns trigger language plpgsql as $$
			begin
				if nextval('full_disk.rows') > %d then
					raise exception 'could not extend file "base/1/2": No space left on device' using errcode = 'disk_full';
				end if;
				return new;
			end $$;
			create trigger full_disk before insert on public.%s for each row execute function full_disk.say()`, rows, table)
	}
	if _, err := store.Pool.Exec(context.Background(), sql); err != nil {
		t.Fatal(err)
	}
}
