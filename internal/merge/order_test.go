package merge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestArrange holds the rules of the order of blocks. Upper-case letters were
// there before.
func TestArrange(t *testing.T) {
	for name, test := range map[string]struct{ was, theirs, mine, want, disputed string }{
		"nothing changed":                             {"A B C", "A B C", "A B C", "A B C", ""},
		"they moved one":                              {"A B C", "C A B", "A B C", "C A B", ""},
		"I moved one":                                 {"A B C", "A B C", "B C A", "B C A", ""},
		"each moved another":                          {"A B C D E", "B C A D E", "A B E C D", "B E C A D", ""},
		"both moved one to the same place":            {"A B C", "C A B", "C A B", "C A B", ""},
		"both moved one to different places":          {"A B C D", "D A B C", "A D B C", "D A B C", "D"},
		"both added":                                  {"A B", "A x B", "A B y", "A x B y", ""},
		"both added at one place":                     {"A B", "A y B", "A x B", "A x y B", ""},
		"what I added goes with what they moved":      {"A B C", "B C A", "A x B C", "B C A x", ""},
		"what they added goes with what I moved":      {"A B C", "A x y B C", "B C A", "B C A x y", ""},
		"what I moved does not go with it":            {"A B C D", "B A C D", "A D B C", "B A D C", ""},
		"added at the start by both":                  {"A", "x A", "y A", "x y A", ""},
		"added to nothing":                            {"", "x y", "z", "x y z", ""},
		"one was removed, another came after it":      {"A B C", "A C", "A B x C", "A x C", ""},
		"they added, I moved what comes after it":     {"A B C", "A x B C", "A C B", "A x C B", ""},
		"both added the same":                         {"A B", "A x B", "x A B", "A x B", ""},
		"they removed, I moved the rest":              {"A B C D", "B C D", "D A B C", "D B C", ""},
		"they moved to where I added":                 {"A B C", "A C B", "A x B C", "A x C B", ""},
		"all turned round by them, one added by me":   {"A B C", "C B A", "A B C x", "C x B A", ""},
		"all turned round by both, and one goes with": {"A B C", "C B A", "C B x A", "C B x A", ""},
	} {
		t.Run(name, func(t *testing.T) {
			was, theirs, mine := strings.Fields(test.was), strings.Fields(test.theirs), strings.Fields(test.mine)
			kept := set(strings.Fields(test.want))
			order, moves := arrange(was, theirs, mine, kept)
			if got := strings.Join(order, " "); got != test.want {
				t.Errorf("the order is %q, want %q", got, test.want)
			}
			if got := strings.Join(moves.disputed, " "); got != test.disputed {
				t.Errorf("both moved %q, want %q", got, test.disputed)
			}
		})
	}
}

// TestArrangeAnything arranges lists that two people have changed as they
// liked: each block comes once, who changed nothing gets what the other has, and
// who asks makes no difference unless both moved the same block.
func TestArrangeAnything(t *testing.T) {
	alike := 0
	for seed := range uint64(20_000) {
		random := rand.New(rand.NewPCG(seed, 3))
		var was []string
		for i := range random.IntN(8) {
			was = append(was, fmt.Sprint("b", i))
		}
		theirs, mine := changeOrder(random, was, "t"), changeOrder(random, was, "m")
		kept := map[string]bool{}
		for _, id := range append(slices.Clone(theirs), mine...) {
			kept[id] = !slices.Contains(was, id) || slices.Contains(theirs, id) && slices.Contains(mine, id) || random.IntN(2) == 0
		}
		order, _ := arrange(was, theirs, mine, kept)
		what := fmt.Sprintf("seed %d: %v, theirs %v, mine %v, kept %v: %v", seed, was, theirs, mine, kept, order)
		sorted := slices.Sorted(slices.Values(order))
		for _, id := range sorted {
			if !kept[id] {
				t.Fatalf("%s: %s was not kept", what, id)
			}
			delete(kept, id)
		}
		if len(slices.Compact(sorted)) != len(order) || len(those(append(theirs, mine...), kept)) > 0 {
			t.Fatalf("%s: not each of them once", what)
		}
		for _, all := range [][]string{theirs, mine} {
			one, _ := arrange(was, was, all, set(all))
			other, _ := arrange(was, all, was, set(all))
			if !slices.Equal(one, all) || !slices.Equal(other, all) {
				t.Fatalf("%s: alone it is %v and %v", what, one, other)
			}
		}
		everything := set(append(slices.Clone(theirs), mine...))
		both := those(those(was, set(theirs)), set(mine))
		byThem, byMe := moved(both, theirs), moved(both, mine)
		if len(those(both, byThem)) > 0 && slices.ContainsFunc(both, func(id string) bool { return byThem[id] && byMe[id] }) {
			continue
		}
		alike++
		one, _ := arrange(was, theirs, mine, everything)
		other, _ := arrange(was, mine, theirs, everything)
		if !slices.Equal(one, other) {
			t.Fatalf("%s: %v for one and %v for the other", what, one, other)
		}
	}
	if alike < 1000 {
		t.Errorf("only %d lists were compared from both sides", alike)
	}
}

// changeOrder adds, removes and moves a few.
func changeOrder(random *rand.Rand, was []string, by string) []string {
	list := slices.Clone(was)
	for i := range random.IntN(4) {
		at := random.IntN(len(list) + 1)
		if what := random.IntN(3); what == 0 || at == len(list) {
			list = slices.Insert(list, at, fmt.Sprint(by, i))
			continue
		}
		id := list[at]
		list = slices.Delete(list, at, at+1)
		if random.IntN(2) == 0 {
			list = slices.Insert(list, random.IntN(len(list)+1), id)
		}
	}
	return list
}
