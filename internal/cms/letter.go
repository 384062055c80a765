package cms

// LetterSort is a sort of letter about pages. People get every sort but those
// that they do without.
type LetterSort string

const (
	LetterReview   LetterSort = "review"   // a draft waits for their review
	LetterAnswer   LetterSort = "answer"   // what they wrote was approved or returned
	LetterReleased LetterSort = "released" // what they wrote or look after has become public, or is taken away
	LetterPlanned  LetterSort = "planned"  // what they planned, or look after, was cancelled or moved to another time
	LetterOverdue  LetterSort = "overdue"  // pages that they look after are overdue for review
)

// LetterSorts are all there are, in the order of a page's life.
var LetterSorts = []LetterSort{LetterReview, LetterAnswer, LetterReleased, LetterPlanned, LetterOverdue}
