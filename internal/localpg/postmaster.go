package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"lectern/internal/filelock"
)

const (
	// logLimit is the size from which the server's log is put aside at a start.
	logLimit = 10 << 20
	// fastLimit is how long a server may take for an orderly end; after that it
	// is made to end at once, which costs recovery at the next start.
	fastLimit = 20 * time.Second
	// stopLimit is how long the end of the server is waited for altogether.
	stopLimit = 30 * time.Second
)

// launch starts a server, which takes over the alive lock and keeps it for as
// long as it or one of its child processes lives. When launch fails the lock
// stays with the caller, who holds the start lock too. It does not wait until
// the server answers.
func (s *Server) launch(ctx context.Context, alive *filelock.Lock) error {
	cmd, err := s.prepare(ctx, alive)
	if err != nil {
		return err
	}
	log, err := s.home.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run postgres: %w", err)
	}
	alive.HandOver()
	// Reaps the process. How it ended is in the log, and that it ended is seen
	// from the alive lock, which also works for servers that others launched.
	go func() { _ = cmd.Wait() }()
	return nil
}

// prepare does everything that comes before a server can be run, and returns
// the command that runs it.
func (s *Server) prepare(ctx context.Context, alive *filelock.Lock) (*exec.Cmd, error) {
	p, err := s.findPrograms(ctx, alive)
	if err != nil {
		return nil, err
	}
	major, err := s.home.version()
	if err != nil {
		return nil, err
	}
	if major == 0 {
		if err := s.makeCluster(ctx, p, alive); err != nil {
			return nil, fmt.Errorf("make the cluster: %w", err)
		}
	}
	if err := s.dropStaleFiles(); err != nil {
		return nil, err
	}
	socket, err := s.makeSocketFolder()
	if err != nil {
		return nil, fmt.Errorf("make the socket's folder: %w", err)
	}
	cmd := exec.Command(filepath.Join(p.dir, "postgres"), s.settings(socket)...)
	cmd.Dir = s.home.dir
	cmd.Env = serverEnv()
	cmd.SysProcAttr = s.home.account.attributes()
	// A session of its own: the server outlives us, and a terminal's signals do
	// not reach it.
	cmd.SysProcAttr.Setsid = true
	cmd.ExtraFiles = []*os.File{alive.File()}
	return cmd, nil
}

// settings returns the server's arguments. They are given at each start, and
// not written into the cluster, so that they change with Lectern.
func (s *Server) settings(socket string) []string {
	args := []string{"-D", s.home.cluster()}
	set := func(name, value string) { args = append(args, "-c", name+"="+value) }
	set("listen_addresses", "")
	set("unix_socket_directories", socket)
	set("unix_socket_permissions", "0700")
	set("port", socketPort)
	set("max_connections", "200")
	set("shared_buffers", "128MB")
	set("jit", "off")
	set("timezone", "UTC")
	set("log_timezone", "UTC")
	if s.config.FastUnsafe {
		set("fsync", "off")
		set("synchronous_commit", "off")
		set("full_page_writes", "off")
	}
	return args
}

// openLog opens the server's log for appending. One that has grown large is
// put aside, in place of the one put aside before.
func (h home) openLog() (*os.File, error) {
	if info, err := os.Stat(h.log()); err == nil && info.Size() > logLimit {
		if err := os.Rename(h.log(), h.log()+".old"); err != nil {
			return nil, err
		}
	}
	log, err := os.OpenFile(h.log(), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the server's log: %w", err)
	}
	if err := h.account.own(h.log()); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return log, nil
}

// withLog adds the tail of the server's log to an error.
func (s *Server) withLog(err error) error {
	log, readErr := os.ReadFile(s.home.log())
	if readErr != nil {
		return err
	}
	return fmt.Errorf("%w; the end of %s:\n%s", err, s.home.log(), tail(string(log)))
}

// greet connects to the server and makes sure of the database. Its error says
// what stands against it; passing tells whether to try again.
func (s *Server) greet(ctx context.Context) error {
	p, err := s.home.readPostmaster()
	if err != nil {
		return err
	}
	if p.ready && !exists(p.socketPath()) {
		// The folder was cleaned away, and only a new start brings the socket back.
		s.config.Logger.Warn("the private Postgres lost its socket and is started again", "socket", p.socketPath())
		return errors.Join(errors.New("the server has lost its socket"), s.stop())
	}
	s.setSocketFolder(p.socket)
	if !p.ready {
		return errors.New("the server is not ready yet")
	}
	connecting, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	conn, err := pgx.Connect(connecting, s.URL("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return makeDatabase(ctx, conn)
}

// makeDatabase makes Lectern's database unless it exists.
func makeDatabase(ctx context.Context, conn *pgx.Conn) error {
	var exists bool
	err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, database).Scan(&exists)
	if err == nil && !exists {
		_, err = conn.Exec(ctx, `CREATE DATABASE `+pgx.Identifier{database}.Sanitize())
	}
	if err != nil {
		return fmt.Errorf("make the database %s: %w", database, err)
	}
	return nil
}

// passing reports whether an error of greet may pass by itself: the server is
// not there yet, starts, recovers, ends or is full.
func passing(err error) bool {
	said, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return true
	}
	switch said.Code {
	case "57P01", "57P02", "57P03", "53300": // admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections
		return true
	}
	return false
}

// stop ends the server, if one is alive, and returns when it and its child
// processes have gone. The caller holds the start lock.
func (s *Server) stop() error {
	type order struct {
		pid    int
		signal syscall.Signal
	}
	var given order
	began := time.Now()
	for {
		held, err := isHeld(s.home.lockFile(aliveLock))
		if err != nil {
			return err
		}
		if !held {
			s.removeSocketFolder()
			return nil
		}
		waited := time.Since(began)
		if waited > stopLimit {
			return s.withLog(fmt.Errorf("the server in %s did not stop within %s", s.home.cluster(), stopLimit))
		}
		if p, err := s.home.readPostmaster(); err == nil {
			now := order{p.pid, syscall.SIGINT}
			if waited > fastLimit {
				now.signal = syscall.SIGQUIT
			}
			if now != given {
				_ = syscall.Kill(now.pid, now.signal) // it may have ended meanwhile: the lock tells
			}
			given = now
		}
		time.Sleep(pollEvery)
	}
}

// postmaster is what the file postmaster.pid in the cluster says about the
// server that wrote it.
type postmaster struct {
	pid    int
	socket string // folder
	ready  bool   // takes connections
}

// socketPath returns the path of the server's socket.
func (p postmaster) socketPath() string {
	return filepath.Join(p.socket, socketName)
}

func (h home) postmasterFile() string { return filepath.Join(h.cluster(), "postmaster.pid") }

// readPostmaster reads the file. It fails while a starting server has written
// only a part of it.
func (h home) readPostmaster() (postmaster, error) {
	text, err := os.ReadFile(h.postmasterFile())
	if err != nil {
		return postmaster{}, err
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 {
		return postmaster{}, fmt.Errorf("%s begins with no process id", h.postmasterFile())
	}
	if len(lines) < 8 {
		return postmaster{}, errors.New("the server has not opened its socket yet")
	}
	return postmaster{pid: pid, socket: lines[4], ready: strings.TrimSpace(lines[7]) == "ready"}, nil
}

// dropStaleFiles removes what a server that was killed left: the file
// postmaster.pid and the socket with its lock file. Postgres judges these by
// process ids alone, and would take a process that got the id since, or a dead
// one whose parent has not noticed, for a server. We know better, as the caller
// holds the alive lock: no server of ours runs, nor a child process of one. A
// server that somebody started by hand answers on its socket and is left alone.
func (s *Server) dropStaleFiles() error {
	stale := []string{s.home.postmasterFile()}
	if p, err := s.home.readPostmaster(); err == nil {
		conn, err := net.Dial("unix", p.socketPath())
		if err == nil {
			conn.Close()
			return fmt.Errorf("a server that Lectern did not start (process %d) uses %s: stop it first", p.pid, s.home.cluster())
		}
		stale = append(stale, p.socketPath(), p.socketPath()+".lock")
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
