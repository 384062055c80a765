package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// known are short forms that nearly everybody in Britain knows better than what
// they stand for. What else the readers of a site know, its settings say.
var known = strings.Fields(`
	A&E AA AAA AM BBC BST CBE CD CEO COVID CSV CV DIY DNA DVD EU FAQ GB GCSE GMT GP HIV HM HMRC HR HTML HTTP HTTPS ICT ID ISO IT
	KB MB MBE MOT MP MRI NATO NHS OBE OK PA PC PDF PIN PM PO PS Q&A QR RSS SMS TB TV UK UN URL US USA USB UTC VAT XML`)

// stressed are words that are written in capitals to be stressed.
var stressed = strings.Fields(`ALL ALWAYS AND ANY BUT CANNOT DO EACH IF IS MAY MUST NEVER NEW NO NONE NOT NOW ONE ONLY OR SHALL SHOULD STOP THE TWO WILL`)

// acronyms wants each short form with its words where running text first has it.
var acronyms = Rule{
	Name: "acronym", Label: "Acronym that is not spelt out", Level: Advise,
	Help: "Who does not know an acronym stops at it: write its words and the acronym in brackets where the page first has it, or mark it as an abbreviation; the settings of the site name those that all its readers know",
	find: func(p *page) (problems []cms.Problem) {
		r := acronymReader{page: p, told: map[string]bool{}}
		for _, place := range p.places {
			if place.field.Type == schema.TypeText && place.field.Search != schema.WeightNone {
				r.hear(place.value.String())
			}
		}
		for _, passage := range p.prose() {
			problems = append(problems, r.read(passage)...)
		}
		return problems
	},
}

// acronymReader reads a page as somebody does who remembers what they have read.
type acronymReader struct {
	page  *page
	heard strings.Builder // all text so far, in small letters
	first strings.Builder // the first letters of its words
	large strings.Builder // the same without those of small words
	told  map[string]bool // acronyms that are spelt out, or were complained of
}

func (r *acronymReader) hear(text string) {
	if strings.Contains(text, "(") || strings.Contains(text, " for ") { // which few texts have
		r.explained(inBrackets, text)
		r.explained(beforeBrackets, text)
	}
	r.heard.WriteString(strings.ToLower(text) + "\n")
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return !isWord(c) && c != '\'' && c != '’' }) {
		word = strings.ToLower(word)
		letter, _ := utf8.DecodeRuneInString(word)
		r.first.WriteRune(letter)
		if !slices.Contains(small, word) {
			r.large.WriteRune(letter)
		}
	}
}

func (r *acronymReader) explained(in *regexp.Regexp, text string) {
	for _, found := range in.FindAllStringSubmatch(text, -1) {
		r.told[single(found[1])] = true
	}
}

// read returns what is wrong with a passage.
func (r *acronymReader) read(one passage) (problems []cms.Problem) {
	r.hear(one.text)
	for _, full := range one.full {
		for _, short := range shortForms(full) {
			r.told[short] = true
		}
	}
	for _, short := range shortForms(one.text) {
		if r.told[short] || r.page.world.Words.knows(short) || r.spelt(short) {
			continue
		}
		r.told[short] = true
		long := r.page.world.Words.Long[short]
		if long == "" {
			problems = append(problems, problem(one.path, "%q is not spelt out where the page first has it; write its words there, with (%s) behind them", short, short))
			continue
		}
		problems = append(problems, problem(one.path, "%q is not spelt out where the page first has it; if it is short for %q, write “%s (%s)” there", short, long, long, short))
	}
	return problems
}

const leastOfInitials = 3 // letters; two come by chance

// spelt reports whether the words of an acronym were read.
func (r *acronymReader) spelt(short string) bool {
	if long := r.page.world.Words.Long[short]; long != "" && strings.Contains(r.heard.String(), strings.ToLower(long)) {
		return true
	}
	letters := strings.ToLower(strings.ReplaceAll(short, "&", ""))
	return len(letters) >= leastOfInitials && (strings.Contains(r.first.String(), letters) || strings.Contains(r.large.String(), letters))
}

// small are words that acronyms leave out.
var small = strings.Fields("a an and at by for from in of on or the to with")

var (
	shortForm      = regexp.MustCompile(`\p{Lu}[\p{Lu}&]{0,4}\p{Lu}s?`)
	inBrackets     = regexp.MustCompile(`\p{L}["”’]? \((?:the |an? |or )?(\p{Lu}[\p{Lu}&]*\p{Lu}s?)[ ,;)]`)
	beforeBrackets = regexp.MustCompile(`(\p{Lu}[\p{Lu}&]*\p{Lu}s?)(?: \(\p{L}+[ -]\p{L}| stands for | is short for )`)
	ofNumber       = regexp.MustCompile(`\d $`)
	roman          = regexp.MustCompile(`^[IVX]+$`)
)

// shortForms returns the acronyms of a text, each as one of them is called. What
// is part of a number, a code or an address is none, nor are words that shout.
func shortForms(text string) (list []string) {
	if shouts(text) {
		return nil
	}
	for _, at := range shortForm.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if partOfName(before) || partOfName(after) || before == '.' || ofNumber.MatchString(text[max(at[0]-2, 0):at[0]]) {
			continue
		}
		short := single(text[at[0]:at[1]])
		if !roman.MatchString(short) && !slices.Contains(list, short) {
			list = append(list, short)
		}
	}
	return list
}

// partOfName reports whether a rune beside capitals makes them part of something
// longer, such as CVE-2026-1, mHealth or ICD10.
func partOfName(r rune) bool {
	return isWord(r) || strings.ContainsRune("-‑_/@&+#", r)
}

// single is an acronym without what makes several of it.
func single(short string) string { return strings.TrimSuffix(short, "s") }

var shouted = regexp.MustCompile(`(?:\p{Lu}{2,}[ ,!]+){2,}\p{Lu}{2,}`)

// shouts reports whether a text is written in capitals.
func shouts(text string) bool { return shouted.MatchString(text) }

// Words are what a site says of short forms.
type Words struct {
	Known []string          // that every reader knows
	Long  map[string]string // what others stand for
}

// KnowsWords is implemented by the settings of a site.
type KnowsWords interface{ KnownAcronyms() []string }

func (w Words) knows(short string) bool {
	if slices.Contains(known, short) || slices.Contains(stressed, short) {
		return true
	}
	return slices.ContainsFunc(w.Known, func(known string) bool { return slices.Contains(shortForms(known), short) })
}

// LongForms takes from words that mean the same what acronyms stand for.
func LongForms(groups []cms.Synonyms) map[string]string {
	long := map[string]string{}
	for _, g := range groups {
		for _, short := range g.Words {
			if shortForm.FindString(short) != short {
				continue
			}
			for _, word := range g.Words {
				if strings.Contains(word, " ") && strings.EqualFold(word[:1], short[:1]) && long[short] == "" {
					long[short] = word
				}
			}
		}
	}
	return long
}
