package relevance_test

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"lectern/internal/search/relevance"
)

func judged(text string) []relevance.Judgement {
	var list []relevance.Judgement
	for n, path := range strings.Fields(text) {
		grade := 3 - n
		list = append(list, relevance.Judgement{Path: path, Grade: max(grade, 0)})
	}
	return list
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-4 }

func TestRank(t *testing.T) {
	t.Parallel()
	for found, want := range map[string]int{"/a /b": 1, "/x /b": 2, "/x /y /z": 0, "": 0, "/d /a": 2} {
		if got := relevance.Rank(strings.Fields(found), judged("/a /b /c /d")); got != want { // /d is graded 0
			t.Errorf("%q has the rank %d, want %d", found, got, want)
		}
	}
}

func TestMeans(t *testing.T) {
	t.Parallel()
	ranks := []int{1, 1, 2, 6, 0}
	if got := relevance.MRR(ranks); !near(got, (1+1+0.5+1.0/6)/5) {
		t.Errorf("MRR is %v", got)
	}
	if got := relevance.Within(ranks, 1); !near(got, 0.4) {
		t.Errorf("%v come first", got)
	}
	if got := relevance.Within(ranks, 5); !near(got, 0.6) {
		t.Errorf("%v are among five", got)
	}
	if relevance.MRR(nil) != 0 || relevance.Within(nil, 1) != 0 {
		t.Error("of nothing the mean is not 0")
	}
}

// TestNDCG compares with figures worked out by hand: gains are 7, 3 and 1.
func TestNDCG(t *testing.T) {
	t.Parallel()
	log3 := math.Log2(3)
	ideal := 7 + 3/log3 + 1/2.0
	for found, want := range map[string]float64{
		"/a /b /c":       1,
		"/c /b /a":       (1 + 3/log3 + 7/2.0) / ideal,
		"/x /a":          7 / log3 / ideal,
		"/a /a /a":       7 / ideal,
		"/x /y":          0,
		"":               0,
		"/x /x /x /x /a": 7 / math.Log2(6) / ideal,
	} {
		if got := relevance.NDCG(strings.Fields(found), judged("/a /b /c"), 10); !near(got, want) {
			t.Errorf("%q is %.4f, want %.4f", found, got, want)
		}
	}
	if got := relevance.NDCG([]string{"/x", "/a"}, judged("/a /b /c"), 1); got != 0 {
		t.Errorf("of the first page alone it is %v", got)
	}
	if got := relevance.NDCG([]string{"/c"}, judged("/a /b /c"), 1); !near(got, 1.0/7) {
		t.Errorf("a worse page in the only place is %v", got)
	}
	if got := relevance.NDCG([]string{"/a"}, nil, 10); got != 0 {
		t.Errorf("without judgements it is %v", got)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	got, err := relevance.Read("some.txt", strings.NewReader("# Comment\n\nmental health\n\t/a 2\n\t/b\n\"a\\x00b\"\nnothing\n"))
	want := []relevance.Case{
		{Query: "mental health", Expected: []relevance.Judgement{{Path: "/a", Grade: 2}, {Path: "/b", Grade: 3}}, Line: 3},
		{Query: "a\x00b", Line: 6}, {Query: "nothing", Line: 7},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestReadTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\t/a":                   "bad.txt:1: a page stands before the first query; put the query above it, without a tab",
		"q\n\n\t/a 4":            `bad.txt:3: "4" is no grade; write a number from 0 to 3`,
		"q\n\t/a two":            `bad.txt:2: "two" is no grade; write a number from 0 to 3`,
		"q\n\ta":                 `bad.txt:2: "a" is no page; write its address from the first stroke on, and after it a grade or nothing`,
		"q\n\t/a 1 2":            `bad.txt:2: "/a 1 2" is no page; write its address from the first stroke on, and after it a grade or nothing`,
		"q\n\t/a\n\t/a 1":        `bad.txt:3: /a is given twice for "q"; keep one of the two`,
		"q\nr\nq":                `bad.txt:3: "q" is asked on line 1 already; put its pages there`,
		" q":                     `bad.txt:1: " q" has blanks at an end; take them away, or quote the line if they are meant`,
		"\"q":                    `bad.txt:1: "q begins with a quotation mark and is no Go string; quote the whole line, or escape it`,
		strings.Repeat("q", 1e6): "bad.txt: bufio.Scanner: token too long",
	} {
		_, err := relevance.Read("bad.txt", strings.NewReader(text))
		if err == nil || err.Error() != want {
			t.Errorf("%.20q is refused with %v, want %s", text, err, want)
		}
	}
	if _, err := relevance.Read("bad.txt", iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file that cannot be read: %v", err)
	}
	if _, err := relevance.ReadFile("no-such-file.txt"); err == nil {
		t.Error("there is no such file")
	}
}

// TestWrittenCasesAreRead with queries that need quoting, and others.
func TestWrittenCasesAreRead(t *testing.T) {
	t.Parallel()
	var want []relevance.Case
	for _, query := range []string{"plain", "# no comment", "", "   ", `"phrase"`, `back\slash`, "tab\tin it", "\tfirst", "line\nbreak", "\x00", "\xff", "é…–", "it's", "\u202eright"} {
		want = append(want, relevance.Case{Query: query, Expected: []relevance.Judgement{{Path: "/a", Grade: 3}, {Path: "/b", Grade: 0}}})
	}
	var text strings.Builder
	if err := relevance.Write(&text, want); err != nil {
		t.Fatal(err)
	}
	got, err := relevance.Read("written", strings.NewReader(text.String()))
	for n := range got {
		got[n].Line = 0
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s\nread from\n%s", err, diff, text.String())
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	cases := []relevance.Case{{Query: "first", Expected: judged("/a")}, {Query: "third", Expected: judged("/a"), Line: 7}, {Query: "none", Expected: judged("/a"), Line: 9}, {Query: "open"}}
	answers := map[string][]string{"first": {"/a"}, "third": {"/x", "/y", "/a"}, "open": {"/x"}}
	r := relevance.Judge("some", cases, func(query string) []string { return answers[query] })
	if !near(r.First, 1.0/3) || !near(r.Top5, 2.0/3) || !near(r.MRR, (1+1.0/3)/3) || !near(r.NDCG, 1.5/3) || !near(r.Zero, 0.25) {
		t.Errorf("judged %s", r)
	}
	if got, want := r.String(), "some              4 cases  first  33.3%  top 5  66.7%  MRR 0.444  nDCG@10 0.500  nothing found  25.0%"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	var missed []string
	for _, m := range r.Missed {
		missed = append(missed, m.String())
	}
	want := []string{`line 7: "third": /a is at place 3; first: /x /y /a`, `line 9: "none": /a is not found; first: `}
	if diff := cmp.Diff(want, missed); diff != "" {
		t.Error(diff)
	}
}
