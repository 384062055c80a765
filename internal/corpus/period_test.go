package corpus

import (
	"strings"
	"testing"
	"time"
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

func rhythmOf(naming string) rhythm {
	for _, r := range rhythms {
		if r.naming == naming {
			return r.rhythm
		}
	}
	panic("no rhythm is named by " + naming)
}

func TestPeriodsAreNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		naming, start string
		style         int
		want          string
	}{
		{"month", "2024-02-01", 0, "February 2024"},
		{"week", "2024-04-28", 0, "week ending 4 May 2024"},
		{"calendar-year", "2024-01-01", 0, "2024"},
		{"half-year", "2023-10-01", 0, "October to March 2024"},
		{"financial-year", "2023-04-01", 0, "2023-24"},
		{"financial-year", "1999-04-01", 1, "1999/00"},
		{"financial-year", "2023-04-01", 2, "2023–24"},
		{"financial-year", "2023-04-01", 3, "2023 to 2024"},
		{"quarter", "2023-10-01", 0, "October to December 2023"},
		{"quarter", "2023-10-01", 1, "Quarter 3, 2023-24"},
		{"quarter", "2024-01-01", 1, "Quarter 4, 2023-24"},
		{"quarter", "2024-04-01", 1, "Quarter 1, 2024-25"},
		{"quarter", "2024-07-01", 2, "Q3 2024"},
	} {
		r, start := rhythmOf(c.naming), day(c.start)
		if got := r.called(start, r.next(start).AddDate(0, 0, -1), c.style); got != c.want {
			t.Errorf("a %s from %s is %q, want %q", c.naming, c.start, got, c.want)
		}
	}
}

// TestPeriodsEndInTime lets series of every rhythm begin on the right day, and
// come out no later than a few days after the instant that was given.
func TestPeriodsEndInTime(t *testing.T) {
	t.Parallel()
	begins := map[string]string{
		"month": "01", "quarter": "01-01 04-01 07-01 10-01", "financial-year": "04-01", "calendar-year": "01-01", "half-year": "04-01 10-01",
	}
	for _, r := range rhythms {
		for n := range 400 {
			by := day("2019-01-01").AddDate(0, 0, 5*n)
			start := r.first(by, 3)
			if days, fixed := begins[r.naming]; fixed && !endsIn(start.Format(time.DateOnly), strings.Fields(days)...) {
				t.Fatalf("a %s begins on %s", r.naming, start.Format(time.DateOnly))
			}
			last := r.next(r.next(r.next(start))).AddDate(0, 0, -1)
			published := r.published(last)
			if published.Weekday() != time.Thursday || published.Before(last) || published.After(by.AddDate(0, 0, 7)) {
				t.Fatalf("what ends on %s comes out on %s, want a Thursday by %s", last, published, by)
			}
		}
	}
}

// TestWordsAreDerived looks at what English does with words.
func TestWordsAreDerived(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		derive     func(string) string
		word, want string
	}{
		{plural, "record", "records"}, {plural, "surgery", "surgeries"}, {plural, "survey", "surveys"}, {plural, "branch", "branches"},
		{plural, "child", "children"}, {plural, "ethics", "ethics"}, {plural, "diagnosis", "diagnosis"},
		{past, "measure", "measured"}, {past, "submit", "submitted"}, {past, "verify", "verified"}, {past, "survey", "surveyed"}, {past, "find", "found"},
		{gerund, "measure", "measuring"}, {gerund, "agree", "agreeing"}, {gerund, "refer", "referring"}, {gerund, "test", "testing"},
		{adverb, "local", "locally"}, {adverb, "easy", "easily"}, {adverb, "reliable", "reliably"}, {adverb, "monthly", "monthly"},
	} {
		if got := c.derive(c.word); got != c.want {
			t.Errorf("of %s comes %q, want %q", c.word, got, c.want)
		}
	}
}
