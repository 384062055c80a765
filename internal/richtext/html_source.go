package richtext

import (
	"errors"
	"strings"

	"golang.org/x/net/html"
)

// maxHTML is the length in bytes, once simplified, of the longest HTML that is
// parsed: the parser joins text in quadratic time when tags are misplaced.
const maxHTML = 1_000_000

// tamed stands before the names of tags that are renamed.
const tamed = "tamed-"

// wildTags are renamed before HTML is parsed. The parser opens formatting
// elements that were not closed again in every later paragraph, so that a small
// source can make an enormous tree. Renamed, they end where the element around
// them does. In svg and math, tags mean something else, and a frameset,
// plaintext or select swallows what comes after it.
var wildTags = set("a b big code em font i nobr s small strike strong tt u svg math frameset frame plaintext select option optgroup")

// keptAttributes are those that we read. Others can be long, such as images.
var keptAttributes = set("aria-level class data-aria-level hidden href id role start style title type")

// parseHTML returns the tree of the HTML, without what only misleads.
func parseHTML(source string) (*html.Node, error) {
	var out strings.Builder
	for z := html.NewTokenizer(strings.NewReader(source)); z.Next() != html.ErrorToken; {
		simplify(&out, z)
		if out.Len() > maxHTML {
			return nil, errors.New("the HTML is too long")
		}
	}
	return html.Parse(strings.NewReader(out.String()))
}

// simplify writes the tag or text that has just been read, with wild tags
// tamed and only the attributes that are needed.
func simplify(out *strings.Builder, z *html.Tokenizer) {
	raw := string(z.Raw())
	token := z.Token()
	switch token.Type {
	case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
		if wildTags[token.Data] {
			token.Data = tamed + token.Data
		}
		var kept []html.Attribute
		for _, a := range token.Attr {
			if keptAttributes[a.Key] {
				kept = append(kept, a)
			}
		}
		token.Attr = kept
		out.WriteString(token.String())
		if token.Type == html.SelfClosingTagToken && strings.HasPrefix(token.Data, tamed) {
			out.WriteString("</" + token.Data + ">") // <svg/> is empty
		}
	default:
		out.WriteString(raw)
	}
}

// wordsAlone returns the text of HTML as paragraphs, without anything else.
func wordsAlone(source string) Doc {
	var b blocks
	unseen := "" // the tag whose content is not text
	for z := html.NewTokenizer(strings.NewReader(source)); z.Next() != html.ErrorToken; {
		switch token := z.Token(); {
		case token.Type == html.TextToken && unseen == "":
			b.write(token.Data, look{})
		case token.Type == html.StartTagToken && unseen == "" && rawTags[token.Data]:
			unseen = token.Data
		case token.Type == html.EndTagToken && token.Data == unseen:
			unseen = ""
		case token.Type != html.TextToken && (blockTags[token.Data] || token.Data == "br"):
			b.end()
		}
	}
	b.end()
	return b.doc
}

// rawTags are those of hidden elements that always have an end.
var rawTags = set("script style title noembed noframes")
