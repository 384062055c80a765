package block

import (
	"slices"
	"unicode/utf8"

	"lectern/internal/blocks"
)

// anyLong reports whether a number of the panel needs a smaller size. All then
// take it, so that they stand on one line.
func anyLong(items []blocks.Statistic) bool {
	return slices.ContainsFunc(items, func(s blocks.Statistic) bool { return utf8.RuneCountInString(s.Value) > 6 })
}
