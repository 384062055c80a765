package block

// tone is the part of a callout's class that says its colour.
func tone(stored string) string {
	switch stored {
	case "warning", "emphasis":
		return stored
	default:
		return "note"
	}
}
