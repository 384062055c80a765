package meili_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNamesAreKnownAsPagesChange asks for names that pages have had at any time: the
// server is asked for no others, and for all where that is not known.
func TestNamesAreKnownAsPagesChange(t *testing.T) {
	k := keep(t)
	asked := []string{"winter pressures", "summer heat", "autumn leaves"}
	borne := func(known bool, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, k.engine.Borne(known, asked...)); diff != "" {
			t.Error(diff)
		}
	}
	k.titled("winter", "Winter pressures")
	k.renew()
	borne(true, "winter pressures")
	borne(false, asked...)
	k.titled("summer", "Summer heat")
	k.renew()
	borne(true, "winter pressures", "summer heat")
}
