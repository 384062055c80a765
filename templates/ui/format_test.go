package ui_test

import (
	"testing"
	"time"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

func TestFileSize(t *testing.T) {
	for bytes, want := range map[int64]string{
		0:             "0 bytes",
		999:           "999 bytes",
		1_000:         "1 KB",
		41_800:        "42 KB",
		999_499:       "999 KB",
		999_500:       "1 MB",
		1_204_000:     "1.2 MB",
		18_420_000:    "18.4 MB",
		999_949_999:   "999.9 MB",
		999_950_000:   "1 GB",
		2_300_000_000: "2.3 GB",
	} {
		if got := ui.FileSize(bytes); got != want {
			t.Errorf("FileSize(%d) = %q, want %q", bytes, got, want)
		}
	}
}

func TestFileType(t *testing.T) {
	for _, test := range []struct {
		asset cms.Asset
		want  string
	}{
		{cms.Asset{MediaType: "application/pdf", Filename: "report.bin"}, "PDF"},
		{cms.Asset{MediaType: "text/csv; charset=utf-8"}, "CSV"},
		{cms.Asset{MediaType: "application/octet-stream", Filename: "map.gpkg"}, "GPKG"},
		{cms.Asset{MediaType: "application/octet-stream", Filename: "readme"}, "File"},
	} {
		if got := ui.FileType(test.asset); got != test.want {
			t.Errorf("FileType(%+v) = %q, want %q", test.asset, got, test.want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 918: "918", 1_000: "1,000", 18_412: "18,412", 1_234_567: "1,234,567"} {
		if got := ui.Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestLastEdited(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ at, want string }{
		{"2024-03-05T11:55:00Z", `Last edited: <time datetime="2024-03-05T11:55:00Z">5 March 2024 11:55 am</time>`},
		{"2023-10-20T15:14:00Z", `Last edited: <time datetime="2023-10-20T16:14:00+01:00">20 October 2023 4:14 pm</time>`},
	} {
		at, err := time.Parse(time.RFC3339, test.at)
		if err != nil {
			t.Fatal(err)
		}
		view := &ui.View{Zone: london, Release: cms.Release{LastEditedAt: at}}
		if got, want := html(t, ui.LastEdited(view)), `<p class="meta last-edited">`+test.want+"</p>"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if got := html(t, ui.LastEdited(&ui.View{})); got != "" {
		t.Errorf("a page that was never edited says %s", got)
	}
}

func TestNotesNewestFirst(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, time.May, n, 0, 0, 0, 0, time.UTC) }
	view := &ui.View{Notes: []cms.ChangeNote{{At: day(1), Note: "a"}, {At: day(3), Note: "b"}, {At: day(2), Note: "c"}}}
	var got string
	for _, note := range view.NotesNewestFirst() {
		got += note.Note
	}
	if got != "bca" {
		t.Errorf("the notes are in the order %s, want bca", got)
	}
}
