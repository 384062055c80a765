package corpus

import (
	"math/rand/v2"
	"strings"
	"time"
)

// prose makes up words, sentences and instants.
type prose struct{ random *rand.Rand }

func (p prose) title() string {
	return capital(p.words(2 + p.random.IntN(4)))
}

func (p prose) sentence() string { return capital(p.words(8+p.random.IntN(8))) + "." }

func (p prose) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = p.word()
	}
	return strings.Join(list, " ")
}

func (p prose) word() string { return corpusWords[p.skewed(len(corpusWords))] }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// atMost cuts text between two words so that it has no more than n characters.
func atMost(n int, text string) string {
	if len(text) <= n {
		return text
	}
	if space := strings.LastIndexByte(text[:n+1], ' '); space > 0 {
		return text[:space]
	}
	return text[:n]
}

// skewed chooses low numbers more often, as words and sections are used.
func (p prose) skewed(n int) int {
	x := p.random.Float64()
	return int(x * x * float64(n))
}

// chance is true once in n times.
func (p prose) chance(n int) bool { return p.random.IntN(n) == 0 }

func (p prose) between(from, to time.Time) time.Time {
	minutes := int64(to.Sub(from) / time.Minute)
	return from.Add(time.Duration(p.random.Int64N(minutes)) * time.Minute)
}

// past is an instant before those who look at the corpus.
func (p prose) past() time.Time { return p.between(corpusBegins, corpusEnds) }

// ahead is an instant long after them.
func (p prose) ahead() time.Time { return p.between(corpusAhead, corpusAhead.AddDate(5, 0, 0)) }

// choose returns one of the values, and the zero value when there is none.
func choose[T any](p prose, values []T) (one T) {
	if len(values) == 0 {
		return one
	}
	return values[p.random.IntN(len(values))]
}

var topicNames = strings.Split("access,appointments,audit,care homes,child health,clinical coding,community services,consent,dental care,diagnostics,"+
	"emergency care,general practice,hospital care,identity,immunisation,interoperability,medicines,mental health,messaging,pharmacy,"+
	"population health,prescribing,primary care,records,referrals,research,screening,security,social care,workforce", ",")

var corpusWords = strings.Fields("care data health service people national report guide record change plan test public staff local system support " +
	"review number practice team patient quality standard update safety access digital year monthly register summary hospital community " +
	"figure measure result trust centre order message referral pharmacy medicine school family mother child adult winter spring summer " +
	"autumn north south east west region area council board office clinic nurse doctor letter form question answer method source table " +
	"chart survey sample index rate trend growth cost budget contract supply market device network server cloud secure private open " +
	"shared common early late urgent planned routine annual weekly daily first second final draft note paper page list catalogue search " +
	"topic term field value code version release archive history future present event course lesson training skill job role career")
