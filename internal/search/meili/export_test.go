package meili

import "time"

// Index is the name of the index that is searched.
func (e *Engine) Index() string { return e.uid }

// Wait lets a search take as long as it does, for a machine that is measured.
func (e *Engine) Wait() { e.takes = time.Minute }

// Borne are those of the names that a page may have at the state of the site that was
// last taken in, or at one that was not.
func (e *Engine) Borne(known bool, names ...string) []string {
	at := e.names.at
	if !known {
		at.Change--
	}
	return e.names.some(at, names)
}
