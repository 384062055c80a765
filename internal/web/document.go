package web

import (
	"crypto/sha256"
	"net/http"
	"strconv"
	"sync"
)

// Document is a body that is sent more than once: its validator is made once,
// and it is compressed once in each way that somebody has asked for.
type Document struct {
	contentType string
	body        []byte
	sum         [sha256.Size]byte

	mu         sync.Mutex
	compressed map[string][]byte // by encoding
}

// NewDocument returns a document. The body must not change any more.
func NewDocument(contentType string, body []byte) *Document {
	return &Document{contentType: contentType, body: body, sum: sha256.Sum256(body), compressed: map[string][]byte{}}
}

// Size is how many bytes the document has, before it is compressed.
func (d *Document) Size() int { return len(d.body) }

// Respond sends the document, as the function of that name does. A
// Last-Modified that the handler has set is heeded as well.
func (d *Document) Respond(w http.ResponseWriter, r *http.Request) error {
	return d.respond(w, r, http.StatusOK)
}

func (d *Document) respond(w http.ResponseWriter, r *http.Request, status int) error {
	h := w.Header()
	encoding := prepare(h, r, d.contentType, int64(len(d.body)))
	if status == http.StatusOK {
		h.Set("ETag", entityTag(d.sum[:], encoding))
		if NotModified(w, r) {
			return nil
		}
	}
	body, err := d.in(encoding)
	if err != nil {
		return err
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, err = w.Write(body) // the client may be gone: nothing is left to say to it
		_ = err
	}
	return nil
}

// in returns the body in an encoding; in the empty one, as it is.
func (d *Document) in(encoding string) ([]byte, error) {
	if encoding == "" {
		return d.body, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.compressed[encoding] == nil {
		body, err := compress(d.body, encoding)
		if err != nil {
			return nil, err
		}
		d.compressed[encoding] = body
	}
	return d.compressed[encoding], nil
}
