// Package testkit is what tests share: a fresh database for each, assertions
// on HTML by meaning, and the browser.
package testkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"lectern/internal/localpg"
	"lectern/internal/postgres"
	"lectern/migrations"
)

// Main runs a package's tests and then leaves the test server, which stops when
// the last package has left it. Every package that calls Database needs it:
//
//	func TestMain(m *testing.M) { testkit.Main(m) }
func Main(m *testing.M) {
	code := m.Run()
	if server.running != nil {
		if err := server.running.Close(); err != nil {
			log.Printf("testkit: stop the test server: %v", err)
		}
	}
	os.Exit(code)
}

// server is the test server of this process, started by the first test.
var server struct {
	once    sync.Once
	running *localpg.Server
	url     func(database string) string
	err     error
}

var databases atomic.Int64

// Database returns a database of the test's own, with the schema and the
// logins, and drops it after the test. It works on LECTERN_TEST_DATABASE_URL
// if that is set, else on a private server shared by all packages under test.
func Database(t testing.TB) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(t.Context(), DatabaseURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

// DatabaseURL is Database for a test that opens the database itself.
func DatabaseURL(t testing.TB) string {
	t.Helper()
	begin(t)
	return create(t, " template "+templateName())
}

// EmptyDatabaseURL is DatabaseURL for a database without any schema.
func EmptyDatabaseURL(t testing.TB) string {
	t.Helper()
	begin(t)
	return create(t, "")
}

// CrashingDatabase returns a database on a server of the test's own that keeps
// what it has promised, and crash, which kills a process of it: Postgres then
// ends all others, breaking what is under way, and recovers. By the time crash
// returns it may be back, or not.
func CrashingDatabase(t testing.TB) (store *postgres.Store, crash func()) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	dir, err := os.MkdirTemp("", "lectern-crashing-") // t.TempDir is for nobody else, and Postgres runs as somebody else
	must(err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	must(os.Chmod(dir, 0o755))
	running, err := localpg.Start(t.Context(), localpg.Config{DataDir: filepath.Join(dir, "data")})
	must(err)
	t.Cleanup(func() { _ = running.Close() })
	store, err = postgres.Open(t.Context(), running.URL("lectern"))
	must(err)
	t.Cleanup(store.Close)
	_, err = store.Migrate(t.Context())
	must(err)
	return store, func() {
		t.Helper()
		conn, err := pgx.Connect(context.Background(), running.URL("lectern"))
		for err != nil && t.Context().Err() == nil { // it recovers from the last time
			conn, err = pgx.Connect(context.Background(), running.URL("lectern"))
		}
		must(err)
		process, err := os.FindProcess(int(conn.PgConn().PID()))
		must(err)
		must(process.Kill())
		_ = conn.Close(context.Background())
	}
}

// KeptDatabase is a database that outlives the tests, for content that takes
// long to make: fill is called when it is new. Its name changes with the
// migrations.
func KeptDatabase(t testing.TB, name string, fill func(*postgres.Store)) (store *postgres.Store, url string) {
	t.Helper()
	begin(t)
	ctx := context.Background()
	kept := name + strings.TrimPrefix(templateName(), "template")
	conn, err := pgx.Connect(ctx, server.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	// Packages are tested at the same time: one fills it, and the others wait.
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1, hashtext($2))`, keptLock, kept); err != nil {
		t.Fatal(err)
	}
	var made bool
	if err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, kept).Scan(&made); err != nil {
		t.Fatal(err)
	}
	open := func(database string) *postgres.Store {
		store, err := postgres.Open(ctx, server.url(database))
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	if !made {
		part := kept + "_part"
		admin(t, `drop database if exists `+part, `create database `+part+` template `+templateName())
		filling := open(part)
		fill(filling)
		filling.Close()
		admin(t, `alter database `+part+` rename to `+kept, `revoke temporary on database `+kept+` from public`)
	}
	store = open(kept)
	t.Cleanup(store.Close)
	return store, server.url(kept)
}

func begin(t testing.TB) {
	t.Helper()
	server.once.Do(func() { server.err = start() })
	if server.err != nil {
		t.Fatal(server.err)
	}
}

func create(t testing.TB, from string) (url string) {
	t.Helper()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), databases.Add(1))
	// A database's own grants are not copied with it.
	admin(t, `create database `+name+from, `revoke temporary on database `+name+` from public`)
	t.Cleanup(func() { admin(t, `drop database if exists `+name+` with (force)`) })
	return server.url(name)
}

// admin runs statements outside the tests' databases.
func admin(t testing.TB, statements ...string) {
	t.Helper()
	ctx := context.Background() // also used when the test's own context has ended
	conn, err := pgx.Connect(ctx, server.url("postgres"))
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	defer conn.Close(ctx)
	for _, statement := range statements {
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatalf("testkit: %s: %v", statement, err)
		}
	}
}

func start() error {
	ctx := context.Background()
	if given := os.Getenv("LECTERN_TEST_DATABASE_URL"); given != "" {
		u, err := url.Parse(given)
		if err != nil {
			return fmt.Errorf("testkit: LECTERN_TEST_DATABASE_URL: %w", err)
		}
		server.url = func(database string) string {
			named := *u
			named.Path = "/" + database
			return patient(named)
		}
		return makeTemplate(ctx)
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("lectern-test-%d", os.Getuid()))
	running, err := localpg.Start(ctx, localpg.Config{DataDir: dir, FastUnsafe: true})
	if err != nil {
		return fmt.Errorf("testkit: %w", err)
	}
	server.running = running
	server.url = func(database string) string {
		u, _ := url.Parse(running.URL(database))
		return patient(*u)
	}
	return makeTemplate(ctx)
}

// patient makes an address at which no statement is ended for its time, so that no
// test depends on how busy the machine is.
func patient(u url.URL) string {
	query := u.Query()
	query.Set("statement_timeout", "0")
	u.RawQuery = query.Encode()
	return u.String()
}

// templateName changes with the migrations, so that a template is made once
// for each state of them.
var templateName = sync.OnceValue(func() string {
	sum := sha256.New()
	names, _ := fs.Glob(migrations.Files, "*.sql")
	for _, name := range names {
		text, _ := fs.ReadFile(migrations.Files, name)
		sum.Write(text)
	}
	sum.Write([]byte(migrations.Logins))
	return "template_" + hex.EncodeToString(sum.Sum(nil))[:12]
})

const (
	templateLock = 7223003
	keptLock     = 7223004 // with the name of the database
)

// makeTemplate makes the database that tests clone, unless another process has.
func makeTemplate(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, server.url("postgres"))
	if err != nil {
		return fmt.Errorf("testkit: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, templateLock); err != nil {
		return fmt.Errorf("testkit: %w", err)
	}
	var made bool
	name := templateName()
	if err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, name).Scan(&made); err != nil || made {
		return err
	}
	// Made under another name first: one that was interrupted is never used.
	part := name + "_part"
	for _, sql := range []string{`drop database if exists ` + part, `create database ` + part} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("testkit: make the template: %w", err)
		}
	}
	store, err := postgres.Open(ctx, server.url(part))
	if err != nil {
		return err
	}
	_, err = store.Migrate(ctx)
	store.Close()
	if err != nil {
		return fmt.Errorf("testkit: make the template: %w", err)
	}
	_, err = conn.Exec(ctx, fmt.Sprintf(`alter database %s rename to %s`, part, name))
	return err
}
