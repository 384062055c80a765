package postgres

import (
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"lectern/internal/cms"
)

// instant reads and writes a timestamptz whose infinity, or null, is the zero
// time: no end.
type instant time.Time

func (t *instant) ScanTimestamptz(v pgtype.Timestamptz) error {
	*t = instant{}
	if v.Valid && v.InfinityModifier == pgtype.Finite {
		*t = instant(v.Time)
	}
	return nil
}

// day reads a date that was cast to text; empty is no date.
type day cms.Date

func (d *day) ScanText(v pgtype.Text) error { return (*cms.Date)(d).UnmarshalText([]byte(v.String)) }

// end writes the zero time as infinity.
func end(t time.Time) pgtype.Timestamptz {
	if t.IsZero() {
		return pgtype.Timestamptz{Valid: true, InfinityModifier: pgtype.Infinity}
	}
	return pgtype.Timestamptz{Valid: true, Time: t}
}

// nullable writes the empty ID as null.
func nullable(id cms.ID) any {
	if id == "" {
		return nil
	}
	return string(id)
}

// nullableText writes the empty string as null.
func nullableText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// ids turns IDs into what pgx sends as uuid[]; nil becomes the empty array.
func ids[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = string(id)
	}
	return out
}

// nullableInstant is null for no instant.
func nullableInstant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
