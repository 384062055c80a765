package merge

import (
	"cmp"
	"slices"
)

// arrange returns the order of the blocks that are kept. was is the order that
// mine began with. What one of both moved is where they have it, and what was
// added comes after what it was added after. What both moved is where they have
// it.
func arrange(was, theirs, mine []string, kept map[string]bool) (order []string, m moves) {
	theirs, mine = those(theirs, kept), those(mine, kept)
	inTheirs, inMine := set(theirs), set(mine)
	was = those(those(was, inTheirs), inMine)
	a := arranging{
		stayed: set(was), byThem: moved(was, theirs), byMe: moved(was, mine), inTheirs: inTheirs,
		added: map[string][]string{}, moved: [2]map[string][]string{{}, {}},
	}
	for id := range a.byThem {
		delete(a.stayed, id)
	}
	for id := range a.byMe {
		delete(a.stayed, id)
	}
	a.after(theirs, 0)
	a.after(mine, 1)
	order = a.below("", order)
	for _, id := range theirs {
		if a.stayed[id] {
			order = a.below(id, append(order, id))
		}
	}
	return order, a.moves(was, theirs, mine)
}

// moves are the blocks that one side moved, and those that both moved and not
// to the same place.
type moves struct{ theirs, mine, disputed []string }

// arranging knows what became of each block of a list.
type arranging struct {
	stayed       map[string]bool // where they were, in both
	byThem, byMe map[string]bool // moved
	inTheirs     map[string]bool

	added map[string][]string    // below what they come after, by either side
	moved [2]map[string][]string // the same, by side
}

// places reports whether a side (0 theirs, 1 mine) says where a block is.
func (a arranging) places(side int, id string) bool {
	switch {
	case a.stayed[id]:
		return false
	case a.byThem[id]:
		return side == 0
	case a.byMe[id]:
		return side == 1
	}
	return a.inTheirs[id] == (side == 0) // it was added
}

// after finds out what the blocks come after that a side places. What was moved
// comes after what stayed or was moved there, too: of what the other side moves,
// nobody knows here where it goes. What was added goes with what is before it.
func (a arranging) after(blocks []string, side int) {
	previous, firm := "", ""
	for _, id := range blocks {
		switch {
		case a.stayed[id]:
			firm = id
		case !a.places(side, id):
		case a.byThem[id] || a.byMe[id]:
			a.moved[side][firm] = append(a.moved[side][firm], id)
			firm = id
		default:
			a.added[previous] = append(a.added[previous], id)
		}
		previous = id
	}
}

// below adds to the order what comes after a block: first what was added there.
// Of what both sides put there, the same comes first whoever of both is asked.
func (a arranging) below(id string, order []string) []string {
	one, other := a.moved[0][id], a.moved[1][id]
	if len(one) > 0 && len(other) > 0 && other[0] < one[0] {
		one, other = other, one
	}
	for _, next := range slices.Concat(slices.Sorted(slices.Values(a.added[id])), one, other) {
		order = a.below(next, append(order, next))
	}
	return order
}

func (a arranging) moves(was, theirs, mine []string) (m moves) {
	known := set(was)
	byThem, byMe := predecessors(those(theirs, known)), predecessors(those(mine, known))
	for _, id := range was {
		switch {
		case a.byThem[id] && !a.byMe[id]:
			m.theirs = append(m.theirs, id)
		case a.byMe[id] && !a.byThem[id]:
			m.mine = append(m.mine, id)
		case a.byThem[id] && byThem[id] != byMe[id]:
			m.disputed = append(m.disputed, id)
		}
	}
	return m
}

func predecessors(blocks []string) map[string]string {
	before := map[string]string{}
	for i := 1; i < len(blocks); i++ {
		before[blocks[i]] = blocks[i-1]
	}
	return before
}

// moved are the fewest blocks that may have been moved to make one order of
// another.
func moved(was, now []string) map[string]bool {
	at := map[string]int{}
	for i, id := range was {
		at[id] = i
	}
	now = slices.DeleteFunc(slices.Clone(now), func(id string) bool { _, known := at[id]; return !known })
	// ends[n] is the block that ends a run of n+1 in the old order, as early as
	// there is one, and previous the one before each in its run.
	var ends []int
	previous := make([]int, len(now))
	for i, id := range now {
		n, _ := slices.BinarySearchFunc(ends, at[id], func(end, place int) int { return cmp.Compare(at[now[end]], place) })
		previous[i] = -1
		if n > 0 {
			previous[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		}
		ends[n] = i
	}
	moved := set(now)
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = previous[i] {
			delete(moved, now[i])
		}
	}
	return moved
}

func set(ids []string) map[string]bool {
	s := make(map[string]bool, len(ids))
	for _, id := range ids {
		s[id] = true
	}
	return s
}

// those are the ids that a set holds.
func those(ids []string, in map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !in[id] })
}
