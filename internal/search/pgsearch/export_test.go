package pgsearch

// Size is how many pages can be found, as last seen.
func (e *Engine) Size() int {
	if s := e.state.Load(); s != nil {
		return int(s.live.GetCardinality())
	}
	return 0
}

// MostRanked is how many candidates are ranked by their words.
const MostRanked = mostRanked
