package media

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation is which way up a camera was held: 1 to 8, as EXIF counts.
type orientation int

func (o orientation) sideways() bool { return o >= 5 }

// orientationOf reads the one thing that is needed of what a camera writes into
// a JPEG or a WebP. Whatever is odd is the right way up.
func orientationOf(content []byte) orientation {
	if way := orientationOfWebP(content); way > 1 {
		return way
	}
	for marker, segment := range segments(content) {
		if exif, is := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); is && marker == 0xe1 {
			return orientationIn(exif)
		}
	}
	return 1
}

// orientationIn looks for the tag in the first folder of a TIFF.
func orientationIn(tiff []byte) orientation {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	folder := tiff[at:]
	const entry, tag = 12, 0x112
	for n, i := int(order.Uint16(folder)), 0; i < n && 2+(i+1)*entry <= len(folder); i++ {
		if e := folder[2+i*entry:]; order.Uint16(e) == tag {
			if o := orientation(order.Uint16(e[8:])); o >= 1 && o <= 8 {
				return o
			}
		}
	}
	return 1
}

// upright turns the picture the right way up.
func (o orientation) upright(from *image.NRGBA) *image.NRGBA {
	if o <= 1 {
		return from
	}
	w, h := from.Rect.Dx(), from.Rect.Dy()
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	if o.sideways() {
		to = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := o.place(x, y, w, h)
			copy(to.Pix[to.PixOffset(tx, ty):][:4], from.Pix[from.PixOffset(x, y):][:4])
		}
	}
	return to
}

// place is where a point of a picture of w by h comes to stand.
func (o orientation) place(x, y, w, h int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}

// orientationOfWebP reads the notes that a camera's WebP may hold.
func orientationOfWebP(content []byte) orientation {
	const head, chunk = 12, 8
	if len(content) < head || string(content[:4]) != "RIFF" || string(content[8:12]) != "WEBP" {
		return 1
	}
	for rest := content[head:]; len(rest) >= chunk; {
		length := int64(binary.LittleEndian.Uint32(rest[4:]))
		if length > int64(len(rest)-chunk) {
			return 1
		}
		if string(rest[:4]) == "EXIF" {
			return orientationIn(bytes.TrimPrefix(rest[chunk:chunk+length], []byte("Exif\x00\x00")))
		}
		rest = rest[min(int64(len(rest)), chunk+length+length%2):]
	}
	return 1
}
