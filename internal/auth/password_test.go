package auth_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/internal/auth"
	"lectern/internal/cms"
	"lectern/static"
)

func rules(t testing.TB) auth.Rules {
	t.Helper()
	common, err := static.Dist.ReadFile("dist/passwords.bin")
	if err != nil {
		t.Fatal(err)
	}
	return auth.Rules{Common: common}
}

// about is what others know of the holder of the passwords below.
var about = []string{"Ina Mark Wordsworth", "i.wordsworth@caredata.example", "Care Data Office"}

func TestPasswordsThatAreEasyToGuessAreRefused(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for password, why := range map[string]string{
		"":            "Enter a password",
		"Tr4k!pol9#a": "at least 12",
		"e\u0301e\u0301o\u0301o\u0301u\u0301u\u0301a\u0301a\u0301bd": "at least 12", // twenty code points as typed, ten in NFC
		strings.Repeat("lamp quiet ", 30):                            "at most 256",
		"lamp\x00quiet orchard":                                      "can be typed",
		"lamp\xffquiet orchard":                                      "can be typed",
		"aaaaaaaaaaaaaaaa":                                           "repeat",
		"abababababab":                                               "repeat",
		"wombat7wombat7":                                             "repeat",
		"Tr4k!pTr4k!p":                                               "repeat",
		"unbelievable":                                               "Many people", // in the list as it is
		"UnBelievable":                                               "Many people",
		"Unb3lievable":                                               "Many people", // with a digit for a letter
		"unbelievable1!":                                             "Many people",
		"Sunshine20245!":                                             "Many people", // built on a short word
		"$unsh1ne*2024*":                                             "Many people",
		"2024!Liverpool":                                             "Many people",
		"sunshinesunshine":                                           "repeat",
		"Sunshine1Sunshine2":                                         "Many people", // doubled
		"d-r-a-g-o-n-7-7-7":                                          "Many people",
		"P4$$w0rd of mine":                                           "password",
		"my lectern is oak":                                          "lectern",
		"letmein please now":                                         "letmein",
		"wordsworth poems 5":                                         "wordsworth",
		"w0rdsw0rth poems":                                           "wordsworth",
		"Ina likes oranges":                                          "ina",
		"mark my footsteps":                                          "mark",
		"the CareData lamp":                                          "caredata",
		"care.data.office.7":                                         "care data office",
		"qwertyuiop lamp":                                            "qwertyuiop",
		"lamp asdf orchard":                                          "asdf",
		"lamp ASDF orchard":                                          "asdf",
		"lamp fdsa orchard":                                          "fdsa", // the other way
		"lamp 1qaz orchard":                                          "1qaz", // down a column
		"lamp zaq1 orchard":                                          "zaq1",
		"lamp !QAZ orchard":                                          "1qaz", // with shift
		"lamp !\"£$ orchard":                                         "1234",
		"lamp 4esz orchard":                                          "4esz",
		"lamp 7894 orchard":                                          "7894", // the number pad
		"lamp 1472 orchard":                                          "1472",
		"lamp hijk orchard":                                          "hijk",
		"qaz 357 edc x9":                                             "qaz", // short ones, and little else
	} {
		err := r.Check(password, about...)
		if !errors.Is(err, cms.ErrInvalid) || !strings.Contains(err.Error(), why) {
			t.Errorf("%q is answered %v, want something of %q", password, err, why)
		}
	}
}

func TestGoodPasswordsAreTaken(t *testing.T) {
	t.Parallel()
	r := rules(t)
	for _, password := range []string{
		"lamp quiet orchard",
		"lampquietorchard",
		"three random words",      // as everybody is told: it is not in the list
		"market property poverty", // Mark is a part of it, and so are four keys in a row
		"understudy strewn flowers",
		"Tr4k!pol9#aZ",
		"пароль мой длинный", // any script
		"密码是三个随机的单词对吗好",
		"e\u0301te\u0301 a\u0300 la mer",
		strings.Repeat("lamp quiet orchard bells ", 10)[:249],
		"vX9$kq2LmR7w",
		"scared database clerk", // care and data are parts of it
	} {
		if err := r.Check(password, about...); err != nil {
			t.Errorf("%q is refused: %v", password, err)
		}
	}
}

func FuzzPassword(f *testing.F) {
	r := rules(f)
	for _, seed := range []string{"", "lamp quiet orchard", "Sunshine2024!", "!\"£$%^&*()", "\xff\xfe", strings.Repeat("é", 300)} {
		f.Add(seed, "Ina Word")
	}
	f.Fuzz(func(t *testing.T, password, name string) {
		name = name[:min(len(name), 100)] // as names are
		err := r.Check(password, name)
		if err == nil && (!utf8.ValidString(password) || utf8.RuneCountInString(password) < 12) {
			t.Errorf("%q is taken", password)
		}
		if err != nil && !errors.Is(err, cms.ErrInvalid) {
			t.Errorf("%q fails: %v", password, err)
		}
		if err == nil && r.Check(strings.ToUpper(strings.ToLower(password)), name) != nil && strings.EqualFold(strings.ToUpper(password), password) {
			t.Errorf("%q is taken, and not in capitals", password)
		}
	})
}
