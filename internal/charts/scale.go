package charts

import (
	"math"
	"strconv"
	"strings"
)

// A scale places values between the bottom and the top of the plot.
type scale struct {
	low, high   float64 // values at the bottom and at the top
	step        float64 // between ticks
	bottom, top float64 // units
}

// wantedTicks is about how many parts the ticks make of a scale.
const wantedTicks = 5

// newScale covers the values with round numbers. It begins at zero, unless the
// values may be shown without it and lie close together far from it.
func newScale(values []float64, fromZero bool, bottom, top float64) scale {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	far := low > high/2 || high < low/2
	if fromZero || !far || high-low < math.Max(math.Abs(low), math.Abs(high))*1e-9 {
		low, high = min(low, 0), max(high, 0)
	}
	if low == high {
		high = low + 1
	}
	step := niceStep((high - low) / wantedTicks)
	return scale{
		low: math.Floor(low/step) * step, high: math.Ceil(high/step) * step, step: step,
		bottom: bottom, top: top,
	}
}

// niceStep is the smallest of 1, 2, 2.5 and 5 with a power of ten that is no
// less than the step.
func niceStep(step float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, nice := range []float64{1, 2, 2.5, 5} {
		if nice*power >= step*(1-1e-9) {
			return nice * power
		}
	}
	return 10 * power
}

// at is where the value stands, in units from the top of the drawing.
func (s scale) at(value float64) float64 {
	return s.bottom - (value-s.low)/(s.high-s.low)*(s.bottom-s.top)
}

// base is where bars begin: at zero, or at the bottom when zero is not shown.
func (s scale) base() float64 { return s.at(min(max(0, s.low), s.high)) }

// ticks returns the round values from the bottom up.
func (s scale) ticks() []float64 {
	first := math.Round(s.low / s.step)
	count := int(math.Round((s.high-s.low)/s.step)) + 1
	values := make([]float64, count)
	for i := range values {
		values[i] = (first + float64(i)) * s.step
	}
	return values
}

// text writes a tick with as many decimals as tell it from the next.
func (s scale) text(value float64) string {
	decimals := 0
	for step := s.step; decimals < 12 && math.Abs(step-math.Round(step)) > 1e-6*step; step *= 10 {
		decimals++
	}
	return grouped(strconv.FormatFloat(value+0, 'f', decimals, 64)) // + 0: no negative zero
}

// grouped parts the thousands of a plain number by commas, and sets its minus.
func grouped(number string) string {
	sign := ""
	if digits, negative := strings.CutPrefix(number, "-"); negative {
		sign, number = "−", digits
	}
	whole, fraction, decimal := strings.Cut(number, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if decimal {
		return sign + whole + "." + fraction
	}
	return sign + whole
}
