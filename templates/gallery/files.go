package gallery

import (
	"bytes"
	_ "embed" // of the sample video
	"image"
	"image/color"
	"image/png"

	"lectern/internal/cms"
)

// File is a file that a sample shows.
type File struct {
	MediaType string
	Content   []byte
}

// Two seconds of a bar that moves.
//
//go:embed sample.webm
var film []byte

const captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nA bar moves from left to right.\n"

// Files returns the files that the samples show, by their address.
func Files() map[string]File {
	contents := map[cms.ID][]byte{filmFile: film, captionsFile: []byte(captions)}
	files := map[string]File{}
	for id, content := range contents {
		asset := sampleFiles[id]
		files[asset.URL()] = File{MediaType: asset.MediaType, Content: content}
	}
	picture := sampleFiles[pictureFile]
	for _, width := range picture.Widths() {
		files[picture.URLAt(width)] = File{MediaType: picture.MediaType, Content: stripes(width)}
	}
	return files
}

// stripes is the sample picture in a width.
func stripes(width int) []byte {
	blue, pale := color.RGBA{0x28, 0x35, 0x7f, 0xff}, color.RGBA{0xc3, 0xcc, 0xf5, 0xff}
	picture := image.NewPaletted(image.Rect(0, 0, width, width*pictureHeight/pictureWidth), color.Palette{blue, pale})
	for i := range picture.Pix {
		x, y := i%picture.Stride, i/picture.Stride
		picture.Pix[i] = uint8((x + y) / 40 % 2)
	}
	var b bytes.Buffer
	_ = png.Encode(&b, picture) // a Buffer takes everything
	return b.Bytes()
}
