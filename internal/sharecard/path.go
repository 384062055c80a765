package sharecard

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"regexp"
	"strconv"

	"golang.org/x/image/vector"
)

var pathToken = regexp.MustCompile(`[A-Za-z]|-?\d+(?:\.\d+)?`)

// operands is how many numbers each command of a motif's path data takes.
var operands = map[string]int{"M": 2, "h": 1, "v": 1, "l": 2, "a": 7, "z": 0}

// drawPath fills SVG path data, scaled and then moved by whole pixels from the
// picture's corner. It knows the commands that motifs are made of, and circles
// alone among arcs.
func drawPath(picture *image.RGBA, data string, colour color.Color, scale float32, left, top int) error {
	r := vector.NewRasterizer(picture.Rect.Dx(), picture.Rect.Dy())
	pen := pen{r: r, scale: scale, left: float32(left), top: float32(top)}
	tokens := pathToken.FindAllString(data, -1)
	for len(tokens) > 0 {
		command := tokens[0]
		count, known := operands[command]
		if !known || len(tokens) <= count {
			return fmt.Errorf("sharecard: path data cannot be read from %q on", command)
		}
		numbers := make([]float32, count)
		for i, token := range tokens[1 : 1+count] {
			n, err := strconv.ParseFloat(token, 32)
			if err != nil {
				return fmt.Errorf("sharecard: path data has %q where a number belongs", token)
			}
			numbers[i] = float32(n)
		}
		pen.draw(command, numbers)
		tokens = tokens[1+count:]
	}
	r.Draw(picture, picture.Rect, image.NewUniform(colour), image.Point{})
	return nil
}

// pen draws path data. Its place is in the units of the data.
type pen struct {
	r         *vector.Rasterizer
	scale     float32
	left, top float32
	x, y      float32
}

func (p *pen) draw(command string, n []float32) {
	switch command {
	case "M":
		p.x, p.y = n[0], n[1]
		p.r.MoveTo(p.at(p.x, p.y))
	case "h":
		p.line(n[0], 0)
	case "v":
		p.line(0, n[0])
	case "l":
		p.line(n[0], n[1])
	case "a":
		p.arc(n[0], n[3] != 0, n[4] != 0, n[5], n[6])
	case "z":
		p.r.ClosePath()
	}
}

func (p *pen) at(x, y float32) (float32, float32) { return p.left + x*p.scale, p.top + y*p.scale }

func (p *pen) line(dx, dy float32) {
	p.x, p.y = p.x+dx, p.y+dy
	p.r.LineTo(p.at(p.x, p.y))
}

// arc goes along a circle of that radius, in pieces that are short enough to be
// straight.
func (p *pen) arc(radius float32, large, clockwise bool, dx, dy float32) {
	half := math.Hypot(float64(dx), float64(dy)) / 2
	radius64 := max(float64(radius), half)
	// The centre lies on the line that halves the chord, at this distance.
	distance := math.Sqrt(radius64*radius64 - half*half)
	if large == clockwise {
		distance = -distance
	}
	cx := float64(p.x+dx/2) - distance*float64(dy)/(2*half)
	cy := float64(p.y+dy/2) + distance*float64(dx)/(2*half)
	from := math.Atan2(float64(p.y)-cy, float64(p.x)-cx)
	to := math.Atan2(float64(p.y+dy)-cy, float64(p.x+dx)-cx)
	if clockwise && to <= from {
		to += 2 * math.Pi
	} else if !clockwise && to >= from {
		to -= 2 * math.Pi
	}
	const pieces = 32
	for i := 1; i <= pieces; i++ {
		angle := from + (to-from)*float64(i)/pieces
		p.r.LineTo(p.at(float32(cx+radius64*math.Cos(angle)), float32(cy+radius64*math.Sin(angle))))
	}
	p.x, p.y = p.x+dx, p.y+dy
}
