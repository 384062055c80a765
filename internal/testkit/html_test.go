package testkit_test

import (
	"slices"
	"strings"
	"testing"

	"lectern/internal/testkit"
)

const soundPage = `<!doctype html>
<html lang="en-GB"><head><title>Services</title></head><body>
<header><a href="/"><svg aria-hidden="true"></svg><span>Care Data Office</span></a></header>
<nav aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li></ol></nav>
<main>
  <h1>Services</h1>
  <form><label for="q">Find a service</label><input id="q" name="q"><button>Find</button></form>
  <div><div><h2 id="a">First <em>of</em> all</h2></div><p>One</p><h3>Below</h3><p>Two</p></div>
  <section aria-labelledby="b"><h2 id="b">Then</h2>
    <table><caption>Points of contact</caption>
      <thead><tr><th scope="col">Enquiry</th><th scope="col">Desk</th></tr></thead>
      <tbody><tr><th scope="row">Staff</th><td>The <a href="tel:0300">service desk</a></td></tr></tbody>
    </table>
  </section>
</main>
<footer><h2>Legal</h2><ul><li><a href="/terms">Terms</a></li></ul></footer>
</body></html>`

func TestPartsOfAPage(t *testing.T) {
	page := testkit.CheckPage(t, []byte(soundPage))

	page.Heading(1, "Services")
	page.Landmark("banner", "").Link("Care Data Office").Leads("/")
	page.Landmark("navigation", "Breadcrumb").Link("Home").Leads("/")
	page.Landmark("region", "Then").Heading(2, "Then")
	page.Field("Find a service")
	page.Button("Find")
	if got := page.Landmark("main", "").Headings(2); !slices.Equal(got, []string{"First of all", "Then"}) {
		t.Errorf("headings %q", got)
	}
	if got := page.Section("First of all").Text(); got != "One Below Two" {
		t.Errorf("below the first heading is %q", got)
	}
	if got := page.Section("Below").Text(); got != "Two" {
		t.Errorf("below the sub-heading is %q", got)
	}
	table := page.Section("Then").Table("Points of contact")
	if got := table.Columns(); !slices.Equal(got, []string{"Enquiry", "Desk"}) {
		t.Errorf("columns %q", got)
	}
	table.Row("Staff").Link("service desk").Leads("tel:0300")
	table.Row("Staff").Wants("The service desk")
	page.Section("First of all").Lacks("Points of contact")
	if page.HasHeading("Latest") || !page.HasHeading("Below") {
		t.Error("HasHeading is wrong")
	}
}

func TestProblemsOfAPage(t *testing.T) {
	for name, c := range map[string]struct{ find, replace, want string }{
		"language":        {` lang="en-GB"`, ``, "the html element has no lang"},
		"title":           {`<title>Services</title>`, ``, "the page has no title"},
		"main heading":    {`<h1>Services</h1>`, `<p>Services</p>`, "0 headings of level 1"},
		"heading level":   {`<h2 id="a">First <em>of</em> all</h2>`, `<h3>First</h3>`, `"First" has level 3`},
		"empty heading":   {`<h3>Below</h3>`, `<h3> </h3>`, "a heading of level 3 is empty"},
		"id twice":        {`id="q" name`, `id="b" name`, `the id "b" is there twice`},
		"label of none":   {`for="q"`, `for="p"`, `refers by for to the id "p"`},
		"field":           {`<label for="q">Find a service</label>`, ``, `<input id="q" name="q"> has no label`},
		"button":          {`<button>Find</button>`, `<button></button>`, "<button> has no label"},
		"link name":       {`<a href="/terms">Terms</a>`, `<a href="/terms"> </a>`, `<a href="/terms"> has no name`},
		"link target":     {`<a href="/terms">`, `<a>`, `the link "Terms" leads nowhere`},
		"place on page":   {`href="/terms"`, `href="#terms"`, `leads to the id "terms"`},
		"empty list":      {`<li><a href="/terms">Terms</a></li>`, ``, "<ul> is empty"},
		"empty landmark":  {`<ol><li><a href="/">Home</a></li></ol>`, ``, `<nav aria-label="Breadcrumb"> is empty`},
		"picture":         {`<p>One</p>`, `<img src="a.png" width="1" height="1">`, "has no alternative text"},
		"picture's size":  {`<p>One</p>`, `<img src="a.png" alt="">`, "does not say its size"},
		"style attribute": {`<p>One</p>`, `<p style="color: red">One</p>`, "has a style attribute"},
		"style sheet":     {`<p>One</p>`, `<style>p {}</style>`, "style sheet inside the page"},
		"script":          {`<p>One</p>`, `<script>alert()</script>`, "script inside the page"},
		"handler":         {`<p>One</p>`, `<p onclick="go()">One</p>`, "has a script in onclick"},
		"script as link":  {`href="/terms"`, `href="javascript:go()"`, "has a script in href"},
	} {
		body := strings.Replace(soundPage, c.find, c.replace, 1)
		problems := testkit.Page(t, []byte(body)).Problems()
		if !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, c.want) }) {
			t.Errorf("%s: problems are %q, and none says %q", name, problems, c.want)
		}
	}
}
