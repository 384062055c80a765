package auth

import (
	"bytes"
	"crypto/sha256"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lectern/internal/cms"
)

// How long a password is, in characters as Unicode counts them.
const (
	shortest = 12
	longest  = 256
)

// advice follows what is wrong with a password.
const advice = ". Three random words make a good password"

// Rules judges passwords that people choose.
type Rules struct {
	Common []byte // hashes of the passwords that many have, as static/build.mjs writes them
}

// Check refuses a password that is easy to guess. about is what others know of
// its holder and of the site: names, an email address, an organisation.
func (r Rules) Check(password string, about ...string) error {
	if fault := r.fault(norm.NFC.String(password), about); fault != "" {
		return cms.Invalidf("password", "%s", fault)
	}
	return nil
}

func (r Rules) fault(password string, about []string) string {
	length := utf8.RuneCountInString(password)
	folded := strings.ToLower(password)
	switch {
	case length == 0:
		return "Enter a password"
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return "Use characters that can be typed"
	case length < shortest:
		return "Use at least 12 characters" + advice
	case length > longest:
		return "Use at most 256 characters"
	case repeats(folded):
		return "Do not repeat the same few characters" + advice
	case r.common(folded):
		return "Many people use this password, or one that is almost the same" + advice
	}
	if word := known(folded, about); word != "" {
		return "Leave out “" + word + "”: others know it, and try it first" + advice
	}
	if run := keyboardRun(folded); run != "" {
		return "Leave out “" + run + "”: its keys or letters follow each other" + advice
	}
	return ""
}

// repeats reports whether a password holds very few different characters, or is
// a short one over and over.
func repeats(password string) bool {
	different := map[rune]bool{}
	for _, c := range password {
		different[c] = true
	}
	return len(different) < 5 || utf8.RuneCountInString(unit(password)) < shortest
}

// unit is the shortest text that a text repeats from end to end.
func unit(s string) string {
	for n := 1; n <= len(s)/2; n++ {
		if len(s)%n == 0 && strings.Repeat(s[:n], len(s)/n) == s {
			return s[:n]
		}
	}
	return s
}

// common reports whether many people use the password itself, or what is left
// of it without the usual disguise.
func (r Rules) common(password string) bool {
	plain := unleet(password)
	for _, form := range []string{
		password,
		plain,
		strings.TrimFunc(password, notLetter),
		strings.TrimFunc(plain, notLetter),
		unleet(strings.TrimFunc(password, notLetter)),
		unleet(strings.TrimRightFunc(password, notLetter)),
		unleet(strings.TrimLeftFunc(password, notLetter)),
		letters(password),
		letters(plain),
	} {
		for _, form := range []string{form, unit(form)} {
			if utf8.RuneCountInString(form) >= 4 && r.holds(form) {
				return true
			}
		}
	}
	return false
}

const hashSize = 5 // bytes that are kept of each hash

// holds reports whether a password is in the list.
func (r Rules) holds(password string) bool {
	sum := sha256.Sum256([]byte(password))
	at := func(i int) []byte { return r.Common[i*hashSize : (i+1)*hashSize] }
	n := len(r.Common) / hashSize
	i := sort.Search(n, func(i int) bool { return bytes.Compare(at(i), sum[:hashSize]) >= 0 })
	return i < n && bytes.Equal(at(i), sum[:hashSize])
}

var disguises = strings.NewReplacer("0", "o", "1", "i", "!", "i", "|", "l", "3", "e", "4", "a", "@", "a", "5", "s", "$", "s", "7", "t", "+", "t", "8", "b", "9", "g")

// unleet writes letters again for the digits and signs that stand for them.
func unleet(s string) string { return disguises.Replace(s) }

func notLetter(c rune) bool { return !unicode.IsLetter(c) }

func letters(s string) string {
	return strings.Map(func(c rune) rune {
		if notLetter(c) {
			return -1
		}
		return c
	}, s)
}

// productWords are what somebody tries first on a site like this.
var productWords = []string{"lectern", "password", "passphrase", "administrator", "letmein", "welcome", "secret", "website", "publisher"}

// known returns a word that others know and that the password is built on;
// empty: there is none. Long words count wherever they are, short ones only by
// themselves: a Mark may go to market.
func known(password string, about []string) string {
	forms := []string{password, unleet(password)}
	for _, word := range productWords {
		if contains(forms, word) {
			return word
		}
	}
	for _, text := range about {
		text = strings.ToLower(norm.NFC.String(text))
		if whole := letters(text); utf8.RuneCountInString(whole) >= 6 && contains([]string{letters(password), letters(forms[1])}, whole) {
			return text
		}
		for _, word := range strings.FieldsFunc(text, notLetter) {
			n := utf8.RuneCountInString(word)
			if n >= 6 && contains(forms, word) || n >= 3 && (alone(forms[0], word) || alone(forms[1], word)) {
				return word
			}
		}
	}
	return ""
}

func contains(forms []string, word string) bool {
	for _, form := range forms {
		if strings.Contains(form, word) {
			return true
		}
	}
	return false
}

// ordinary are words of names that are no secret and no danger.
var ordinary = map[string]bool{"and": true, "the": true, "for": true, "org": true, "com": true, "gov": true, "net": true, "example": true}

// alone reports whether a text holds a word that no letter touches.
func alone(text, word string) bool {
	if ordinary[word] {
		return false
	}
	for _, part := range strings.FieldsFunc(text, notLetter) {
		if part == word {
			return true
		}
	}
	return false
}
