package web

import (
	"compress/gzip"
	"crypto/sha256"
	"hash"
	"io"
	"net/http"
	"strconv"

	"github.com/andybalholm/brotli"
)

// Stream answers with a document that is too long to be held in memory. It has
// the document written twice, and it must be the same both times: once to learn
// its length and its validator, which is as strong as that of Respond, and once
// to the client that has not got it. What fails the first time is an error like
// any other. What fails the second time ends the connection, so that no client
// takes a part for the whole.
func Stream(w http.ResponseWriter, r *http.Request, contentType string, write func(io.Writer) error) error {
	known := measure{sum: sha256.New()}
	if err := write(&known); err != nil {
		return err
	}
	h := w.Header()
	encoding := prepare(h, r, contentType, known.size)
	h.Set("ETag", entityTag(known.sum.Sum(nil), encoding))
	if NotModified(w, r) {
		return nil
	}
	if encoding == "" {
		h.Set("Content-Length", strconv.FormatInt(known.size, 10))
	}
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	client := &sending{to: w}
	if err := send(client, encoding, write); err != nil {
		return cut{err: err, gone: client.failed}
	}
	return nil
}

// send writes the document to the client in that encoding. One that is cut short
// is not closed either, which would make it look whole.
func send(client io.Writer, encoding string, write func(io.Writer) error) error {
	compressed := compressor(client, encoding)
	if err := write(compressed); err != nil {
		return err
	}
	return compressed.Close()
}

// compressor compresses what is written to it. It has nothing left to say once
// it is closed.
func compressor(to io.Writer, encoding string) io.WriteCloser {
	switch encoding {
	case "br":
		// Without a window of that size it keeps some megabytes before it says anything.
		return brotli.NewWriterOptions(to, brotli.WriterOptions{Quality: 5, LGWin: 18})
	case "gzip":
		return gzip.NewWriter(to)
	default:
		return plain{to}
	}
}

type plain struct{ io.Writer }

func (plain) Close() error { return nil }

// measure learns how long what is written to it is, and its sum.
type measure struct {
	sum  hash.Hash
	size int64
}

func (m *measure) Write(p []byte) (int, error) {
	m.size += int64(len(p))
	return m.sum.Write(p)
}

// sending is an answer under way. It remembers whether the client takes it.
type sending struct {
	to     io.Writer
	failed bool
}

func (s *sending) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	s.failed = s.failed || err != nil
	return n, err
}

// cut is the failure of an answer that has begun. See Adapt.
type cut struct {
	err  error
	gone bool // the client would not take it: nobody's fault
}

func (c cut) Error() string { return "an answer was cut short: " + c.err.Error() }
func (c cut) Unwrap() error { return c.err }
