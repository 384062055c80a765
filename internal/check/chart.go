package check

import (
	"strings"

	"lectern/internal/blocks"
	"lectern/internal/cms"
)

const fewestWords = 6 // that say what a chart shows

// That a chart and a dashboard have a summary, their declarations ask.
var chartSummary = Rule{
	Name: "chart-summary", Label: "Summary of a chart", Level: Advise,
	Help: "People who cannot see a chart have its summary for it, which should say what there is to be seen, with the figures that matter",
	find: func(p *page) (problems []cms.Problem) {
		for _, s := range p.structs {
			switch b := s.value.(type) {
			case *blocks.Chart:
				problems = append(problems, tells(s.path, b.Title, b.Summary)...)
			case *blocks.Dashboard:
				problems = append(problems, tells(s.path, b.Title, b.Summary)...)
			}
		}
		return problems
	},
}

// tells wants a summary that says more than the title.
func tells(path, title, summary string) []cms.Problem {
	path = below(path, "summary")
	switch {
	case summary == "":
		return nil // which is said already
	case sameWords(summary) == sameWords(title):
		return []cms.Problem{problem(path, "the summary repeats the title; say in words what somebody sees who looks at it")}
	case len(strings.Fields(summary)) < fewestWords:
		return []cms.Problem{problem(path, "%q hardly says what there is to be seen; say it in a sentence, with the figures that matter", summary)}
	}
	return nil
}
