package media

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // decoders of the
	_ "image/jpeg" // formats that
	_ "image/png"  // images may have
	"net/http"
	"path"
	"strings"
)

// MaxPixels bounds an image before it is decoded: a small file can hold a very
// large picture.
const MaxPixels = 40_000_000

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

// Sniff looks at the content of a file. It refuses what is neither an image
// that can be read nor a document of a known kind, and a web page or PDF under
// another name. An image is what its content is, whatever its name.
func Sniff(filename string, content []byte) (Facts, error) {
	sniffed := http.DetectContentType(content)
	if strings.HasPrefix(sniffed, "image/") {
		return sniffImage(sniffed, content)
	}
	extension := strings.ToLower(path.Ext(filename))
	mediaType, known := documents[extension]
	switch {
	case isImage(extension):
		return Facts{}, fmt.Errorf("%s is not an image that can be read; save it again as JPEG or PNG", filename)
	case !known:
		return Facts{}, fmt.Errorf("%s: files of this kind are not accepted; use %s or an image", filename, "PDF, CSV, text, JSON, ZIP or an office document")
	case strings.HasPrefix(sniffed, "text/html"), (extension == ".pdf") != (sniffed == "application/pdf"):
		return Facts{}, fmt.Errorf("%s is not what its name says: it holds %s", filename, sniffed)
	}
	return Facts{MediaType: mediaType}, nil
}

func sniffImage(mediaType string, content []byte) (Facts, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return Facts{}, fmt.Errorf("the image cannot be read (%w); save it again as JPEG or PNG", err)
	}
	if size.Width*size.Height > MaxPixels {
		return Facts{}, fmt.Errorf("the image has %d × %d pixels; make it smaller than %d million", size.Width, size.Height, MaxPixels/1_000_000)
	}
	if _, _, err := image.Decode(bytes.NewReader(content)); err != nil {
		return Facts{}, fmt.Errorf("the image cannot be read to its end (%w); save it again as JPEG or PNG", err)
	}
	return Facts{MediaType: mediaType, Width: size.Width, Height: size.Height}, nil
}

func isImage(extension string) bool {
	switch extension {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".bmp", ".tif", ".tiff":
		return true
	}
	return false
}
