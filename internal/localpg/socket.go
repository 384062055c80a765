package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

const (
	// socketPort is part of the socket's name; no port is opened.
	socketPort = "5432"
	socketName = ".s.PGSQL." + socketPort
	// socketLimit is the longest path a socket may have on every system we know.
	socketLimit = 103
)

// socketFolder returns the folder of the socket that the server listens on.
func (s *Server) socketFolder() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.socket
}

func (s *Server) setSocketFolder(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.socket = dir
}

// makeSocketFolder makes the folder of the socket and records it: the one of
// last time if that is still ours or free, so that URLs stay valid, else a new
// one. It lies outside the data folder, whose path may be too long for a
// socket. The caller holds the start lock.
func (s *Server) makeSocketFolder() (string, error) {
	known, err := s.home.readRecord()
	if err != nil {
		return "", err
	}
	dir := known.Socket
	if dir == "" || s.home.claim(dir) != nil {
		if dir, err = s.home.newSocketFolder(); err != nil {
			return "", err
		}
	}
	return dir, s.home.writeRecord(dir)
}

// claim makes the folder dir or, where it exists, sees to it that nobody but
// the server's account can have made it or look into it: its name is no secret.
func (h home) claim(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return h.account.own(dir)
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner := info.Sys().(*syscall.Stat_t).Uid
	if !info.IsDir() || info.Mode().Perm() != 0o700 || owner != h.account.userID() {
		return fmt.Errorf("%s is not a private folder of ours", dir)
	}
	return nil
}

// newSocketFolder makes a folder with a new name.
func (h home) newSocketFolder() (string, error) {
	var failed []error
	for _, parent := range []string{"/tmp", os.TempDir()} {
		dir, err := os.MkdirTemp(parent, "lectern-")
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if len(filepath.Join(dir, socketName)) <= socketLimit {
			return dir, h.account.own(dir)
		}
		failed = append(failed, fmt.Errorf("the path %s is too long for a socket", dir), os.Remove(dir))
	}
	return "", errors.Join(failed...)
}

// removeSocketFolder tidies up after a server that was stopped. The folder stays
// when something is in it, and is recorded either way.
func (s *Server) removeSocketFolder() {
	if known, err := s.home.readRecord(); err == nil && known.Socket != "" {
		_ = os.Remove(known.Socket)
	}
}
