package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSyllables(t *testing.T) {
	words := `
		1: the used year years care were there played moved whole friend queue rules homes asked health rich watched
		2: people table tables being science quiet statement something software patient patients records social changes pages wanted
		2: create theatre centre centres software safely service clients business doctor going houses movement useful someone
		3: area areas radio video created employee hospital violence national department medicine manual various opinion services
		3: recorded companies possible regional premium studio
		4: information available variety authority society appointment's association
		5: organisation recommendation university
	`
	for line := range strings.Lines(strings.TrimSpace(words)) {
		number, list, _ := strings.Cut(strings.TrimSpace(line), ":")
		for word := range strings.FieldsSeq(list) {
			want := int(number[0] - '0')
			if word == "appointment's" {
				want = 3
			}
			if got := syllables(word); got != want {
				t.Errorf("%s: %d syllables, want %d", word, got, want)
			}
		}
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"One thing. Another (of two). “A third!” 4 more", []string{"One thing.", "Another (of two).", "“A third!”", "4 more"}},
		{"At 9.30 am, e.g. Dr. Ann Example of St. Anne’s and no. 5 came.", []string{"At 9.30 am, e.g. Dr. Ann Example of St. Anne’s and no. 5 came."}},
		{"It ends. and goes on", []string{"It ends. and goes on"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, sentences(test.text)); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
	}
}

func TestReadWords(t *testing.T) {
	want := []string{"Send", "the", "nurse’s", "form", "well", "known", "to", "us", "or", "Don't"}
	if diff := cmp.Diff(want, readWords("Send the nurse’s form (well-known) to us, 25 NHS ICD10 a@example.org https://example.org www.example.org or … Don't")); diff != "" {
		t.Error(diff)
	}
}

// TestReadingAge agrees with the formula, worked out by hand: 0.39 × 13/2 +
// 11.8 × 17/13 − 15.59 + 5.
func TestReadingAge(t *testing.T) {
	text := measured{sentences: 2, words: 13, syllables: 17}
	if got := fmt.Sprintf("%.2f", text.age()); got != "7.38" || text.years() != 7 {
		t.Errorf("the age is %s, in years %d", got, text.years())
	}
}
