package compare

import (
	"net/url"
	"reflect"
	"slices"
	"strings"

	"lectern/internal/cms"
	"lectern/internal/schema"
)

// Restored says what was put back.
type Restored struct {
	Block bool
	Label string // with those of what holds it
}

// Restore makes a place of a text what it is in another one: a field, or a
// block. A block that is not there comes back where it stood, one that has moved
// goes back, and one that the other does not have is taken away. It uses what
// the other holds, whatever was shown of it. done is false when there is no such
// place in both.
func Restore(r *schema.Registry, into, from schema.Kind, place string) (what Restored, done bool, err error) {
	kind, known := r.Kind(into.Kind().Name)
	if !known || kind.Name != from.Kind().Name || place == "" {
		return what, false, nil
	}
	if from, err = r.Clone(from); err != nil { // nothing is shared
		return what, false, err
	}
	back := &restorer{registry: r, wanted: place}
	done = back.fields("", kind.Fields, reflect.ValueOf(into).Elem(), reflect.ValueOf(from).Elem())
	return Restored{back.block, strings.Join(back.labels, " › ")}, done, nil
}

// restorer walks to a place.
type restorer struct {
	registry *schema.Registry
	wanted   string
	labels   []string
	block    bool
}

// at goes on to a place: it is the one that is wanted, or on the way there.
func (r *restorer) at(path, label string) (is, leads bool) {
	is, leads = r.wanted == path, strings.HasPrefix(r.wanted, path+"/")
	if is || leads {
		r.labels = append(r.labels, label)
	}
	return is, leads
}

func (r *restorer) fields(path string, fields []schema.Field, into, from reflect.Value) bool {
	t, isTable := tableOf(fields)
	for i := range fields {
		f := &fields[i]
		at := join(path, f.Name)
		is, leads := r.at(at, f.Label)
		switch {
		case is && f.Type != schema.TypeBlocks:
			f.Of(into).Set(f.Of(from))
			if isTable && f.Name == t.rows.Name { // the rows of a table have its columns
				t.columns.Of(into).Set(t.columns.Of(from))
			}
			return true
		case leads && f.Type == schema.TypeGroup:
			return r.fields(at, f.Fields, f.Of(into), f.Of(from))
		case leads && f.Type == schema.TypeBlocks:
			blocks, done := r.blocks(at, blocksOf(f.Of(into)), blocksOf(f.Of(from)))
			f.Of(into).Set(reflect.ValueOf(blocks))
			return done
		}
	}
	return false
}

func (r *restorer) blocks(path string, into, from cms.Blocks) (cms.Blocks, bool) {
	here, there := keys(into), keys(from)
	for _, key := range slices.Concat(there, here) {
		i, j := slices.Index(here, key), slices.Index(there, key)
		var now, old cms.Block
		label := ""
		if i >= 0 {
			now = into[i]
			label = r.label(now)
		}
		if j >= 0 {
			old = from[j]
			label = r.label(old)
		}
		at := join(path, url.PathEscape(key))
		is, leads := r.at(at, label)
		switch {
		case is:
			r.block = true
			return restored(into, from, here, there, i, j), true
		case leads && i >= 0 && j >= 0 && now.Type == old.Type:
			bt, s, known := open(r.registry, now)
			_, t, alike := open(r.registry, old)
			if !known || !alike {
				return into, false
			}
			return into, r.fields(at, bt.Fields, s, t)
		case leads:
			return into, false
		}
	}
	return into, false
}

func (r *restorer) label(b cms.Block) string {
	if bt, known := r.registry.Block(b.Type); known {
		return bt.Label
	}
	return b.Type
}

// restored puts from[j] in the place of into[i]; -1: there is none. Where it has
// moved it goes behind the nearest block before it that has not.
func restored(into, from cms.Blocks, here, there []string, i, j int) cms.Blocks {
	into = slices.Clone(into)
	stayed := schema.Stayed(there, here)
	switch {
	case j < 0:
		return slices.Delete(into, i, i+1)
	case i >= 0 && stayed[here[i]]:
		into[i] = from[j]
		return into
	case i >= 0:
		into = slices.Delete(into, i, i+1)
		here = slices.Delete(slices.Clone(here), i, i+1)
	}
	at := 0
	for before := j - 1; before >= 0; before-- {
		if stayed[there[before]] {
			at = slices.Index(here, there[before]) + 1
			break
		}
	}
	return slices.Insert(into, at, from[j])
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}
