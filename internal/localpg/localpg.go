// Package localpg runs a private Postgres: the database of the zero-setup run
// and of the tests.
//
// It finds the programs of Postgres (or has npm install them), makes a cluster
// below Lectern's data folder, starts a server that listens on a Unix socket
// only, and shares that server among all processes which use the same data
// folder. The first to come starts it, the last to leave stops it. A server
// that outlived its users is adopted; one that died is started again. Data is
// never deleted.
//
// What a cluster is made of lives in one folder, called home here:
//
//	data/        the cluster
//	password     of the superuser
//	server.log   what the server says
//	programs/    the programs, when they came from npm
//	start.lock   held while the server is started or stopped
//	users.lock   held, shared, by every process that uses the server
//	alive.lock   held by the server and its child processes, and by the
//	             programs that make the cluster or install the programs
//
// Home is the folder "postgres" in the data folder or, where the server's
// account cannot reach that, a folder below /var/lib/lectern. The file
// postgres.json in the data folder says which.
//
// What does not belong here: Lectern's schema, roles and pools (package
// postgres), databases for single tests (their own helper), and servers that
// somebody else runs, which LECTERN_DATABASE_URL names.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"lectern/internal/filelock"
)

const (
	// superuser owns the cluster and every database that Start makes.
	superuser = "lectern"
	// database is the one that Start makes sure of.
	database = "lectern"
	// startLimit bounds the wait for a server that neither answers nor ends. It
	// is generous: recovery after a crash takes long on a slow disk.
	startLimit = 2 * time.Minute
	// connectLimit bounds one attempt to connect, in case the server is frozen.
	connectLimit = 10 * time.Second
	// closeLimit bounds the wait for other processes that start or stop the
	// server while we want to leave.
	closeLimit = time.Minute
	// pollEvery is how often a state that has no event is looked at again.
	pollEvery = 10 * time.Millisecond
)

// Config says where the private server keeps its data.
type Config struct {
	DataDir    string       // Lectern's data folder, e.g. ./.lectern; made when absent (mode 0700)
	Logger     *slog.Logger // nil: discard
	FastUnsafe bool         // tests: fsync, synchronous_commit and full_page_writes off
	Programs   string       // folder with initdb, postgres, pg_ctl; empty: look for them
}

// Server is this process's share in the private server. Its methods may be
// called by several goroutines.
type Server struct {
	config   Config
	machine  machine
	home     home
	password string
	users    *filelock.Lock
	close    func() error

	stopSupervisor context.CancelFunc
	supervised     chan struct{} // closed when the supervisor has ended

	mu     sync.Mutex
	socket string // folder of the server's socket
}

// Start starts the private server of c.DataDir, or joins the one that runs,
// and makes sure that it holds a database named lectern. It returns when the
// server takes connections. From then until Close a server that dies is
// started again.
//
// It fails when ctx ends, when no suitable programs can be found or installed,
// when the cluster was made by another major version of Postgres, and when the
// server does not come up; the error then ends with the tail of its log.
func Start(ctx context.Context, c Config) (*Server, error) {
	s, err := start(ctx, c, thisMachine())
	if err != nil {
		return nil, fmt.Errorf("localpg: %w", err)
	}
	return s, nil
}

// start is Start on a given machine.
func start(ctx context.Context, c Config, m machine) (*Server, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	h, err := findHome(c.DataDir, m)
	if err != nil {
		return nil, err
	}
	s := &Server{config: c, machine: m, home: h}
	if err := s.join(ctx); err != nil {
		return nil, err
	}
	s.close = sync.OnceValue(s.closeOnce)
	supervision, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.stopSupervisor, s.supervised = cancel, make(chan struct{})
	go s.supervise(supervision)
	return s, nil
}

// URL returns the connection URL of a database for the superuser, password
// included. It stays the same while the server is in use, even when the server
// has to be started again, unless its socket folder was taken by somebody else
// meanwhile.
func (s *Server) URL(database string) string {
	u := url.URL{
		Scheme: "postgres",
		User:   url.UserPassword(superuser, s.password),
		Path:   "/" + database,
		RawQuery: url.Values{
			"host":    {s.socketFolder()},
			"port":    {socketPort},
			"sslmode": {"disable"},
		}.Encode(),
	}
	return u.String()
}

// Close leaves the server, and stops it when nobody else uses it. Calling it
// again does nothing and returns what the first call did.
func (s *Server) Close() error {
	return s.close()
}

func (s *Server) closeOnce() error {
	s.stopSupervisor()
	<-s.supervised
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	starting, err := waitLock(ctx, s.home.lockFile(startLock))
	if err != nil {
		// Somebody else may be joining, so the server stays, but we are gone.
		s.users.Release()
		return fmt.Errorf("localpg: close: %w", err)
	}
	defer starting.Release()
	if err := s.leave(); err != nil {
		return fmt.Errorf("localpg: close: %w", err)
	}
	return nil
}

// join makes this process a user of the server, which it starts if need be.
func (s *Server) join(ctx context.Context) error {
	starting, err := waitLock(ctx, s.home.lockFile(startLock))
	if err != nil {
		return err
	}
	defer starting.Release()
	if s.password, err = s.home.loadPassword(); err != nil {
		return err
	}
	if s.users, err = shareLock(s.home.lockFile(usersLock)); err != nil {
		return err
	}
	if _, err := s.ensureRunning(ctx); err != nil {
		return errors.Join(err, s.leave())
	}
	return nil
}

// leave gives up this process's share and stops the server if nobody else has
// one. The caller holds the start lock, so nobody can come meanwhile.
func (s *Server) leave() error {
	defer s.users.Release()
	last, err := s.users.TryExclusive()
	if err != nil || !last {
		return err
	}
	return s.stop()
}

// ensureRunning returns when the server takes connections, and tells whether
// it had to be launched. The caller holds the start lock.
func (s *Server) ensureRunning(ctx context.Context) (launched bool, err error) {
	waiting := time.Now()
	for {
		alive, err := tryLock(s.home.lockFile(aliveLock))
		if err != nil {
			return launched, err
		}
		if alive != nil && launched {
			alive.Release()
			return true, s.withLog(errors.New("the server ended while it was starting"))
		}
		if alive != nil {
			if err := s.launch(ctx, alive); err != nil {
				alive.Release()
				return false, err
			}
			launched = true
			waiting = time.Now()
		}
		err = s.greet(ctx)
		if err == nil {
			return launched, nil
		}
		if ended := pause(ctx); ended != nil {
			return launched, fmt.Errorf("wait for the server: %w", ended)
		}
		if !passing(err) {
			return launched, s.withLog(err)
		}
		if time.Since(waiting) > startLimit {
			return launched, s.withLog(fmt.Errorf("the server did not answer within %s: %w", startLimit, err))
		}
	}
}

// pause waits a moment, or returns why ctx ended.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(pollEvery):
		return nil
	}
}
