package ui

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/kinds"
)

// In returns the instant in the view's zone.
func (v *View) In(at time.Time) time.Time {
	if v.Zone == nil {
		return at.UTC()
	}
	return at.In(v.Zone)
}

// Day writes a day as 5 March 2024.
func Day(t time.Time) string { return t.Format("2 January 2006") }

// ToCome says when something that is announced is published, as far as that
// may be told.
func (v *View) ToCome(published cms.Date) string {
	when := "in " + published.In(time.UTC).Format(statisticsMonth)
	if kinds.TellsDay(published, v.At) {
		when = "on " + published.In(time.UTC).Format(statisticsDay)
	}
	return "Upcoming, not yet published. It will be published " + when + "."
}

// Minute writes an instant as 5 March 2024 11:55 am.
func Minute(t time.Time) string { return t.Format("2 January 2006 3:04 pm") }

// Sentence ends a text with a full stop and a space, so that another may
// follow.
func Sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.TrimSuffix(text, ".") + ". "
}

// Count writes a number with its thousands parted by commas.
func Count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Plural writes a number with the noun that fits it.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// FileSize writes a size as 812 bytes, 42 KB or 1.2 MB. A KB is 1,000 bytes.
func FileSize(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 999_500:
		return fmt.Sprintf("%d KB", (bytes+500)/1000)
	case bytes < 999_950_000:
		return decimal(bytes, 1_000_000) + " MB"
	default:
		return decimal(bytes, 1_000_000_000) + " GB"
	}
}

func decimal(bytes, unit int64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(bytes)/float64(unit)), ".0")
}

var fileTypes = map[string]string{
	"application/json":                               "JSON",
	"application/msword":                             "DOC",
	"application/pdf":                                "PDF",
	"application/vnd.ms-excel":                       "XLS",
	"application/vnd.oasis.opendocument.spreadsheet": "ODS",
	"application/vnd.oasis.opendocument.text":        "ODT",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         "XLSX",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   "DOCX",
	"application/xml": "XML",
	"application/zip": "ZIP",
	"image/gif":       "GIF",
	"image/jpeg":      "JPEG",
	"image/png":       "PNG",
	"image/svg+xml":   "SVG",
	"image/webp":      "WebP",
	"text/csv":        "CSV",
	"text/plain":      "TXT",
}

// Whole says what a reader gets who asks for a picture by itself, such as
// 1280 × 720 pixels.
func Whole(a cms.Asset) string {
	if !a.Photographic() {
		return FileType(a) + " " + FileSize(a.Size)
	}
	return fmt.Sprintf("%d × %d pixels", a.Whole(), max(1, (a.Height*a.Whole()+a.Width/2)/a.Width))
}

// FileType names the type of a file as people do: PDF, CSV, XLSX.
func FileType(a cms.Asset) string {
	mediaType, _, _ := strings.Cut(a.MediaType, ";")
	if name, known := fileTypes[mediaType]; known {
		return name
	}
	if ext := strings.TrimPrefix(path.Ext(a.Filename), "."); ext != "" && len(ext) <= 5 {
		return strings.ToUpper(ext)
	}
	return "File"
}

// NotesNewestFirst returns what changed on the page, the latest change first.
func (v *View) NotesNewestFirst() []cms.ChangeNote {
	return slices.SortedStableFunc(slices.Values(v.Notes), func(a, b cms.ChangeNote) int {
		return b.At.Compare(a.At)
	})
}
