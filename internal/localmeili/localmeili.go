// Package localmeili runs a private Meilisearch beside the private Postgres, where
// the program of that name is installed.
//
// It starts the server and gives it an address on the loopback device, a key and a
// folder, starts it again when it ends, and stops it with the program. Of several
// processes with the same data folder one runs the server, and the others use it:
// whoever of them is left takes it over. What the server keeps is an index that can
// be made again: it is thrown away when another version made it, or when the server
// does not come up with it.
//
// All of it is in the folder "meilisearch" in the data folder:
//
//	data/       of the server
//	key         the master key
//	port        where the server listens
//	pid         of the server
//	server.log  what the server says
//	run.lock    held by the process that runs the server
//	alive.lock  held by the server itself
//
// Nothing waits for the server: whoever asks it must be ready for no answer.
package localmeili

import (
	"context"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"time"

	"lectern/internal/filelock"
)

// Config says where the private server keeps its data, and which program it is.
type Config struct {
	DataDir string       // Lectern's data folder, which exists
	Program string       // path of meilisearch
	Logger  *slog.Logger // nil: discard
}

// Find returns the path of the program; empty: it is not installed.
func Find() string {
	path, err := exec.LookPath("meilisearch")
	if err != nil || !filepath.IsAbs(path) {
		return ""
	}
	return path
}

// Server is this process's share in the private server.
type Server struct {
	config Config
	home   home
	rhythm rhythm
	port   int
	key    string

	running *filelock.Lock // nil: another process runs the server
	stop    context.CancelFunc
	ended   chan struct{} // closed when nothing is supervised any more
}

// rhythm is how the server is started again.
type rhythm struct {
	pause  time.Duration // before the first try; it doubles with each
	steady time.Duration // how long a server has run that is not taken for broken
	look   time.Duration // between looks at what others do
	grace  time.Duration // that a server has to end by itself
}

var usual = rhythm{pause: time.Second, steady: time.Minute, look: time.Second, grace: 5 * time.Second}

// Start starts the private server, unless another process of this data folder runs
// it, and returns at once. The server answers soon, or never: whatever is wrong with
// the program is logged. Start fails when the folder cannot be used.
func Start(c Config) (*Server, error) { return start(c, usual) }

func start(c Config, r rhythm) (_ *Server, err error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{config: c, rhythm: r, ended: make(chan struct{})}
	if s.home, err = makeHome(c.DataDir); err == nil {
		s.key, err = s.home.masterKey()
	}
	if err == nil {
		s.running, err = tryLock(s.home.file(runLock))
	}
	if err == nil {
		s.port, err = s.home.findPort(s.running != nil)
	}
	if err != nil {
		s.release()
		return nil, fmt.Errorf("localmeili: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	go s.supervise(ctx)
	return s, nil
}

// URL is where the server listens, or will.
func (s *Server) URL() string { return "http://" + s.address() }

func (s *Server) address() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

// Key is the server's master key.
func (s *Server) Key() string { return s.key }

// Close stops the server if this process runs it, and returns when it has ended.
func (s *Server) Close() {
	s.stop()
	<-s.ended
}

func (s *Server) release() {
	if s.running != nil {
		s.running.Release()
	}
}
