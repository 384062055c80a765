package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lectern/internal/cms"
)

// How dates of statistics are written.
const (
	statisticsDay   = "2 Jan 2006"
	statisticsMonth = "Jan 2006"
)

// Period writes the days that data is about: 1 Apr 2023 to 31 Mar 2024, or
// Snapshot on 31 Mar 2024 when they are the same. It is empty unless both are
// given.
func Period(first, last cms.Date) string {
	switch {
	case first.IsZero() || last.IsZero():
		return ""
	case first == last:
		return "Snapshot on " + last.In(time.UTC).Format(statisticsDay)
	default:
		return first.In(time.UTC).Format(statisticsDay) + " to " + last.In(time.UTC).Format(statisticsDay)
	}
}

// coverages are the areas that have a name together, the largest last.
var coverages = []struct {
	name  string
	parts []string
}{
	{"Great Britain", []string{"England", "Scotland", "Wales"}},
	{"United Kingdom", []string{"England", "Northern Ireland", "Scotland", "Wales"}},
	{"British Isles", []string{"England", "Northern Ireland", "Republic of Ireland", "Scotland", "Wales"}},
}

// Coverage writes the areas that data is about: by the name that they have
// together, such as Great Britain, or else one after the other.
func Coverage(areas []string) string {
	parts := slices.Compact(slices.Sorted(slices.Values(areas)))
	for _, c := range coverages {
		if slices.Equal(parts, c.parts) {
			return c.name
		}
	}
	return strings.Join(areas, ", ")
}

// DataSize writes the size of a file of data as 812 bytes, 42.2 kB or 1.2 MB.
// A kB is 1,000 bytes.
func DataSize(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 999_950:
		return decimal(bytes, 1000) + " kB"
	case bytes < 999_950_000:
		return decimal(bytes, 1_000_000) + " MB"
	default:
		return decimal(bytes, 1_000_000_000) + " GB"
	}
}

// Brief cuts a text between two words, so that it has no more characters than
// that, the three dots not counted.
func Brief(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most])
	if runes[most] != ' ' {
		if space := strings.LastIndexByte(cut, ' '); space > 0 {
			cut = cut[:space]
		}
	}
	return strings.TrimRight(cut, " ,;:.–-") + "…"
}
