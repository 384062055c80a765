package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/image/draw"

	"lectern/internal/cms"
	"lectern/internal/media"
)

// shop is a blob store with what it makes of pictures.
type shop struct {
	*media.Pictures
	disk *media.Disk
}

func newShop(t *testing.T) shop {
	t.Helper()
	disk, err := media.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = disk.Close() })
	return shop{media.NewPictures(disk, slog.New(slog.DiscardHandler)), disk}
}

func (s shop) put(t *testing.T, filename string, content []byte) cms.Asset {
	t.Helper()
	facts, err := media.Sniff(filename, content)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := s.disk.Put(content)
	if err != nil {
		t.Fatal(err)
	}
	return cms.Asset{ID: "a", Hash: hash, Filename: filename, MediaType: facts.MediaType, Width: facts.Width, Height: facts.Height}
}

func (s shop) open(t *testing.T, a cms.Asset, width int, acceptsWebP bool) (content []byte, mediaType string) {
	t.Helper()
	f, mediaType, err := s.Open(t.Context(), a, width, acceptsWebP)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if content, err = io.ReadAll(f); err != nil {
		t.Fatal(err)
	}
	return content, mediaType
}

// halves is red on the left and blue on the right.
func halves(width, height int) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{R: 255, A: 255}
			if x >= width/2 {
				c = color.RGBA{B: 255, A: 255}
			}
			picture.Set(x, y, c)
		}
	}
	return picture
}

// taken returns a JPEG by a camera that was held in that orientation, in either
// order of bytes.
func taken(t *testing.T, picture image.Image, orientation uint16, order binary.AppendByteOrder) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	mark := "MM"
	if order.String() == binary.LittleEndian.String() {
		mark = "II"
	}
	tiff := order.AppendUint16([]byte(mark), 42)
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 1)
	for _, n := range []uint16{0x112, 3} {
		tiff = order.AppendUint16(tiff, n)
	}
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, orientation)
	tiff = append(tiff, "\x00\x00SECRET PLACE"...)
	exif := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2))
	return slices.Concat(head, exif, b.Bytes()[2:])
}

func TestPicturesAreMadeNarrowerAndTurned(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for orientation, red := range map[uint16]image.Point{ // where red comes to be
		0: {10, 80}, 1: {10, 80}, 2: {310, 80}, 3: {310, 80}, 4: {10, 80},
		5: {160, 10}, 6: {160, 10}, 7: {160, 630}, 8: {160, 630}, 9: {10, 80},
	} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			a := s.put(t, "a.jpg", taken(t, halves(800, 400), orientation, order))
			height := 160
			if orientation >= 5 && orientation <= 8 {
				height = 640
				if a.Width != 400 || a.Height != 800 {
					t.Errorf("orientation %d: the file says %d × %d", orientation, a.Width, a.Height)
				}
			}
			content, mediaType := s.open(t, a, 320, false)
			picture, format, err := image.Decode(bytes.NewReader(content))
			if err != nil || format != "jpeg" || mediaType != "image/jpeg" || picture.Bounds().Size() != (image.Point{320, height}) {
				t.Fatalf("orientation %d: %s, %s of %v (%v)", orientation, mediaType, format, picture.Bounds(), err)
			}
			if r, _, b, _ := picture.At(red.X, red.Y).RGBA(); r < 0xc000 || b > 0x4000 {
				t.Errorf("orientation %d: not red at %v", orientation, red)
			}
			if bytes.Contains(content, []byte("Exif")) || bytes.Contains(content, []byte("SECRET")) {
				t.Errorf("orientation %d: the camera's notes are still there", orientation)
			}
		}
	}
}

func TestPicturesStaySeeThrough(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 640, 10))); err != nil {
		t.Fatal(err)
	}
	content, mediaType := s.open(t, s.put(t, "a.png", b.Bytes()), 320, false)
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil || mediaType != "image/png" || picture.Bounds().Dx() != 320 {
		t.Fatalf("%s, %v", mediaType, err)
	}
	if _, _, _, alpha := picture.At(5, 2).RGBA(); alpha != 0 {
		t.Errorf("the ground is %d opaque", alpha)
	}
}

func TestPicturesAreMadeOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	a := s.put(t, "a.jpg", taken(t, halves(800, 400), 1, binary.BigEndian))
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { s.open(t, a, 640, false) })
	}
	all.Wait()
	var names []string
	err := s.disk.Each(func(name string, _ fs.FileInfo) error { names = append(names, name); return nil })
	slices.Sort(names)
	if want := []string{a.Hash, a.Hash + ".v" + media.PictureVersion + ".640.jpeg"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("kept are %v, want %v (%v)", names, want, err)
	}
}

func TestPicturesThatCannotBeMade(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Clone(b.Bytes())
	copy(bomb[16:24], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff})
	for name, content := range map[string][]byte{"words": []byte("words"), "a bomb": bomb, "half a picture": b.Bytes()[:40]} {
		hash, err := s.disk.Put(content)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Open(t.Context(), cms.Asset{Hash: hash, MediaType: "image/png", Width: 640}, 320, false); err == nil {
			t.Errorf("%s was made narrower", name)
		}
	}
	if _, _, err := s.Open(t.Context(), cms.Asset{Hash: strings.Repeat("0", 64), MediaType: "image/png"}, 320, false); err == nil {
		t.Error("nothing was made narrower")
	}
}

// TestPicturesAreShrunkWithoutSeams compares with a picture that is shrunk as a
// whole.
func TestPicturesAreShrunkWithoutSeams(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	original := image.NewNRGBA(image.Rect(0, 0, 900, 500))
	for i := range original.Pix {
		original.Pix[i] = byte(i*i>>9 | i%4/3*255)
	}
	content, _ := s.open(t, s.put(t, "a.png", encoded(t, original)), 320, false)
	got, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	want := image.NewNRGBA(image.Rect(0, 0, 320, 178))
	draw.CatmullRom.Scale(want, want.Rect, original, original.Rect, draw.Src, nil)
	if got.Bounds() != want.Rect {
		t.Fatalf("it is %v, want %v", got.Bounds(), want.Rect)
	}
	for y := range 178 {
		for x := range 320 {
			r, g, b, _ := got.At(x, y).RGBA()
			r2, g2, b2, _ := want.At(x, y).RGBA()
			if apart := max(r, r2) - min(r, r2) + max(g, g2) - min(g, g2) + max(b, b2) - min(b, b2); apart > 0xc00 {
				t.Fatalf("at %d, %d: %v, want %v", x, y, got.At(x, y), want.At(x, y))
			}
		}
	}
}

func encoded(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestHighPicturesTakeLittleMemory runs alone: it looks again and again at how
// much is in use.
func TestHighPicturesTakeLittleMemory(t *testing.T) {
	s := newShop(t)
	a := s.put(t, "a.png", encoded(t, image.NewPaletted(image.Rect(0, 0, 400, 12_000), color.Palette{color.Black, color.White})))
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	made := make(chan struct{})
	go func() {
		defer close(made)
		s.open(t, a, 320, false)
	}()
	var stats runtime.MemStats
	var most uint64
	for running := true; running; {
		select {
		case <-made:
			running = false
		default:
			runtime.ReadMemStats(&stats)
			most = max(most, stats.HeapAlloc)
			runtime.Gosched()
		}
	}
	if most /= 1_000_000; most > 90 { // the filter alone would keep 123
		t.Errorf("it took %d MB", most)
	}
}

func TestSmallPicturesAreNotMadeLarger(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	picture := image.NewPaletted(image.Rect(0, 0, 200, 100), color.Palette{color.Black, color.RGBA{R: 9, A: 255}})
	for i := range picture.Pix {
		picture.Pix[i] = byte(i * i >> 7 & 1)
	}
	bare := encoded(t, picture)
	if got, _ := s.open(t, s.put(t, "a.png", bare), 200, false); !bytes.Equal(got, bare) {
		t.Errorf("%d bytes became %d", len(bare), len(got))
	}
	const head = 33
	note := append([]byte("\x00\x00\x00\x06"), "tEXtSECRET"...)
	note = binary.BigEndian.AppendUint32(note, crc32.ChecksumIEEE(note[4:]))
	for name, content := range map[string][]byte{"a note": slices.Concat(bare[:head], note, bare[head:]), "more at its end": append(bytes.Clone(bare), "SECRET"...)} {
		if got, _ := s.open(t, s.put(t, "a.png", content), 200, false); bytes.Contains(got, []byte("SECRET")) {
			t.Errorf("a picture keeps %s", name)
		}
	}
}

// TestDecoderThatPanics is about a picture that a decoder cannot take.
func TestDecoderThatPanics(t *testing.T) {
	image.RegisterFormat("odd", "ODD", func(io.Reader) (image.Image, error) { panic("odd") },
		func(io.Reader) (image.Config, error) {
			return image.Config{ColorModel: color.GrayModel, Width: 9, Height: 9}, nil
		})
	s := newShop(t)
	hash, err := s.disk.Put([]byte("ODD"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Open(t.Context(), cms.Asset{Hash: hash, MediaType: "image/png", Width: 9}, 9, false); err == nil || !strings.Contains(err.Error(), "odd") {
		t.Errorf("it says %v", err)
	}
}

// program puts a cwebp on the path that runs these commands of the shell.
func program(t *testing.T, commands string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "cwebp"), []byte("#!/bin/sh\ncd "+dir+"\n"+commands), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	return dir
}

func TestWebPThatCannotBeMadeIsTriedOnce(t *testing.T) {
	dir := program(t, "echo called >>calls; exit 1\n")
	s := newShop(t)
	a := s.put(t, "a.jpg", taken(t, halves(800, 400), 1, binary.BigEndian))
	for range 3 {
		if _, mediaType := s.open(t, a, 320, true); mediaType != "image/jpeg" {
			t.Errorf("there is %s", mediaType)
		}
	}
	if calls, err := os.ReadFile(filepath.Join(dir, "calls")); err != nil || string(calls) != "called\n" {
		t.Errorf("the program was %q (%v), want once", calls, err)
	}
}

// TestNobodyWaitsForAProgramThatHangs has the program wait until it is read
// what it writes.
func TestNobodyWaitsForAProgramThatHangs(t *testing.T) {
	dir := program(t, "echo begun >begun; echo WEBP >end; echo WEBP\n")
	for _, name := range []string{"begun", "end"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := newShop(t)
	a := s.put(t, "a.jpg", taken(t, halves(800, 400), 1, binary.BigEndian))
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, _, err := s.Open(ctx, a, 320, true)
		left <- err
	}()
	if _, err := os.ReadFile(filepath.Join(dir, "begun")); err != nil {
		t.Fatal(err)
	}
	if _, mediaType := s.open(t, a, 320, false); mediaType != "image/jpeg" { // while the program runs
		t.Errorf("there is %s", mediaType)
	}
	leave()
	if err := <-left; !errors.Is(err, cms.ErrUnavailable) {
		t.Errorf("who leaves is told %v", err)
	}
	if _, err := os.ReadFile(filepath.Join(dir, "end")); err != nil {
		t.Fatal(err)
	}
	if content, mediaType := s.open(t, a, 320, true); mediaType != "image/webp" || string(content) != "WEBP\n" {
		t.Errorf("what was begun is %s %q", mediaType, content)
	}
}

// TestWebPIsMadeByAProgram puts a program on the path that says how it was
// called.
func TestWebPIsMadeByAProgram(t *testing.T) {
	dir := t.TempDir()
	program := "#!/bin/sh\necho \"RIFF $*\"\n/usr/bin/head -c 4 || /bin/head -c 4\n"
	if err := os.WriteFile(filepath.Join(dir, "cwebp"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	s := newShop(t)
	a := s.put(t, "a.jpg", taken(t, halves(800, 400), 1, binary.BigEndian))
	content, mediaType := s.open(t, a, 320, true)
	if mediaType != "image/webp" || !strings.HasPrefix(string(content), "RIFF -q 76 ") || !bytes.Contains(content, []byte("-metadata none")) || !bytes.HasSuffix(content, []byte("\x89PNG")) {
		t.Errorf("%s: %q", mediaType, content)
	}
	if _, mediaType := s.open(t, a, 320, false); mediaType != "image/jpeg" {
		t.Errorf("who does not accept WebP gets %s", mediaType)
	}
	if err := os.WriteFile(filepath.Join(dir, "cwebp"), []byte("#!/bin/sh\necho broken >&2\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, mediaType := s.open(t, a, 640, true); mediaType != "image/jpeg" {
		t.Errorf("when the program fails there is %s", mediaType)
	}
	t.Setenv("PATH", t.TempDir())
	s = newShop(t)
	if _, mediaType := s.open(t, s.put(t, "a.jpg", taken(t, halves(800, 400), 1, binary.BigEndian)), 320, true); mediaType != "image/jpeg" {
		t.Errorf("without the program there is %s", mediaType)
	}
}
