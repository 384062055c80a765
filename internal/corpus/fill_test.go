package corpus

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/schema"
)

// richFiller has something of everything to refer to.
func richFiller(registry *schema.Registry, seed uint64) *Filler {
	f := NewFiller(rand.New(rand.NewPCG(seed, 0)), registry)
	f.Pages, f.Below, f.Terms = map[string][]cms.ID{"": {"page", "other"}}, map[string][]cms.ID{}, map[string][]cms.ID{"": {"term"}}
	for _, kind := range registry.Kinds() {
		f.Pages[kind.Name] = []cms.ID{cms.ID("a " + kind.Name)}
		f.Below[kind.Name] = []cms.ID{cms.ID("a " + kind.Name + " below")}
	}
	for _, name := range Vocabularies(registry) {
		f.Terms[name] = []cms.ID{cms.ID("a " + name), cms.ID("another " + name)}
	}
	f.Images, f.Documents, f.Film, f.Captions = []cms.ID{"image"}, []cms.ID{"document"}, "film", "captions"
	return f
}

// everything returns a maker of values for every kind and block.
func everything(registry *schema.Registry) map[string]func() any {
	all := map[string]func() any{}
	for _, kind := range registry.Kinds() {
		all["kind "+kind.Name] = func() any { return kind.New() }
	}
	for _, block := range registry.Blocks() {
		all["block "+block.Name] = func() any { return block.New() }
	}
	return all
}

// TestEveryKindAndBlockIsFilled fills values of every kind and block. All of
// them are valid, and each of their own fields holds something at some time.
func TestEveryKindAndBlockIsFilled(t *testing.T) {
	t.Parallel()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for name, empty := range everything(registry) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			filled := map[string]bool{}
			for seed := range uint64(200) {
				v := empty()
				richFiller(registry, seed).Fill(v)
				for _, p := range registry.Validate(v) {
					t.Fatalf("seed %d: %s: %s", seed, p.Field, p.Message)
				}
				body := "no body" // path of the blocks that are walked
				registry.Walk(v, func(path string, f *schema.Field, value reflect.Value) {
					if strings.HasPrefix(path, body+"[") {
						return
					}
					if f.Type == schema.TypeBlocks {
						body = path
					}
					path = positions.ReplaceAllString(path, "")
					filled[path] = filled[path] || !f.Empty(value)
				})
			}
			for path, is := range filled {
				if !is {
					t.Errorf("%s is never filled", path)
				}
			}
		})
	}
}

var positions = regexp.MustCompile(`\[\d+\]`)

func TestSameSeedSameValue(t *testing.T) {
	t.Parallel()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for name, empty := range everything(registry) {
		one, again, other := empty(), empty(), empty()
		richFiller(registry, 1).Fill(one)
		richFiller(registry, 1).Fill(again)
		richFiller(registry, 2).Fill(other)
		if !reflect.DeepEqual(one, again) {
			t.Errorf("%s: the same seed fills other content", name)
		}
		if reflect.DeepEqual(one, other) {
			t.Errorf("%s: another seed fills the same content", name)
		}
	}
}

// TestNothingToReferTo leaves a filler without pages, terms and files.
func TestNothingToReferTo(t *testing.T) {
	t.Parallel()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	for _, empty := range everything(registry) {
		for seed := range uint64(20) {
			v := empty()
			NewFiller(rand.New(rand.NewPCG(seed, 0)), registry).Fill(v)
			if pages, files := registry.References(v), registry.Assets(v); len(pages)+len(files) > 0 {
				t.Errorf("%T refers to %v and %v", v, pages, files)
			}
		}
	}
}

func TestMatching(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{
		`^CC-[0-9]{1,6}$`, `^CVE-[0-9]{4}-[0-9]{4,}$`, `^[0-9]{4}-[0-9]{3}[0-9X]$`, `^v?[0-9]+(\.[0-9]+)*([-+][0-9A-Za-z.-]+)?$`,
		`^/\S*$`, `^[\p{L}\p{N}_]+$`, `^[a-z0-9]+(-[a-z0-9]+)*$`, `^(one|two) .x$`, `^[А-я]$`, `^(?i)ab$`, `^$`, `(?s)^.$`, `[^a]{2}`,
	} {
		t.Run(pattern, func(t *testing.T) {
			compiled := regexp.MustCompile(pattern)
			for seed := range uint64(100) {
				p := prose{rand.New(rand.NewPCG(seed, 0))}
				text := p.matching(compiled)
				if !compiled.MatchString(text) {
					t.Fatalf("%q does not match", text)
				}
			}
		})
	}
}

// TestFingerprint changes with what is declared, and with nothing else.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	of := func(kinds []schema.Kind) string {
		registry, err := schema.New(kinds, blocks.All())
		if err != nil {
			t.Fatal(err)
		}
		sum, err := Fingerprint(registry)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	all := of(kinds.All())
	if again := of(kinds.All()); again != all {
		t.Errorf("it is %s and %s", all, again)
	}
	if fewer := of(slices.DeleteFunc(kinds.All(), func(k schema.Kind) bool { return k.Kind().Name == "update-notice" })); fewer == all {
		t.Error("it is the same without a kind")
	}
}

// TestEveryVocabularyHasTerms keeps massTerms complete.
func TestEveryVocabularyHasTerms(t *testing.T) {
	t.Parallel()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, v := range massTerms {
		have = append(have, v.vocabulary)
	}
	for _, name := range Vocabularies(registry) {
		if !slices.Contains(have, name) {
			t.Errorf("no terms are made for the vocabulary %s: add it to massTerms", name)
		}
	}
}

// TestMassIsValid checks what the mass is made of by the rules for editors.
func TestMassIsValid(t *testing.T) {
	t.Parallel()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	g := newGenerator(Corpus{Documents: 3000, Seed: 9}, registry)
	seen, paths := map[string]bool{}, map[string]bool{}
	g.planMass(section{path: "/"}, 3000, 1200, func(p planned) bool {
		value := p.value(p)
		for _, problem := range registry.Validate(value) {
			t.Errorf("%s: %s: %s", p.path, problem.Field, problem.Message)
		}
		if paths[p.path] {
			t.Errorf("%s is there twice", p.path)
		}
		seen[p.Kind], paths[p.path] = true, true
		return !t.Failed()
	})
	for _, genre := range genres {
		if !seen[genre.kind] {
			t.Errorf("there is no %s", genre.kind)
		}
	}
}

// TestVocabularyIsLarge and follows Zipf's law: few words are used often.
func TestVocabularyIsLarge(t *testing.T) {
	t.Parallel()
	v, words := vocabulary, map[string]bool{}
	for _, r := range []ranked{v.noun, v.plural, v.adjective, v.adverb, v.past, v.gerund, v.third, v.verb, v.disease, v.drug, v.place, v.surname, v.product} {
		for _, word := range r.words {
			words[strings.ToLower(word)] = true
		}
	}
	if len(words) < 15_000 || len(words) > 20_000 {
		t.Errorf("it has %d words, want some 15 to 20 thousand", len(words))
	}
	counts := map[string]int{}
	p := prose{rand.New(rand.NewPCG(1, 1))}
	for range 100_000 {
		counts[v.place.choose(p)]++
	}
	first, hundredth := counts[v.place.words[0]], counts[v.place.words[100]]
	if first < 5*hundredth || hundredth == 0 {
		t.Errorf("the first word comes %d times, the hundredth %d", first, hundredth)
	}
}
