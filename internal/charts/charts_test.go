package charts_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/internal/charts"
)

func TestParse(t *testing.T) {
	table, problems := charts.Parse("Year, Visits ,\"Calls, all\"\n2024,1250,\"1,234,567.50\"\n\n2025,−3,0\n")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if table.Corner != "Year" || !slices.Equal(table.Series, []string{"Visits", "Calls, all"}) {
		t.Errorf("the head is %q and %q", table.Corner, table.Series)
	}
	if got := fmt.Sprint(table.Rows); got != "[{2024 [1250 1.2345675e+06] [1,250 1,234,567.50]} {2025 [-3 0] [−3 0]}]" {
		t.Errorf("the rows are %s", got)
	}
	if !table.Has("2025") || table.Has("Year") {
		t.Error("the labels are not those of the rows")
	}
}

func TestParseProblems(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                        {"there is no data"},
		"Year\n2024":                              {"line 1 is the head and has one column"},
		"Year,Visits":                             {"the data has 0 rows below its head"},
		"Year,Visits\n2024,1":                     {"the data has 1 rows below its head"},
		"Year,a,b,c,d,e,f\n":                      {"line 1 names 6 series and a chart shows at most 4; take 2 away"},
		"Year,\n1,1\n2,2":                         {"line 1: series 1 has no name"},
		"Year,a\n1,x\n2,\n3,1e5\n4,NaN":           {`line 2: "x" below a`, `line 3: "" below a`, `line 4: "1e5" below a`, `line 5: "NaN" below a`},
		"Year,a\n1,1,2\n2\n3,1":                   {"line 2 has 3 cells and the head has 2", "line 3 has 1 cells"},
		"Year,a\n1,12,34\n2,\"12,34\"":            {"line 2 has 3 cells", `line 3: "12,34"`},
		"Year,a\n,1\n2,2":                         {"line 2 has no label"},
		"Year,a\n1,\"2\n3,4":                      {"line 3 is not CSV"},
		"Year,a\n1,12345678901234567\n2,2":        {`line 2: "12345678901234567"`},
		"Year,a\n" + strings.Repeat("1,1\n", 201): {"the data has 201 rows"},
	} {
		_, problems := charts.Parse(text)
		if len(problems) != len(want) {
			t.Errorf("%q: %q, want %q", text, problems, want)
			continue
		}
		for i, problem := range problems {
			if !strings.HasPrefix(problem, want[i]) {
				t.Errorf("%q: %q, want %q", text, problem, want[i])
			}
		}
	}
}

func TestTicks(t *testing.T) {
	for _, test := range []struct {
		name  string
		draw  func(charts.Table) charts.Drawing
		cells []float64
		want  string
	}{
		{"from zero", bars, []float64{3, 97}, "0 20 40 60 80 100"},
		{"negative", bars, []float64{-12, 30}, "−20 −10 0 10 20 30"},
		{"all negative", bars, []float64{-3, -1}, "−3 −2 −1 0"},
		{"equal", bars, []float64{5, 5}, "0 1 2 3 4 5"},
		{"nothing but zero", bars, []float64{0, 0}, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{"one value", bars, []float64{7}, "0 2 4 6 8"},
		{"decimals", bars, []float64{0.11, 0.12}, "0.000 0.025 0.050 0.075 0.100 0.125"},
		{"thousands", bars, []float64{1_200_000}, "0 250,000 500,000 750,000 1,000,000 1,250,000"},
		{"a line far from zero", lines, []float64{98.2, 99.9}, "98.0 98.5 99.0 99.5 100.0"},
		{"a line far below zero", lines, []float64{-60, -100}, "−100 −90 −80 −70 −60"},
		{"a line near zero", lines, []float64{10, 90}, "0 20 40 60 80 100"},
		{"a level line", lines, []float64{8, 8}, "0 2 4 6 8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, tick := range test.draw(table(test.cells...)).Ticks {
				got = append(got, tick.Text.Words)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("the ticks are %s, want %s", strings.Join(got, " "), test.want)
			}
		})
	}
}

func TestBarsStandOnZero(t *testing.T) {
	d := charts.Bars(table(10, -5, 0), "row 1", charts.Wide)
	zero := d.Ticks[slices.IndexFunc(d.Ticks, func(t charts.Tick) bool { return t.Text.Words == "0" })].From.Y
	up, down, none := d.Bars[0], d.Bars[1], d.Bars[2]
	if !near(d.Zero[0].Y, zero) || !near(up.Y+up.Height, zero) || !near(down.Y, zero) || none.Height != 0 {
		t.Errorf("zero is at %v, the bars are %+v", zero, d.Bars)
	}
	if !near(up.Height, 2*down.Height) {
		t.Errorf("10 is %v high, and -5 is %v", up.Height, down.Height)
	}
	if up.Marked || !down.Marked {
		t.Error("another bar is marked")
	}
	if d.Values[0].Y > up.Y || d.Values[1].Y < down.Y+down.Height {
		t.Error("a value stands on its bar")
	}
}

func TestLinesGoThroughTheirValues(t *testing.T) {
	d := charts.Lines(charts.Table{Series: []string{"a", "b"}, Rows: []charts.Row{
		{Label: "1", Values: []float64{0, 100}, Texts: []string{"0", "100"}},
		{Label: "2", Values: []float64{50, 0}, Texts: []string{"50", "0"}},
		{Label: "3", Values: []float64{100, 50}, Texts: []string{"100", "50"}},
	}}, charts.Wide)
	a, b := d.Lines[0].Points, d.Lines[1].Points
	if a[0].Y != b[1].Y || a[1].Y != b[2].Y || a[2].Y != b[0].Y || a[0].Y != d.Zero[0].Y {
		t.Errorf("the lines are %v and %v", a, b)
	}
	if a[0].X != b[0].X || !near(a[1].X-a[0].X, a[2].X-a[1].X) {
		t.Errorf("the points are not one step apart: %v", a)
	}
	if len(d.Values) != 0 {
		t.Error("several lines tell values, and nobody knows whose")
	}
	if far := lines(table(98, 99)); len(far.Zero) > 0 || len(d.Zero) == 0 {
		t.Error("zero is shown where it is not, or hidden where it is")
	}
	if one := lines(table(7)); len(one.Lines[0].Points) != 1 || len(one.Values) != 1 {
		t.Errorf("one value is drawn as %+v", one)
	}
}

// drawings are all that a table can be drawn as.
func drawings(t charts.Table) map[string]charts.Drawing {
	return map[string]charts.Drawing{
		"bars": charts.Bars(t, "", charts.Wide), "lines": charts.Lines(t, charts.Wide),
		"narrow bars": charts.Bars(t, "", charts.Narrow), "narrow lines": charts.Lines(t, charts.Narrow),
	}
}

func TestLabels(t *testing.T) {
	long := "Adult and older adult community mental health services and Lincolnshireprovidersofcarewithoutanyspace"
	data := table(1, 2, 3)
	data.Rows[1].Label = long
	for name, d := range drawings(data) {
		if name == "narrow lines" {
			continue // not every label has room
		}
		var words []string
		for _, label := range d.Labels[1 : len(d.Labels)-1] {
			words = append(words, label.Words)
		}
		if got := strings.Join(words, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(long, " ", "") {
			t.Errorf("%s: the long label is %q", name, words)
		}
	}
	for name, d := range drawings(table(make([]float64, 60)...)) {
		if len(d.Labels) >= 60 || d.Labels[len(d.Labels)-1].Words != "row 59" {
			t.Errorf("60 rows of %s have %d labels, the last %q", name, len(d.Labels), d.Labels[len(d.Labels)-1].Words)
		}
	}
}

func TestBarsLieWhereTheirLabelsHaveNoRoom(t *testing.T) {
	data := table(10, -5, 20)
	for _, test := range []struct {
		name  string
		frame charts.Frame
		label string
		want  charts.Direction
	}{
		{"short labels, wide", charts.Wide, "row", charts.Up},
		{"long labels, wide", charts.Wide, strings.Repeat("Lincolnshire providers of care ", 6), charts.Right},
		{"short labels, narrow", charts.Narrow, "row", charts.Up},
		{"words, narrow", charts.Narrow, "Somebody needed a person", charts.Right},
	} {
		data.Rows[0].Label = test.label
		d := charts.Bars(data, "row 1", test.frame)
		if got := d.Bars[0].Grows; got != test.want {
			t.Errorf("%s: the bars grow to %v, want %v", test.name, got, test.want)
		}
		if test.want != charts.Right {
			continue
		}
		long, negative, longest := d.Bars[0], d.Bars[1], d.Bars[2]
		if !near(2*long.Width, longest.Width) || !near(2*negative.Width, long.Width) || !near(negative.X+negative.Width, long.X) {
			t.Errorf("%s: the bars are %+v", test.name, d.Bars)
		}
		if negative.Grows != charts.Left || !negative.Marked || d.Zero[0].X != long.X || len(d.Values) != 3 || len(d.Ticks) != 0 {
			t.Errorf("%s: zero is at %v, and the bars are %+v", test.name, d.Zero, d.Bars)
		}
	}
}

func TestValuesThatAreWritten(t *testing.T) {
	told := func(d charts.Drawing) string {
		var words []string
		for _, v := range d.Values {
			words = append(words, v.Words)
		}
		slices.Sort(words)
		return strings.Join(words, " ")
	}
	many := table(5, 6, 9, 6, 4, 6, 7, 6, 8)
	for _, test := range []struct{ name, got, want string }{
		{"each of a few bars", told(charts.Bars(table(1, 2, 3), "", charts.Wide)), "1 2 3"},
		{"the first, the last and the extremes of many", told(charts.Bars(many, "", charts.Wide)), "4 5 8 9"},
		{"and the one that matters", told(charts.Bars(many, "row 6", charts.Wide)), "4 5 7 8 9"},
		{"those of a line", told(charts.Lines(many, charts.Wide)), "4 5 8 9"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %s, want %s", test.name, test.got, test.want)
		}
	}
}

// TestValuesAreClearOfTheirLine looks at a peak, a valley and both ends.
func TestValuesAreClearOfTheirLine(t *testing.T) {
	data := table(50, 90, 20, 60)
	d := charts.Lines(data, charts.Wide)
	for i, above := range []bool{false, true, false, true} { // the first goes up, and the last comes from below
		value := d.Values[slices.IndexFunc(d.Values, func(v charts.Text) bool { return v.Words == data.Rows[i].Texts[0] })]
		if got := value.Y < d.Lines[0].Points[i].Y; got != above {
			t.Errorf("the value %s is above its point: %v, want %v", value.Words, got, above)
		}
	}
}

func TestSeveralLinesAreNamedAtTheirEnds(t *testing.T) {
	data := charts.Table{Series: []string{"England", "Wales", "Scotland"}, Rows: []charts.Row{
		{Label: "1", Values: []float64{1, 2, 3}, Texts: []string{"1", "2", "3"}},
		{Label: "2", Values: []float64{50, 51, 90}, Texts: []string{"50", "51", "90"}},
	}}
	d := charts.Lines(data, charts.Wide)
	var names []string
	for i, name := range d.Names {
		names = append(names, name.Words)
		if data.Series[name.Series] != name.Words || name.X < d.Lines[0].Points[1].X {
			t.Errorf("the name %+v is not at the end of its line", name)
		}
		if i > 0 && name.Y-d.Names[i-1].Y < 19 {
			t.Errorf("%s covers %s", name.Words, d.Names[i-1].Words)
		}
	}
	if want := []string{"Scotland", "Wales", "England"}; !slices.Equal(names, want) {
		t.Errorf("the names are %q, want %q", names, want)
	}
	if narrow := charts.Lines(data, charts.Narrow); len(narrow.Names) > 0 {
		t.Errorf("a narrow chart has %d names at its right", len(narrow.Names))
	}
}

func TestNothingToDraw(t *testing.T) {
	for _, empty := range []charts.Table{{}, {Series: []string{"a"}}, {Rows: []charts.Row{{Label: "a"}}}} {
		for name, d := range drawings(empty) {
			if d.Width != 0 {
				t.Errorf("%+v is drawn as %s", empty, name)
			}
		}
	}
}

// TestEverythingIsInside draws random tables.
func TestEverythingIsInside(t *testing.T) {
	for seed := range uint64(500) {
		random := rand.New(rand.NewPCG(seed, 0))
		text := "Label"
		series := 1 + random.IntN(4)
		for j := range series {
			text += fmt.Sprintf(",series %d", j)
		}
		for range 2 + random.IntN(40) {
			text += "\n" + strings.Repeat("word ", 1+random.IntN(12)) + "x"
			for range series {
				text += fmt.Sprintf(",%.3f", random.NormFloat64()*math.Pow(10, float64(random.IntN(14)-3)))
			}
		}
		data, problems := charts.Parse(text)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for name, d := range drawings(data) {
			if lies := len(d.Bars) > 0 && d.Bars[0].Grows >= charts.Right; !lies && (len(d.Ticks) < 3 || len(d.Ticks) > 8) {
				t.Errorf("seed %d, %s: %d ticks", seed, name, len(d.Ticks))
			}
			inside(t, fmt.Sprintf("seed %d, %s", seed, name), d)
		}
	}
}

func inside(t *testing.T, name string, d charts.Drawing) {
	t.Helper()
	at := func(what string, x, y float64) {
		const slack = 0.001
		if !(x >= -slack && x <= d.Width+slack && y >= -slack && y <= d.Height+slack) {
			t.Errorf("%s: %s at %v, %v is outside of %v × %v", name, what, x, y, d.Width, d.Height)
		}
	}
	for _, bar := range d.Bars {
		at("a bar", bar.X, bar.Y)
		at("a bar", bar.X+bar.Width, bar.Y+bar.Height)
	}
	for _, line := range d.Lines {
		for _, point := range line.Points {
			at("a point", point.X, point.Y)
		}
	}
	texts := slices.Concat(d.Labels, d.Values, d.Names)
	for _, tick := range d.Ticks {
		texts = append(texts, tick.Text)
	}
	for _, text := range texts {
		width := 8.5 * float64(utf8.RuneCountInString(text.Words))
		left := text.X - width/2
		switch text.Anchor {
		case charts.End:
			left = text.X - width
		case charts.Start:
			left = text.X
		}
		at("the text "+text.Words, left, text.Y)
		at("the text "+text.Words, left+width, text.Y)
	}
}

func table(values ...float64) charts.Table {
	t := charts.Table{Corner: "Row", Series: []string{"a"}}
	for i, value := range values {
		t.Rows = append(t.Rows, charts.Row{Label: fmt.Sprintf("row %d", i), Values: []float64{value}, Texts: []string{fmt.Sprint(value)}})
	}
	return t
}

func bars(t charts.Table) charts.Drawing { return charts.Bars(t, "", charts.Wide) }

func lines(t charts.Table) charts.Drawing { return charts.Lines(t, charts.Wide) }

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }
