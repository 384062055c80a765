package cms

import (
	"strings"
	"time"
)

// AssetType is what kind of thing a file is to editors.
type AssetType string

// The types of files.
const (
	Picture  AssetType = "picture"
	Film     AssetType = "film" // and captions
	Document AssetType = "document"
)

// Type tells what kind of thing the file is.
func (a Asset) Type() AssetType {
	switch {
	case strings.HasPrefix(a.MediaType, "image/"):
		return Picture
	case strings.HasPrefix(a.MediaType, "video/"), strings.HasPrefix(a.MediaType, "text/vtt"):
		return Film
	}
	return Document
}

// AssetAbout is what editors say of a file. It may change; the file does not.
type AssetAbout struct {
	Title       string
	Description string // what a picture shows: offered as its alternative text
}

// Bounds of what is said of a file, in code points.
const (
	MaxAssetTitle       = 150
	MaxAssetDescription = 300
)

// AssetRow is what editors see of a file.
type AssetRow struct {
	Asset
	AssetAbout
	AddedAt time.Time
	AddedBy ID // empty: not known
	Uses    AssetUses
}

// Name is what the file is called where editors see it.
func (r AssetRow) Name() string {
	if r.Title != "" {
		return r.Title
	}
	return r.Filename
}

// AssetUses says which pages use a file. Total also counts those that the
// person may not see.
type AssetUses struct {
	Pages []AssetUse
	Total int
}

// AssetUse is a page that uses a file, and in which states.
type AssetUse struct {
	Page    ID
	Title   string
	Live    bool // what the public reads uses it
	Planned bool // a release to come does
	Draft   bool // the draft does
}

// States says in words in which states the page uses the file.
func (u AssetUse) States() string {
	var states []string
	if u.Live {
		states = append(states, "live")
	}
	if u.Planned {
		states = append(states, "scheduled")
	}
	if u.Draft {
		states = append(states, "draft")
	}
	if len(states) == 0 {
		return "earlier version"
	}
	return strings.Join(states, ", ")
}

// AssetQuery asks for files, the latest first.
type AssetQuery struct {
	Text  string // a SearchText: words of the name, title or description; empty: any
	Types []AssetType
	First ID // whose files come first, when no words are asked for; empty: nobody's
	Paging
}
