package web

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// HTML is the content type of pages.
const HTML = "text/html; charset=utf-8"

// smallest is the size in bytes below which compressing costs more than it saves.
const smallest = 512

// Respond writes a whole response: compressed as the client accepts, with a
// strong validator, or just 304 when the client has it already. Caches must
// ask each time unless the handler has said otherwise.
func Respond(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) error {
	return NewDocument(contentType, body).respond(w, r, status)
}

// prepare sets the headers that every document has, unless the handler has, and
// returns the encoding in which one of that size is sent.
func prepare(h http.Header, r *http.Request, contentType string, size int64) (encoding string) {
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", contentType)
	}
	h.Add("Vary", "Accept-Encoding")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	if size >= smallest {
		encoding = accepted(r.Header.Get("Accept-Encoding"))
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	return encoding
}

// NotModified answers 304, and reports that it has, when the client has what
// the response's ETag names. If it names none that it has, the response's
// Last-Modified counts.
func NotModified(w http.ResponseWriter, r *http.Request) bool {
	if tags := r.Header.Values("If-None-Match"); len(tags) > 0 {
		if !matches(strings.Join(tags, ","), w.Header().Get("ETag")) {
			return false
		}
	} else if !unmodifiedSince(w.Header().Get("Last-Modified"), r.Header.Get("If-Modified-Since")) {
		return false
	}
	w.Header().Del("Content-Type")
	w.Header().Del("Content-Encoding")
	w.WriteHeader(http.StatusNotModified)
	return true
}

func unmodifiedSince(modified, since string) bool {
	m, err := http.ParseTime(modified)
	if err != nil {
		return false
	}
	s, err := http.ParseTime(since)
	return err == nil && !m.After(s)
}

func entityTag(sum []byte, encoding string) string {
	tag := hex.EncodeToString(sum[:12])
	if encoding != "" {
		tag += "-" + encoding
	}
	return `"` + tag + `"`
}

// matches reports whether an If-None-Match header names the tag.
func matches(header, etag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == etag {
			return true
		}
	}
	return false
}

// Accepts reports whether an Accept header asks for a media type by its name.
// That it accepts anything is not enough: many say so that cannot show all.
func Accepts(header, mediaType string) bool { return weights(header)[mediaType] > 0 }

// accepted returns the best of the encodings we make that the header accepts,
// and "" for none.
func accepted(header string) string {
	weights := weights(header)
	best, weight := "", 0.0
	for _, encoding := range []string{"br", "gzip"} {
		q, named := weights[encoding]
		if !named {
			q = weights["*"]
		}
		if q > weight {
			best, weight = encoding, q
		}
	}
	return best
}

// weights reads how much each of the things that a header names is wanted, from
// 0 to 1.
func weights(header string) map[string]float64 {
	weights := map[string]float64{}
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		weights[strings.ToLower(strings.TrimSpace(name))] = quality(parameters)
	}
	return weights
}

func quality(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		if value, found := strings.CutPrefix(strings.TrimSpace(parameter), "q="); found {
			q, err := strconv.ParseFloat(value, 64)
			if err != nil || q < 0 || q > 1 {
				return 0
			}
			return q
		}
	}
	return 1
}

func compress(body []byte, encoding string) ([]byte, error) {
	if encoding == "" {
		return body, nil
	}
	var out bytes.Buffer
	w := compressor(&out, encoding)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}
