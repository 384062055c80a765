package schema

import "fmt"

// suggest returns `; did you mean "x"?` with the candidate that is nearest to
// what was written, or nothing when none is near.
func suggest(written string, candidates []string) string {
	best, bestDistance := "", min(2, len(written)/2)+1
	for _, candidate := range candidates {
		if d := distance(written, candidate); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// instead suggests the nearest candidate, or else names them all.
func instead(written string, candidates []string) string {
	return orElse(suggest(written, candidates), "; use "+list(candidates))
}

func (r *Registry) otherKind(written string) string { return instead(written, r.kindNames()) }

// distance counts the bytes to add, drop or change to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
