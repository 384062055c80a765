package meili

import "time"

// Index is the name of the index that is searched.
func (e *Engine) Index() string { return e.uid }

// Wait lets a search take as long as it does, for a machine that is measured.
func (e *Engine) Wait() { e.takes = time.Minute }
