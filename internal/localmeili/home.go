package localmeili

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"lectern/internal/filelock"
)

// The files in home.
const (
	dataFolder = "data"
	keyFile    = "key"
	portFile   = "port"
	pidFile    = "pid"
	logFile    = "server.log"
	runLock    = "run.lock"
	aliveLock  = "alive.lock"
)

// home is the folder with everything of the server.
type home struct{ dir string }

func (h home) file(name string) string { return filepath.Join(h.dir, name) }

func makeHome(dataDir string) (home, error) {
	dir, err := filepath.Abs(filepath.Join(dataDir, "meilisearch"))
	if err != nil {
		return home{}, err
	}
	return home{dir}, os.MkdirAll(dir, 0o700)
}

// masterKey returns the key, which is made the first time.
func (h home) masterKey() (string, error) { return h.once(keyFile, rand.Text()) }

// once returns what a file holds, which is written if there is none. Of several that
// write it at the same time one is first, and the others read that.
func (h home) once(name, otherwise string) (string, error) {
	text, err := os.ReadFile(h.file(name))
	if errors.Is(err, fs.ErrNotExist) {
		part := h.file(name) + "." + rand.Text()
		defer os.Remove(part)
		if err = os.WriteFile(part, []byte(otherwise+"\n"), 0o600); err != nil {
			return "", err
		}
		if err = os.Link(part, h.file(name)); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		text, err = os.ReadFile(h.file(name))
	}
	return strings.TrimSpace(string(text)), err
}

// findPort returns the port of last time. Who is to run the server takes another one
// if that is no longer free.
func (h home) findPort(running bool) (int, error) {
	free, err := freePort(0)
	if err != nil {
		return 0, err
	}
	text, err := h.once(portFile, strconv.Itoa(free))
	if err != nil {
		return 0, err
	}
	port, err := strconv.Atoi(text)
	if running && (err != nil || !h.alive() && !isFree(port)) {
		port, err = free, os.WriteFile(h.file(portFile), []byte(strconv.Itoa(free)+"\n"), 0o600)
	}
	return port, err
}

// alive reports whether a server of ours is, as one is whose process has died
// without it.
func (h home) alive() bool {
	lock, err := tryLock(h.file(aliveLock))
	if lock != nil {
		lock.Release()
	}
	return err == nil && lock == nil
}

func isFree(port int) bool {
	_, err := freePort(port)
	return err == nil
}

// freePort returns a port on which nobody listens: the given one or, for 0, any.
func freePort(port int) (int, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// tryLock takes a lock; nil: somebody else has it.
func tryLock(path string) (*filelock.Lock, error) {
	lock, err := filelock.Open(path)
	if err != nil {
		return nil, err
	}
	got, err := lock.TryExclusive()
	if err != nil || !got {
		lock.Release()
		return nil, err
	}
	return lock, nil
}
