package meili

// Index is the name of the index that is searched.
func (e *Engine) Index() string { return e.uid }
