package admin

// When is a field for a local time in the site's zone.
type When struct {
	Name, Label, Hint string
	Value             string // as browsers write it: 2026-03-05T09:30
	Zone              string // such as "London time"
	Twice             []Twin
	Which             string // of Twice
	Problem           string
}

// Twin is one of the two instants that a local time stands for.
type Twin struct{ Value, Text string }

func (w When) described() string {
	ids := w.Name + "-hint"
	if w.Problem != "" {
		ids += " " + w.Name + "-problem"
	}
	return ids
}

func (w When) hint() string {
	if w.Hint == "" {
		return w.Zone
	}
	return w.Hint + " " + w.Zone
}
