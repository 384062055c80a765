// Package blocks declares the content blocks: one struct per file, data and
// declarations only. Their HTML is in templates/block.
package blocks

import (
	"fmt"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// All returns one value of every block type.
func All() []schema.Block {
	return []schema.Block{
		&Button{},
		&Callout{},
		&CardGrid{},
		&ChangeNotice{},
		&Chart{},
		&Checklist{},
		&Clauses{},
		&Code{},
		&Contact{},
		&Dashboard{},
		&Downloads{},
		&Expander{},
		&Featured{},
		&Gallery{},
		&IconList{},
		&Image{},
		&KeyFacts{},
		&Latest{},
		&People{},
		&Quote{},
		&Statistics{},
		&Table{},
		&Text{},
		&Tiles{},
		&Video{},
	}
}

// checkHTTPS refuses an address that could be read or changed on its way.
func checkHTTPS(field, url string) []cms.Problem {
	if strings.HasPrefix(url, "http://") {
		return []cms.Problem{{Field: field, Message: fmt.Sprintf("%q is not encrypted; give an address that begins with https://", url)}}
	}
	return nil
}
