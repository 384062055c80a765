package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // decoders of the
	_ "image/jpeg" // formats that
	_ "image/png"  // images may have
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	_ "golang.org/x/image/webp" // another
)

// Facts is what the bytes of a file say about it.
type Facts struct {
	MediaType string
	Width     int // pixels; 0 unless it is an image
	Height    int
}

// documents are the files that may be offered for download, by extension: their
// bytes alone do not tell them apart.
var documents = map[string]string{
	".csv":  "text/csv; charset=utf-8",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".json": "application/json",
	".ods":  "application/vnd.oasis.opendocument.spreadsheet",
	".odt":  "application/vnd.oasis.opendocument.text",
	".pdf":  "application/pdf",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".txt":  "text/plain; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".zip":  "application/zip",
}

// films are the videos and their captions, by extension, each with how its
// bytes begin.
var films = map[string]struct {
	mediaType string
	begins    func(content []byte) bool
}{
	".mp4":  {"video/mp4", isMP4},
	".webm": {"video/webm", isWebM},
	".vtt":  {"text/vtt; charset=utf-8", isWebVTT},
}

// Sniff looks at the content of a file. It refuses what is neither an image
// that can be read, nor a video, nor a document of a known kind, and a web page
// or PDF under another name. An image is what its content is, whatever its name.
func Sniff(filename string, content []byte) (Facts, error) {
	sniffed := http.DetectContentType(content)
	if strings.HasPrefix(sniffed, "image/") {
		return sniffImage(sniffed, content)
	}
	extension := strings.ToLower(path.Ext(filename))
	if extension == ".svg" {
		return sniffSVG(content)
	}
	if film, known := films[extension]; known {
		if !film.begins(content) {
			return Facts{}, fmt.Errorf("%s is not what its name says: it holds %s; save it again as MP4, WebM or WebVTT", filename, sniffed)
		}
		return Facts{MediaType: film.mediaType}, nil
	}
	mediaType, known := documents[extension]
	switch {
	case isImage(extension):
		return Facts{}, fmt.Errorf("%s is not an image that can be read; save it again as JPEG or PNG", filename)
	case !known:
		return Facts{}, fmt.Errorf("%s: files of this kind are not accepted; use %s or an image", filename, "PDF, CSV, text, JSON, ZIP, an office document, MP4, WebM, WebVTT")
	case strings.HasPrefix(sniffed, "text/html"), (extension == ".pdf") != (sniffed == "application/pdf"):
		return Facts{}, fmt.Errorf("%s is not what its name says: it holds %s", filename, sniffed)
	}
	return Facts{MediaType: mediaType}, nil
}

func sniffImage(mediaType string, content []byte) (Facts, error) {
	size, err := sizeOf(content)
	if err != nil {
		return Facts{}, err
	}
	if moves(content) {
		return Facts{}, errors.New("the picture moves, which readers cannot stop; save one frame of it as PNG, or all of it as a video")
	}
	if _, _, err := image.Decode(bytes.NewReader(content)); err != nil {
		return Facts{}, fmt.Errorf("the image cannot be read to its end (%w); save it again as JPEG or PNG", err)
	}
	facts := Facts{MediaType: mediaType, Width: size.Width, Height: size.Height}
	if orientationOf(content).sideways() {
		facts.Width, facts.Height = facts.Height, facts.Width
	}
	return facts, nil
}

func isImage(extension string) bool {
	switch extension {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff":
		return true
	}
	return false
}

// isMP4 reports whether the first box says what kind of file it is.
func isMP4(content []byte) bool {
	return len(content) >= 12 && string(content[4:8]) == "ftyp"
}

// isWebM reports whether it is EBML that calls itself webm, and no other
// Matroska.
func isWebM(content []byte) bool {
	header := content[:min(len(content), 64)]
	return bytes.HasPrefix(header, []byte("\x1aE\xdf\xa3")) && bytes.Contains(header, []byte("\x42\x82\x84webm"))
}

// isWebVTT reports whether the first line is that of captions.
func isWebVTT(content []byte) bool {
	text, begins := bytes.CutPrefix(bytes.TrimPrefix(content, []byte("\ufeff")), []byte("WEBVTT"))
	return begins && utf8.Valid(text) && (len(text) == 0 || bytes.IndexByte([]byte(" \t\r\n"), text[0]) >= 0)
}
