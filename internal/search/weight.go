package search

import (
	"math"
	"time"
)

// weights say how likely a page of a kind is what somebody looks for, all else
// being equal. Of a page that leads to others there is one; of news there are
// hundreds.
var weights = map[string]float64{
	"home": 1.6, "landing": 1.5, "service": 1.6, "service-catalogue": 1.4, "api-catalogue": 1.4, "api": 1.2,
	"data-hub": 1.5, "publications-hub": 1.4, "alert-hub": 1.4, "news-hub": 1.2, "blog-hub": 1.2, "events-hub": 1.2,
	"contact": 1.5, "legal": 1.4, "careers": 1.3, "feeds": 1.1, "dashboards": 1.3,
	"series": 1.4, "publication": 1.1, "publication-page": 0.8, "data-set": 0.9, "published-work": 1.1, "published-work-chapter": 0.8,
	"cyber-alert": 0.9, "news-article": 0.8, "blog-post": 0.8, "event": 0.8, "job": 0.8, "person": 0.9, "case-study": 0.9,
}

// Weight is how much a kind counts. One that is not known counts as a page does.
func Weight(kind string) float64 {
	if w := weights[kind]; w > 0 {
		return w
	}
	return 1
}

// fading is how old something is that counts for two thirds of what is new.
const fading = 5 * 365 * 24 * time.Hour

// Recency is how much the age of a page counts. One without a date does not age.
func Recency(dated, now time.Time) float64 {
	if dated.IsZero() || dated.After(now) {
		return 1
	}
	return 0.5 + 0.5*math.Exp(-float64(now.Sub(dated))/float64(fading))
}

// Leads is how much it counts that so many pages stand below one: it leads to
// them.
func Leads(below int) float64 { return 1 + 0.1*math.Log2(1+float64(below)) }

// Near is how much it counts that so many pages stand above one.
func Near(above int) float64 { return 1 / (1 + 0.1*float64(above)) }
