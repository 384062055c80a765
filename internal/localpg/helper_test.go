package localpg

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// helperVariable holds, as JSON, the data folder that a copy of the test binary
// is to serve in place of running tests.
const helperVariable = "LOCALPG_TEST_HELPER"

func TestMain(m *testing.M) {
	code, err := 0, error(nil)
	if task, ok := os.LookupEnv(helperVariable); ok {
		err = serveAsHelper(task)
	} else {
		code, err = runTests(m)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func runTests(m *testing.M) (code int, err error) {
	if pattern, err = makeOpenFolder(); err != nil {
		return 1, err
	}
	code = m.Run()
	return code, os.RemoveAll(pattern)
}

// serveAsHelper starts the server, prints its URL, and closes it at the end of
// its input.
func serveAsHelper(task string) error {
	var c Config
	if err := json.Unmarshal([]byte(task), &c); err != nil {
		return err
	}
	s, err := Start(context.Background(), c)
	if err != nil {
		return err
	}
	fmt.Println(s.URL(database))
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return s.Close()
}

// helper is another process that uses a private server.
type helper struct {
	cmd    *exec.Cmd
	input  io.Closer
	output *bufio.Reader
	errors bytes.Buffer
}

// runHelper runs a helper as the given account; nil is the current user.
func runHelper(t *testing.T, dataDir string, as *account) *helper {
	t.Helper()
	task, err := json.Marshal(Config{DataDir: dataDir, FastUnsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	h := &helper{cmd: exec.Command(executable(t, as))}
	// Under the race detector a process would sleep for a second at its end.
	h.cmd.Env = append(os.Environ(), helperVariable+"="+string(task), "GORACE=atexit_sleep_ms=0")
	h.cmd.Dir = "/"
	h.cmd.Stderr = &h.errors
	h.cmd.SysProcAttr = as.attributes()
	if h.input, err = h.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	output, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.output = bufio.NewReader(output)
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return h
}

// executable returns the path of the test binary, or of a copy that the account
// can execute.
func executable(t *testing.T, as *account) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if as == nil {
		return path
	}
	binary, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer binary.Close()
	path = filepath.Join(openFolder(t), "helper")
	writeProgram(t, path, binary)
	return path
}

// writeProgram makes a program. Another process writes it, since a process that
// some other test forks meanwhile would keep a file that we write open for
// writing, and such a file cannot be executed.
func writeProgram(t *testing.T, path string, content io.Reader) {
	t.Helper()
	write := exec.Command("/bin/sh", "-c", `cat >"$0" && chmod 755 "$0"`, path)
	write.Stdin = content
	if output, err := write.CombinedOutput(); err != nil {
		t.Fatalf("write %s: %v: %s", path, err, output)
	}
}

// url waits until the helper's server is up and returns its URL.
func (h *helper) url(t *testing.T) string {
	t.Helper()
	line, err := h.output.ReadString('\n')
	if err != nil {
		_ = h.cmd.Wait()
		t.Fatalf("the helper process: %v: %s", err, h.errors.String())
	}
	return strings.TrimSpace(line)
}

// leave lets the helper close its server and end.
func (h *helper) leave(t *testing.T) {
	t.Helper()
	if err := h.input.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Wait(); err != nil {
		t.Fatalf("the helper process: %v: %s", err, h.errors.String())
	}
}

// kill ends the helper without warning.
func (h *helper) kill(t *testing.T) {
	t.Helper()
	if err := h.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = h.cmd.Wait() // tells that it was killed
}

// openFolder makes a folder that every account can enter, which a folder from
// t.TempDir is not.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := makeOpenFolder()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func makeOpenFolder() (string, error) {
	dir, err := os.MkdirTemp("/tmp", "localpg-test-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

// testMachine is this machine, but for the refuge, which is a test's own.
func testMachine(t *testing.T) machine {
	t.Helper()
	m := thisMachine()
	m.refuge = filepath.Join(openFolder(t), "refuge")
	return m
}

// newConfig returns the settings of a server with a data folder of its own. At
// the end of the test nothing of that server may run.
func newConfig(t *testing.T) Config {
	t.Helper()
	c := Config{DataDir: filepath.Join(openFolder(t), "data"), FastUnsafe: true}
	t.Cleanup(func() { checkGone(t, c) })
	return c
}

// usedConfig is newConfig with a data folder that has been used and left. It
// is copied, because making one takes long.
func usedConfig(t *testing.T) Config {
	t.Helper()
	if err := makePattern(); err != nil {
		t.Fatal(err)
	}
	c := newConfig(t)
	if output, err := exec.Command("cp", "-Rp", filepath.Join(pattern, "data"), c.DataDir).CombinedOutput(); err != nil {
		t.Fatalf("copy the pattern: %v: %s", err, output)
	}
	// Copies are no moved folder: each has a socket of its own.
	if err := os.Remove(filepath.Join(c.DataDir, "postgres.json")); err != nil {
		t.Fatal(err)
	}
	return c
}

// pattern is the folder around what usedConfig copies. TestMain sets it.
var pattern string

// makePattern fills that folder when a test needs it first.
var makePattern = sync.OnceValue(func() error {
	s, err := Start(context.Background(), Config{DataDir: filepath.Join(pattern, "data"), FastUnsafe: true})
	if err != nil {
		return err
	}
	return s.Close()
})

// checkGone fails the test if a server still runs, which it ends, and removes
// the folder of its socket.
func checkGone(t *testing.T, c Config) {
	t.Helper()
	if !exists(c.DataDir) {
		return
	}
	h := homeOf(t, c)
	if known, err := h.readRecord(); err == nil && known.Socket != "" {
		defer os.RemoveAll(known.Socket)
	}
	if held, err := isHeld(h.lockFile(aliveLock)); err != nil || !held {
		return
	}
	t.Error("a server was left running")
	if p, err := h.readPostmaster(); err == nil {
		_ = syscall.Kill(p.pid, syscall.SIGQUIT)
	}
}

// homeOf returns the home of a data folder that has been used.
func homeOf(t *testing.T, c Config) home {
	t.Helper()
	h, err := findHome(c.DataDir, machine{refuge: filepath.Join(c.DataDir, "unused")})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// mustStart starts a server, which is closed at the end of the test at the
// latest.
func mustStart(t *testing.T, c Config, m machine) *Server {
	t.Helper()
	began := time.Now()
	s, err := start(t.Context(), c, m)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %s", time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() { mustClose(t, s) })
	return s
}

func mustClose(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// query returns the one value that a statement yields.
func query[T any](t *testing.T, url, statement string) T {
	t.Helper()
	value, err := tryQuery[T](t.Context(), url, statement)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func tryQuery[T any](ctx context.Context, url, statement string) (T, error) {
	var value T
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return value, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, statement).Scan(&value)
	return value, err
}

func execute(t *testing.T, url, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// makeMark leaves data behind by which a later start can be checked.
func makeMark(t *testing.T, url string) {
	t.Helper()
	execute(t, url, `CREATE TABLE mark AS SELECT 'still here' AS text`)
	execute(t, url, `CHECKPOINT`) // FastUnsafe commits asynchronously
}

func checkMark(t *testing.T, url string) {
	t.Helper()
	if got := query[string](t, url, `SELECT text FROM mark`); got != "still here" {
		t.Errorf("the data is %q", got)
	}
}

// postmasterOf returns the process id of the running server.
func postmasterOf(t *testing.T, c Config) int {
	t.Helper()
	p, err := homeOf(t, c).readPostmaster()
	if err != nil {
		t.Fatal(err)
	}
	return p.pid
}

// killPostmaster ends the server without warning, but not its child processes.
func killPostmaster(t *testing.T, c Config) {
	t.Helper()
	if err := syscall.Kill(postmasterOf(t, c), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// isRunning reports whether a server of the data folder is alive.
func isRunning(t *testing.T, c Config) bool {
	t.Helper()
	held, err := isHeld(homeOf(t, c).lockFile(aliveLock))
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// eventually waits until a condition holds, at most for the given time.
func eventually(t *testing.T, limit time.Duration, what string, condition func() bool) {
	t.Helper()
	for began := time.Now(); !condition(); time.Sleep(pollEvery) {
		if time.Since(began) > limit {
			t.Fatalf("after %s still not: %s", limit, what)
		}
	}
}

// logbook collects log lines.
type logbook struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logbook) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logbook) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, nil))
}
