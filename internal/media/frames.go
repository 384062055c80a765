package media

import "bytes"

// moves reports whether a picture has more than one frame. Nothing is decoded:
// it reads how the file is cut into pieces, and ends at whatever is odd.
func moves(content []byte) bool {
	switch {
	case bytes.HasPrefix(content, []byte("GIF8")):
		return movesGIF(content)
	case bytes.HasPrefix(content, []byte("\x89PNG")):
		at := bytes.Index(content, []byte("acTL"))
		data := bytes.Index(content, []byte("IDAT"))
		return at > 0 && at < data
	case len(content) > 20 && string(content[8:16]) == "WEBPVP8X":
		const animation = 0x02
		return content[20]&animation != 0
	}
	return false
}

func movesGIF(content []byte) bool {
	const screen, introducer, separator = 13, 0x21, 0x2c
	if len(content) < screen {
		return false
	}
	at, frames := screen+colourTable(content[10]), 0
	for at < len(content) {
		switch content[at] {
		case introducer: // and a label
			at = afterBlocks(content, at+2)
		case separator:
			if frames++; frames > 1 {
				return true
			}
			const descriptor, codeSize = 10, 1
			if at+descriptor > len(content) {
				return false
			}
			at = afterBlocks(content, at+descriptor+colourTable(content[at+descriptor-1])+codeSize)
		default: // the trailer
			return false
		}
	}
	return false
}

// colourTable is how many bytes follow that say which colours there are.
func colourTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// afterBlocks skips a run of blocks, each of which says how long it is.
func afterBlocks(content []byte, at int) int {
	for at < len(content) && content[at] != 0 {
		at += 1 + int(content[at])
	}
	return at + 1
}
