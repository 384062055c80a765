package ui_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"lectern/templates/ui"
)

func TestPagination(t *testing.T) {
	for _, test := range []struct {
		number, last int
		want         string
	}{
		{1, 1, ""},
		{1, 2, "[1] 2 Next"},
		{3, 3, "Previous 1 2 [3]"},
		{4, 7, "Previous 1 2 3 [4] 5 6 7 Next"},
		{5, 9, "Previous 1 … 4 [5] 6 … 9 Next"},
		{1, 92, "[1] 2 … 92 Next"},
		{92, 92, "Previous 1 … 91 [92]"},
	} {
		page := ui.Pagination(ui.Pages{Number: test.number, Last: test.last, Href: func(n int) string { return "?page=" + strconv.Itoa(n) }})
		document, err := goquery.NewDocumentFromReader(strings.NewReader(html(t, page)))
		if err != nil {
			t.Fatal(err)
		}
		document.Find(".govuk-visually-hidden").Remove()
		var got []string
		document.Find("li").Each(func(_ int, entry *goquery.Selection) {
			text := strings.TrimSpace(entry.Text())
			if entry.Find("[aria-current]").Length() > 0 {
				text = "[" + text + "]"
			}
			got = append(got, text)
		})
		if strings.Join(got, " ") != test.want {
			t.Errorf("page %d of %d shows %q, want %q", test.number, test.last, strings.Join(got, " "), test.want)
		}
	}
}
