package media

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
)

// How large what editors upload may be.
const (
	MaxPicture  = 25_000_000  // bytes
	MaxDocument = 100_000_000 // bytes; also of films
	maxCaptions = 1_000_000   // bytes
)

// pictureNames are the extensions that a picture of a type may have. Another
// would be believed by some program.
var pictureNames = map[string][]string{
	"image/jpeg": {".jpg", ".jpeg"},
	"image/png":  {".png"},
	"image/gif":  {".gif"},
	"image/webp": {".webp"},
}

// Accepted is what may be uploaded, by extension, as a file field of a form
// names it.
func Accepted(pictures bool) string {
	var list []string
	for _, names := range pictureNames {
		list = append(list, names...)
	}
	if !pictures {
		for name := range documents {
			list = append(list, name)
		}
		for name := range films {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return strings.Join(list, ",")
}

// Accept judges what somebody uploads, by its name and by its content, which
// must say the same. It is stricter than Sniff, which judges what those who run
// the site import. The error is a sentence for the person.
func Accept(filename string, file io.ReaderAt, size int64) (Facts, error) {
	head := make([]byte, 512)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return Facts{}, fmt.Errorf("media: read what was uploaded: %w", err)
	}
	head = head[:n]
	extension := strings.ToLower(path.Ext(filename))
	sniffed := http.DetectContentType(head)
	switch {
	case size == 0:
		return Facts{}, errors.New("the file is empty")
	case extension == ".svg" || isSVG(head):
		return Facts{}, errors.New("a drawing in SVG can hold programs, so it cannot be uploaded; save it as PNG, or have those who run the site import it")
	case isImage(extension) || strings.HasPrefix(sniffed, "image/"):
		return acceptPicture(extension, sniffed, file, size)
	case size > MaxDocument:
		return Facts{}, fmt.Errorf("the file has %d MB and may have %d", size/1_000_000, MaxDocument/1_000_000)
	}
	if film, known := films[extension]; known {
		return acceptFilm(film.mediaType, film.begins, file, size)
	}
	mediaType, known := documents[extension]
	if !known {
		return Facts{}, fmt.Errorf("files of this kind (%s) are not accepted; use JPEG, PNG, GIF, WebP, PDF, CSV, text, JSON, ZIP, an office document without macros, MP4, WebM or WebVTT", orNone(extension))
	}
	return Facts{MediaType: mediaType}, acceptDocument(extension, sniffed, head, file, size)
}

func orNone(extension string) string {
	if extension == "" {
		return "no extension"
	}
	return "." + shown(extension)
}

func isSVG(head []byte) bool { return bytes.Contains(bytes.ToLower(head), []byte("<svg")) }

func acceptPicture(extension, sniffed string, file io.ReaderAt, size int64) (Facts, error) {
	names, known := pictureNames[sniffed]
	switch {
	case !known:
		return Facts{}, errors.New("this is not a picture that can be read; save it again as JPEG or PNG")
	case !slices.Contains(names, extension):
		return Facts{}, fmt.Errorf("the file is not what its name says: it holds %s; give it a name that ends in %s", strings.ToUpper(path.Base(sniffed)), names[0])
	case size > MaxPicture:
		return Facts{}, fmt.Errorf("the picture has %d MB and may have %d; make it smaller", size/1_000_000, MaxPicture/1_000_000)
	}
	content := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(file, 0, size), content); err != nil {
		return Facts{}, fmt.Errorf("media: read what was uploaded: %w", err)
	}
	return sniffImage(sniffed, content)
}

func acceptFilm(mediaType string, begins func([]byte) bool, file io.ReaderAt, size int64) (Facts, error) {
	if mediaType == films[".vtt"].mediaType && size > maxCaptions {
		return Facts{}, fmt.Errorf("the captions have %d KB and may have %d", size/1000, maxCaptions/1000)
	}
	head := make([]byte, min(size, maxCaptions))
	if _, err := io.ReadFull(io.NewSectionReader(file, 0, size), head); err != nil {
		return Facts{}, fmt.Errorf("media: read what was uploaded: %w", err)
	}
	if !begins(head) {
		return Facts{}, errors.New("the file is not what its name says; save it again as MP4, WebM or WebVTT")
	}
	return Facts{MediaType: mediaType}, nil
}

func acceptDocument(extension, sniffed string, head []byte, file io.ReaderAt, size int64) error {
	switch extension {
	case ".pdf":
		if sniffed != documents[extension] {
			return errors.New("the file is not what its name says: it is no PDF; save it again")
		}
		return nil
	case ".csv", ".json", ".txt":
		return acceptText(sniffed, file, size)
	}
	if !bytes.HasPrefix(head, []byte("PK")) {
		return fmt.Errorf("the file is not what its name says (%s); save it again", extension)
	}
	a, err := openArchive(file, size)
	if err != nil {
		return err
	}
	if extension != ".zip" {
		if err := a.isOffice(extension); err != nil {
			return err
		}
	}
	const table, document = 1, 1 // the table in the document in the ZIP
	return a.check(table + document)
}

// acceptText reads all of it: what holds other bytes than text is something
// else.
func acceptText(sniffed string, file io.ReaderAt, size int64) error {
	if !strings.HasPrefix(sniffed, "text/plain") {
		return errors.New("the file is not what its name says: it holds no plain text; save it again")
	}
	r := io.NewSectionReader(file, 0, size)
	for some := make([]byte, 64<<10); ; {
		n, err := r.Read(some)
		if bytes.IndexByte(some[:n], 0) >= 0 {
			return errors.New("the file is not what its name says: it holds no plain text; save it again as UTF-8")
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("media: read what was uploaded: %w", err)
		}
	}
}
