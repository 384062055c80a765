package kinds

import (
	"strings"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Banner is a line above the pages of some addresses. Its release says from
// when until when.
type Banner struct {
	Title string       `help:"For editors; readers see the text" rule:"required max=100"`
	Text  richtext.Doc `rule:"required max=400"`
	Link  cms.Link
	Paths []BannerPath `help:"Such as /services, or /services/** for all that is below; leave empty for every page"`
}

// BannerPath is an address, or all addresses below one.
type BannerPath struct {
	Path string `rule:"required max=300 pattern=^/\\S*$"`
}

func (*Banner) Kind() cms.Kind {
	return cms.Kind{Name: "banner", Label: "Banner", Help: "A line above the pages of some addresses", Tag: cms.NoticeTag}
}

func (b *Banner) Card() cms.Card { return cms.Card{Title: b.Title} }

// ShownOn reports whether the page at that address shows the banner. In a
// pattern, ** is any address below, the one before it included, and * is one
// part of an address.
func (b *Banner) ShownOn(path string) bool {
	if len(b.Paths) == 0 {
		return true
	}
	for _, p := range b.Paths {
		if matches(parts(p.Path), parts(path)) {
			return true
		}
	}
	return false
}

func parts(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

func matches(pattern, path []string) bool {
	for i, part := range pattern {
		switch {
		case part == "**":
			return true
		case i >= len(path) || part != "*" && part != path[i]:
			return false
		}
	}
	return len(pattern) == len(path)
}
