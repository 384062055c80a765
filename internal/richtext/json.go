package richtext

import "encoding/json"

// markNames are the stored names of the marks. They are permanent.
var markNames = []struct {
	mark Marks
	name string
}{
	{Strong, "strong"},
	{Emphasis, "emphasis"},
	{Code, "code"},
	{Subscript, "sub"},
	{Superscript, "sup"},
}

// MarshalJSON writes the marks as a list of their names.
func (m Marks) MarshalJSON() ([]byte, error) {
	names := []string{}
	for _, known := range markNames {
		if m.Has(known.mark) {
			names = append(names, known.name)
		}
	}
	return json.Marshal(names)
}

// UnmarshalJSON reads a list of names. Names that are not known, and anything
// that is not a list of names, are ignored: old text stays readable.
func (m *Marks) UnmarshalJSON(data []byte) error {
	*m = 0
	var names []string
	_ = json.Unmarshal(data, &names)
	for _, name := range names {
		for _, known := range markNames {
			if name == known.name {
				*m |= known.mark
			}
		}
	}
	return nil
}
