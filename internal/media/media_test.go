package media_test

import (
	"bytes"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/internal/cms"
	"lectern/internal/media"
)

func TestDiskKeepsBytesByTheirContent(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "media")
	d, err := media.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	hash, err := d.Put([]byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Put([]byte("words"))
	if err != nil || again != hash {
		t.Errorf("the same bytes are %s and %s (%v)", hash, again, err)
	}
	f, err := d.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(f); string(got) != "words" {
		t.Errorf("read back %q", got)
	}
	_ = f.Close()
	var seen []string
	if err := d.Each(func(hash string, _ fs.FileInfo) error { seen = append(seen, hash); return nil }); err != nil || len(seen) != 1 || seen[0] != hash {
		t.Errorf("each: %v (%v)", seen, err)
	}
	if err := errors.Join(d.Delete(hash), d.Delete(hash)); err != nil {
		t.Errorf("delete twice: %v", err)
	}
	for _, absent := range []string{hash, "", "../../etc/passwd", strings.Repeat("0", 64), strings.ToUpper(hash)} {
		if _, err := d.Open(absent); !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("open %q: %v", absent, err)
		}
	}
}

func TestDiskLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d, err := media.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	hash, err := d.Put([]byte("words"))
	if err != nil {
		t.Fatal(err)
	}
	// Now a file stands where its folder has to be.
	if err := os.RemoveAll(filepath.Join(dir, hash[:2])); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, hash[:2]), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Put([]byte("words")); err == nil {
		t.Error("stored below a file")
	}
	if _, err := d.Open(hash); err == nil {
		t.Error("what was not stored can be opened")
	}
}

func TestSniff(t *testing.T) {
	t.Parallel()
	encode := func(f func(io.Writer, image.Image) error, width, height int) []byte {
		var b bytes.Buffer
		if err := f(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	small := encode(png.Encode, 3, 2)
	huge := bytes.Clone(small)
	copy(huge[16:24], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff}) // says 65,535 × 65,535
	jpegs := encode(func(w io.Writer, i image.Image) error { return jpeg.Encode(w, i, nil) }, 5, 4)
	gifs := encode(func(w io.Writer, i image.Image) error { return gif.Encode(w, i, nil) }, 7, 6)
	for _, c := range []struct {
		name    string
		content []byte
		want    string // media type; empty: refused
		width   int
	}{
		{"a.png", small, "image/png", 3},
		{"a.jpg", jpegs, "image/jpeg", 5},
		{"a.gif", gifs, "image/gif", 7},
		{"misnamed.jpg", small, "image/png", 3},
		{"a.csv", []byte("a,b\n1,2\n"), "text/csv; charset=utf-8", 0},
		{"a.pdf", []byte("%PDF-1.7\n…"), "application/pdf", 0},
		{"a.json", []byte("{}"), "application/json", 0},
		{"a.mp4", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomavc1"), "video/mp4", 0},
		{"a.WEBM", []byte("\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04"), "video/webm", 0},
		{"a.vtt", []byte("\ufeffWEBVTT\n\n00:00.000 --> 00:02.000\nHello"), "text/vtt; charset=utf-8", 0},
		{"empty.vtt", []byte("WEBVTT"), "text/vtt; charset=utf-8", 0},
		{"matroska.webm", []byte("\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska"), "", 0},
		{"webm.mp4", []byte("\x1aE\xdf\xa3\x8bB\x82\x84webm"), "", 0},
		{"page.mp4", []byte("<!doctype html><script>"), "", 0},
		{"short.mp4", []byte("\x00\x00\x00\x18ftyp"), "", 0},
		{"words.vtt", []byte("WEBVTTED"), "", 0},
		{"page.vtt", []byte("<!doctype html>"), "", 0},
		{"bytes.vtt", []byte("WEBVTT\n\xff"), "", 0},
		{"truncated.png", small[:len(small)-20], "", 0},
		{"huge.png", huge, "", 0},
		{"not.png", []byte("words"), "", 0},
		{"a.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 88.4 44'><path d='M0 0h9v9z'/></svg>"), "image/svg+xml", 88},
		{"hidden.png", []byte("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 88 44'/>"), "", 0},
		{"a.exe", []byte("MZ"), "", 0},
		{"a.html", []byte("<!doctype html>"), "", 0},
		{"page.txt", []byte("<!doctype html><script>"), "", 0},
		{"not.pdf", []byte("words"), "", 0},
		{"hidden.csv", []byte("%PDF-1.7"), "", 0},
		{"none", nil, "", 0},
	} {
		facts, err := media.Sniff(c.name, c.content)
		if (err != nil) != (c.want == "") || facts.MediaType != c.want || facts.Width != c.width {
			t.Errorf("%s: %+v, %v; want %q", c.name, facts, err, c.want)
		}
		if err != nil && !strings.Contains(err.Error(), " ") {
			t.Errorf("%s: refused without a sentence: %v", c.name, err)
		}
	}
}
