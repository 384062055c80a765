package spelling

import (
	"context"

	"lectern/internal/search"
)

// Engine is a search.Engine that offers another text: what editors suggest instead
// of what was typed, or another spelling when that finds next to nothing.
type Engine struct {
	search.Engine
	words   func() *Vocabulary
	offered Offered
}

// Offered returns those of the texts that may be offered to who has typed that.
type Offered func(ctx context.Context, typed string, texts []string) ([]string, error)

// Over returns an Engine over another. words returns the vocabulary of the day;
// nil: there is none yet.
func Over(engine search.Engine, words func() *Vocabulary, offered Offered) *Engine {
	return &Engine{engine, words, offered}
}

// A few results do not keep another spelling from being offered that has very
// many times as many.
const (
	few      = 3
	veryMany = 10
)

// Search answers a state of the search. A suggestion has been tried with the
// same filters, and so tells nothing that cannot be found. What was typed has been
// answered, whatever becomes of it.
func (e *Engine) Search(ctx context.Context, q search.Query) (search.Results, error) {
	found, err := e.Engine.Search(ctx, q)
	if err != nil || q.Text == "" || q.Page > 1 {
		return found, err
	}
	if found.Instead != "" && e.finds(ctx, q, found.Instead, 0) {
		found.Suggestion = found.Instead
	} else if found.Loose || found.Total <= few {
		found.Suggestion = e.spelt(ctx, q, found)
	}
	return found, nil
}

// spelt is another spelling that finds more; empty: none does.
func (e *Engine) spelt(ctx context.Context, q search.Query, found search.Results) string {
	words := e.words()
	if words == nil {
		return ""
	}
	texts := words.Texts(q.Text)
	if len(texts) == 0 {
		return ""
	}
	texts, err := e.offered(ctx, q.Text, texts)
	if err != nil {
		return ""
	}
	has := found.Total
	if found.Loose {
		has = 0
	}
	for _, text := range texts {
		if e.finds(ctx, q, text, has*veryMany) {
			return text
		}
	}
	return ""
}

// finds reports whether a text finds more than so many, with the same filters.
func (e *Engine) finds(ctx context.Context, q search.Query, text string, than int) bool {
	q.Text, q.Counted, q.Explain = text, true, false // nobody reads what it finds
	other, err := e.Engine.Search(ctx, q)
	return err == nil && !other.Loose && other.Total > than
}
