package suggest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/internal/postgres"
	"lectern/internal/search"
	"lectern/internal/search/spelling"
)

// called makes an index of pages, each given as kind, year and title, and
// after a stroke its names.
func called(lines ...string) *titles {
	b := newBuilder(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	for i, line := range lines {
		what, names, _ := strings.Cut(line, "|")
		fields := strings.SplitN(what, " ", 3)
		t := postgres.LiveTitle{Release: [16]byte{byte(i + 1)}, Kind: fields[0], Title: fields[2]}
		if names != "" {
			t.Names = []string{names}
		}
		if fields[1] != "-" {
			t.DatedAt, _ = time.Parse("2006", fields[1])
		}
		b.add(t)
	}
	return b.titles()
}

// found are the numbers of the pages, from 1 in the order in which they were given.
func found(releases [][16]byte) string {
	var list []string
	for _, r := range releases {
		list = append(list, fmt.Sprint(r[0]))
	}
	return strings.Join(list, " ")
}

func TestTitlesAreFoundByTheBeginningsOfTheirWords(t *testing.T) {
	t.Parallel()
	titles := called(
		"blog-post 2020 we break spine on tuesdays",
		"service - spine",
		"news-article 2026 spine in the cloud",
		"service - summary care record",
		"page - spinel and other stones",
		"cyber-alert 2026 a worm spreads|cc 4512",
		"publication 2024 waiting times 2023x24|wt",
		"publication 2025 waiting times 2024x25",
		"page - spine spine spine",
	)
	for typed, want := range map[string]string{
		"sp":            "2 9 5 3 6 1", // whose titles begin so, the weightiest first, and then others
		"spine":         "2 9 5 3 1",
		"spine cloud":   "3",
		"cloud spine":   "3",
		"the spi":       "3",
		"cc 45":         "6",
		"cc":            "6",
		"4512":          "6",
		"waiting times": "8 7",
		"waiting 2023x": "7",
		"wt":            "7",
		"on tu":         "1",
		"o":             "5 1", // a short word that is not the last must be whole
		"o tu":          "",
		"zebra":         "",
		"":              "",
	} {
		if got := found(titles.find(strings.Fields(typed), 20)); got != want {
			t.Errorf("%q finds %s, want %s", typed, got, want)
		}
	}
	if got := found(titles.find([]string{"spine"}, 1)); got != "2 9" {
		t.Errorf("of each sort one: %s", got)
	}
	if got := found(called().find([]string{"spine"}, 9)); got != "" {
		t.Errorf("where nothing is: %s", got)
	}
	counts := map[string]int{}
	for word, n := range titles.counts() {
		counts[word] = n
	}
	if counts["spine"] != 4 || counts["waiting"] != 2 || counts["4512"] != 1 || counts["zebra"] != 0 {
		t.Errorf("the words are counted %v", counts)
	}
}

func TestASearchIsToldOnlyIfAPageIsCalledSo(t *testing.T) {
	t.Parallel()
	k := &known{titles: called("service - summary care record", "page - the smith review", "page - st john ambulances"), terms: []string{"mental health wellbeing"}}
	for query, want := range map[string]bool{
		"care record": true, "the summary of care": true, "mental health": true, "wellbeing": true, "Smith Review": true,
		"john smith": false, "care health": false, "summary care record ann": false, "car": false, "the": false, "": false,
	} {
		if got := k.tells(search.Canonical(query)); got != want {
			t.Errorf("%q is told: %v, want %v", query, got, want)
		}
	}
}

func TestPopularSearchesGoOnWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	popular := canonical([]string{"national data opt-out", "data dashboards", "nhs app", "data", "Data-sets", "data access"})
	for typed, want := range map[string]string{
		"da": "data dashboards, data, Data-sets, data access, national data opt-out", "data": "data dashboards, Data-sets, data access, national data opt-out", "data d": "data dashboards",
		"app": "nhs app", "opt": "national data opt-out", "ational": "", "zebra": "",
	} {
		var queries []string
		for _, p := range begun(popular, typed) {
			queries = append(queries, p.query)
		}
		if got := strings.Join(queries, ", "); got != want {
			t.Errorf("%q offers %s, want %s", typed, got, want)
		}
	}
}

// TestTypingSpellsNoSearchAnew asks for no memory, as spelling does. It cannot run
// beside others, whose memory would count.
func TestTypingSpellsNoSearchAnew(t *testing.T) {
	popular := canonical([]string{"National Data Opt-out", "Data dashboards", "NHS App"})
	if took := testing.AllocsPerRun(100, func() { begun(popular, "zebra") }); took > 1 {
		t.Errorf("a letter takes %v pieces of memory", took)
	}
}

// BenchmarkMillion is of titles of seven words out of 200,000, some of which are
// far more frequent than others.
func BenchmarkMillion(b *testing.B) {
	before := inUse()
	begun := time.Now()
	titles := million()
	words := spelling.New(titles.counts())
	b.Logf("%d words of %d pages: %d MB, made in %s", words.Size(), len(titles.pages), (inUse()-before)>>20, time.Since(begun).Round(time.Millisecond))
	for name, typed := range map[string]string{"a letter": "b", "a word": "baba", "two words": "baba d", "seldom": "dozazi"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				titles.find(strings.Fields(typed), candidates)
			}
		})
	}
	b.Run("another spelling", func(b *testing.B) {
		for b.Loop() {
			words.Texts("babdefo gigibx zozezo")
		}
	})
	runtime.KeepAlive(words)
}

func million() *titles {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 20, 199_999)
	builder := newBuilder(time.Now())
	for n := range 1_000_000 {
		var title []string
		for range 7 {
			title = append(title, spelt(int(zipf.Uint64())))
		}
		t := postgres.LiveTitle{Kind: "publication", Title: strings.Join(title, " "), DatedAt: time.Unix(int64(n)*1000, 0)}
		binary.BigEndian.PutUint64(t.Release[:], uint64(n))
		builder.add(t)
	}
	return builder.titles()
}

// spelt is a word for a number.
func spelt(n int) string {
	var word []byte
	for ; n > 0 || len(word) < 4; n /= 80 {
		word = append(word, "bdfghklmnprstvwz"[n%16], "aeiou"[n/16%5])
	}
	slices.Reverse(word)
	return string(word)
}

func inUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
