package schema

import (
	"fmt"
	"net/mail"
	"reflect"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/internal/cms"
	"lectern/internal/richtext"
)

// Validate returns everything that is wrong with v, which is normalised. It
// cannot see whether pages, terms and files exist.
func (r *Registry) Validate(v any) []cms.Problem {
	c := &checker{registry: r, blockIDs: map[string]bool{}}
	c.own("", v)
	r.Walk(v, c.field)
	return c.problems
}

// checker collects the problems of one value.
type checker struct {
	registry *Registry
	blockIDs map[string]bool
	problems []cms.Problem
}

func (c *checker) problem(path, format string, args ...any) {
	c.problems = append(c.problems, cms.Problem{Field: path, Message: fmt.Sprintf(format, args...)})
}

// own asks a kind, block or group for the rules that tags cannot say.
func (c *checker) own(path string, pointer any) {
	if own, ok := pointer.(Checker); ok {
		c.problems = append(c.problems, prefixed(path, own.Check())...)
	}
}

func (c *checker) field(path string, f *Field, value reflect.Value) {
	if f.Required && f.Empty(value) {
		c.problem(path, "%s is missing; fill it in", f.Label)
		return
	}
	c.limits(path, f, value)
	switch f.Type {
	case TypeText:
		c.format(path, f, value.String())
	case TypeChoice:
		if _, known := f.Option(value.String()); !known && value.String() != "" {
			c.problem(path, "%q is not a choice; use %s", value.String(), list(optionValues(f.Options)))
		}
	case TypeKinds:
		for _, name := range value.Interface().([]string) {
			c.kind(path, name)
		}
	case TypeDate:
		c.date(path, value.Interface().(cms.Date))
	case TypeLink:
		c.link(path, value.Interface().(cms.Link))
	case TypeRichText:
		for _, link := range value.Interface().(richtext.Doc).Links() {
			c.link(path, link)
		}
	case TypeImage:
		c.image(path, value.Interface().(cms.Image))
	case TypeFile:
		if file := value.Interface().(cms.File); file.Asset == "" && file.Title != "" {
			c.problem(path, "this title has no file; choose one")
		}
	case TypeGroup:
		c.own(path, value.Addr().Interface())
	case TypeGroups:
		for i := range value.Len() {
			c.own(entry(path, i), value.Index(i).Addr().Interface())
		}
	case TypeBlocks:
		for i, b := range blocksOf(value) {
			c.block(entry(path, i), f, b)
		}
	}
}

// Empty reports whether the field holds nothing that a reader would get.
func (f *Field) Empty(value reflect.Value) bool {
	switch f.Type {
	case TypeLink:
		return value.Interface().(cms.Link).IsZero()
	case TypeImage:
		return value.Interface().(cms.Image).Asset == ""
	case TypeFile:
		return value.Interface().(cms.File).Asset == ""
	}
	return f.IsZero(value)
}

// limits checks min and max. What is not required may be empty whatever its
// least length; a number is never empty.
func (c *checker) limits(path string, f *Field, value reflect.Value) {
	if f.Min == nil && f.Max == nil {
		return
	}
	switch f.Type {
	case TypeInteger:
		c.number(path, f, float64(value.Int()))
		return
	case TypeNumber:
		c.number(path, f, value.Float())
		return
	}
	n, unit := size(f, value)
	if f.Max != nil && n > *f.Max {
		c.problem(path, "%s has %d %s and may have %d; take %d away", f.Label, n, unit, *f.Max, n-*f.Max)
	}
	if f.Min != nil && n > 0 && n < *f.Min {
		c.problem(path, "%s has %d %s and needs %d; add %d", f.Label, n, unit, *f.Min, *f.Min-n)
	}
}

func size(f *Field, value reflect.Value) (n int, unit string) {
	switch f.Type {
	case TypeText, TypeLongText, TypeVerbatim:
		return utf8.RuneCountInString(value.String()), "characters"
	case TypeRichText:
		return utf8.RuneCountInString(value.Interface().(richtext.Doc).Plain()), "characters"
	}
	return value.Len(), "entries"
}

func (c *checker) number(path string, f *Field, n float64) {
	if f.Min != nil && n < float64(*f.Min) {
		c.problem(path, "%s is %v and must be at least %d", f.Label, n, *f.Min)
	}
	if f.Max != nil && n > float64(*f.Max) {
		c.problem(path, "%s is %v and must be at most %d", f.Label, n, *f.Max)
	}
}

var telephonePattern = regexp.MustCompile(`^\+?[0-9(][0-9 ()-]*[0-9]$`)

func (c *checker) format(path string, f *Field, text string) {
	if text == "" {
		return
	}
	switch f.Format {
	case FormatEmail:
		if !IsEmail(text) {
			c.problem(path, "%q is not an email address such as name@example.org", text)
		}
	case FormatTelephone:
		if !telephonePattern.MatchString(text) {
			c.problem(path, "%q is not a telephone number such as 0300 303 5678; use digits and spaces only", text)
		}
	case FormatURL:
		if !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") || richtext.CheckHref(text) != nil {
			c.problem(path, "%q is not a full address such as https://example.org", text)
		}
	}
	if f.Pattern != nil && !f.Pattern.MatchString(text) {
		c.problem(path, "%q does not look as %s should; it must match %s", text, f.Label, f.Pattern)
	}
}

// IsEmail reports whether s is an email address, and nothing besides.
func IsEmail(s string) bool {
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s || strings.ContainsAny(s, `" `) {
		return false
	}
	_, host, _ := strings.Cut(s, "@")
	return strings.Contains(strings.Trim(host, "."), ".")
}

func (c *checker) kind(path, name string) {
	if _, known := c.registry.Kind(name); !known {
		c.problem(path, "there is no kind %q%s", name, c.registry.otherKind(name))
	}
}

func (c *checker) date(path string, d cms.Date) {
	if !d.IsZero() && cms.DateOf(d.In(time.UTC)) != d {
		c.problem(path, "day %d of month %d of %d does not exist; give another date", d.Day, d.Month, d.Year)
	}
}

func (c *checker) link(path string, l cms.Link) {
	switch {
	case l.IsZero():
		if l.Text != "" || l.Fragment != "" {
			c.problem(path, "this link leads nowhere; choose a page or give an address")
		}
	case l.Page != "" && l.URL != "":
		c.problem(path, "this link leads to a page and to an address; keep one of them")
	case l.Page == "":
		if err := richtext.CheckHref(l.URL); err != nil {
			c.problem(path, "%v", err)
		}
	}
}

func (c *checker) image(path string, i cms.Image) {
	switch {
	case i.Asset == "":
		if i != (cms.Image{}) {
			c.problem(path, "this description has no picture; choose one")
		}
	case i.Decorative && i.Alt != "":
		c.problem(path, "a decorative picture has no alternative text; take the text away, or say that the picture is not decorative")
	case !i.Decorative && i.Alt == "":
		c.problem(path, "this picture needs alternative text; describe what it tells, or say that it is decorative")
	}
}

// block leaves alone a block whose type is not known: it is old, and stays as
// it was stored.
func (c *checker) block(path string, f *Field, b cms.Block) {
	if b.ID != "" && c.blockIDs[b.ID] {
		c.problem(path, "two blocks of this page have the ID %q; give one of them another, or none", b.ID)
	}
	c.blockIDs[b.ID] = true
	bt, known := c.registry.Block(b.Type)
	if !known {
		return
	}
	t, s, hasValue := c.registry.openBlock(b)
	if !hasValue || t != bt.structType {
		c.problem(path, "this block says that it is a %s and holds something else; delete it and add it again", bt.Label)
		return
	}
	if !f.Allows(b.Type) {
		c.problem(path, "%s blocks cannot stand here; use %s", b.Type, list(f.Blocks))
	}
	c.own(path, s.Addr().Interface())
}
