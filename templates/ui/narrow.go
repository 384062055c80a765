package ui

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"lectern/internal/cms"
)

// ListHref is the address of the page with another choice of its list.
func (v *View) ListHref(list cms.List, c cms.Chosen) string {
	query := url.Values{}
	if c.Value != "" && list.Filter != nil {
		query.Set(list.Filter.Param, c.Value)
	}
	for name, n := range map[string]int{"year": c.Year, "month": c.Month} {
		if n > 0 {
			query.Set(name, strconv.Itoa(n))
		}
	}
	if c.Page > 1 {
		query.Set("page", strconv.Itoa(c.Page))
	}
	for _, f := range list.Facets {
		if f.Chosen != "" {
			query.Set(f.Param, f.Chosen)
		}
	}
	if len(query) == 0 {
		return v.Path
	}
	return v.Path + "?" + query.Encode()
}

// PagesOf says which page of a list is shown, for Pagination.
func (v *View) PagesOf(list cms.List) Pages {
	return Pages{Number: list.Chosen.Page, Last: list.Pages, Href: func(n int) string {
		c := list.Chosen
		c.Page = n
		return v.ListHref(list, c) + "#" + ListID
	}}
}

// Narrowed reports whether a reader has asked for a part of a list.
func Narrowed(list cms.List) bool {
	return list.Chosen.Year > 0 || list.Chosen.Value != "" ||
		slices.ContainsFunc(list.Facets, func(f cms.Facet) bool { return f.Chosen != "" })
}

// narrowable reports whether there is anything to narrow a list by.
func narrowable(list cms.List) bool {
	if len(list.Found) > 0 || len(list.Facets) > 0 && Narrowed(list) { // choices that exclude each other find nothing
		return true
	}
	return list.Pages > 0 && (list.Filter != nil || len(yearsOf(list)) > 1) && (len(list.Months) > 0 || Narrowed(list))
}

// termsOf are the terms of a facet that leave anything of a list, and the one
// that was chosen.
func (v *View) termsOf(list cms.List, f cms.Facet) []cms.Term {
	var terms []cms.Term
	for _, id := range f.Terms {
		if term, known := v.Terms[id]; known && (list.Found[id] > 0 || term.Slug == f.Chosen) {
			terms = append(terms, term)
		}
	}
	return terms
}

// yearsOf are the years in which a list has entries, the latest first.
func yearsOf(list cms.List) []cms.MonthCount {
	var years []cms.MonthCount
	for _, m := range list.Months {
		if n := len(years); n > 0 && years[n-1].Year == m.Year {
			years[n-1].Count += m.Count
			continue
		}
		years = append(years, cms.MonthCount{Year: m.Year, Count: m.Count})
	}
	return years
}

// monthsOf are the months of the year that was chosen.
func monthsOf(list cms.List) []cms.MonthCount {
	var months []cms.MonthCount
	for _, m := range list.Months {
		if m.Year == list.Chosen.Year {
			months = append(months, m)
		}
	}
	return months
}

func monthName(m cms.MonthCount) string { return time.Month(m.Month).String() }

// plateDays is a day of the month, or several that follow one another within a
// week of the month.
func plateDays(starts, ends time.Time) string {
	first, last := starts.Day(), ends.Day()
	if starts.Year() == ends.Year() && starts.Month() == ends.Month() && first < last && last-first < 7 {
		return strconv.Itoa(first) + "–" + strconv.Itoa(last)
	}
	return strconv.Itoa(first)
}
