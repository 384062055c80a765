package media

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// Cache keeps in a folder what can be made again, under names that change with
// what it is made from. When it holds too much, what was asked for longest ago
// goes. The nil Cache keeps nothing.
type Cache struct {
	root *os.Root
	most int64 // bytes that it may hold

	mutex sync.Mutex
	size  int64 // bytes that it holds, as far as this server knows
}

// OpenCache keeps that many bytes in the folder, which is made when absent.
func OpenCache(dir string, most int64) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	c := &Cache{root: root, most: most}
	if err := c.trim(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return c, nil
}

// Close lets go of the folder.
func (c *Cache) Close() error { return c.root.Close() }

// touchAfter is how old a mark of the last use may be before a new one is worth
// writing.
const touchAfter = time.Hour

// Get returns what is kept under the name. It is false when nothing is, and when
// it is not as it was put there.
func (c *Cache) Get(name string) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	kept, err := c.root.ReadFile(name)
	if err != nil {
		return nil, false
	}
	if len(kept) < sha256.Size {
		return nil, false
	}
	sum, content := kept[:sha256.Size], kept[sha256.Size:]
	if found := sha256.Sum256(content); !bytes.Equal(sum, found[:]) {
		return nil, false // a server or a disk failed while it was written; it is made again
	}
	if info, err := c.root.Stat(name); err == nil && time.Since(info.ModTime()) > touchAfter {
		now := time.Now()
		_ = c.root.Chtimes(name, now, now) // at worst it goes too early
	}
	return content, true
}

// Put keeps the content under the name. Whoever asks meanwhile gets what was
// there before, or nothing.
func (c *Cache) Put(name string, content []byte) error {
	if c == nil {
		return nil
	}
	sum := sha256.Sum256(content)
	part := name + unfinished + rand.Text() // another server may write the same
	err := c.root.WriteFile(part, append(sum[:], content...), 0o600)
	if err == nil {
		err = c.root.Rename(part, name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("media: keep: %w", err), c.remove(part))
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.size += int64(sha256.Size + len(content)); c.size > c.most {
		return c.trim()
	}
	return nil
}

// trim makes room when there is too much: a quarter, so that it is not looked
// through again at once.
func (c *Cache) trim() error {
	all, err := c.files()
	if err != nil {
		return err
	}
	c.size = 0
	for _, file := range all {
		c.size += file.Size()
	}
	if c.size <= c.most {
		return nil
	}
	slices.SortFunc(all, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	for _, file := range all {
		if c.size <= c.most*3/4 {
			break
		}
		if err := c.remove(file.Name()); err != nil {
			return err
		}
		c.size -= file.Size()
	}
	return nil
}

// files are all that are in the folder, also those that were not finished.
func (c *Cache) files() (all []fs.FileInfo, err error) {
	entries, err := fs.ReadDir(c.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("media: look through what is kept: %w", err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // another server was faster
		}
		if err != nil {
			return nil, fmt.Errorf("media: look through what is kept: %w", err)
		}
		all = append(all, info)
	}
	return all, nil
}

func (c *Cache) remove(name string) error {
	if err := c.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("media: remove what is kept: %w", err)
	}
	return nil
}
