package cms

import (
	"net/url"
	"time"
)

// Asset is a stored file. Its bytes are kept by content in a blob store.
type Asset struct {
	ID        ID
	Hash      string // SHA-256 of the bytes, in hexadecimal: its name in the blob store
	Filename  string // what a reader's download is called
	MediaType string
	Size      int64 // bytes
	Width     int   // pixels; 0 when it is not an image
	Height    int
	CreatedAt time.Time
}

// URL is the address the file is served at, for as long as a live page uses it.
func (a Asset) URL() string { return "/media/" + string(a.ID) + "/" + url.PathEscape(a.Filename) }
