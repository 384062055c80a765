package block

import (
	"lectern/internal/blocks"
	"lectern/templates/ui"
)

// A tile is one that leads somewhere.
type tile struct {
	blocks.Tile
	href string
}

func tilesOf(v *ui.View, b *blocks.Tiles) []tile {
	var tiles []tile
	for _, t := range b.Items {
		if href, leads := v.Href(t.Link); leads {
			tiles = append(tiles, tile{t, href})
		}
	}
	return tiles
}

// action is what the link of a tile is called.
func (t tile) action(v *ui.View) string {
	if t.Action != "" {
		return t.Action
	}
	return v.LinkText(t.Link)
}
