package blocks

import (
	"fmt"
	"unicode/utf8"

	"lectern/internal/cms"
)

// maxButton is how many characters the words of a button may have.
const maxButton = 35

// Button is a link that looks like a button.
type Button struct {
	Link cms.Link `help:"Its words say what happens, such as Apply for access" rule:"required"`
	Rank string   `type:"choice" options:"primary=Button,secondary=Secondary button,start=Start of a journey" default:"primary"`
}

func (*Button) Block() cms.BlockType {
	return cms.BlockType{Name: "button", Label: "Button", Help: "A link to the one thing to do next"}
}

// Check wants words, and few of them.
func (b *Button) Check() []cms.Problem {
	n := utf8.RuneCountInString(b.Link.Text)
	switch {
	case n == 0 && !b.Link.IsZero():
		return []cms.Problem{{Field: "link", Message: "this button has no words of its own; say what happens, such as Apply for access"}}
	case n > maxButton:
		return []cms.Problem{{Field: "link", Message: fmt.Sprintf("the words of this button have %d characters and may have %d; take %d away", n, maxButton, n-maxButton)}}
	}
	return nil
}
