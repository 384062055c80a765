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
// what stands first on a page: that is seen while the rest is on its way.
var (
	blockEnd  = regexp.MustCompile(`<button\b[^>]*>|</(button|div|form|h1|header|li|nav|p|svg|ul)>`)
	headerEnd = []byte("</header>")
)

const (
	paint     = 20 * time.Millisecond
	firstSeen = 20 // blocks behind the header that a phone may show before a reader scrolls
)

// slowLine serves what origin does, but lets the first screen of a page come block
// by block, with the time between them that a browser needs to paint what it has.
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

// inPieces reads a page, its first screen block by block.
type inPieces struct {
	whole  io.ReadCloser
	pieces [][]byte // still to come; nil: not read yet
	now    []byte   // what is left of the piece that is coming
}

func (s *inPieces) Read(p []byte) (int, error) {
	if s.pieces == nil {
		page, err := io.ReadAll(s.whole)
		if err != nil {
			return 0, err
		}
		s.pieces = parted(page)
	}
	if len(s.now) == 0 {
		if len(s.pieces) == 0 {
			return 0, io.EOF
		}
		time.Sleep(paint)
		s.now, s.pieces = s.pieces[0], s.pieces[1:]
	}
	n := copy(p, s.now)
	s.now = s.now[n:]
	return n, nil
}

// parted returns the blocks of a page's first screen, and then the rest.
func parted(page []byte) [][]byte {
	header := bytes.Index(page, headerEnd)
	var pieces [][]byte
	start, behind := 0, 0
	for _, block := range blockEnd.FindAllIndex(page, -1) {
		if block[0] > header {
			behind++
		}
		if behind > firstSeen {
			break
		}
		pieces = append(pieces, page[start:block[1]])
		start = block[1]
	}
	return append(pieces, page[start:])
}

func (s *inPieces) Close() error { return s.whole.Close() }
