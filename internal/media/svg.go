package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
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
	style := styleText{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Facts{}, fmt.Errorf("the drawing cannot be read (%w); save it again as plain SVG", err)
		}
		if err := style.read(token); err != nil {
			return Facts{}, err
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
		}
	}
	if facts.Width == 0 {
		return Facts{}, errors.New("the drawing is empty")
	}
	return facts, nil
}

// styleText collects the text of a style sheet, which a browser reads as one,
// whatever stands in it.
type styleText struct {
	open bool
	text strings.Builder
}

func (s *styleText) read(token xml.Token) error {
	start, isStart := token.(xml.StartElement)
	if !s.open {
		if s.open = isStart && start.Name.Local == "style"; s.open {
			s.text.Reset()
		}
		return nil
	}
	switch t := token.(type) {
	case xml.CharData:
		s.text.Write(t)
	case xml.EndElement:
		s.open = false
		if text := s.text.String(); fetches(text) || escapes(text) {
			return errors.New("the styles of the drawing fetch something; take that out")
		}
	default:
		return errors.New("the styles of the drawing hold a comment or an element; save it again as plain SVG")
	}
	return nil
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
		case name == "base" && (a.Name.Space == "xml" || a.Name.Space == xmlSpace):
			return errors.New("the drawing has an xml:base, from where its parts would be fetched; take it out")
		case a.Name.Space == "xmlns" || name == "xmlns":
		case fetches(a.Value), a.Name.Space == "" && slices.Contains(styled, name) && escapes(a.Value):
			return fmt.Errorf("the drawing fetches something (%s); take that out", a.Name.Local)
		}
	}
	return nil
}

const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// styled are the attributes that are read as styles and may name something.
var styled = strings.Fields(`style fill stroke filter mask clip-path clip marker marker-start marker-mid marker-end
	cursor color-profile font font-family`)

var (
	naming  = regexp.MustCompile(`(?i)(url|src|image|image-set|cross-fade|element)\(`)
	ownPart = regexp.MustCompile(`(?i)url\(\s*["']?#`)
)

// fetches reports whether a style names anything but a part of the drawing.
func fetches(style string) bool {
	return len(naming.FindAllString(style, -1)) > len(ownPart.FindAllString(style, -1))
}

// escapes reports whether a style hides letters, or has rules that may import.
func escapes(style string) bool { return strings.ContainsAny(style, `\@`) }

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
