package cms

// Names says what the pages, files and terms are called that a form mentions.
// What is not there is gone, or may not be seen.
type Names struct {
	Pages  map[ID]PageRow
	Assets map[ID]AssetRow
	Terms  map[ID]Term
}
