package admin

import "lectern/internal/cms"

// BlockChooser is where a type of block is chosen.
type BlockChooser struct {
	Row   cms.PageRow
	To    string // the list, or the block after which one is added
	First bool   // before all others
	Label string // of the list
	After string // what the block is that the new one comes after; empty: none
	Types []cms.BlockType

	Copies []BlockCopy // that may stand there
}

// BlockCopy is a block that the editor has copied.
type BlockCopy struct {
	ID   cms.ID
	Type string
	What string // what it is called, such as "Callout: How it began"
}

// where says in words where the block will stand.
func (c BlockChooser) where() string {
	switch {
	case c.After != "":
		return "It comes after “" + c.After + "”."
	case c.First:
		return "It comes before all other blocks of " + c.Label + "."
	}
	return "It comes last in " + c.Label + "."
}

// picture is a small drawing of a block: paths in three tones. It is 48 units
// wide and 36 high.
type picture struct{ Strong, Soft, Marker string }

const (
	lines   = "M6 14h36v2H6zM6 19h36v2H6zM6 24h28v2H6z"
	heading = "M6 6h20v4H6z"
)

var pictures = map[string]picture{
	"button":        {Strong: "M10 13h28v5c0 3-2 5-5 5H10z", Soft: "M15 17h16v2H15z"},
	"callout":       {Strong: "M12 9h14v3H12z", Soft: "M12 15h28v2H12zM12 20h28v2H12zM12 25h18v2H12z", Marker: "M6 5h3v26H6z"},
	"card-grid":     {Strong: "M8 17h8v2H8zM22 17h8v2h-8zM36 17h8v2h-8z", Soft: "M6 6h11v9H6zM20 6h11v9H20zM34 6h11v9H34zM8 21h9v2H8zM22 21h8v2h-8zM36 21h8v2h-8z"},
	"change-notice": {Strong: heading, Soft: lines, Marker: "M38 4h4v6h-4z"},
	"chart":         {Strong: "M6 29h36v2H6z", Soft: "M9 20h6v9H9zM18 15h6v14h-6zM36 18h6v11h-6z", Marker: "M27 8h6v21h-6z"},
	"checklist":     {Strong: "M6 8l2-1 2 2 4-5 1 1-5 7zM6 18l2-1 2 2 4-5 1 1-5 7zM6 28l2-1 2 2 4-5 1 1-5 7z", Soft: "M18 8h24v2H18zM18 18h20v2H18zM18 28h24v2H18z"},
	"clauses":       {Strong: "M6 7h4v2H6zM6 17h4v2H6zM6 27h4v2H6z", Soft: "M14 7h28v2H14zM14 11h20v2H14zM14 17h28v2H14zM14 21h22v2H14zM14 27h28v2H14z"},
	"code":          {Strong: "M16 11l-8 7 8 7 1-2-5-5 5-5zM32 11l8 7-8 7-1-2 5-5-5-5z", Marker: "M26 9l-6 18h2l6-18z"},
	"contact":       {Strong: heading, Soft: "M6 15h8v2H6zM18 15h24v2H18zM6 21h8v2H6zM18 21h20v2H18zM6 27h8v2H6zM18 27h22v2H18z"},
	"dashboard":     {Strong: "M6 6h36v3H6z", Soft: "M6 12h16v18H6zM26 12h16v8H26z", Marker: "M26 23h16v7H26z"},
	"downloads":     {Strong: "M17 6h9l5 5v11H17zM22 12v5h-3l5 5 5-5h-3v-5z", Soft: "M10 27h28v2H10z"},
	"expander":      {Strong: "M8 9l6 4-6 4z", Soft: "M18 12h24v2H18zM6 21h36v1H6zM18 25h20v2H18z"},
	"featured":      {Strong: "M26 9h16v3H26z", Soft: "M6 6h16v24H6zM26 16h16v2H26zM26 21h12v2H26z", Marker: "M26 26h8v3h-8z"},
	"gallery":       {Soft: "M6 6h16v11H6zM26 6h16v11H26zM6 20h16v11H6zM26 20h16v11H26z", Marker: "M9 14l4-5 5 5z"},
	"icon-list":     {Strong: "M6 6h7v7H6zM6 20h7v7H6z", Soft: "M17 8h25v2H17zM17 22h25v2H17zM17 12h16v1H17zM17 26h18v1H17z"},
	"image":         {Strong: "M10 25l8-11 6 8 4-4 9 7z", Soft: "M6 5h36v26H6zm2 2v22h32V7z", Marker: "M33 10h4v4h-4z"},
	"key-facts":     {Strong: heading, Soft: "M10 15h32v2H10zM10 21h26v2H10zM10 27h30v2H10z", Marker: "M6 15h2v2H6zM6 21h2v2H6zM6 27h2v2H6z"},
	"latest":        {Strong: "M6 6h22v3H6z", Soft: "M6 13h28v2H6zM6 20h30v2H6zM6 27h24v2H6z", Marker: "M38 13h4v2h-4zM38 20h4v2h-4zM38 27h4v2h-4z"},
	"people":        {Strong: "M12 8h7v7h-7zM29 8h7v7h-7z", Soft: "M9 18h13v8H9zM26 18h13v8H26z"},
	"quote":         {Strong: "M14 15h28v3H14zM14 21h22v3H14z", Soft: "M14 28h12v2H14z", Marker: "M6 8h5v6l-3 3H6zM13 8h5v3h-5z"},
	"statistics":    {Strong: "M6 10h10v10H6zM20 10h10v10H20zM34 10h9v10h-9z", Soft: "M6 23h10v2H6zM20 23h10v2H20zM34 23h8v2h-8z"},
	"table":         {Strong: "M6 7h36v5H6z", Soft: "M6 15h36v1H6zM6 21h36v1H6zM6 27h36v1H6zM18 12h1v18h-1zM30 12h1v18h-1z"},
	"text":          {Strong: heading, Soft: lines + "M6 29h34v2H6z"},
	"tiles":         {Strong: "M6 6h17v11H6z", Soft: "M26 6h17v11H26zM6 20h17v11H6z", Marker: "M26 20h17v11H26z"},
	"video":         {Soft: "M6 6h36v24H6zm2 2v20h32V8z", Marker: "M20 12l11 6-11 6z"},
}

// pictureOf is the drawing of a type of block.
func pictureOf(blockType string) picture {
	if p, drawn := pictures[blockType]; drawn {
		return p
	}
	return picture{Strong: heading, Soft: lines}
}
