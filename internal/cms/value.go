package cms

import (
	"encoding/json"
	"fmt"
	"time"
)

// Ref points to a page. It stays true when the page moves.
type Ref ID

// TermRef points to a term.
type TermRef ID

// Link leads to a page or to an address outside the tree.
type Link struct {
	Text     string `json:"text,omitempty"` // empty: the name of the page
	Page     Ref    `json:"page,omitempty"`
	Fragment string `json:"fragment,omitempty"` // without "#"
	URL      string `json:"url,omitempty"`      // used when Page is empty
}

// IsZero reports whether the link leads nowhere.
func (l Link) IsZero() bool { return l.Page == "" && l.URL == "" }

// Image is a picture in its place on a page.
type Image struct {
	Asset      ID     `json:"asset,omitempty"`
	Alt        string `json:"alt,omitempty"`
	Decorative bool   `json:"decorative,omitempty"` // adds nothing to the text; Alt is empty
	Caption    string `json:"caption,omitempty"`
}

// File is a download in its place on a page.
type File struct {
	Asset ID     `json:"asset,omitempty"`
	Title string `json:"title,omitempty"`
}

// Block is one content block of a page.
type Block struct {
	ID    string          // permanent within the page
	Type  string          // permanent name of its type
	Value any             // pointer to the type's struct; nil for a type that is not known
	Raw   json.RawMessage // what was stored, kept for a type that is not known
}

// Blocks is an ordered run of content blocks.
type Blocks []Block

// CopiedBlock is a block that somebody has copied, to paste it elsewhere.
type CopiedBlock struct {
	ID   ID
	What string // what it is called, such as "Callout: How it began"
	Body []byte // JSON, as it stands in the body of a page
}

// Date is a day without a time of day. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const dateLayout = "2006-01-02"

// ParseDate reads a date written as 2006-01-02.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date such as 2024-03-05", s)
	}
	return DateOf(t), nil
}

// DateOf returns the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.In(time.UTC).Before(other.In(time.UTC)) }

// In returns the first instant of the day in that zone.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format(dateLayout)
}

// MarshalText writes the date as 2006-01-02, and no date as nothing.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is the opposite of MarshalText.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}
