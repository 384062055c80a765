package corpus

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/media"
	"lectern/internal/publishing"
)

// mediaFile is a file that pages use.
type mediaFile struct {
	name    string
	content []byte
}

// mediaFiles returns small files of every sort that pages can hold.
func mediaFiles() ([]mediaFile, error) {
	files := []mediaFile{
		{"figures.csv", []byte("Year,Referrals\n2023,1200\n2024,1350\n2025,1410\n")},
		{"notes.txt", []byte("Notes on how the figures are counted.\n")},
		{"summary.pdf", minimalPDF("Summary of the figures")},
		{"figures.json", []byte(`{"years":[2023,2024,2025],"referrals":[1200,1350,1410]}` + "\n")},
		{"tour.mp4", minimalMP4()},
		{"tour.vtt", []byte("WEBVTT\n\n00:00.000 --> 00:02.000\nWelcome to the tour.\n\n00:02.000 --> 00:04.000\nThis is the first room.\n")},
	}
	for n, size := range []image.Point{{1200, 630}, {640, 480}, {480, 640}} {
		drawing, err := drawn(size, n)
		if err != nil {
			return nil, err
		}
		files = append(files, mediaFile{fmt.Sprintf("drawing-%d.png", n+1), drawing})
	}
	return files, nil
}

// drawn is a picture of coloured stripes.
func drawn(size image.Point, n int) ([]byte, error) {
	picture := image.NewPaletted(image.Rectangle{Max: size}, color.Palette{
		color.RGBA{0x12, 0x4a, 0x66, 0xff}, color.RGBA{0xd9, 0xe8, 0xee, 0xff}, color.RGBA{0xf2, 0xb7, 0x05, 0xff},
	})
	for y := range size.Y {
		for x := range size.X {
			picture.SetColorIndex(x, y, uint8((x/80+y/(40*(n+1)))%len(picture.Palette)))
		}
	}
	var content bytes.Buffer
	err := png.Encode(&content, picture)
	return content.Bytes(), err
}

// minimalPDF is one page with one line of text.
func minimalPDF(text string) []byte {
	stream := fmt.Sprintf("BT /F1 24 Tf 72 720 Td (%s) Tj ET", text)
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var out, index strings.Builder
	out.WriteString("%PDF-1.7\n")
	for n, object := range objects {
		fmt.Fprintf(&index, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	begins := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%s", len(objects)+1, index.String())
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, begins)
	return []byte(out.String())
}

// minimalMP4 is a film of no pictures: what kind of file it is, and how long it
// takes.
func minimalMP4() []byte {
	const millisecond, seconds = 1000, 4
	box := func(name string, content []byte) []byte {
		return append(binary.BigEndian.AppendUint32(nil, uint32(8+len(content))), append([]byte(name), content...)...)
	}
	head := make([]byte, 100) // version 0; instants of zero
	for at, value := range map[int]uint32{
		12: millisecond, 16: millisecond * seconds, 20: 1 << 16, // scale, length and speed
		36: 1 << 16, 52: 1 << 16, 68: 1 << 30, // the picture as it is
		96: 1, // of the next track
	} {
		binary.BigEndian.PutUint32(head[at:], value)
	}
	binary.BigEndian.PutUint16(head[24:], 1<<8) // loudness
	return append(box("ftyp", []byte("isom\x00\x00\x02\x00isommp41")), box("moov", box("mvhd", head))...)
}

// addMedia stores the files, and tells the filler of them.
func (g *generator) addMedia(ctx context.Context, f *publishing.Filling, blobs *media.Disk) error {
	files, err := mediaFiles()
	if err != nil {
		return fmt.Errorf("corpus: %w", err)
	}
	for _, file := range files {
		facts, err := media.Sniff(file.name, file.content)
		if err != nil {
			return fmt.Errorf("corpus: %w", err)
		}
		hash, err := blobs.Put(file.content)
		if err != nil {
			return err
		}
		a := cms.Asset{
			ID: g.id(), Hash: hash, Filename: file.name, MediaType: facts.MediaType,
			Size: int64(len(file.content)), Width: facts.Width, Height: facts.Height,
		}
		if err := f.AddAsset(ctx, a); err != nil {
			return err
		}
		g.offer(a)
	}
	return nil
}

// offer tells the filler what a file is for.
func (g *generator) offer(a cms.Asset) {
	switch mediaType, _, _ := strings.Cut(a.MediaType, ";"); {
	case a.Width > 0:
		g.filler.Images = append(g.filler.Images, a.ID)
	case mediaType == "video/mp4":
		g.filler.Film = a.ID
	case mediaType == "text/vtt":
		g.filler.Captions = a.ID
	default:
		g.filler.Documents = append(g.filler.Documents, a.ID)
	}
}
