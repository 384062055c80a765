package localmeili

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"lectern/internal/filelock"
)

const (
	// indexingMemory is how much memory the server may take to index, in bytes.
	// By itself it would take two thirds of the machine's.
	indexingMemory = 1 << 30
	// logLimit is the size from which the server's log is begun anew, in bytes.
	logLimit = 10 << 20
	// versionTakes bounds the program's answer which version it is.
	versionTakes = 10 * time.Second
)

// run runs the server until it ends, or until ctx does. Its error says why.
func (s *Server) run(ctx context.Context) error {
	alive, err := s.takeAlive(ctx)
	if err != nil {
		return err
	}
	cmd, err := s.prepare(ctx, alive)
	if err != nil {
		alive.Release()
		return err
	}
	log, err := s.home.openLog()
	if err != nil {
		alive.Release()
		return err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		alive.Release()
		return err
	}
	alive.HandOver()
	if err := os.WriteFile(s.home.file(pidFile), []byte(strconv.Itoa(cmd.Process.Pid)+"\n"), 0o600); err != nil {
		s.config.Logger.Warn("which process the private Meilisearch is could not be noted", "error", err)
	}
	s.config.Logger.Info("started a private Meilisearch", "address", s.URL(), "folder", s.home.dir)
	return s.home.withLog(cmd.Wait())
}

// prepare throws away what another version has made, and returns the command that
// runs the server.
func (s *Server) prepare(ctx context.Context, alive *filelock.Lock) (*exec.Cmd, error) {
	version, err := s.version(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.home.dropOther(version); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, s.config.Program)
	cmd.Dir = s.home.dir
	cmd.Env = append(environment(),
		"MEILI_HTTP_ADDR="+s.address(),
		"MEILI_MASTER_KEY="+s.key, // not among the arguments, which every user of the machine can see
		"MEILI_ENV=production", "MEILI_NO_ANALYTICS=true", "MEILI_LOG_LEVEL=ERROR",
		"MEILI_DB_PATH="+s.home.file(dataFolder),
		"MEILI_DUMP_DIR="+s.home.file("dumps"), "MEILI_SNAPSHOT_DIR="+s.home.file("snapshots"),
		fmt.Sprintf("MEILI_MAX_INDEXING_MEMORY=%d", indexingMemory),
		fmt.Sprintf("MEILI_MAX_INDEXING_THREADS=%d", max(1, runtime.NumCPU()/2)),
	)
	cmd.ExtraFiles = []*os.File{alive.File()}
	cmd.SysProcAttr = attributes()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = s.rhythm.grace // then it is killed
	return cmd, nil
}

// environment is what the program gets of ours: nothing that could be a secret, or
// that would change what it does.
func environment() []string {
	env := []string{"TZ=UTC"}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH"} {
		if value, set := os.LookupEnv(name); set {
			env = append(env, name+"="+value)
		}
	}
	return env
}

var versionPattern = regexp.MustCompile(`\d+\.\d+\.\d+`)

// version asks the program which version it is, such as 1.50.0.
func (s *Server) version(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, versionTakes)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.config.Program, "--version")
	cmd.Dir, cmd.Env, cmd.WaitDelay = s.home.dir, environment(), time.Second
	said, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w: %s", s.config.Program, err, tail(string(said)))
	}
	version := versionPattern.FindString(string(said))
	if version == "" {
		return "", fmt.Errorf("%s tells no version: %s", s.config.Program, tail(string(said)))
	}
	return version, nil
}

// dropOther removes the data unless that version has made it: no other can read it.
func (h home) dropOther(version string) error {
	made, err := os.ReadFile(h.file(dataFolder) + "/VERSION")
	if err == nil && strings.TrimSpace(string(made)) == version {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.RemoveAll(h.file(dataFolder))
}

// errOutlived says that a server has outlived the process that ran it, and that it is
// not known which process it is.
var errOutlived = errors.New("an earlier private Meilisearch does not end; end it by hand, and start Lectern again")

// takeAlive takes the lock that the server is to have. A server that still has it has
// outlived the process that ran it, and is ended.
func (s *Server) takeAlive(ctx context.Context) (*filelock.Lock, error) {
	begun := time.Now()
	for {
		alive, err := tryLock(s.home.file(aliveLock))
		if alive != nil || err != nil {
			return alive, err
		}
		signal := syscall.SIGTERM
		if waited := time.Since(begun); waited > 2*s.rhythm.grace {
			return nil, errOutlived
		} else if waited > s.rhythm.grace {
			signal = syscall.SIGKILL
		}
		if pid, err := s.home.pid(); err == nil {
			_ = syscall.Kill(pid, signal) // it may have ended meanwhile: the lock tells
		}
		if !pause(ctx, s.rhythm.look) {
			return nil, ctx.Err()
		}
	}
}

// upTakes bounds the wait for a server that starts, and upLook is how often it is
// looked for.
const (
	upTakes = 30 * time.Second
	upLook  = 50 * time.Millisecond
)

// Wait returns when the server takes connections, or when it is not to be expected
// any more that it will.
func (s *Server) Wait(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, upTakes)
	defer cancel()
	for {
		conn, err := net.Dial("tcp", s.address())
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-s.ended:
			return
		default:
		}
		if !pause(ctx, upLook) {
			return
		}
	}
}

func (h home) pid() (int, error) {
	text, err := os.ReadFile(h.file(pidFile))
	if err != nil {
		return 0, err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err == nil && pid <= 1 {
		err = errors.New("that is no process of ours")
	}
	return pid, err
}

// openLog opens the server's log for appending. One that has grown large is put
// aside, in place of the one put aside before.
func (h home) openLog() (*os.File, error) {
	if info, err := os.Stat(h.file(logFile)); err == nil && info.Size() > logLimit {
		if err := os.Rename(h.file(logFile), h.file(logFile)+".old"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(h.file(logFile), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
}

// greeting is the last of what the server says when it starts.
const greeting = "discord.meilisearch.com"

// withLog adds to how the server ended what it said last, after its greeting.
func (h home) withLog(err error) error {
	if err == nil {
		err = errors.New("it ended by itself")
	}
	log, readErr := os.ReadFile(h.file(logFile))
	if readErr != nil {
		return err
	}
	said := string(log)
	if at := strings.LastIndex(said, greeting); at >= 0 {
		said = said[at+len(greeting):]
	}
	if said = tail(said); said == "" {
		return err
	}
	return fmt.Errorf("%w; the end of %s:\n%s", err, h.file(logFile), said)
}

// tail returns the end of what a program said.
func tail(text string) string {
	const limit = 1000
	text = strings.TrimSpace(text)
	if len(text) <= limit {
		return text
	}
	return "…" + strings.ToValidUTF8(text[len(text)-limit:], "")
}
