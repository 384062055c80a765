package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
)

// A small file can hold a very large picture, so its size is read before it is
// decoded.
const (
	MaxPixels = 40_000_000
	MaxSide   = 12_000 // pixels; WebP ends at 16,383
	// maxDecoded is what a picture may take while it is decoded. One is at a
	// time, in a server that has 300 MB for everything.
	maxDecoded = 100_000_000 // bytes
)

// sizeOf reads how large a picture is, and refuses it if it is too large.
func sizeOf(content []byte) (image.Config, error) {
	size, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return size, fmt.Errorf("the image cannot be read (%w); save it again as JPEG or PNG", err)
	}
	if size.Width > MaxSide || size.Height > MaxSide {
		return size, fmt.Errorf("the image has %d × %d pixels; make neither side longer than %d", size.Width, size.Height, MaxSide)
	}
	pixels := size.Width * size.Height
	if pixels > MaxPixels {
		return size, fmt.Errorf("the image has %d × %d pixels; make it smaller than %d million", size.Width, size.Height, MaxPixels/1_000_000)
	}
	if takes, kind := bytesPerPixel(content, size, format); float64(pixels)*takes > maxDecoded {
		return size, fmt.Errorf("the image has %d × %d pixels; make it smaller than %.0f million, which is the most for %s, or save it as an ordinary JPEG",
			size.Width, size.Height, maxDecoded/takes/1_000_000, kind)
	}
	return size, nil
}

// bytesPerPixel is what a pixel takes while the picture is decoded, and what
// such a picture is called.
func bytesPerPixel(content []byte, size image.Config, format string) (takes float64, kind string) {
	switch format {
	case "jpeg":
		return jpegBytesPerPixel(content, size)
	case "png":
		return pngBytesPerPixel(content, size)
	}
	return 4, "its format"
}

// pngBytesPerPixel reads the header, which DecodeConfig has seen to be one. A
// grey picture is counted as coloured: some of it may be seen through.
func pngBytesPerPixel(header []byte, size image.Config) (takes float64, kind string) {
	const depth, interlaced = 24, 28
	takes, kind = 4, "a PNG"
	if _, is := size.ColorModel.(color.Palette); is {
		takes = 1
	}
	if header[depth] == 16 {
		takes, kind = 8, "a PNG of 16 bits a colour"
	}
	if header[interlaced] != 0 {
		takes, kind = takes*2, "an interlaced PNG"
	}
	return takes, kind
}

// jpegBytesPerPixel reads how the colours are sampled. A progressive picture is
// held a second time, in numbers of four bytes.
func jpegBytesPerPixel(content []byte, size image.Config) (takes float64, kind string) {
	const firstFrame, progressive, lastFrame = 0xc0, 0xc2, 0xc2
	samples, marker := 4.0, byte(progressive) // the most, if it is not said where it is looked for
	for m, segment := range segments(content) {
		if m >= firstFrame && m <= lastFrame {
			samples, marker = samplesPerPixel(segment), m
			break
		}
	}
	takes, kind = samples, "a JPEG"
	if marker == progressive {
		takes, kind = samples*5, "a progressive JPEG"
	}
	if size.ColorModel != color.YCbCrModel && size.ColorModel != color.GrayModel {
		takes += 4 // it is copied to another model
	}
	return takes, kind
}

// samplesPerPixel reads the header of a frame: 3 for a picture whose colours
// are as fine as its light, 1.5 for most.
func samplesPerPixel(frame []byte) float64 {
	const head, component, sampling = 6, 3, 1
	var all, most float64
	for at := head; at+component <= len(frame); at += component {
		n := float64(frame[at+sampling]>>4) * float64(frame[at+sampling]&15)
		all, most = all+n, max(most, n)
	}
	if most == 0 {
		return 4
	}
	return all / most
}

// segments yields what a JPEG says before its pixels: marker and content. It
// ends at whatever is odd.
func segments(content []byte) func(yield func(marker byte, segment []byte) bool) {
	return func(yield func(byte, []byte) bool) {
		rest, isJPEG := bytes.CutPrefix(content, []byte{0xff, 0xd8})
		for isJPEG && len(rest) >= 4 && rest[0] == 0xff && rest[1] != 0xda {
			length := int(binary.BigEndian.Uint16(rest[2:]))
			if length < 2 || len(rest) < 2+length || !yield(rest[1], rest[4:2+length]) {
				return
			}
			rest = rest[2+length:]
		}
	}
}
