// Package blocks declares the content blocks: one struct per file, data and
// declarations only. Their HTML is in templates/block.
package blocks

import "lectern/internal/schema"

// All returns one value of every block type.
func All() []schema.Block {
	return []schema.Block{
		&Callout{},
		&CardGrid{},
		&Clauses{},
		&Contact{},
		&Downloads{},
		&Image{},
		&Latest{},
		&Statistics{},
		&Table{},
		&Text{},
	}
}
