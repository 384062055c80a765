package kinds_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lectern/internal/kinds"
	"lectern/internal/schema"
	"lectern/internal/transfer"
)

// fieldsPage is the page that says where each field of the original went.
const fieldsPage = "../../docs/fields.md"

// parts are what a content file may name within a field of these types.
var parts = map[schema.FieldType][]string{
	schema.TypeImage: {"file", "alt", "decorative", "caption"},
	schema.TypeLink:  {"text", "to"},
	schema.TypeFile:  {"file", "title"},
}

func TestEveryPlaceInFieldsPageIsDeclared(t *testing.T) {
	registry := newRegistry(t)
	for _, row := range readFieldsPage(t).rows {
		if row.dropped == "" && len(row.ours) == 0 {
			t.Errorf("line %d: %s %s has neither a place nor a reason", row.line, row.typeName, row.field)
		}
		for _, place := range row.ours {
			if err := find(registry, place); err != nil {
				t.Errorf("line %d: %s %s leads to %s: %v", row.line, row.typeName, row.field, place, err)
			}
		}
	}
}

func TestEveryReasonInFieldsPageIsExplainedAndUsed(t *testing.T) {
	page := readFieldsPage(t)
	used := map[string]bool{}
	for _, row := range page.rows {
		if row.dropped == "" {
			continue
		}
		used[row.dropped] = true
		if !slices.Contains(page.reasons, row.dropped) {
			t.Errorf("line %d: %s %s is dropped for a reason that the page does not explain: %s", row.line, row.typeName, row.field, row.dropped)
		}
	}
	for _, reason := range page.reasons {
		if !used[reason] {
			t.Errorf("no field is dropped because of %q", reason)
		}
	}
}

func TestNoFieldStandsTwiceInFieldsPage(t *testing.T) {
	first := map[string]int{}
	for _, row := range readFieldsPage(t).rows {
		name := row.typeName + " " + row.field
		if line, twice := first[name]; twice {
			t.Errorf("line %d: %s stands in line %d already", row.line, name, line)
			continue
		}
		first[name] = row.line
	}
}

func TestWhatStandsAloneInFieldsPage(t *testing.T) {
	registry, page := newRegistry(t), readFieldsPage(t)
	mentioned := map[string]bool{}
	for _, row := range page.rows {
		for _, place := range row.ours {
			owner, _, _ := strings.Cut(place, ".")
			mentioned[owner] = true
		}
	}
	for _, owner := range page.alone {
		if strings.Contains(owner, ".") {
			t.Errorf("%s stands alone, and is neither a kind nor a block", owner)
		} else if err := find(registry, owner); err != nil {
			t.Errorf("%s stands alone: %v", owner, err)
		}
		if mentioned[owner] {
			t.Errorf("%s stands alone, and fields of the original lead to it", owner)
		}
	}
}

func newRegistry(t *testing.T) *schema.Registry {
	t.Helper()
	registry, err := kinds.Registry()
	if err != nil {
		t.Fatal(err)
	}
	return registry
}

// find returns an error unless the place is one that content can be written to.
func find(registry *schema.Registry, place string) error {
	if place == "redirects.yaml" || place == "terms" {
		return nil
	}
	if field, is := strings.CutPrefix(place, "file "); is {
		if !transfer.IsHeadField(field) {
			return fmt.Errorf("a content file has no field %q", field)
		}
		return nil
	}
	owner, path, _ := strings.Cut(place, ".")
	if name, is := strings.CutPrefix(owner, "block "); is {
		block, known := registry.Block(name)
		if !known {
			return fmt.Errorf("there is no block %q", name)
		}
		return findField(block.Fields, path)
	}
	kind, known := registry.Kind(owner)
	if !known {
		return fmt.Errorf("there is no kind %q", owner)
	}
	return findField(kind.Fields, path)
}

// findField follows a path through groups, down to the parts of a value.
func findField(fields []schema.Field, path string) error {
	if path == "" {
		return nil
	}
	name, rest, _ := strings.Cut(path, ".")
	i := slices.IndexFunc(fields, func(f schema.Field) bool { return f.Name == name })
	if i < 0 {
		return fmt.Errorf("there is no field %q", name)
	}
	field := &fields[i]
	if rest == "" || slices.Contains(parts[field.Type], rest) {
		return nil
	}
	return findField(field.Fields, rest)
}

// fieldRow is a field of the original and what became of it.
type fieldRow struct {
	line            int
	typeName, field string
	ours            []string // places
	dropped         string   // the reason; empty: it was kept
}

type parsedFieldsPage struct {
	reasons []string
	rows    []fieldRow
	alone   []string
}

var quoted = regexp.MustCompile("`([^`]+)`")

// readFieldsPage reads the tables and the two lists that the tests are about.
func readFieldsPage(t *testing.T) parsedFieldsPage {
	t.Helper()
	text, err := os.ReadFile(fieldsPage)
	if err != nil {
		t.Fatal(err)
	}
	var page parsedFieldsPage
	var section, typeName string
	for i, line := range strings.Split(string(text), "\n") {
		if heading, is := strings.CutPrefix(line, "## "); is {
			section, typeName = heading, ""
			continue
		}
		if heading, is := strings.CutPrefix(line, "### "); is {
			typeName = heading
			continue
		}
		if entry, is := strings.CutPrefix(line, "- "); is {
			name, _, _ := strings.Cut(entry, ":")
			switch section {
			case "Why a field was dropped":
				page.reasons = append(page.reasons, name)
			case "Ours alone":
				page.alone = append(page.alone, strings.Trim(name, "`"))
			}
			continue
		}
		if strings.HasPrefix(line, "| `") {
			page.rows = append(page.rows, readRow(t, i+1, typeName, line))
		}
	}
	return page
}

// readRow reads a line of a table: the field, what became of it, a note.
func readRow(t *testing.T, number int, typeName, line string) fieldRow {
	t.Helper()
	cells := strings.Split(strings.Trim(line, "|"), "|")
	if typeName == "" || len(cells) != 3 {
		t.Fatalf("line %d: a row stands below its type and has three cells", number)
	}
	row := fieldRow{line: number, typeName: typeName, field: strings.Trim(cells[0], " `")}
	ours := strings.TrimSpace(cells[1])
	if reason, is := strings.CutPrefix(ours, "dropped: "); is {
		row.dropped = reason
		return row
	}
	for _, match := range quoted.FindAllStringSubmatch(ours, -1) {
		row.ours = append(row.ours, match[1])
	}
	return row
}
