package pgsearch

// MostRanked is how many candidates are ranked by their words.
const MostRanked = mostRanked
