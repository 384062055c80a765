package media_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lectern/internal/media"
)

func cacheIn(t *testing.T, dir string, most int64) *media.Cache {
	t.Helper()
	c, err := media.OpenCache(dir, most)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func cachePut(t *testing.T, c *media.Cache, name string, content []byte) {
	t.Helper()
	if err := c.Put(name, content); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsKeptOutlivesTheServer(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "cards")
	c := cacheIn(t, dir, 1000)
	if _, kept := c.Get("a"); kept {
		t.Error("there is something before anything was put")
	}
	cachePut(t, c, "a", []byte("one"))
	cachePut(t, c, "a", []byte("two"))
	cachePut(t, c, "empty", nil)
	for _, c := range []*media.Cache{c, cacheIn(t, dir, 1000)} {
		if got, kept := c.Get("a"); !kept || string(got) != "two" {
			t.Errorf("it keeps %q, %t", got, kept)
		}
		if got, kept := c.Get("empty"); !kept || len(got) != 0 {
			t.Errorf("it keeps %q, %t for nothing", got, kept)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("the folder holds %v, %v", files, err)
	}
}

// TestNothingSpoiltIsGiven spoils each byte of a file, and cuts it everywhere.
func TestNothingSpoiltIsGiven(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := cacheIn(t, dir, 1000)
	cachePut(t, c, "a", []byte("a picture"))
	file := filepath.Join(dir, "a")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := func(how string, content []byte) {
		t.Helper()
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, kept := c.Get("a"); kept {
			t.Errorf("%s: it gives %q", how, got)
		}
	}
	for i := range whole {
		other := bytes.Clone(whole)
		other[i] ^= 1
		spoilt(fmt.Sprint("byte ", i, " is another"), other)
		spoilt(fmt.Sprint("it ends at ", i), whole[:i])
	}
	spoilt("it goes on", append(bytes.Clone(whole), 0))
	cachePut(t, c, "a", []byte("a picture"))
	if _, kept := c.Get("a"); !kept {
		t.Error("what was spoilt cannot be put again")
	}
}

func TestWhatWasAskedForLongestAgoGoesFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	picture := bytes.Repeat([]byte("x"), 68) // 100 with its sum
	c := cacheIn(t, dir, 1000)
	for i := range 10 {
		name := fmt.Sprint("p", i)
		cachePut(t, c, name, picture)
		day := time.Now().AddDate(0, 0, i-20)
		if err := os.Chtimes(filepath.Join(dir, name), day, day); err != nil {
			t.Fatal(err)
		}
	}
	if _, kept := c.Get("p0"); !kept { // which makes it young
		t.Error("nothing was to go yet")
	}
	cachePut(t, c, "more", picture)
	for name, want := range map[string]bool{"p0": true, "p1": false, "p2": false, "p3": false, "p4": false, "p5": true, "p9": true, "more": true} {
		if _, kept := c.Get(name); kept != want {
			t.Errorf("%s is kept: %t, want %t", name, kept, want)
		}
	}
	if _, kept := cacheIn(t, dir, 300).Get("p6"); kept {
		t.Error("a smaller cache holds as much")
	}
}

func TestNilCacheKeepsNothing(t *testing.T) {
	t.Parallel()
	var c *media.Cache
	if err := c.Put("a", []byte("b")); err != nil {
		t.Error(err)
	}
	if _, kept := c.Get("a"); kept {
		t.Error("it kept something")
	}
}
