package check

import "lectern/internal/cms"

// A block or a kind that has captions and a transcript is a recording. That it
// has one of them, its declaration asks; captions may be in the film itself.
const (
	captionsField   = "captions"
	captionedField  = "captioned"
	transcriptField = "transcript"
)

var transcript = Rule{
	Name: "transcript", Label: "Recording without a transcript", Level: Advise,
	Help: "Deafblind people get what is shown and said from a transcript only, and everybody can search it",
	find: func(p *page) (problems []cms.Problem) {
		for _, s := range p.structs {
			captions, captioned, transcript := p.field(s, captionsField), p.field(s, captionedField), p.field(s, transcriptField)
			if captions == nil || transcript == nil || !transcript.empty() {
				continue
			}
			if !captions.empty() || captioned != nil && !captioned.empty() {
				problems = append(problems, problem(transcript.path, "this recording has captions and no transcript; add one that also says what is to be seen"))
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

func (p *place) empty() bool { return p.field.Empty(p.value) }
