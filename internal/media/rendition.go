package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"log/slog"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/sync/singleflight"

	"lectern/internal/cms"
)

// PictureVersion is part of the names and validators of what is made: raise it
// when pictures are made differently.
const PictureVersion = "2"

// Pictures makes pictures narrower, and keeps them beside the originals. What
// it makes holds pixels alone: nothing of what a camera writes about the place
// and the person.
type Pictures struct {
	blobs *Disk
	cwebp string // path of the program; empty: there is none, and no WebP
	log   *slog.Logger
	same  singleflight.Group

	shrinking chan struct{} // one at a time, for that takes memory: see maxDecoded
	webps     chan struct{} // one at a time, too; others go on while the program runs
	failed    sync.Map      // names of what the program could not make; it is not asked again
}

// NewPictures makes pictures of what blobs holds; as WebP if the program cwebp
// is found.
func NewPictures(blobs *Disk, log *slog.Logger) *Pictures {
	cwebp, err := exec.LookPath("cwebp")
	if err != nil {
		cwebp = ""
	}
	return &Pictures{blobs: blobs, cwebp: cwebp, log: log, shrinking: make(chan struct{}, 1), webps: make(chan struct{}, 1)}
}

const webp = "image/webp"

// Open returns a picture in that width, which is not above its own, and its
// media type: WebP if that is accepted and can be made, else what every browser
// shows.
// The first time, it is made. If that takes longer than ctx lasts, the error is
// cms.ErrUnavailable, and it is made nevertheless.
func (p *Pictures) Open(ctx context.Context, a cms.Asset, width int, acceptsWebP bool) (io.ReadSeekCloser, string, error) {
	if acceptsWebP && p.cwebp != "" {
		made, err := p.open(ctx, a, width, webp)
		if !errors.Is(err, errNoWebP) {
			return made, webp, err
		}
	}
	made, err := p.open(ctx, a, width, plain(a.MediaType))
	return made, plain(a.MediaType), err
}

// plain is the type that every browser shows, for an original of a type.
func plain(mediaType string) string {
	switch mediaType {
	case "image/gif":
		return "image/png"
	case webp:
		return "image/jpeg"
	}
	return mediaType
}

// errNoWebP is that the program cannot make WebP of a picture.
var errNoWebP = errors.New("not made as WebP")

func (p *Pictures) open(ctx context.Context, a cms.Asset, width int, mediaType string) (io.ReadSeekCloser, error) {
	name := fmt.Sprintf("%s.v%s.%d.%s", a.Hash, PictureVersion, width, strings.TrimPrefix(mediaType, "image/"))
	if _, failed := p.failed.Load(name); failed {
		return nil, errNoWebP
	}
	kept, err := p.blobs.openNamed(name)
	if err == nil || !errors.Is(err, cms.ErrNotFound) {
		return kept, err
	}
	// Who asks first may leave: the others still wait for it.
	making := p.same.DoChan(name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), makeTime)
		defer cancel()
		err := p.make(ctx, name, a, width, mediaType)
		if errors.Is(err, errNoWebP) {
			p.failed.Store(name, true)
			p.log.Warn("a picture was not made as WebP", "file", a.ID, "width", width, "error", err)
		}
		return nil, err
	})
	select {
	case made := <-making:
		err = made.Err
	case <-ctx.Done():
		err = unavailable(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("media: make %s %d wide: %w", a.ID, width, err)
	}
	return p.blobs.openNamed(name)
}

func unavailable(ctx context.Context) error {
	return fmt.Errorf("%w: %w", cms.ErrUnavailable, context.Cause(ctx))
}

func (p *Pictures) make(ctx context.Context, name string, a cms.Asset, width int, mediaType string) (err error) {
	defer func() { // it runs by itself, where a panic would end the server
		if odd := recover(); odd != nil {
			err = fmt.Errorf("panic: %v", odd)
		}
	}()
	if mediaType == webp {
		done, err := turn(ctx, p.webps)
		if err != nil {
			return err
		}
		defer done()
	}
	made, err := p.encoded(ctx, a, width, mediaType)
	if err == nil && mediaType == webp {
		made, err = p.webp(ctx, made, a.MediaType)
	}
	if err != nil {
		return err
	}
	return p.blobs.putNamed(name, made)
}

// largePixels is from where on a picture takes so much that it is worth 20 ms to
// give that back.
const largePixels = 4_000_000

// turn waits until it is our turn, which lasts until done is called.
func turn(ctx context.Context, one chan struct{}) (done func(), err error) {
	select {
	case one <- struct{}{}:
		return func() { <-one }, nil
	case <-ctx.Done():
		return nil, unavailable(ctx)
	}
}

// encoded reads a picture and returns it narrower; for WebP as the PNG that the
// program reads.
func (p *Pictures) encoded(ctx context.Context, a cms.Asset, width int, mediaType string) ([]byte, error) {
	done, err := turn(ctx, p.shrinking)
	if err != nil {
		return nil, err
	}
	defer done()
	original, err := p.blobs.Open(a.Hash)
	if err != nil {
		return nil, err
	}
	content, err := readAll(original)
	if err = errors.Join(err, original.Close()); err != nil {
		return nil, err
	}
	if a.Width*a.Height > largePixels {
		defer debug.FreeOSMemory() // else the next picture comes on top of what this one leaves
	}
	picture, err := narrowed(content, width)
	if err != nil {
		return nil, err
	}
	made, err := encode(picture, mediaType)
	if err == nil && a.MediaType == mediaType && mediaType == "image/png" && len(content) < len(made) && picture.Rect.Dx() == a.Width && isBarePNG(content) {
		return content, nil // a palette can say it in less
	}
	return made, err
}

// readAll reads a file whose size is known, into no more than it takes.
func readAll(file io.ReadSeeker) ([]byte, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	content := make([]byte, size)
	_, err = io.ReadFull(file, content)
	return content, err
}

// narrowed decodes a picture, makes it narrower, and turns it the right way up.
func narrowed(content []byte, width int) (*image.NRGBA, error) {
	size, err := sizeOf(content)
	if err != nil {
		return nil, err
	}
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	way := orientationOf(content)
	w, h := size.Width, size.Height
	if way.sideways() {
		w, h = h, w
	}
	to := image.Pt(width, max(1, (h*width+w/2)/w))
	if way.sideways() {
		to = image.Pt(to.Y, to.X)
	}
	return way.upright(shrink(picture, to)), nil
}

// band is how many rows or columns are shrunk at once. For each row of what it
// reads and each column of what it writes, CatmullRom keeps 32 bytes.
const band = 32

// shrink makes a picture narrower in bands of rows, then lower in bands of
// columns, so that it takes little more than the two pictures.
func shrink(picture image.Image, to image.Point) *image.NRGBA {
	from := picture.Bounds()
	narrow := image.NewNRGBA(image.Rect(0, 0, to.X, from.Dy()))
	scaler := draw.CatmullRom.NewScaler(to.X, band, from.Dx(), band)
	for y := 0; y < from.Dy(); y += band {
		rows := image.Rect(0, y, to.X, min(y+band, from.Dy()))
		scaler.Scale(narrow, rows, picture, image.Rect(from.Min.X, from.Min.Y+y, from.Max.X, from.Min.Y+rows.Max.Y), draw.Src, nil)
	}
	if to.Y == from.Dy() {
		return narrow
	}
	small := image.NewNRGBA(image.Rectangle{Max: to})
	scaler = draw.CatmullRom.NewScaler(band, to.Y, band, from.Dy())
	for x := 0; x < to.X; x += band {
		end := min(x+band, to.X)
		scaler.Scale(small, image.Rect(x, 0, end, to.Y), narrow, image.Rect(x, 0, end, from.Dy()), draw.Src, nil)
	}
	return small
}

const (
	jpegQuality = 80
	webpQuality = "76"
	webpTime    = 10 * time.Second
	makeTime    = 2 * time.Minute // with waiting for one's turn
)

func encode(picture *image.NRGBA, mediaType string) ([]byte, error) {
	var made bytes.Buffer
	var err error
	switch mediaType {
	case "image/jpeg":
		err = jpeg.Encode(&made, onWhite(picture), &jpeg.Options{Quality: jpegQuality})
	case "image/png":
		err = png.Encode(&made, picture)
	default:
		fast := png.Encoder{CompressionLevel: png.BestSpeed}
		err = fast.Encode(&made, picture)
	}
	return made.Bytes(), err
}

// onWhite lays a picture that can be seen through, as a WebP may be, on white.
func onWhite(picture *image.NRGBA) image.Image {
	if picture.Opaque() {
		return picture
	}
	ground := image.NewRGBA(picture.Rect)
	draw.Draw(ground, ground.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(ground, ground.Rect, picture, picture.Rect.Min, draw.Over)
	return ground
}

// isBarePNG reports whether nothing is in it but a picture and its colours.
func isBarePNG(content []byte) bool {
	rest, is := bytes.CutPrefix(content, []byte("\x89PNG\r\n\x1a\n"))
	for is && len(rest) >= 12 {
		length, kind := uint64(binary.BigEndian.Uint32(rest)), string(rest[4:8])
		if uint64(len(rest)) < 12+length || !slices.Contains(bareChunks, kind) {
			return false
		}
		if rest = rest[12+length:]; kind == "IEND" {
			return len(rest) == 0
		}
	}
	return false
}

var bareChunks = strings.Fields("IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs")

// webp has the program make WebP of a PNG: of what was a PNG without a loss,
// for it may be a drawing with sharp edges.
func (p *Pictures) webp(ctx context.Context, picture []byte, original string) ([]byte, error) {
	loss := []string{"-q", webpQuality}
	if plain(original) == "image/png" {
		loss = []string{"-near_lossless", "60"}
	}
	ctx, cancel := context.WithTimeout(ctx, webpTime)
	defer cancel()
	var made, said bytes.Buffer
	cmd := exec.CommandContext(ctx, p.cwebp, append(loss, "-quiet", "-metadata", "none", "-o", "-", "--", "-")...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = bytes.NewReader(picture), &made, &said, []string{}
	cmd.WaitDelay = time.Second // whatever it has started may hold on to the output
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w: %w: %s", errNoWebP, err, bytes.TrimSpace(said.Bytes()))
	}
	return made.Bytes(), nil
}
