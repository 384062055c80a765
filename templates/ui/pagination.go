package ui

import (
	"strconv"

	"lectern/internal/cms"
)

// Pages says which page of a long list is shown.
type Pages struct {
	Number int // from 1
	Last   int
	Href   func(number int) string
}

// PagesOf says which page of a list of the page itself is shown.
func (v *View) PagesOf(list cms.List) Pages {
	return Pages{Number: list.Number, Last: list.Pages, Href: func(n int) string {
		if n == 1 {
			return v.Path
		}
		return v.Path + "?page=" + strconv.Itoa(n)
	}}
}

// shown returns the numbers that are worth a link: the first, the last, and
// those around the one that is shown. 0 stands for a gap.
func (p Pages) shown() []int {
	var numbers []int
	for n := 1; n <= p.Last; n++ {
		near := n >= p.Number-1 && n <= p.Number+1
		switch {
		case n == 1 || n == p.Last || near:
			numbers = append(numbers, n)
		case n == 2 && p.Number == 4 || n == p.Last-1 && p.Number == p.Last-3:
			numbers = append(numbers, n) // a gap of one is no gap
		case numbers[len(numbers)-1] != 0:
			numbers = append(numbers, 0)
		}
	}
	return numbers
}
