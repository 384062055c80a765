package testkit

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A browser may paint what it has after any of these tags. They make a pause in
// what stands first on every page: that is seen while the rest is on its way.
var (
	blockEnd  = regexp.MustCompile(`<button\b[^>]*>|</(button|div|form|h1|header|li|nav|p|svg|ul)>`)
	headerEnd = []byte("</header>")
)

const paint = 20 * time.Millisecond

// slowLine serves what origin does, but lets the header of a page come block by
// block, with the time between them that a browser needs to paint what it has.
func slowLine(t testing.TB, origin string) string {
	t.Helper()
	target, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&httputil.ReverseProxy{
		FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			if strings.Contains(r.In.Header.Get("Accept"), "text/html") {
				r.Out.Header.Set("Accept-Encoding", "identity")
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
				r.Header.Del("Content-Length")
				r.ContentLength = -1
				r.Body = &inPieces{whole: r.Body}
			}
			return nil
		},
	})
	t.Cleanup(server.Close)
	return server.URL
}

// inPieces reads a page, its header in as many as it has blocks.
type inPieces struct {
	whole io.ReadCloser
	rest  []byte
}

func (s *inPieces) Read(p []byte) (int, error) {
	if s.rest == nil {
		rest, err := io.ReadAll(s.whole)
		if err != nil {
			return 0, err
		}
		s.rest = rest
	}
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	piece := s.rest
	if end := blockEnd.FindIndex(piece); end != nil && bytes.Contains(piece, headerEnd) {
		piece = piece[:end[1]]
		time.Sleep(paint)
	}
	n := copy(p, piece)
	s.rest = s.rest[n:]
	return n, nil
}

func (s *inPieces) Close() error { return s.whole.Close() }
