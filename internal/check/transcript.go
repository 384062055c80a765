package check

import "lectern/internal/cms"

// A block or a kind that has both fields is a recording. That it has one of them, its
// declaration asks.
const (
	captionsField   = "captions"
	transcriptField = "transcript"
)

var transcript = Rule{
	Name: "transcript", Label: "Recording without a transcript", Level: Advise,
	Help: "Deafblind people get what is shown and said from a transcript only, and everybody can search it",
	find: func(p *page) (problems []cms.Problem) {
		for _, s := range p.structs {
			captions, transcript := p.field(s, captionsField), p.field(s, transcriptField)
			if captions == nil || transcript == nil {
				continue
			}
			if !captions.field.Empty(captions.value) && transcript.field.Empty(transcript.value) {
				problems = append(problems, problem(transcript.path, "the captions of this recording have no transcript beside them; add one that also says what is to be seen"))
			}
		}
		return problems
	},
}

// field returns a field of a struct, or nil when it has none of that name.
func (p *page) field(s placed, name string) *place {
	at, found := p.order[below(s.path, name)]
	if !found {
		return nil
	}
	return &p.places[at]
}
