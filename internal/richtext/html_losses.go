package richtext

import (
	"fmt"

	"golang.org/x/net/html"
)

// loss is what an editor is told of things that did not fit, for one and for
// several of them.
type loss struct{ one, many string }

var (
	lostHeading = loss{"1 heading became a paragraph; use a text section for it",
		"%d headings became paragraphs; use text sections for them"}
	lostImage = loss{"1 image was left out; use an image block for it",
		"%d images were left out; use image blocks for them"}
	lostMedia = loss{"1 video, sound or embedded page was left out",
		"%d videos, sounds or embedded pages were left out"}
	lostField = loss{"1 field of a form was left out",
		"%d fields of forms were left out"}
	lostTable = loss{"1 table became lines of text; use a table block for it",
		"%d tables became lines of text; use table blocks for them"}
	lostQuote = loss{"1 quote became plain paragraphs; use a block for it",
		"%d quotes became plain paragraphs; use blocks for them"}
	lostRule = loss{"1 rule was left out; use a text section to set text apart",
		"%d rules were left out; use text sections to set text apart"}
	lostTerms = loss{"1 list of terms became paragraphs",
		"%d lists of terms became paragraphs"}
	lostCodeBlock = loss{"1 code block became paragraphs",
		"%d code blocks became paragraphs"}
	lostLineBreak = loss{"1 line break became a space",
		"%d line breaks became spaces"}
	lostComment = loss{"1 comment on the text was left out",
		"%d comments on the text were left out"}
	lostDeletion = loss{"1 deleted passage was left out",
		"%d deleted passages were left out"}
	lostStrike = loss{"1 passage is no longer struck through",
		"%d passages are no longer struck through"}
	lostNumber = loss{"1 numbered list now begins at 1",
		"%d numbered lists now begin at 1"}
	lostPlace = loss{"1 link to a place in the other document became plain words",
		"%d links to places in the other document became plain words"}
	lostDepth = loss{one: "Lists nest at most nine deep; the entries of deeper ones became paragraphs"}
	lostForm  = loss{one: "The text is too long or too deeply nested: only its words were kept, in paragraphs"}
)

// leftOutTags are those of elements that are left out and told.
var leftOutTags = map[string]loss{
	"img": lostImage, "svg": lostImage, "canvas": lostImage,
	"video": lostMedia, "audio": lostMedia, "iframe": lostMedia, "object": lostMedia, "embed": lostMedia, "applet": lostMedia,
	"input": lostField, "select": lostField, "textarea": lostField, "meter": lostField, "progress": lostField,
	"del": lostDeletion,
}

// becomes tells of elements that become something else.
var becomes = map[string]loss{
	"blockquote": lostQuote, "hr": lostRule, "dl": lostTerms, "pre": lostCodeBlock, "xmp": lostCodeBlock, "plaintext": lostCodeBlock,
}

// leftOut returns what is told of the element if its content is left out.
func leftOut(n *html.Node) (loss, bool) {
	if tagOf(n) == "div" && styleOf(n)["mso-element"] == "comment" {
		return lostComment, true
	}
	what, is := leftOutTags[tagOf(n)]
	return what, is
}

// losses counts what did not fit.
type losses struct {
	kinds  []loss // in the order in which they came
	counts map[loss]int
}

func (l *losses) tell(what loss) {
	if l.counts == nil {
		l.counts = map[loss]int{}
	}
	if l.counts[what]++; l.counts[what] == 1 {
		l.kinds = append(l.kinds, what)
	}
}

func (l *losses) sentences() []string {
	var list []string
	for _, what := range l.kinds {
		if n := l.counts[what]; n == 1 {
			list = append(list, what.one)
		} else {
			list = append(list, fmt.Sprintf(what.many, n))
		}
	}
	return list
}
