package editing

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// NewKey returns the ID of a new block.
func NewKey() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return fmt.Sprintf("%x", b)
}

// FormatDate writes a date as editors read and write it, such as 5 March 2026.
func FormatDate(d cms.Date) string {
	if d.IsZero() {
		return ""
	}
	s := fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
	if again, err := ParseDate(s); err == nil && again == d {
		return s
	}
	return d.String()
}

var (
	wordyDate   = regexp.MustCompile(`^(\d{1,2})\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})$`)
	numericDate = regexp.MustCompile(`^(\d{1,2})\s*[/. -]\s*(\d{1,2})\s*[/. -]\s*(\d{4})$`)
	isoDate     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
)

// ParseDate reads a date such as 5 March 2026, 5/3/2026 or 2026-03-05. The
// error says what is wrong and what to write.
func ParseDate(s string) (cms.Date, error) {
	s = strings.TrimSpace(s)
	var day, month, year string
	switch {
	case s == "":
		return cms.Date{}, nil
	case isoDate.MatchString(s):
		m := isoDate.FindStringSubmatch(s)
		year, month, day = m[1], m[2], m[3]
	case numericDate.MatchString(s):
		m := numericDate.FindStringSubmatch(s)
		day, month, year = m[1], m[2], m[3]
	case wordyDate.MatchString(s):
		m := wordyDate.FindStringSubmatch(s)
		day, month, year = m[1], monthNumber(m[2]), m[3]
		if month == "" {
			return cms.Date{}, fmt.Errorf("%q is not a month; write a date such as 5 March 2026", m[2])
		}
	default:
		return cms.Date{}, fmt.Errorf("%q is not a date; write it such as 5 March 2026 or 5/3/2026", s)
	}
	d := cms.Date{Year: number10(year), Month: time.Month(number10(month)), Day: number10(day)}
	if d.Year == 0 || cms.DateOf(d.In(time.UTC)) != d {
		return cms.Date{}, fmt.Errorf("%s does not exist; give another date", s)
	}
	return d, nil
}

func number10(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// monthNumber is the number of a month by its name or the first letters of it.
func monthNumber(name string) string {
	name = strings.ToLower(name)
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), name) || name == "sept" && m == time.September {
			return strconv.Itoa(int(m))
		}
	}
	return ""
}

// FormatInstant writes an instant as editors read and write it: 5 March 2026
// 09:30 in the zone, or with its offset where that would not be certain.
func FormatInstant(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(zone)
	s := local.Format("2 January 2006 15:04")
	if again, err := ParseInstant(s, zone); err == nil && again.Equal(t) {
		return s
	}
	return schema.FormatInstant(t, zone)
}

var dateAndTime = regexp.MustCompile(`^(.*\d{4}),?\s+(?:at\s+)?(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$`)

// ParseInstant reads an instant in the zone, such as 5 March 2026 09:30 or
// 5/3/2026 9.30 am, or what schema.ParseInstant reads. The hour that does not
// exist when the clocks go forward and the one that comes twice when they go
// back are refused; the error says what to write instead.
func ParseInstant(s string, zone *time.Location) (time.Time, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}, nil
	}
	m := dateAndTime.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		return readInstant(s, s, zone)
	}
	date, err := ParseDate(m[1])
	if err != nil {
		return time.Time{}, err
	}
	hour, err := hour24(number10(m[2]), m[4])
	if err != nil || m[3] == "" && m[4] == "" || number10(m[3]) > 59 {
		return time.Time{}, fmt.Errorf("%q has no time of day; write it such as 5 March 2026 09:30", s)
	}
	return readInstant(s, fmt.Sprintf("%s %02d:%02d", date, hour, number10(m[3])), zone)
}

func hour24(hour int, half string) (int, error) {
	switch {
	case half == "" && hour <= 23:
		return hour, nil
	case half == "" || hour < 1 || hour > 12:
		return 0, errors.New("no such hour")
	case half[0] == 'p':
		return hour%12 + 12, nil
	}
	return hour % 12, nil
}

// readInstant reads the plain form of what was typed.
func readInstant(typed, plain string, zone *time.Location) (time.Time, error) {
	t, err := schema.ParseInstant(plain, zone)
	if err != nil && typed == plain && !looksRight.MatchString(plain) {
		return t, fmt.Errorf("%q is not a date and time; write it such as 5 March 2026 09:30", typed)
	}
	if err == nil && (t.Year() < 1 || t.Year() > 9999) {
		return time.Time{}, fmt.Errorf("%q is not a date and time of ours; write it such as 5 March 2026 09:30", typed)
	}
	return t, err
}

var looksRight = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}`)

// parseInteger reads a whole number; nothing is 0.
func parseInteger(s string) (int64, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 0)
	if err != nil {
		return 0, fmt.Errorf("%q is not a whole number; write digits only, such as 12", s)
	}
	return n, nil
}

var decimal = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$`)

// parseNumber reads a number; nothing is 0.
func parseNumber(s string) (float64, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !decimal.MatchString(s) || math.IsInf(n, 0) {
		return 0, fmt.Errorf("%q is not a number; write digits and a point, such as 12.5", s)
	}
	return n, nil
}
