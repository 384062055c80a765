package cms

import (
	"errors"
	"fmt"
	"strings"
)

// The kinds of failure that callers tell apart with errors.Is. Anything else
// is a fault of the program or its surroundings, and is never shown to a user.
var (
	ErrNotFound  = errors.New("not found")
	ErrForbidden = errors.New("not allowed")
	ErrConflict  = errors.New("conflict")
	ErrInvalid   = errors.New("invalid")

	// ErrUnavailable is a database or another part that cannot be reached now.
	ErrUnavailable = errors.New("not available at the moment")
)

// Problem is one thing wrong with what somebody wrote.
type Problem struct {
	File    string // path of the content file, if it came from one
	Line    int    // 1-based line in File; 0 when unknown
	Field   string // path of the field, such as "body[2].title"; empty: the whole
	Rule    string // name of the content rule that found it; empty: what a declaration itself asks for
	Message string // what is wrong and what to do, as a sentence without full stop
}

func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d", p.Line)
		}
		b.WriteString(": ")
	}
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// Invalid is an ErrInvalid that lists every problem found.
type Invalid struct{ Problems []Problem }

// Invalidf returns an Invalid with one problem in the given field.
func Invalidf(field, format string, args ...any) error {
	return &Invalid{Problems: []Problem{{Field: field, Message: fmt.Sprintf(format, args...)}}}
}

// InvalidUnlessNone returns nil when there are no problems.
func InvalidUnlessNone(problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return &Invalid{Problems: problems}
}

func (e *Invalid) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (e *Invalid) Unwrap() error { return ErrInvalid }

// Conflictf returns an ErrConflict that says what stands in the way.
func Conflictf(format string, args ...any) error {
	return &described{kind: ErrConflict, message: fmt.Sprintf(format, args...)}
}

// Forbiddenf returns an ErrForbidden that says what was refused.
func Forbiddenf(format string, args ...any) error {
	return &described{kind: ErrForbidden, message: fmt.Sprintf(format, args...)}
}

// described is a failure of a known kind with a sentence for its reader.
type described struct {
	kind    error
	message string
}

func (e *described) Error() string { return e.message }
func (e *described) Unwrap() error { return e.kind }
