package media_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"strings"
	"testing"

	"lectern/internal/media"
)

// entry is a file in an archive that a test makes.
type entry struct {
	name    string
	content []byte
	header  func(*zip.FileHeader)
}

func archiveOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.name == "mimetype" {
			h.Method = zip.Store
		}
		if e.header != nil {
			e.header(h)
		}
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = f.Write(e.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func word(t testing.TB, more ...entry) []byte {
	return archiveOf(t, append([]entry{
		{name: "[Content_Types].xml", content: []byte("<Types/>")}, {name: "word/document.xml", content: []byte("<w/>")},
	}, more...)...)
}

// lying says that its only entry unpacks to a few bytes, and it unpacks to many.
func lying(t testing.TB) []byte {
	t.Helper()
	content := archiveOf(t, entry{name: "a.txt", content: make([]byte, 1_000_000)})
	for _, signature := range []string{"PK\x01\x02", "PK\x07\x08"} {
		at := bytes.Index(content, []byte(signature))
		size := at + 24
		if signature == "PK\x07\x08" {
			size = at + 12
		}
		copy(content[size:], []byte{10, 0, 0, 0})
	}
	return content
}

// animated is a GIF of two frames.
func animated(t testing.TB) []byte {
	t.Helper()
	frame := image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// polyglot is a GIF that is also a script.
func polyglot(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2)), nil); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), "*/=1;alert(document.cookie)//"...)
}

// still is a WebP of one pixel.
var still = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

func drawn(t testing.TB, f func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b, halves(40, 20)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestUploads judges good files and the corpus of bad ones. says is part of why
// a file is refused; empty: it is accepted.
func TestUploads(t *testing.T) {
	t.Parallel()
	pngs := drawn(t, png.Encode)
	jpegs := drawn(t, func(w io.Writer, i image.Image) error { return jpeg.Encode(w, i, nil) })
	apng := bytes.Replace(pngs, []byte("IDAT"), []byte("acTLIDAT"), 1)
	inner := archiveOf(t, entry{name: "a.txt", content: []byte("a")})
	table := archiveOf(t, entry{name: "b.zip", content: inner})
	many := make([]entry, 10_001)
	for i := range many {
		many[i] = entry{name: fmt.Sprint(i)}
	}
	for _, c := range []struct{ name, content, says string }{
		{"a.png", string(pngs), ""},
		{"a.JPG", string(jpegs), ""},
		{"a.jpeg", string(jpegs), ""},
		{"a.gif", string(polyglot(t)), ""}, // only its pixels are ever sent
		{"a.webp", string(still), ""},
		{"a.pdf", "%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", ""}, // sent as a download that may do nothing
		{"a.csv", "a,b\n=1+1,2\n", ""},
		{"latin.csv", "caf\xe9,1\n", ""},
		{"a.json", `{"a": 1}`, ""},
		{"a.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nHello", ""},
		{"a.mp4", "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomavc1", ""},
		{"a.zip", string(inner), ""},
		{"a.docx", string(word(t)), ""},
		{"embedded.docx", string(word(t, entry{name: "word/embeddings/table.xlsx", content: inner})), ""},
		{"a.xlsx", string(archiveOf(t, entry{name: "[Content_Types].xml"}, entry{name: "xl/workbook.xml"})), ""},
		{"a.ods", string(archiveOf(t, entry{name: "mimetype", content: []byte("application/vnd.oasis.opendocument.spreadsheet")}, entry{name: "content.xml"})), ""},
		{"zipped.zip", string(archiveOf(t, entry{name: "report.docx", content: word(t, entry{name: "word/embeddings/t.xlsx", content: inner})})), ""},

		{"empty.png", "", "is empty"},
		{"photo.png", string(jpegs), "holds JPEG; give it a name that ends in .jpg"},
		{"photo.pdf", string(pngs), "holds PNG"},
		{"photo", string(pngs), "ends in .png"},
		{"half.jpg", string(jpegs[:len(jpegs)-40]), "to its end"},
		{"huge.png", string(sized(50_000, 50_000, 8, 0)), "neither side longer than 12000"},
		{"moving.gif", string(animated(t)), "moves"},
		{"moving.png", string(apng), "moves"},
		{"moving.webp", "RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00", "moves"},
		{"words.png", "words", "not a picture"},
		{"a.bmp", "BM\x00\x00", "not a picture"},
		{"a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG can hold programs"},
		{"hidden.txt", "<?xml version='1.0'?><!-- --><SVG onload=alert(1)>", "SVG can hold programs"},
		{"a.html", "<!doctype html><script>alert(1)</script>", "(.html) are not accepted"},
		{"a.exe", "MZ\x90", "(.exe) are not accepted"},
		{"page.csv", "  <html><script>", "no plain text"},
		{"bytes.csv", "a,b\n" + strings.Repeat("1,2\n", 40_000) + "\x00", "no plain text"},
		{"words.pdf", "words", "no PDF"},
		{"words.docx", "words", "not what its name says"},
		{"zip.docx", string(inner), "not the office document"},
		{"sheet.ods", string(word(t)), "not the office document"},
		{"words.mp4", "words", "not what its name says"},
		{"long.vtt", "WEBVTT\n" + strings.Repeat("a", 1_000_000), "1000 KB"},
		{"macro.docx", string(word(t, entry{name: "word/vbaProject.bin"})), "macros"},
		{"broken.zip", "PK\x03\x04 and nothing more", "cannot be read"},
		{"cut.zip", string(inner[:len(inner)-10]), "cannot be read"},
		{"many.zip", string(archiveOf(t, many...)), "more than 10000 files"},
		{"bomb.zip", string(archiveOf(t, entry{name: "zeros", content: make([]byte, 30_000_000)})), "far more than it should"},
		{"lies.zip", string(lying(t)), "cannot be unpacked"},
		{"deep.zip", string(archiveOf(t, entry{name: "c.zip", content: archiveOf(t, entry{name: "d.zip", content: table})})), "archives within archives"},
		{"password.zip", string(archiveOf(t, entry{name: "a", content: []byte("a"), header: func(h *zip.FileHeader) { h.Flags |= 1 }})), "password"},
		{"away.zip", string(archiveOf(t, entry{name: "../../etc/passwd"})), "elsewhere"},
		{"away2.zip", string(archiveOf(t, entry{name: `..\..\a.dll`})), "elsewhere"},
		{"away3.zip", string(archiveOf(t, entry{name: "/etc/passwd"})), "elsewhere"},
		{"away4.zip", string(archiveOf(t, entry{name: `C:\a.dll`})), "elsewhere"},
		{"linked.zip", string(archiveOf(t, entry{name: "a", content: []byte("/etc"), header: func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }})), "link"},
	} {
		facts, err := media.Accept(c.name, strings.NewReader(c.content), int64(len(c.content)))
		switch {
		case c.says == "" && (err != nil || facts.MediaType == ""):
			t.Errorf("%s is refused: %v", c.name, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, want a sentence with %q", c.name, err, c.says)
		}
	}
}

// TestUploadsThatAreTooLarge looks at sizes alone: none of the bytes are there.
func TestUploadsThatAreTooLarge(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int64{"a.jpg": media.MaxPicture + 1, "a.csv": media.MaxDocument + 1, "a.zip": media.MaxDocument + 1} {
		head := "\xff\xd8\xff\xe0"
		if name != "a.jpg" {
			head = "PK\x03\x04"
		}
		if _, err := media.Accept(name, strings.NewReader(head), size); err == nil || !strings.Contains(err.Error(), "may have") {
			t.Errorf("%s of %d bytes: %v", name, size, err)
		}
	}
}

// TestLongListsTakeNoMemory gives an archive that lists two million files that
// are not there.
func TestLongListsTakeNoMemory(t *testing.T) {
	t.Parallel()
	one := archiveOf(t, entry{name: "a"})
	at, end := bytes.Index(one, []byte("PK\x01\x02")), bytes.Index(one, []byte("PK\x05\x06"))
	content := append(bytes.Clone(one[:at]), bytes.Repeat(one[at:end], 2_000_000)...)
	content = append(content, one[end:]...)
	if _, err := media.Accept("a.zip", bytes.NewReader(content), int64(len(content))); err == nil || !strings.Contains(err.Error(), "more than 10000 files") {
		t.Errorf("it is %v", err)
	}
}

func TestNamesAreCleaned(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		"Report 2024.pdf":                 "Report 2024.pdf",
		`C:\Users\me\..\report.pdf`:       "report.pdf",
		"../../etc/passwd":                "passwd",
		"a\x00b.png":                      "ab.png",
		"photo\u202egpj.exe":              "photogpj.exe",
		"\u200b\ufeffa\u2066.csv":         "a.csv",
		"line\nbreak\t.csv":               "line break.csv",
		".htaccess":                       "htaccess",
		"...":                             "file",
		"":                                "file",
		".png":                            "png",
		"a.tar.gz":                        "a.tar.gz",
		"café.pdf":                        "café.pdf",
		"cafe\u0301.pdf":                  "café.pdf",
		`a<b>:"c"|d?.csv`:                 "a-b---c--d-.csv",
		"bad\xffbytes.csv":                "badbytes.csv",
		strings.Repeat("é", 300) + ".pdf": strings.Repeat("é", 73) + ".pdf",
		"a." + strings.Repeat("x", 300):   "a." + strings.Repeat("x", 148),
		"H\x17\u0307.csv":                 "\u1e22.csv",
		"日本 語.xlsx":                       "日本 語.xlsx",
	} {
		if got := media.CleanName(sent); got != want {
			t.Errorf("%q becomes %q, want %q", sent, got, want)
		}
	}
}

func FuzzUploads(f *testing.F) {
	f.Add("a.gif", polyglot(f))
	f.Add("a.gif", animated(f))
	f.Add("a.webp", still)
	f.Add("a.docx", word(f))
	f.Add("a.zip", lying(f))
	f.Add("../a\u202e.svg", []byte("<svg"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		cleaned := media.CleanName(name)
		if again := media.CleanName(cleaned); again != cleaned || cleaned == "" || len(cleaned) > 150 || strings.ContainsAny(cleaned, "/\\\x00") {
			t.Errorf("%q becomes %q and then %q", name, cleaned, again)
		}
		_, _ = media.Accept(cleaned, bytes.NewReader(content), int64(len(content)))
	})
}

// TestNothingIncomingIsLeft receives files that are kept, refused and cut off.
func TestNothingIncomingIsLeft(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	names := func() (list []string) {
		_ = s.disk.Each(func(name string, _ fs.FileInfo) error { list = append(list, name); return nil })
		return list
	}
	if _, err := s.disk.Receive(strings.NewReader("0123456789"), 9); !errors.Is(err, media.ErrTooLarge) {
		t.Errorf("too much: %v", err)
	}
	if _, err := s.disk.Receive(io.MultiReader(strings.NewReader("01"), failing{}), 9); err == nil {
		t.Error("half a file was received")
	}
	refused, err := s.disk.Receive(strings.NewReader("words"), 9)
	if err != nil || len(names()) != 1 || !media.Leftover(names()[0]) {
		t.Fatalf("%v, %v", err, names())
	}
	if err := refused.Discard(); err != nil || len(names()) != 0 {
		t.Errorf("%v is left (%v)", names(), err)
	}
	for range 2 { // the second time it is there already
		kept, err := s.disk.Receive(strings.NewReader("words"), 9)
		if err != nil || kept.Hash != media.Hash([]byte("words")) || kept.Size != 5 {
			t.Fatal(err)
		}
		if err := errors.Join(kept.Keep(), kept.Discard()); err != nil {
			t.Error(err)
		}
	}
	if got := names(); len(got) != 1 || got[0] != media.Hash([]byte("words")) {
		t.Errorf("kept are %v", got)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line is gone") }
