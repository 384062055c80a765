package web

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// longDocument is more than fits into what lies between a handler and its client.
func longDocument(w io.Writer) error {
	for n := range 60_000 {
		if _, err := fmt.Fprintf(w, "line %d of a long document\n", n); err != nil {
			return err
		}
	}
	return nil
}

// streamed answers a request with a document, as the site would, and returns
// what was logged.
func streamed(t *testing.T, document func(io.Writer) error, ask func(url string)) (log string) {
	t.Helper()
	var text strings.Builder
	logger := slog.New(slog.NewTextHandler(&text, nil))
	handle := Adapt(logger, func(w http.ResponseWriter, _ *http.Request, status int, _ error) { w.WriteHeader(status) })
	server := httptest.NewServer(Watch(Log(logger))(handle(Recover(func(w http.ResponseWriter, r *http.Request) error {
		return Stream(w, r, "text/plain", document)
	}))))
	ask(server.URL)
	server.Close() // waits for the log
	return text.String()
}

// streamGet asks for a document in an encoding and reads it to its end.
func streamGet(t *testing.T, url, method, encoding string, headers ...string) (*http.Response, string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", encoding)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body := io.Reader(answer.Body)
	switch encoding := answer.Header.Get("Content-Encoding"); {
	case answer.StatusCode != http.StatusOK || method == http.MethodHead:
	case encoding == "br":
		body = brotli.NewReader(body)
	case encoding == "gzip":
		if body, err = gzip.NewReader(body); err != nil {
			return answer, "", err
		}
	}
	text, err := io.ReadAll(body)
	return answer, string(text), err
}

func TestStreamAnswersAsRespondDoes(t *testing.T) {
	t.Parallel()
	var want strings.Builder
	if err := longDocument(&want); err != nil {
		t.Fatal(err)
	}
	streamed(t, longDocument, func(url string) {
		for _, encoding := range []string{"identity", "gzip", "br"} {
			answer, text, err := streamGet(t, url, http.MethodGet, encoding)
			if err != nil || text != want.String() || answer.StatusCode != http.StatusOK {
				t.Errorf("%s: status %d, %d bytes, %v", encoding, answer.StatusCode, len(text), err)
			}
			whole := httptest.NewRecorder()
			if err := Respond(whole, answer.Request, http.StatusOK, "text/plain", []byte(want.String())); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"ETag", "Content-Type", "Content-Encoding", "Cache-Control", "Vary"} {
				if got := answer.Header.Get(name); got != whole.Header().Get(name) {
					t.Errorf("%s: %s is %q, and that of Respond %q", encoding, name, got, whole.Header().Get(name))
				}
			}
			etag := answer.Header.Get("ETag")
			if again, text, err := streamGet(t, url, http.MethodGet, encoding, "If-None-Match", etag); err != nil || again.StatusCode != http.StatusNotModified || text != "" {
				t.Errorf("%s: its own validator gives %d, %v", encoding, again.StatusCode, err)
			}
			head, text, err := streamGet(t, url, http.MethodHead, encoding)
			if err != nil || text != "" || head.StatusCode != http.StatusOK || head.Header.Get("ETag") != etag || head.Header.Get("Content-Encoding") != answer.Header.Get("Content-Encoding") {
				t.Errorf("%s: HEAD gives %d, %v, %v", encoding, head.StatusCode, head.Header, err)
			}
		}
	})
}

func TestStreamThatFailsBeforeItBeginsIsAnError(t *testing.T) {
	t.Parallel()
	log := streamed(t, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half a document")
		return errors.New("no more")
	}, func(url string) {
		if answer, text, err := streamGet(t, url, http.MethodGet, "gzip"); err != nil || answer.StatusCode != 500 || text != "" || answer.Header.Get("ETag") != "" {
			t.Errorf("status %d, %q, %v", answer.StatusCode, text, err)
		}
	})
	if !strings.Contains(log, "no more") {
		t.Errorf("the log does not say why:\n%s", log)
	}
}

// Whatever the encoding, a client can tell that the document is not whole, and
// the log says why.
func TestStreamThatFailsOnItsWayIsCutShort(t *testing.T) {
	t.Parallel()
	for _, encoding := range []string{"identity", "gzip", "br"} {
		times := 0
		log := streamed(t, func(w io.Writer) error {
			times++
			err := longDocument(w)
			if times == 2 && err == nil {
				err = errors.New("no more")
			}
			return err
		}, func(url string) {
			if answer, text, err := streamGet(t, url, http.MethodGet, encoding); err == nil {
				t.Errorf("%s: status %d, %d bytes, and no failure", encoding, answer.StatusCode, len(text))
			}
		})
		if !strings.Contains(log, "no more") || !strings.Contains(log, "status=200") {
			t.Errorf("%s: the log does not say why, or not what was sent:\n%s", encoding, log)
		}
	}
}

// A client that goes away is nobody's mistake.
func TestStreamToAClientThatLeavesIsNoError(t *testing.T) {
	t.Parallel()
	log := streamed(t, func(w io.Writer) error {
		for {
			if err := longDocument(w); err != nil {
				return err
			}
			if _, measured := w.(*measure); measured {
				return nil
			}
		}
	}, func(url string) {
		answer, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	})
	if strings.Contains(log, "level=ERROR") {
		t.Errorf("the log tells of a mistake:\n%s", log)
	}
}
