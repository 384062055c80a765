package spelling

import (
	"context"

	"lectern/internal/search"
)

// Engine is a search.Engine that offers another spelling when what was typed
// finds next to nothing.
type Engine struct {
	search.Engine
	words func() *Vocabulary
}

// Over returns an Engine over another. words returns the vocabulary of the day;
// nil: there is none yet.
func Over(engine search.Engine, words func() *Vocabulary) *Engine { return &Engine{engine, words} }

// A few results do not keep another spelling from being offered that has very
// many times as many.
const (
	few      = 3
	veryMany = 10
)

// Search answers a state of the search. A suggestion has been tried with the
// same filters, and so tells nothing that cannot be found.
func (e *Engine) Search(ctx context.Context, q search.Query) (search.Results, error) {
	found, err := e.Engine.Search(ctx, q)
	if err != nil || !wanting(q, found) {
		return found, err
	}
	words := e.words()
	if words == nil {
		return found, nil
	}
	has := found.Total
	if found.Loose {
		has = 0
	}
	texts := words.Texts(q.Text)
	q.Counted, q.Explain = true, false // nobody reads what it finds
	for _, text := range texts {
		q.Text = text
		other, err := e.Engine.Search(ctx, q)
		if err != nil {
			return found, nil // what was typed has been answered
		}
		if !other.Loose && other.Total > has*veryMany {
			found.Suggestion = text
			break
		}
	}
	return found, nil
}

// wanting reports whether somebody may have meant something else.
func wanting(q search.Query, found search.Results) bool {
	return q.Text != "" && q.Page <= 1 && (found.Loose || found.Total <= few)
}
