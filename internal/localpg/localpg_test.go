package localpg

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

func TestStart(t *testing.T) {
	t.Parallel()
	c := newConfig(t)
	s := mustStart(t, c, testMachine(t))
	url := s.URL(database)

	settings := map[string]string{
		"server_encoding":         "UTF8",
		"listen_addresses":        "",
		"unix_socket_permissions": "0700",
		"max_connections":         "200",
		"jit":                     "off",
		"TimeZone":                "UTC",
		"fsync":                   "off",
		"synchronous_commit":      "off",
		"full_page_writes":        "off",
		"password_encryption":     "scram-sha-256",
	}
	for name, want := range settings {
		if got := query[string](t, url, `SELECT current_setting('`+name+`')`); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := query[string](t, url, `SELECT current_database() || ' ' || current_user`); got != "lectern lectern" {
		t.Errorf("database and user are %q", got)
	}
	if got := query[string](t, url, `SELECT datcollate FROM pg_database WHERE datname = 'lectern'`); got != "C.UTF-8" && got != "C" {
		t.Errorf("the collation is %s", got)
	}
	if query[string](t, url, `SELECT pg_read_file('pg_hba.conf')`) != hba {
		t.Error("pg_hba.conf holds something else")
	}
	makeMark(t, url)

	mustClose(t, s)
	if isRunning(t, c) {
		t.Error("the server runs after Close")
	}
	if exists(s.socketFolder()) {
		t.Error("the socket's folder is there after Close")
	}
	mustClose(t, s)

	again := mustStart(t, c, testMachine(t))
	if again.URL(database) != url {
		t.Error("the URL has changed")
	}
	checkMark(t, again.URL(database))
}

func TestStartIsSafeByDefault(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	c.FastUnsafe = false
	s := mustStart(t, c, testMachine(t))
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		if got := query[string](t, s.URL(database), `SELECT current_setting('`+name+`')`); got != "on" {
			t.Errorf("%s is %s", name, got)
		}
	}
}

func TestOthersAreKeptOut(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	for _, path := range []string{c.DataDir, s.home.dir, s.home.cluster(), s.home.passwordFile(), s.home.recordFile(), s.home.log(), s.socketFolder()} {
		info, err := os.Stat(path)
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm()&0o067 != 0 {
			// Passing through (0010) is granted to the server's account by root.
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
	}
	if len(s.password) < 26 {
		t.Errorf("the password has %d characters", len(s.password))
	}

	config, err := pgx.ParseConfig(s.URL(database))
	if err != nil {
		t.Fatal(err)
	}
	config.Password = "guess"
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err == nil {
		conn.Close(t.Context())
	}
	if said, ok := errors.AsType[*pgconn.PgError](err); !ok || said.Code != "28P01" {
		t.Errorf("a guess at the password gives %v", err)
	}
}

func TestProcessesShareOneServer(t *testing.T) {
	t.Parallel()
	c := newConfig(t)
	first, second := runHelper(t, c.DataDir, nil), runHelper(t, c.DataDir, nil)
	firstURL, secondURL := first.url(t), second.url(t)
	const began = `SELECT pg_postmaster_start_time()`
	if !query[time.Time](t, firstURL, began).Equal(query[time.Time](t, secondURL, began)) {
		t.Error("two processes have two servers")
	}

	// Whoever came first, a user that leaves takes nothing from the others.
	s := mustStart(t, c, testMachine(t))
	first.leave(t)
	query[int](t, secondURL, `SELECT 1`)
	second.leave(t)
	query[int](t, s.URL(database), `SELECT 1`)
	mustClose(t, s)
	if isRunning(t, c) {
		t.Error("the last user left, and the server runs")
	}
}

func TestServerSurvivesKilledUser(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	user := runHelper(t, c.DataDir, nil)
	makeMark(t, user.url(t))
	pid := postmasterOf(t, c)
	user.kill(t)

	s := mustStart(t, c, testMachine(t))
	if got := postmasterOf(t, c); got != pid {
		t.Errorf("process %d was started though %d was there to be adopted", got, pid)
	}
	checkMark(t, s.URL(database))
	mustClose(t, s)
	if isRunning(t, c) {
		t.Error("the killed user still counts as one")
	}
}

func TestStartAfterKilledStarter(t *testing.T) {
	t.Parallel()
	tests := map[string]Config{"during initdb": newConfig(t), "during the server's start": usedConfig(t)}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			user := runHelper(t, c.DataDir, nil)
			eventually(t, 15*time.Second, "a program runs", func() bool { return isRunning(t, c) })
			user.kill(t)
			s := mustStart(t, c, testMachine(t))
			query[int](t, s.URL(database), `SELECT 1`)
			if parts, err := filepath.Glob(filepath.Join(s.home.dir, "initdb-*")); err != nil || len(parts) > 0 {
				t.Errorf("left are %v, %v", parts, err)
			}
		})
	}
}

func TestLocaleWhereTheSystemLacksOurs(t *testing.T) {
	t.Parallel()
	c := newConfig(t)
	s := newServer(t, testMachine(t), "", 0)
	whole, err := s.findPrograms(t.Context(), aliveOf(t, s))
	if err != nil {
		t.Fatal(err)
	}
	c.Programs = openFolder(t)
	for name, script := range map[string]string{
		"postgres": "exec " + whole.dir + `/postgres "$@"`,
		"initdb": `case "$*" in *--locale=C.UTF-8*) echo 'initdb: error: invalid locale name "C.UTF-8"'; exit 1 ;; esac
			exec ` + whole.dir + `/initdb "$@"`,
	} {
		writeProgram(t, filepath.Join(c.Programs, name), strings.NewReader("#!/bin/sh\n"+script+"\n"))
	}
	url := mustStart(t, c, testMachine(t)).URL(database)
	got := query[string](t, url, `SELECT datcollate || ' ' || pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'lectern'`)
	if got != "C UTF8" {
		t.Errorf("locale and encoding are %s", got)
	}
}

func TestStartAfterKilledPostmaster(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	user := runHelper(t, c.DataDir, nil)
	url := user.url(t)
	makeMark(t, url)
	busy, err := pgx.Connect(t.Context(), url) // one child process more
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close(t.Context())
	user.kill(t)
	killPostmaster(t, c)
	s := mustStart(t, c, testMachine(t))
	checkMark(t, s.URL(database))
}

func TestStartDespiteReusedProcessID(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	user := runHelper(t, c.DataDir, nil)
	makeMark(t, user.url(t))
	h := homeOf(t, c)
	left, err := os.ReadFile(h.postmasterFile())
	if err != nil {
		t.Fatal(err)
	}
	user.leave(t)

	// The file is what a server leaves when the machine goes down; the process
	// id in it is now another's, of the same account.
	_, lines, _ := strings.Cut(string(left), "\n")
	other := runAs(t, h.account, "sleep", "60")
	if err := h.writeFile(h.postmasterFile(), []byte(other+"\n"+lines)); err != nil {
		t.Fatal(err)
	}
	s := mustStart(t, c, testMachine(t))
	checkMark(t, s.URL(database))
}

func TestServerStartedByHandIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	mustClose(t, s)
	alive := aliveOf(t, s)
	p, err := s.findPrograms(t.Context(), alive)
	alive.Release()
	if err != nil {
		t.Fatal(err)
	}
	socket, err := s.makeSocketFolder()
	if err != nil {
		t.Fatal(err)
	}
	runAs(t, s.home.account, filepath.Join(p.dir, "postgres"), s.settings(socket)...)
	eventually(t, 15*time.Second, "the server by hand is up", func() bool {
		_, err := tryQuery[int](t.Context(), s.URL(database), `SELECT 1`)
		return err == nil
	})
	_, err = start(t.Context(), c, testMachine(t))
	checkError(t, err, "a server that Lectern did not start", s.home.cluster())
	query[int](t, s.URL(database), `SELECT 1`)
}

func TestDeadServerIsStartedAgain(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	var log logbook
	c.Logger = log.logger()
	s, other := mustStart(t, c, testMachine(t)), mustStart(t, c, testMachine(t))
	url := s.URL(database)
	makeMark(t, url)
	killPostmaster(t, c)
	died := time.Now()
	eventually(t, 15*time.Second, "the server is back", func() bool {
		_, err := tryQuery[string](t.Context(), url, `SELECT text FROM mark`)
		return err == nil
	})
	t.Logf("back after %s", time.Since(died).Round(time.Millisecond))
	eventually(t, 15*time.Second, "the outage is logged", func() bool {
		return strings.Contains(log.String(), "has been started again")
	})
	mustClose(t, other)
	mustClose(t, s)
	if got := strings.Count(log.String(), "has been started again"); got != 1 {
		t.Errorf("one outage, seen by two users, was logged %d times:\n%s", got, log.String())
	}
}

func TestSocketFolderIsRemade(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	url := s.URL(database)
	makeMark(t, url)
	if err := os.RemoveAll(s.socketFolder()); err != nil {
		t.Fatal(err)
	}
	eventually(t, 15*time.Second, "the socket is back", func() bool {
		_, err := tryQuery[string](t.Context(), url, `SELECT text FROM mark`)
		return err == nil
	})
}

func TestSocketFolderOfSomebodyElseIsNotUsed(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	mustClose(t, s)
	if err := os.Mkdir(s.socketFolder(), 0o700); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(s.socketFolder())
	if err := os.Chmod(s.socketFolder(), 0o755); err != nil { // the mark of another's work
		t.Fatal(err)
	}
	again := mustStart(t, c, testMachine(t))
	if again.socketFolder() == s.socketFolder() {
		t.Error("the server uses a folder that others can enter")
	}
	query[int](t, again.URL(database), `SELECT 1`)
}

func TestInterruptedInitdbIsMadeAnew(t *testing.T) {
	t.Parallel()
	c := newConfig(t)
	h, err := findHome(c.DataDir, testMachine(t))
	if err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(h.dir, "initdb-123")
	if err := os.MkdirAll(filepath.Join(part, "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(part, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustStart(t, c, testMachine(t))
	if exists(part) {
		t.Error("the half-made cluster is still there")
	}
}

func TestStartEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := newConfig(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := start(ctx, c, testMachine(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context Start gives %v", err)
	}
	for _, limit := range []time.Duration{150 * time.Millisecond, 600 * time.Millisecond} {
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		s, err := start(ctx, c, testMachine(t))
		cancel()
		if err == nil { // a machine this fast has nothing to interrupt
			mustClose(t, s)
		} else if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with %s Start gives %v", limit, err)
		}
		if took := time.Since(began); took > limit+20*time.Second {
			t.Errorf("with %s Start took %s", limit, took)
		}
		if isRunning(t, c) {
			t.Error("a server runs after Start failed")
		}
	}
	query[int](t, mustStart(t, c, testMachine(t)).URL(database), `SELECT 1`)
}

func TestStartWaitsForAnotherNoLongerThanItsContext(t *testing.T) {
	t.Parallel()
	c := newConfig(t)
	h, err := findHome(c.DataDir, testMachine(t))
	if err != nil {
		t.Fatal(err)
	}
	starting, err := tryLock(h.lockFile(startLock))
	if err != nil {
		t.Fatal(err)
	}
	defer starting.Release()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := start(ctx, c, testMachine(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Start gives %v", err)
	}
}

func TestFailureTellsTheLog(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	mustClose(t, s)
	settings := filepath.Join(s.home.cluster(), "postgresql.auto.conf")
	if err := os.WriteFile(settings, []byte("no_such_setting = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := start(t.Context(), c, testMachine(t))
	checkError(t, err, "ended while it was starting", "no_such_setting", s.home.log())
}

func TestLostPassword(t *testing.T) {
	t.Parallel()
	c := usedConfig(t)
	s := mustStart(t, c, testMachine(t))
	mustClose(t, s)
	if err := os.Remove(s.home.passwordFile()); err != nil {
		t.Fatal(err)
	}
	_, err := start(t.Context(), c, testMachine(t))
	checkError(t, err, "is gone", s.home.passwordFile())
}

func TestNoDataFolder(t *testing.T) {
	t.Parallel()
	_, err := Start(t.Context(), Config{})
	checkError(t, err, "localpg: ", "no data folder")
}

// checkError checks that an error is there and mentions all of some words.
func checkError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("there is no error")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error does not mention %q: %v", word, err)
		}
	}
}

// runAs runs a program until the end of the test and returns its process id.
func runAs(t *testing.T, as *account, program string, args ...string) string {
	t.Helper()
	cmd := command(as, program, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGQUIT)
		_ = cmd.Wait() // tells of the signal
	})
	return pidOf(cmd)
}
