package media

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Incoming is a file that has been received and not been judged yet. It is on
// the disk and not among the blobs: nobody can ask for it. Whoever has one ends
// with Discard, also after Keep.
type Incoming struct {
	Hash string // of its bytes
	Size int64

	disk *Disk
	part string // its name until it is kept; empty: it is no more
	file *os.File
}

// ErrTooLarge is that more was sent than is accepted.
var ErrTooLarge = errors.New("the file is too large")

// Receive writes what is sent to the disk, at most so many bytes: more fails
// with ErrTooLarge. However large the file is, it takes no memory.
func (d *Disk) Receive(sent io.Reader, limit int64) (_ *Incoming, err error) {
	in := &Incoming{disk: d, part: "incoming" + unfinished + rand.Text()}
	defer func() {
		if err != nil {
			err = errors.Join(err, in.Discard())
		}
	}()
	if err := d.root.MkdirAll(filepath.Dir(blobName(in.part)), 0o700); err != nil {
		return nil, fmt.Errorf("media: receive: %w", err)
	}
	if in.file, err = d.root.OpenFile(blobName(in.part), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return nil, fmt.Errorf("media: receive: %w", err)
	}
	sum := sha256.New()
	if in.Size, err = io.Copy(io.MultiWriter(in.file, sum), io.LimitReader(sent, limit+1)); err != nil {
		return nil, fmt.Errorf("media: receive: %w", err)
	}
	if in.Size > limit {
		return nil, ErrTooLarge
	}
	in.Hash = hexadecimal(sum)
	return in, nil
}

func hexadecimal(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)) }

// ReadAt makes it an io.ReaderAt.
func (in *Incoming) ReadAt(p []byte, off int64) (int, error) { return in.file.ReadAt(p, off) }

// Keep makes it a blob. It is done only when it is safely on the disk.
func (in *Incoming) Keep() error {
	name := blobName(in.Hash)
	if _, err := in.disk.root.Stat(name); err == nil {
		now := time.Now() // as in putNamed
		return in.disk.root.Chtimes(name, now, now)
	}
	if err := in.disk.root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("media: keep: %w", err)
	}
	if err := in.file.Sync(); err != nil {
		return fmt.Errorf("media: keep: %w", err)
	}
	if err := in.disk.root.Rename(blobName(in.part), name); err != nil {
		return fmt.Errorf("media: keep: %w", err)
	}
	in.part = ""
	return nil
}

// Discard removes what was not kept.
func (in *Incoming) Discard() error {
	var err error
	if in.file != nil {
		err = in.file.Close()
		in.file = nil
	}
	if in.part != "" {
		err = errors.Join(err, in.disk.remove(blobName(in.part)))
		in.part = ""
	}
	return err
}
