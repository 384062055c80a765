package cms

// SiteCounts says how much there is of what belongs to the whole site.
type SiteCounts struct {
	Fixtures  map[string]int // pages without an address, by kind
	Terms     int
	Redirects int
	Synonyms  int // groups
	BestBets  int
	Suggested int // searches
}
