package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"log/slog"
	"os/exec"
	"strings"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/sync/singleflight"

	"lectern/internal/cms"
)

// Pictures makes pictures narrower, and keeps them beside the originals. What
// it makes holds pixels alone: nothing of what a camera writes about the place
// and the person.
type Pictures struct {
	blobs *Disk
	cwebp string // path of the program; empty: there is none, and no WebP
	log   *slog.Logger
	turn  chan struct{} // one at a time: a large picture takes a hundred megabytes
	same  singleflight.Group
}

// NewPictures makes pictures of what blobs holds; as WebP if the program cwebp
// is found.
func NewPictures(blobs *Disk, log *slog.Logger) *Pictures {
	cwebp, err := exec.LookPath("cwebp")
	if err != nil {
		cwebp = ""
	}
	return &Pictures{blobs: blobs, cwebp: cwebp, log: log, turn: make(chan struct{}, 1)}
}

// Open returns a picture in that width, which is not above its own, and its
// media type: WebP if that is accepted and can be made, else the original's.
// The first time, it is made.
func (p *Pictures) Open(ctx context.Context, a cms.Asset, width int, acceptsWebP bool) (io.ReadSeekCloser, string, error) {
	mediaType := a.MediaType
	if acceptsWebP && p.cwebp != "" {
		mediaType = "image/webp"
	}
	name := fmt.Sprintf("%s.%d.%s", a.Hash, width, strings.TrimPrefix(mediaType, "image/"))
	kept, err := p.blobs.openNamed(name)
	if err == nil || !errors.Is(err, cms.ErrNotFound) {
		return kept, mediaType, err
	}
	// Who asks first may leave: the others still wait for it.
	_, err, _ = p.same.Do(name, func() (any, error) {
		return nil, p.make(context.WithoutCancel(ctx), name, a, width, mediaType)
	})
	if err != nil && mediaType != a.MediaType {
		p.log.Warn("a picture was not made as WebP", "file", a.ID, "width", width, "error", err)
		return p.Open(ctx, a, width, false)
	}
	if err != nil {
		return nil, "", fmt.Errorf("media: make %s %d wide: %w", a.ID, width, err)
	}
	kept, err = p.blobs.openNamed(name)
	return kept, mediaType, err
}

func (p *Pictures) make(ctx context.Context, name string, a cms.Asset, width int, mediaType string) error {
	p.turn <- struct{}{}
	defer func() { <-p.turn }()
	original, err := p.blobs.Open(a.Hash)
	if err != nil {
		return err
	}
	content, err := io.ReadAll(original)
	if err = errors.Join(err, original.Close()); err != nil {
		return err
	}
	picture, err := narrowed(content, width)
	if err != nil {
		return err
	}
	made, err := p.encode(ctx, picture, mediaType, a.MediaType)
	if err != nil {
		return err
	}
	return p.blobs.putNamed(name, made)
}

// narrowed decodes a picture, makes it narrower, and turns it the right way up.
func narrowed(content []byte, width int) (image.Image, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	if size.Width*size.Height > MaxPixels {
		return nil, fmt.Errorf("it has %d × %d pixels", size.Width, size.Height)
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
	height := max(1, (h*width+w/2)/w)
	box := image.Rect(0, 0, width, height)
	if way.sideways() {
		box = image.Rect(0, 0, height, width)
	}
	small := image.NewNRGBA(box)
	draw.CatmullRom.Scale(small, box, picture, picture.Bounds(), draw.Src, nil)
	return way.upright(small), nil
}

const (
	jpegQuality = 80
	webpQuality = "76"
	webpTime    = 20 * time.Second
)

func (p *Pictures) encode(ctx context.Context, picture image.Image, mediaType, original string) ([]byte, error) {
	var made bytes.Buffer
	switch mediaType {
	case "image/jpeg":
		err := jpeg.Encode(&made, picture, &jpeg.Options{Quality: jpegQuality})
		return made.Bytes(), err
	case "image/png":
		err := png.Encode(&made, picture)
		return made.Bytes(), err
	default:
		fast := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := fast.Encode(&made, picture); err != nil {
			return nil, err
		}
		return p.webp(ctx, &made, original)
	}
}

// webp has the program make WebP of a PNG: of what was a PNG without a loss,
// for it may be a drawing with sharp edges.
func (p *Pictures) webp(ctx context.Context, picture io.Reader, original string) ([]byte, error) {
	loss := []string{"-q", webpQuality}
	if original == "image/png" {
		loss = []string{"-near_lossless", "60"}
	}
	ctx, cancel := context.WithTimeout(ctx, webpTime)
	defer cancel()
	var made, said bytes.Buffer
	cmd := exec.CommandContext(ctx, p.cwebp, append(loss, "-quiet", "-metadata", "none", "-o", "-", "--", "-")...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = picture, &made, &said, []string{}
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("cwebp: %w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	return made.Bytes(), nil
}
