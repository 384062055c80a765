package blocks_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// TestChecks tells what blocks refuse by themselves.
func TestChecks(t *testing.T) {
	link := cms.Link{Text: "Go", URL: "https://example.org"}
	words := richtext.Doc{{Paragraph: []richtext.Span{{Text: "x"}}}}
	film, captions := cms.File{Asset: "film"}, cms.File{Asset: "captions"}
	for _, test := range []struct {
		name  string
		block interface{ Check() []cms.Problem }
		want  []string // fields
	}{
		{"a button", &blocks.Button{Link: link}, nil},
		{"a button without words", &blocks.Button{Link: cms.Link{Page: "spine"}}, []string{"link"}},
		{"35 characters", &blocks.Button{Link: cms.Link{Text: strings.Repeat("é", 35), Page: "spine"}}, nil},
		{"36 characters", &blocks.Button{Link: cms.Link{Text: strings.Repeat("é", 36), Page: "spine"}}, []string{"link"}},
		{"a video with captions", &blocks.Video{File: film, Captions: captions}, nil},
		{"a video with captions in it", &blocks.Video{URL: "https://example.org", Captioned: true}, nil},
		{"a video with a transcript", &blocks.Video{URL: "https://example.org", Transcript: words}, nil},
		{"a video for those who hear", &blocks.Video{File: film}, []string{"transcript"}},
		{"no video", &blocks.Video{Captioned: true}, []string{"file"}},
		{"two videos", &blocks.Video{File: film, URL: "https://example.org", Captioned: true}, []string{"url"}},
		{"a video in the open", &blocks.Video{URL: "http://example.org", Captioned: true}, []string{"url"}},
		{"captions of a video elsewhere", &blocks.Video{URL: "https://example.org", Captions: captions}, []string{"captions"}},
		{"a dashboard with a link", &blocks.Dashboard{URL: "https://example.org", Data: link}, nil},
		{"a dashboard with a file", &blocks.Dashboard{URL: "https://example.org", DataFile: captions}, nil},
		{"a dashboard without data", &blocks.Dashboard{URL: "https://example.org"}, []string{"data"}},
		{"a dashboard with both, in the open", &blocks.Dashboard{URL: "http://example.org", Data: link, DataFile: captions}, []string{"url", "data_file"}},
		{"a featured page", &blocks.Featured{Page: "spine"}, nil},
		{"a featured link", &blocks.Featured{Title: "x", Link: link}, nil},
		{"a featured link without a title", &blocks.Featured{Link: link}, []string{"page"}},
		{"a featured page and link", &blocks.Featured{Page: "spine", Link: link}, []string{"link"}},
		{"a chart", &blocks.Chart{Data: "Year,a\n2024,1\n2025,2", Highlight: "2025"}, nil},
		{"a chart of words", &blocks.Chart{Data: "Year,a\n2024,x\n2025,y"}, []string{"data", "data"}},
		{"a highlight that is not there", &blocks.Chart{Data: "Year,a\n2024,1\n2025,2", Highlight: "2026"}, []string{"highlight"}},
		{"a highlight in a line", &blocks.Chart{Form: "line", Data: "Year,a\n2024,1\n2025,2", Highlight: "2025"}, []string{"highlight"}},
		{"a highlight in several series", &blocks.Chart{Data: "Year,a,b\n2024,1,1\n2025,2,2", Highlight: "2025"}, []string{"highlight"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range test.block.Check() {
				got = append(got, p.Field)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("problems with %q, want %q", got, test.want)
			}
		})
	}
}
