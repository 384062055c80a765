package compare

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"lectern/internal/cms"
	"lectern/internal/richtext"
	"lectern/internal/schema"
)

// parts compares two values of a field that holds no others.
func (c *comparer) parts(f *schema.Field, a, b reflect.Value) []Part {
	switch f.Type {
	case schema.TypeText, schema.TypeLongText, schema.TypeVerbatim:
		return []Part{{Verbatim: f.Type == schema.TypeVerbatim, Pieces: c.words.text(a.String(), b.String())}}
	case schema.TypeRichText:
		return []Part{{Lines: c.lines(a.Interface().(richtext.Doc), b.Interface().(richtext.Doc))}}
	case schema.TypeLink:
		return c.link(a.Interface().(cms.Link), b.Interface().(cms.Link))
	case schema.TypeImage:
		return c.image(a.Interface().(cms.Image), b.Interface().(cms.Image))
	case schema.TypeFile:
		old, now := a.Interface().(cms.File), b.Interface().(cms.File)
		return append(named("", File, string(old.Asset), string(now.Asset)), c.wording("Title", old.Title, now.Title)...)
	}
	before, after := c.items(f, a), c.items(f, b)
	return []Part{{Items: c.list(before, after)}}
}

// items is a value as a list of what is named, or of what only changes whole.
func (c *comparer) items(f *schema.Field, v reflect.Value) []Item {
	switch f.Type {
	case schema.TypeBool:
		return []Item{{Text: yes(v.Bool())}}
	case schema.TypeInteger:
		return []Item{{Text: strconv.FormatInt(v.Int(), 10)}}
	case schema.TypeNumber:
		return []Item{{Text: strconv.FormatFloat(v.Float(), 'f', -1, 64)}}
	}
	if f.IsZero(v) {
		return nil
	}
	switch f.Type {
	case schema.TypeChoice:
		if o, known := f.Option(v.String()); known {
			return []Item{{Text: o.Label}}
		}
		return []Item{{Text: v.String()}}
	case schema.TypeDate:
		return []Item{{Text: v.Interface().(cms.Date).In(time.UTC).Format("2 January 2006")}}
	case schema.TypeInstant:
		return []Item{{Text: instant(v.Interface().(time.Time).In(c.registry.Zone()))}}
	case schema.TypeRef:
		return []Item{{What: Page, ID: cms.ID(v.String())}}
	case schema.TypeRefs:
		return itemsOf(Page, v.Interface().([]cms.Ref))
	case schema.TypeTerms:
		return itemsOf(Term, v.Interface().([]cms.TermRef))
	case schema.TypeKinds:
		return c.kinds(v.Interface().([]string))
	}
	panic(fmt.Sprintf("compare: nothing is known of fields of type %s", f.Type))
}

// instant writes the seconds only when there are any.
func instant(t time.Time) string {
	if t.Truncate(time.Minute).Equal(t) {
		return t.Format("2 January 2006 3:04 pm MST")
	}
	return t.Format("2 January 2006 3:04:05.999999999 pm MST")
}

func itemsOf[T ~string](what What, ids []T) []Item {
	list := make([]Item, len(ids))
	for i, id := range ids {
		list[i] = Item{What: what, ID: cms.ID(id)}
	}
	return list
}

func (c *comparer) kinds(names []string) []Item {
	list := make([]Item, len(names))
	for i, name := range names {
		list[i].Text = name
		if kind, known := c.registry.Kind(name); known {
			list[i].Text = kind.Label
		}
	}
	return list
}

func yes(is bool) string {
	if is {
		return "Yes"
	}
	return "No"
}

// list compares two lists of items, whose order counts.
func (c *comparer) list(a, b []Item) (list []Item) {
	spell := func(of []Item) []string {
		list := make([]string, len(of))
		for i, item := range of {
			list[i] = string(item.What) + "\x00" + string(item.ID) + "\x00" + item.Text
		}
		return list
	}
	i, j := 0, 0
	for _, r := range c.words.diff(spell(a), spell(b)) {
		for range r.n {
			item := Item{}
			if r.op == Removed {
				item = a[i]
				i++
			} else {
				item = b[j]
				j++
			}
			if r.op == Same {
				i++
			}
			item.Op = r.op
			list = append(list, item)
		}
	}
	return list
}

// link tells its words and where it leads.
func (c *comparer) link(a, b cms.Link) []Part {
	parts := c.wording("Text", a.Text, b.Text)
	return append(parts, Part{Label: "Leads to", Items: c.list(targets(a), targets(b))})
}

// targets is where a link leads; nothing: nowhere.
func targets(l cms.Link) []Item {
	switch {
	case l.IsZero():
		return nil
	case l.Page == "":
		return []Item{{Text: l.URL}}
	case l.Fragment != "":
		return []Item{{What: Page, ID: cms.ID(l.Page), Text: "#" + l.Fragment}}
	}
	return []Item{{What: Page, ID: cms.ID(l.Page)}}
}

// image tells which picture it is also when only its words have changed.
func (c *comparer) image(a, b cms.Image) []Part {
	parts := named("", Picture, string(a.Asset), string(b.Asset))
	parts = append(parts, c.wording("Alternative text", a.Alt, b.Alt)...)
	if a.Decorative != b.Decorative {
		parts = append(parts, Part{Label: "Decorative", Items: []Item{{Op: Removed, Text: yes(a.Decorative)}, {Op: Added, Text: yes(b.Decorative)}}})
	}
	return append(parts, c.wording("Caption", a.Caption, b.Caption)...)
}

// named tells what something is, also when it is the same.
func named(label string, what What, a, b string) []Part {
	part := Part{Label: label}
	switch {
	case a == b && a != "":
		part.Items = []Item{{What: what, ID: cms.ID(a)}}
	default:
		if a != "" {
			part.Items = append(part.Items, Item{Op: Removed, What: what, ID: cms.ID(a)})
		}
		if b != "" {
			part.Items = append(part.Items, Item{Op: Added, What: what, ID: cms.ID(b)})
		}
	}
	if len(part.Items) == 0 {
		return nil
	}
	return []Part{part}
}

// wording compares words that are a part of a value, if they differ.
func (c *comparer) wording(label, a, b string) []Part {
	if a == b {
		return nil
	}
	return []Part{{Label: label, Pieces: c.words.text(a, b)}}
}

// onOneSide tells the value of a field that the other side does not have.
func (c *comparer) onOneSide(op Op, f *schema.Field, v reflect.Value) []Part {
	var none reflect.Value
	switch f.Type {
	case schema.TypeBool, schema.TypeInteger, schema.TypeNumber: // nothing is a value, too
		items := c.items(f, v)
		items[0].Op = op
		return []Part{{Items: items}}
	default:
		none = reflect.Zero(v.Type())
	}
	if op == Removed {
		return c.parts(f, v, none)
	}
	return c.parts(f, none, v)
}
