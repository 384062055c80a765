package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// maxSVG bounds drawings, which are sent as they are: a larger one holds a
// photograph or was not simplified.
const maxSVG = 100_000 // bytes

// drawn are the elements that a drawing may hold. Nothing in it runs, and
// nothing is fetched.
var drawn = strings.Fields(`svg g defs symbol use title desc metadata style path rect circle ellipse line polyline polygon
	linearGradient radialGradient stop clipPath mask pattern text tspan`)

// sniffSVG accepts a drawing that is nothing but a drawing.
func sniffSVG(content []byte) (Facts, error) {
	if len(content) > maxSVG {
		return Facts{}, fmt.Errorf("the drawing has %d KB and may have %d; simplify it", len(content)/1000, maxSVG/1000)
	}
	facts := Facts{MediaType: "image/svg+xml"}
	decoder := xml.NewDecoder(bytes.NewReader(content))
	inStyle := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Facts{}, fmt.Errorf("the drawing cannot be read (%w); save it again as plain SVG", err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return Facts{}, errors.New("the drawing has a document type, which may name files; save it again as plain SVG")
		case xml.ProcInst:
			if t.Target != "xml" {
				return Facts{}, fmt.Errorf("the drawing has a <?%s>, which may fetch something; take it out", t.Target)
			}
		case xml.StartElement:
			if err := checkElement(t); err != nil {
				return Facts{}, err
			}
			if facts.Width == 0 {
				if facts.Width, facts.Height = drawnSize(t); facts.Width == 0 {
					return Facts{}, errors.New("the drawing does not say how large it is; give it a viewBox")
				}
			}
			inStyle = t.Name.Local == "style"
		case xml.EndElement:
			inStyle = false
		case xml.CharData:
			if inStyle && fetches(string(t)) {
				return Facts{}, errors.New("the styles of the drawing fetch something; take that out")
			}
		}
	}
	if facts.Width == 0 {
		return Facts{}, errors.New("the drawing is empty")
	}
	return facts, nil
}

const svgSpace = "http://www.w3.org/2000/svg"

func checkElement(e xml.StartElement) error {
	if e.Name.Space != svgSpace && e.Name.Space != "" { // an editor's own notes
		if strings.Contains(e.Name.Space, "xhtml") {
			return errors.New("the drawing holds a web page; save it again as plain SVG")
		}
	} else if !slices.Contains(drawn, e.Name.Local) {
		return fmt.Errorf("the drawing has a <%s>, which is not accepted; save it again as plain SVG", e.Name.Local)
	}
	for _, a := range e.Attr {
		name := strings.ToLower(a.Name.Local)
		switch {
		case strings.HasPrefix(name, "on"):
			return fmt.Errorf("the drawing has a script (%s); take it out", a.Name.Local)
		case name == "href" && !strings.HasPrefix(a.Value, "#"):
			return errors.New("the drawing names another file; save it again with everything in it drawn")
		case a.Name.Space != "xmlns" && name != "xmlns" && fetches(a.Value):
			return fmt.Errorf("the drawing fetches something (%s); take that out", a.Name.Local)
		}
	}
	return nil
}

// fetches reports whether a style names anything but a part of the drawing.
func fetches(style string) bool {
	style = strings.ToLower(style)
	if strings.ContainsAny(style, `\@`) { // escapes and imports
		return true
	}
	for i := strings.Index(style, "url("); i >= 0; i = strings.Index(style, "url(") {
		style = strings.TrimLeft(style[i+len("url("):], ` '"`)
		if !strings.HasPrefix(style, "#") {
			return true
		}
	}
	return false
}

// drawnSize returns the size that the root element gives the drawing.
func drawnSize(root xml.StartElement) (width, height int) {
	if root.Name.Local != "svg" || root.Name.Space != svgSpace {
		return 0, 0
	}
	said := map[string]string{}
	for _, a := range root.Attr {
		said[a.Name.Local] = a.Value
	}
	w, h := pixels(said["width"]), pixels(said["height"])
	if box := strings.Fields(strings.ReplaceAll(said["viewBox"], ",", " ")); len(box) == 4 && (w == 0 || h == 0) {
		w, h = pixels(box[2]), pixels(box[3])
	}
	if w == 0 || h == 0 {
		return 0, 0
	}
	return max(1, int(math.Round(w))), max(1, int(math.Round(h)))
}

// pixels reads a length; 0: it is none, or not in pixels.
func pixels(length string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSuffix(length, "px"), 64)
	if err != nil || n <= 0 || n > 100_000 {
		return 0
	}
	return n
}
