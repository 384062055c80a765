package kinds_test

import (
	"testing"

	"lectern/internal/cms"
	"lectern/internal/kinds"
)

func TestAToolNeedsItsData(t *testing.T) {
	tool := kinds.InteractiveTool{Title: "A map", Link: cms.Link{URL: "https://example.org"}}
	if problems := tool.Check(); len(problems) != 1 || problems[0].Field != "alternative.link" {
		t.Errorf("a tool that not everybody can use, without its data: %v", problems)
	}
	tool.Alternative.Link.URL = "https://example.org/file"
	if problems := tool.Check(); len(problems) != 0 {
		t.Errorf("with its data: %v", problems)
	}
	tool = kinds.InteractiveTool{Accessible: true}
	if problems := tool.Check(); len(problems) != 0 {
		t.Errorf("a tool that everybody can use: %v", problems)
	}
}
