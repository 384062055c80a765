package gallery

import (
	"time"

	"lectern/internal/cms"
	"lectern/templates/ui"
)

var sampleFacts = []ui.Fact{
	ui.Said("Date range", "1 Apr 2025 to 31 Mar 2026"),
	ui.Said("Geographic coverage", "England"),
	ui.Said("Geographical granularity", "Country", "Regions", "Integrated care boards", "Community health providers"),
}

var sampleChapters = []cms.Item{
	{Path: "#text", Card: cms.Card{Title: "Referrals", Summary: "Where people were referred from, and to which team."}},
	{Path: "#text", Card: cms.Card{Title: "A chapter whose title is long enough to need a second line on a phone"}},
}

// sampleReleases are one that is announced, whose day may not be told, and one
// that is out.
var sampleReleases = []cms.Item{
	{Path: "#text", Outcome: cms.OutcomeAnnounced, Card: cms.Card{Title: "Community services statistics, May 2077", SortAt: time.Date(2077, time.July, 1, 12, 0, 0, 0, time.UTC)}},
	{Path: "#text", Outcome: cms.OutcomePage, Card: cms.Card{Title: "Community services statistics, March 2026", Summary: "Care given outside of hospital, from referral to discharge.", SortAt: sampleDay}},
}
