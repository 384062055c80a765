package blocks

import (
	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Quote is what somebody said, and who.
type Quote struct {
	Text         richtext.Doc `help:"Without quotation marks" rule:"required"`
	Person       string       `rule:"max=120"`
	Role         string       `rule:"max=150"`
	Organisation string       `rule:"max=150"`
}

func (*Quote) Block() cms.BlockType {
	return cms.BlockType{Name: "quote", Label: "Quote", Help: "Somebody’s words, with who said them"}
}
