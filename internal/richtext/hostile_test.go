package richtext

import (
	"fmt"
	"strings"
	"testing"
)

// TestHostileText reads text that is made to cost. Nothing is measured: what
// takes quadratic time or memory does not end within the time that the whole
// test has.
func TestHostileText(t *testing.T) {
	const n = 200_000
	many := func(s string) string { return strings.Repeat(s, n/len(s)) }
	for name, source := range map[string]string{
		"stars":              many("*"),
		"underscores":        many("_"),
		"brackets":           many("["),
		"closing brackets":   many("]"),
		"parentheses":        many("("),
		"backticks":          many("`"),
		"tildes":             many("~"),
		"backslashes":        many("\\"),
		"escaped backticks":  many("\\``"),
		"growing backticks":  growing(700, func(i int) string { return "a" + strings.Repeat("`", i) }),
		"marks in brackets":  many("[") + many("*_a"),
		"marks":              many("*a_b~c^d"),
		"strong or emphasis": many("***a**"),
		"images":             many("!["),
		"exclamation links":  many("!x[a](/b)!"),
		"addresses no end":   many("[a]("),
		"address in address": many("[a](") + many(")"),
		"long forms no end":  many("[a]{"),
		"links in links":     many("[a") + many("](/b)"),
		"abbreviations":      many("[a") + many("]{b}"),
		"one abbreviation":   "[" + many("a*b*") + "]{" + many("c") + "}",
		"references":         many("&a"),
		"one reference":      "&" + many("a"),
		"tags":               many("<a"),
		"lines":              many("a\n"),
		"lines with problem": many("[\n"),
		"paragraphs":         many("a\n\n"),
		"empty lines":        many("\n"),
		"items":              many("- a\n"),
		"lists":              many("- a\n1. b\n"),
		"quotes":             many(">") + "a" + many("\n"),
		"bullets in a row":   many("- ") + "a" + many("\n") + "b",
		"tabs in a row":      many("-\t") + "a",
		"numbers in a row":   many("1. ") + "a",
		"quoted bullets":     many("> - ") + "a\n" + many("> a\n"),
		"many deep lines":    strings.Repeat(strings.Repeat("- ", 99)+"a\n", 300),
		"nested lists":       growing(1_000, func(i int) string { return strings.Repeat("  ", i) + "- a\n" }),
		"nested with tabs":   growing(500, func(i int) string { return strings.Repeat("\t", i) + "- a\n" }),
		"indented":           many(" ") + "a",
		"table":              "a|b\n" + many("-|"),
		"invalid":            many("\xff"),
		"combining":          "e" + many("\u0301"),
	} {
		t.Run(name, func(t *testing.T) {
			doc, _ := ParseMarkdown(source, nil)
			again, problems := ParseMarkdown(doc.Markdown(address), nil)
			if len(problems) > 0 {
				t.Errorf("printed and read again: %v", problems[0])
			}
			if doc.Plain() != again.Plain() {
				t.Error("printed and read again, the words are others")
			}
			FromHTML(source, nil)
		})
	}
}

func TestHostileHTML(t *testing.T) {
	const n = 200_000
	many := func(s string) string { return strings.Repeat(s, n/len(s)) }
	numbered := func(format string) string {
		return growing(10_000, func(i int) string { return fmt.Sprintf(format, i) })
	}
	deep := func(tag string) string {
		return strings.Repeat("<"+tag+">", 10_000) + "word" + strings.Repeat("</"+tag+">", 10_000)
	}
	for name, source := range map[string]string{
		"deep div":               deep("div"),
		"deep b":                 deep("b"),
		"deep span":              deep("span"),
		"deep table":             deep("table><tr><td"),
		"deep list":              deep("ul><li"),
		"deep svg":               deep("svg") + "word",
		"deep, not too deep":     strings.Repeat("<div>", 400) + many("<p>word"),
		"formatting never ends":  "<p>" + growing(400, func(i int) string { return fmt.Sprintf("<font size=%d>", i) }) + many("<p>word"),
		"formatting ends wrong":  growing(100, func(i int) string { return fmt.Sprintf("<font size=%d><table><td></font>", i) }) + many("<p>word"),
		"formatting in lists":    "<ul>" + many("<li><b>word"),
		"links never end":        many("<a href=/a>word"),
		"attributes":             "<p " + numbered("a%d=b ") + ">word",
		"same attributes":        many("<b a=b c=d>") + "word",
		"text in tables":         "<table>" + many("word<tr>"),
		"end tags":               many("word</x>"),
		"styles":                 "<p style='" + many("a:b;") + "'>word",
		"breaks":                 many("<br>") + "word" + many("<br>"),
		"spaces":                 many("&nbsp; ") + "word",
		"items":                  many("<li>word"),
		"lists":                  many("<ul><li>word</ul>"),
		"levels":                 many("<p style='mso-list:l0 level2 lfo1'>word<p style='mso-list:l0 level3 lfo1'>"),
		"rising levels":          numbered("<p style='mso-list:l0 level%d lfo1'>word"),
		"wrappers":               strings.Repeat("<div class=ListContainerWrapper><ul><li data-aria-level=1>", 160) + "word",
		"broken wrappers":        strings.Repeat("<div class=ListContainerWrapper><ul><li data-aria-level=1>", 160) + "word" + strings.Repeat("</ul>x</div>", 160),
		"markers":                strings.Repeat("<div class=MsoListParagraph>", 500) + many("<i>word</i>"),
		"wide spaces":            strings.Repeat("<span style='mso-spacerun:yes'>", 500) + many("<i> </i>") + "word",
		"comments":               many("<!--a-->") + "word",
		"doctypes":               many("<!doctype a>") + "word",
		"an abbreviation inside": "<abbr title='" + many("a") + "'>" + many("a<i>word</i>"),
		"a link inside":          "<a href='/" + many("a") + "'>" + many("a<i>word</i>"),
		"tables":                 many("<table><tr><td>word<td>word</table>"),
		"entities":               many("&amp;&lt;&#0;") + "word",
		"selects":                many("<select><option>a</select>") + "word",
		"templates":              strings.Repeat("<template>", 10_000) + strings.Repeat("</template>", 10_000) + "word",
		"framesets":              many("<frameset>") + "word",
		"a long image":           "<img src='data:image/png;base64," + many("A") + many("A") + many("A") + many("A") + "'>word",
		"a long text":            many("<p>word ") + many("<p>word ") + many("<p>word ") + many("<p>word "),
	} {
		t.Run(name, func(t *testing.T) {
			doc, _ := FromHTML(source, nil)
			if !strings.Contains(doc.Plain(), "word") {
				t.Errorf("the word is lost: %.100q", doc.Plain())
			}
			if _, problems := ParseMarkdown(doc.Markdown(address), nil); len(problems) > 0 {
				t.Errorf("printed and read again: %v", problems[0])
			}
		})
	}
}

func growing(n int, text func(i int) string) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(text(i))
	}
	return out.String()
}
