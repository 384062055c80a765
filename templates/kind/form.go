package kind

import "lectern/internal/kinds"

// A questionGroup is questions that stand below one heading.
type questionGroup struct {
	heading   string // empty: before the first heading
	first     int    // number of its first question, from 1
	questions []kinds.FormField
}

func questionGroups(fields []kinds.FormField) []questionGroup {
	var groups []questionGroup
	for i, f := range fields {
		if i == 0 || f.Section != "" {
			groups = append(groups, questionGroup{heading: f.Section, first: i + 1})
		}
		last := &groups[len(groups)-1]
		last.questions = append(last.questions, f)
	}
	return groups
}

// asked is a question, with a word beside it if it may be left open.
func asked(f kinds.FormField) string {
	if f.Required {
		return f.Label
	}
	return f.Label + " (optional)"
}
