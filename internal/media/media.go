// Package media keeps the bytes of uploaded files, and finds out what they are.
// Which file a visitor may read is not decided here.
package media

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lectern/internal/cms"
)

// Disk keeps blobs in a folder, each under the SHA-256 of its bytes.
type Disk struct{ root *os.Root }

// OpenDisk keeps blobs in the folder, which is made when absent.
func OpenDisk(dir string) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	return &Disk{root: root}, nil
}

// Close lets go of the folder.
func (d *Disk) Close() error { return d.root.Close() }

// Hash is what bytes are stored under: their SHA-256, in hexadecimal.
func Hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// Put stores the bytes, unless they are there already, and returns their hash.
// It is done only when they are safely on the disk.
func (d *Disk) Put(content []byte) (hash string, err error) {
	hash = Hash(content)
	return hash, d.putNamed(hash, content)
}

// putNamed stores the bytes under a name that begins with a hash and says what
// they are.
func (d *Disk) putNamed(name string, content []byte) error {
	name = blobName(name)
	if _, err := d.root.Stat(name); err == nil {
		now := time.Now() // young again: the sweep leaves it until its row is there
		return d.root.Chtimes(name, now, now)
	}
	if err := d.root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("media: store: %w", err)
	}
	part := name + unfinished + rand.Text() // another server may write the same
	if err := d.write(part, content); err != nil {
		return errors.Join(fmt.Errorf("media: store: %w", err), d.remove(part))
	}
	if err := d.root.Rename(part, name); err != nil {
		return fmt.Errorf("media: store: %w", err)
	}
	return nil
}

func (d *Disk) write(name string, content []byte) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// Open returns the bytes with that hash; cms.ErrNotFound when they are not here.
func (d *Disk) Open(hash string) (io.ReadSeekCloser, error) {
	if len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, cms.ErrNotFound
	}
	return d.openNamed(hash)
}

func (d *Disk) openNamed(name string) (io.ReadSeekCloser, error) {
	f, err := d.root.Open(blobName(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cms.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("media: open: %w", err)
	}
	return f, nil
}

// Each calls f with the name and age of everything that is kept. A name begins
// with the hash of a blob: what is made from it, such as a narrower picture, has
// more after a full stop.
func (d *Disk) Each(f func(name string, info fs.FileInfo) error) error {
	return fs.WalkDir(d.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return f(entry.Name(), info)
	})
}

// unfinished marks the name of what is being written.
const unfinished = ".part"

// Leftover reports whether it is the name of something that nobody will ask for:
// the writing of it ended too early, if it is old, or pictures are made
// differently now.
func Leftover(name string) bool {
	_, made, isMade := strings.Cut(name, ".")
	return isMade && (!strings.HasPrefix(made, "v"+PictureVersion+".") || strings.Contains(made, unfinished))
}

// Delete removes what is kept under a name, if it is here.
func (d *Disk) Delete(name string) error { return d.remove(blobName(name)) }

func (d *Disk) remove(name string) error {
	if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("media: delete: %w", err)
	}
	return nil
}

// blobName spreads blobs over folders so that none grows too large.
func blobName(hash string) string {
	if len(hash) < 3 {
		return hash
	}
	return filepath.Join(hash[:2], hash)
}
