package localpg

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// home is the folder with one cluster and what belongs to it.
type home struct {
	dir     string   // absolute
	dataDir string   // Lectern's data folder, absolute, without symbolic links
	account *account // who runs the server
}

// record is what the data folder remembers, in postgres.json.
type record struct {
	Home   string `json:"home"`             // relative to the data folder when it lies inside, so that the folder can be moved
	Socket string `json:"socket,omitempty"` // folder of the server's socket
}

func (h home) cluster() string               { return filepath.Join(h.dir, "data") }
func (h home) log() string                   { return filepath.Join(h.dir, "server.log") }
func (h home) programs() string              { return filepath.Join(h.dir, "programs") }
func (h home) passwordFile() string          { return filepath.Join(h.dir, "password") }
func (h home) recordFile() string            { return filepath.Join(h.dataDir, "postgres.json") }
func (h home) lockFile(name string) lockPath { return lockPath{filepath.Join(h.dir, name), h.account} }

// findHome makes the data folder and the home of its cluster, unless they are
// there.
func findHome(dataDir string, m machine) (home, error) {
	if dataDir == "" {
		return home{}, errors.New("no data folder is given")
	}
	var h home
	var err error
	if h.dataDir, err = makeDataDir(dataDir); err != nil {
		return home{}, fmt.Errorf("make the data folder: %w", err)
	}
	known, err := h.readRecord()
	if err != nil {
		return home{}, err
	}
	h.dir = filepath.Join(h.dataDir, "postgres")
	if filepath.IsAbs(known.Home) {
		h.dir = known.Home
	}
	if h.account, err = serverAccount(h.cluster()); err != nil {
		return home{}, err
	}
	if h.dir == known.Home {
		if !exists(h.dir) {
			return home{}, fmt.Errorf("the cluster of %s is gone: bring %s back, or remove %s to begin an empty one", h.dataDir, h.dir, h.recordFile())
		}
		return h, nil
	}
	return h.settle(m.refuge)
}

// makeDataDir makes the data folder and returns its real path.
func makeDataDir(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	if err := makeDir(dir); err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(dir)
}

// settle makes home inside the data folder or, if the server's account cannot
// go there, in the refuge. A cluster that exists inside is never left for
// another.
func (h home) settle(refuge string) (home, error) {
	reachable, err := h.openDataDir()
	if err != nil {
		return home{}, fmt.Errorf("open the data folder to %s: %w", h.account.name, err)
	}
	if !reachable && exists(h.cluster()) {
		return home{}, fmt.Errorf("%s cannot reach the cluster in %s: let others pass through the folders above it (chmod o+x)", h.account.name, h.dir)
	}
	if !reachable {
		hash := sha256.Sum256([]byte(h.dataDir))
		h.dir = filepath.Join(refuge, hex.EncodeToString(hash[:8]))
	}
	if err := h.account.makeOpenDir(h.dir); err != nil {
		return home{}, fmt.Errorf("make the cluster's folder: %w", err)
	}
	// A refuge left by an earlier data folder of this path may have an owner.
	h.account, err = serverAccount(h.cluster())
	return h, err
}

// openDataDir lets the server's account pass through the data folder, if it can
// come so far, and reports whether it can reach it.
func (h home) openDataDir() (bool, error) {
	if !h.account.canEnter(filepath.Dir(h.dataDir)) {
		return false, nil
	}
	if err := h.account.admit(h.dataDir); err != nil {
		return false, err
	}
	return h.account.canEnter(h.dataDir), nil
}

// readRecord returns the data folder's record; an empty one when there is none.
func (h home) readRecord() (record, error) {
	var r record
	text, err := os.ReadFile(h.recordFile())
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		return r, fmt.Errorf("read %s: %w", h.recordFile(), err)
	}
	return r, nil
}

// writeRecord records home and the socket's folder, unless that is what the
// record says already. The caller holds the start lock.
func (h home) writeRecord(socket string) error {
	r := record{Home: h.dir, Socket: socket}
	if inside, err := filepath.Rel(h.dataDir, h.dir); err == nil && filepath.IsLocal(inside) {
		r.Home = inside
	}
	old, err := h.readRecord()
	if err != nil || old == r {
		return err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return h.writeFile(h.recordFile(), append(text, '\n'))
}

// loadPassword returns the superuser's password, which is made when there is no
// cluster yet. The caller holds the start lock.
func (h home) loadPassword() (string, error) {
	text, err := os.ReadFile(h.passwordFile())
	if err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	major, err := h.version()
	if err != nil {
		return "", err
	}
	if major != 0 {
		return "", fmt.Errorf("the password of the cluster in %s is gone: bring the file %s back", h.cluster(), h.passwordFile())
	}
	password := rand.Text()
	return password, h.writeFile(h.passwordFile(), []byte(password+"\n"))
}

// version returns the major version of Postgres that made the cluster; 0 when
// there is no cluster yet.
func (h home) version() (int, error) {
	if !exists(h.cluster()) {
		return 0, nil
	}
	text, err := os.ReadFile(filepath.Join(h.cluster(), "PG_VERSION"))
	if err != nil {
		return 0, fmt.Errorf("read the cluster's version: %w", err)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(text)), ".") // up to 9.6 there were two
	major, err := strconv.Atoi(first)
	if err != nil {
		return 0, fmt.Errorf("read the cluster's version: %w", err)
	}
	return major, nil
}

// writeFile writes a file that only the server's account and root may read. It
// is there in full or not at all.
func (h home) writeFile(path string, text []byte) error {
	part := path + ".part"
	if err := os.WriteFile(part, text, 0o600); err != nil {
		return err
	}
	if err := h.account.own(part); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// exists reports whether there is something at path, be it closed to us.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
