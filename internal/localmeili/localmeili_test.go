package localmeili

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// What a copy of the test binary is to do in place of running tests.
const (
	playServer  = "LOCALMEILI_TEST_SERVER"  // be a Meilisearch of that version
	playLectern = "LOCALMEILI_TEST_LECTERN" // run the server of that data folder, with the program in the next variable
	program     = "LOCALMEILI_TEST_PROGRAM"
)

// quick is for tests, in which nothing has to be waited for.
var quick = rhythm{pause: time.Millisecond, steady: time.Minute, look: 5 * time.Millisecond, grace: 5 * time.Second}

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(playServer) != "":
		serve(os.Getenv(playServer))
	case os.Getenv(playLectern) != "":
		lectern(os.Getenv(playLectern))
	default:
		os.Exit(m.Run())
	}
}

// serve is a Meilisearch as far as this package knows it.
func serve(version string) {
	if len(os.Args) > 1 && os.Args[1] == "--version" {
		fmt.Println("meilisearch " + version)
		return
	}
	data := os.Getenv("MEILI_DB_PATH")
	if strings.HasSuffix(version, "-broken") {
		fmt.Println("I am broken")
		os.Exit(1)
	}
	if made, err := os.ReadFile(filepath.Join(data, "VERSION")); err == nil && string(made) != version {
		fmt.Println("this is of another version")
		os.Exit(1)
	}
	if _, err := os.Stat(filepath.Join(data, "corrupt")); err == nil {
		fmt.Println("this cannot be read")
		os.Exit(1)
	}
	_ = os.MkdirAll(data, 0o700)
	_ = os.WriteFile(filepath.Join(data, "VERSION"), []byte(version), 0o600)
	http.HandleFunc("/env", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, strings.Join(os.Environ(), "\n")) })
	http.HandleFunc("/pid", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, os.Getpid()) })
	fmt.Println(http.ListenAndServe(os.Getenv("MEILI_HTTP_ADDR"), nil))
}

// lectern runs a server until it is killed.
func lectern(dataDir string) {
	s, err := start(Config{DataDir: dataDir, Program: os.Getenv(program)}, quick)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(s.URL())
	select {}
}

// meilisearch makes a program that is a Meilisearch of a version, and notes each time
// that it is started.
func meilisearch(t *testing.T, version string) string {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "meilisearch")
	script := fmt.Sprintf("#!/bin/sh\n[ \"$1\" = --version ] || echo started >> %s.log\n%s=%s exec %s \"$@\"\n", path, playServer, version, binary)
	write := exec.Command("/bin/sh", "-c", `cat >"$0" && chmod 755 "$0"`, path) // a file that we write cannot be executed while another test forks
	write.Stdin = strings.NewReader(script)
	if output, err := write.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return path
}

// starts is how often a program was started.
func starts(program string) int {
	text, _ := os.ReadFile(program + ".log")
	return strings.Count(string(text), "started")
}

func mustStart(t *testing.T, c Config) *Server {
	t.Helper()
	s, err := start(c, quick)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// ask waits until the server answers.
func (s *Server) ask(t *testing.T, path string) string {
	t.Helper()
	var body []byte
	until(t, "the server answers", func() bool {
		r, err := http.Get(s.URL() + path)
		if err != nil {
			return false
		}
		defer r.Body.Close()
		body, err = io.ReadAll(r.Body)
		return err == nil && r.StatusCode == http.StatusOK
	})
	return string(body)
}

func (s *Server) pid(t *testing.T) int {
	t.Helper()
	pid, err := strconv.Atoi(s.ask(t, "/pid"))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// until waits for something to become so; a minute is for a machine that does much
// else.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never happened: %s", what)
		}
	}
}

// gone waits until a process is no more.
func gone(t *testing.T, pid int) {
	t.Helper()
	until(t, fmt.Sprintf("process %d ends", pid), func() bool { return !alive(pid) })
}

// alive reports whether a process is. One that has ended, and that nobody has asked
// how, is not.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || !strings.Contains(string(stat), ") Z ")
}

func TestItRunsBesideLectern(t *testing.T) {
	t.Setenv("LECTERN_DATABASE_URL", "postgres://secret")
	t.Setenv("MEILI_MASTER_KEY", "of another server")
	dir := t.TempDir()
	s := mustStart(t, Config{DataDir: dir, Program: meilisearch(t, "1.50.0")})
	env := s.ask(t, "/env")
	for _, want := range []string{
		"MEILI_HTTP_ADDR=" + strings.TrimPrefix(s.URL(), "http://"), "MEILI_MASTER_KEY=" + s.Key() + "\n", "MEILI_ENV=production",
		"MEILI_NO_ANALYTICS=true", "MEILI_DB_PATH=" + dir, "MEILI_MAX_INDEXING_MEMORY=1073741824", "MEILI_MAX_INDEXING_THREADS=",
	} {
		if !strings.Contains(env, want) {
			t.Errorf("it runs without %s:\n%s", want, env)
		}
	}
	if strings.Contains(env, "LECTERN_") || !strings.HasPrefix(s.URL(), "http://127.0.0.1:") || len(s.Key()) < 16 {
		t.Errorf("it runs at %s with\n%s", s.URL(), env)
	}
	for name, mode := range map[string]os.FileMode{"": 0o700, "key": 0o600, "server.log": 0o600} {
		info, err := os.Stat(filepath.Join(dir, "meilisearch", name))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("the mode of %q is %v (%v), want %v", name, info.Mode(), err, mode)
		}
	}
	pid, url, key := s.pid(t), s.URL(), s.Key()
	s.Close()
	if alive(pid) {
		t.Error("it outlives Lectern")
	}
	again := mustStart(t, Config{DataDir: dir, Program: meilisearch(t, "1.50.0")})
	if again.URL() != url || again.Key() != key {
		t.Errorf("the next time it is at %s, and was at %s", again.URL(), url)
	}
}

func TestWait(t *testing.T) {
	t.Parallel()
	s := mustStart(t, Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0")})
	s.Wait(t.Context())
	if isFree(s.port) {
		t.Error("it does not listen yet")
	}
	broken := mustStart(t, Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0-broken")})
	broken.Wait(t.Context()) // not for long
	<-broken.ended
}

func TestAServerThatEndsIsStartedAgain(t *testing.T) {
	t.Parallel()
	var log logbook
	s := mustStart(t, Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0"), Logger: log.logger()})
	before := s.pid(t)
	if err := syscall.Kill(before, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	gone(t, before)
	if after := s.pid(t); after == before {
		t.Error("it is the same process")
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings:\n%s", n, log.String())
	}
}

func TestAServerThatDoesNotRunIsGivenUp(t *testing.T) {
	t.Parallel()
	var log logbook
	program := meilisearch(t, "1.50.0-broken")
	s := mustStart(t, Config{DataDir: t.TempDir(), Program: program, Logger: log.logger()})
	<-s.ended
	if n := starts(program); n != mostTries {
		t.Errorf("it was started %d times, want %d", n, mostTries)
	}
	if text := log.String(); strings.Count(text, "level=ERROR") != 1 || strings.Count(text, "level=WARN") != 2 || !strings.Contains(text, "I am broken") {
		t.Errorf("logged is\n%s", text)
	}
	missing := mustStart(t, Config{DataDir: t.TempDir(), Program: "/nowhere/meilisearch"})
	<-missing.ended
}

// TestDataThatCannotBeUsedIsThrownAway begins with the data of another version, and
// with some that cannot be read.
func TestDataThatCannotBeUsedIsThrownAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		files map[string]string
		kept  bool
	}{
		{"of this version", map[string]string{"VERSION": "1.50.0"}, true},
		{"of another version", map[string]string{"VERSION": "1.49.2"}, false},
		{"of no version", map[string]string{}, false},
		{"that cannot be read", map[string]string{"VERSION": "1.50.0", "corrupt": ""}, false},
	} {
		dir := t.TempDir()
		data := filepath.Join(dir, "meilisearch", "data")
		if err := os.MkdirAll(data, 0o700); err != nil {
			t.Fatal(err)
		}
		c.files["tasks"] = "some"
		for name, text := range c.files {
			if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := mustStart(t, Config{DataDir: dir, Program: meilisearch(t, "1.50.0")})
		s.ask(t, "/pid")
		if _, err := os.Stat(filepath.Join(data, "tasks")); (err == nil) != c.kept {
			t.Errorf("data %s: kept is %t, want %t", c.what, err == nil, c.kept)
		}
	}
}

func TestProcessesShareAServer(t *testing.T) {
	t.Parallel()
	c := Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0")}
	first := mustStart(t, c)
	before := first.pid(t)
	second := mustStart(t, c)
	if second.URL() != first.URL() || second.Key() != first.Key() || second.pid(t) != before {
		t.Errorf("one is at %s, the other at %s", first.URL(), second.URL())
	}
	first.Close()
	gone(t, before)
	if after := second.pid(t); after == before {
		t.Error("the second did not take over")
	}
	if n := starts(c.Program); n != 2 {
		t.Errorf("it was started %d times", n)
	}
}

// TestAServerGoesWithItsProgram kills a Lectern that runs a server: the server goes as
// well or, where the system cannot do that, the next Lectern ends it.
func TestAServerGoesWithItsProgram(t *testing.T) {
	t.Parallel()
	c := Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0")}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.Command(binary)
	other.Env = append(os.Environ(), playLectern+"="+c.DataDir, program+"="+c.Program)
	output, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	url, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var port int
	if _, err := fmt.Sscanf(url, "http://127.0.0.1:%d", &port); err != nil {
		t.Fatalf("%q: %v", url, err)
	}
	before := (&Server{port: port}).pid(t)
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	after := mustStart(t, c)
	gone(t, before)
	if after.pid(t) == before {
		t.Error("it outlives Lectern")
	}
}

// TestAnOrphanIsEnded leaves a server behind that holds the lock, as one is that
// outlived its Lectern.
func TestAnOrphanIsEnded(t *testing.T) {
	t.Parallel()
	c := Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0")}
	h, err := makeHome(c.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	port, err := h.findPort(true)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := tryLock(h.file(aliveLock))
	if err != nil {
		t.Fatal(err)
	}
	orphan := exec.Command(c.Program)
	orphan.Env = append(os.Environ(), fmt.Sprintf("MEILI_HTTP_ADDR=127.0.0.1:%d", port), "MEILI_DB_PATH="+h.file(dataFolder))
	orphan.ExtraFiles = []*os.File{lock.File()}
	if err := orphan.Start(); err != nil {
		t.Fatal(err)
	}
	lock.HandOver()
	go func() { _ = orphan.Wait() }()
	if err := os.WriteFile(h.file(pidFile), []byte(strconv.Itoa(orphan.Process.Pid)), 0o600); err != nil {
		t.Fatal(err)
	}
	(&Server{port: port}).ask(t, "/pid")
	s := mustStart(t, c)
	gone(t, orphan.Process.Pid)
	if s.pid(t) == orphan.Process.Pid || s.port != port {
		t.Error("the orphan answers")
	}
}

// TestAnOrphanThatIsNotFoundIsLeftAlone has a server that holds the lock, and nothing
// that says which process it is: what it keeps is its own.
func TestAnOrphanThatIsNotFoundIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0")}
	h, err := makeHome(c.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := tryLock(h.file(aliveLock))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	if err := os.Mkdir(h.file(dataFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := start(c, rhythm{pause: time.Millisecond, steady: time.Minute, look: time.Millisecond, grace: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	<-s.ended
	if _, err := os.Stat(h.file(dataFolder)); err != nil {
		t.Errorf("what it keeps is thrown away: %v", err)
	}
}

func TestAPortThatIsTakenIsLeft(t *testing.T) {
	t.Parallel()
	c := Config{DataDir: t.TempDir(), Program: meilisearch(t, "1.50.0")}
	first := mustStart(t, c)
	first.ask(t, "/pid")
	first.Close()
	taken := &http.Server{Addr: fmt.Sprintf("127.0.0.1:%d", first.port)}
	listening := make(chan error, 1)
	go func() { listening <- taken.ListenAndServe() }()
	defer taken.Close()
	until(t, "the port is taken", func() bool { return !isFree(first.port) })
	second := mustStart(t, c)
	if second.port == first.port {
		t.Error("it is to listen on a port that somebody else has")
	}
	second.ask(t, "/pid")
}

func TestFind(t *testing.T) {
	program := meilisearch(t, "1.50.0")
	t.Setenv("PATH", filepath.Dir(program))
	if got := Find(); got != program {
		t.Errorf("found is %q", got)
	}
	t.Setenv("PATH", t.TempDir())
	if got := Find(); got != "" {
		t.Errorf("found is %q", got)
	}
}

// logbook collects log lines.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
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

func (l *logbook) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }
