package media_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
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

// TestServersMayWriteTheSame is about two containers, whose processes have the
// same number.
func TestServersMayWriteTheSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d, err := media.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	hash := media.Hash([]byte("words"))
	if err := os.MkdirAll(filepath.Join(dir, hash[:2], fmt.Sprintf("%s.part%d", hash, os.Getpid())), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Put([]byte("words")); err != nil {
		t.Errorf("it stands in the way of another: %v", err)
	}
}

func TestLeftovers(t *testing.T) {
	t.Parallel()
	hash := media.Hash(nil)
	for name, want := range map[string]bool{
		hash: false, hash + ".v" + media.PictureVersion + ".640.webp": false,
		hash + ".v" + media.PictureVersion + ".640.webp.partA": true, hash + ".partA": true, hash + ".640.jpeg": true, hash + ".v1.640.jpeg": true,
	} {
		if media.Leftover(name) != want {
			t.Errorf("%s: want %t", name, want)
		}
	}
}

// sized returns the header of a PNG that says how large it is and how it is
// written, and a JPEG frame of such a size.
func sized(width, height uint16, depth, interlaced byte) []byte {
	png := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	png = binary.BigEndian.AppendUint32(png, uint32(width))
	png = binary.BigEndian.AppendUint32(png, uint32(height))
	png = append(png, depth, 2, 0, 0, interlaced)
	return binary.BigEndian.AppendUint32(png, crc32.ChecksumIEEE(png[12:]))
}

func frame(marker byte, width, height uint16, sampling byte) []byte {
	jpeg := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, marker, 0, 17, 8}, height)
	jpeg = binary.BigEndian.AppendUint16(jpeg, width)
	return append(jpeg, 3, 1, sampling, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xda, 0, 2)
}

func TestPicturesThatTakeTooMuchMemory(t *testing.T) {
	t.Parallel()
	const baseline, progressive = 0xc0, 0xc2
	for name, c := range map[string]struct {
		content []byte
		says    string // what to do; the others are refused only because no pixels follow
	}{
		"a wide strip":                      {sized(12_001, 1, 8, 0), "neither side longer than 12000"},
		"a high strip":                      {sized(300, 65_000, 8, 0), "neither side longer than 12000"},
		"the longest":                       {sized(12_000, 2, 8, 0), "to its end"},
		"too many pixels":                   {frame(baseline, 8000, 5001, 0x22), "smaller than 40 million"},
		"a large photograph":                {frame(baseline, 8000, 5000, 0x22), "to its end"},
		"a large PNG":                       {sized(5001, 5000, 8, 0), "smaller than 25 million, which is the most for a PNG"},
		"a PNG":                             {sized(5000, 5000, 8, 0), "to its end"},
		"a deep PNG":                        {sized(5000, 2501, 16, 0), "16 bits"},
		"an interlaced PNG":                 {sized(5000, 2501, 8, 1), "interlaced"},
		"a progressive photograph":          {frame(progressive, 4000, 3000, 0x22), "to its end"},
		"a large progressive photograph":    {frame(progressive, 6000, 4000, 0x22), "smaller than 13 million, which is the most for a progressive JPEG"},
		"one whose colours are as fine":     {frame(progressive, 4000, 3000, 0x11), "progressive"},
		"a photograph with colours as fine": {frame(baseline, 6000, 4000, 0x11), "to its end"},
	} {
		if _, err := media.Sniff("a", c.content); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want a sentence with %q", name, err, c.says)
		}
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
