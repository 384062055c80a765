package feeds

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A place is what an element is in content.
type place int

const (
	unwrapped place = iota // only what is in it stays, in line: every element that is not named here
	parted                 // only what is in it stays, on lines of its own
	leftOut                // with all that is in it
	phrase                 // stands in a line
	block                  // stands on lines of its own
)

var places = byElement(map[place][]atom.Atom{
	phrase: {
		atom.A, atom.Abbr, atom.B, atom.Br, atom.Cite, atom.Code, atom.Del, atom.Dfn, atom.Em, atom.I, atom.Img, atom.Ins,
		atom.Kbd, atom.Mark, atom.Q, atom.S, atom.Samp, atom.Small, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.U, atom.Var,
	},
	block: {
		atom.Blockquote, atom.Caption, atom.Dd, atom.Dl, atom.Dt, atom.Figcaption, atom.Figure, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.H5, atom.H6, atom.Hr, atom.Li, atom.Ol, atom.P, atom.Pre, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th,
		atom.Thead, atom.Tr, atom.Ul,
	},
	parted: {
		atom.Address, atom.Article, atom.Aside, atom.Center, atom.Details, atom.Dir, atom.Div, atom.Footer, atom.Header, atom.Hgroup,
		atom.Main, atom.Menu, atom.Search, atom.Section,
	},
	leftOut: {
		atom.Audio, atom.Button, atom.Canvas, atom.Col, atom.Colgroup, atom.Datalist, atom.Dialog, atom.Embed, atom.Fieldset, atom.Form,
		atom.Frame, atom.Frameset, atom.Iframe, atom.Input, atom.Label, atom.Link, atom.Map, atom.Math, atom.Meta, atom.Nav, atom.Noembed,
		atom.Noframes, atom.Noscript, atom.Object, atom.Option, atom.Plaintext, atom.Script, atom.Select, atom.Style, atom.Svg, atom.Template,
		atom.Textarea, atom.Title, atom.Video, atom.Xmp,
	},
})

func byElement(names map[place][]atom.Atom) map[atom.Atom]place {
	places := map[atom.Atom]place{}
	for place, list := range names {
		for _, name := range list {
			places[name] = place
		}
	}
	return places
}

// within says what may hold an element that cannot stand alone.
var within = map[atom.Atom][]atom.Atom{
	atom.Li: {atom.Ul, atom.Ol},
	atom.Dt: {atom.Dl}, atom.Dd: {atom.Dl},
	atom.Figcaption: {atom.Figure},
	atom.Caption:    {atom.Table}, atom.Thead: {atom.Table}, atom.Tbody: {atom.Table}, atom.Tfoot: {atom.Table},
	atom.Tr: {atom.Thead, atom.Tbody, atom.Tfoot},
	atom.Th: {atom.Tr}, atom.Td: {atom.Tr},
}

// rowed are elements that hold nothing but the parts of a table.
var rowed = []atom.Atom{atom.Table, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr}

// worded are blocks that hold phrases alone.
var worded = []atom.Atom{atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Dt, atom.Caption}

// short are blocks of which most hold one paragraph, which needs no element.
var short = []atom.Atom{atom.Li, atom.Td, atom.Th, atom.Dd}

// placeOf says what becomes of a node.
func placeOf(n *html.Node) place {
	switch {
	case n.Type == html.TextNode:
		return phrase
	case n.Type != html.ElementNode || n.Namespace != "" || hidden(n):
		return leftOut
	}
	place := places[n.DataAtom]
	if place == unwrapped && slices.ContainsFunc(children(n), func(c *html.Node) bool {
		inside := placeOf(c)
		return inside == block || inside == parted
	}) {
		return parted
	}
	return place
}

// hidden reports whether nobody sees an element, or only those who do not
// listen.
func hidden(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "hidden" || a.Key == "popover" || a.Key == "aria-hidden" && a.Val == "true"
	})
}

func children(n *html.Node) []*html.Node { return slices.Collect(n.ChildNodes()) }
