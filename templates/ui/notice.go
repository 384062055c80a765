package ui

// noticeLevel is the level of the headings of notices above what a page says.
func (v *View) noticeLevel() int {
	if v.Anchor != "" {
		return mainLevel + 1
	}
	return mainLevel
}

type update struct{ name, class string }

// updateKind says how a notice of that severity is called and coloured.
func updateKind(severity string) update {
	switch severity {
	case "critical":
		return update{"Critical update", "critical"}
	case "important":
		return update{"Important update", "warning"}
	default:
		return update{"Information update", "note"}
	}
}
