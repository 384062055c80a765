package media

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// What a ZIP, and so an office document, may be. All of it is unpacked to see,
// for what it says of itself may be wrong.
const (
	maxEntries   = 10_000
	maxDirectory = 4_000_000     // bytes that list the entries
	maxUnpacked  = 1_000_000_000 // bytes, of all entries
	maxRatio     = 200           // unpacked to packed, once it is more than
	ratioFrom    = 20_000_000    // bytes
	maxNested    = 30_000_000    // bytes of an archive within an archive
)

var errDense = errors.New("the archive unpacks to far more than it should; files like that are used to bring programs down")

// archive is a ZIP that is being looked at.
type archive struct {
	files []*zip.File
	left  int64 // bytes that may still be unpacked
	bytes int64 // of the file itself
}

// openArchive reads the list of what is in it.
func openArchive(file io.ReaderAt, size int64) (*archive, error) {
	listed, err := zip.NewReader(&sparing{file, maxDirectory}, size)
	if errors.Is(err, errSpent) || err == nil && len(listed.File) > maxEntries {
		return nil, fmt.Errorf("the archive holds more than %d files; make several of it", maxEntries)
	}
	if err != nil {
		return nil, errUnreadable
	}
	whole, err := zip.NewReader(file, size) // now that the list is known to be short
	if err != nil {
		return nil, errUnreadable
	}
	return &archive{files: whole.File, left: maxUnpacked, bytes: size}, nil
}

var errUnreadable = errors.New("the archive cannot be read; make it again")

// sparing reads no more than so much.
type sparing struct {
	io.ReaderAt
	left int64
}

var errSpent = errors.New("too much to read")

func (s *sparing) ReadAt(p []byte, off int64) (int, error) {
	if s.left -= int64(len(p)); s.left < 0 {
		return 0, errSpent
	}
	return s.ReaderAt.ReadAt(p, off)
}

// check unpacks everything and keeps nothing of it. nested is how deep archives
// may lie in it: an office document, and the table within that.
func (a *archive) check(nested int) error {
	var said uint64
	for _, f := range a.files {
		if err := checkEntry(f); err != nil {
			return err
		}
		if said += f.UncompressedSize64; said > maxUnpacked {
			return fmt.Errorf("the archive unpacks to more than %d MB", maxUnpacked/1_000_000)
		}
	}
	if said > ratioFrom && said/uint64(max(1, a.bytes)) > maxRatio {
		return errDense
	}
	for _, f := range a.files {
		if err := a.unpack(f, nested); err != nil {
			return err
		}
	}
	return nil
}

func checkEntry(f *zip.File) error {
	const encrypted = 1
	name := strings.ReplaceAll(f.Name, `\`, "/")
	switch {
	case f.Flags&encrypted != 0:
		return errors.New("the archive has a password, so that nobody can see what is in it; make it again without one")
	case !fs.ValidPath(strings.TrimSuffix(name, "/")), strings.ContainsRune(name, 0), strings.Contains(name, ":"):
		return fmt.Errorf("the archive holds %q, which would be unpacked elsewhere than into its folder", shown(f.Name))
	case f.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("the archive holds %q, which is a link to another file", shown(f.Name))
	}
	return nil
}

// shown is a name within an archive as a sentence may hold it.
func shown(name string) string { return cut(CleanName(name), 60) }

func (a *archive) unpack(f *zip.File, nested int) error {
	if f.FileInfo().IsDir() {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("the archive holds %q, which cannot be unpacked; make it again", shown(f.Name))
	}
	defer r.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	head = head[:n]
	a.left -= int64(n)
	if string(head) == "PK\x03\x04" {
		if nested == 0 {
			return fmt.Errorf("the archive holds archives within archives (%q); take them out", shown(f.Name))
		}
		return a.unpackNested(f.Name, io.MultiReader(bytes.NewReader(head), r), nested-1)
	}
	if err == nil {
		var rest int64
		rest, err = io.Copy(io.Discard, io.LimitReader(r, a.left+1))
		a.left -= rest
	}
	switch {
	case a.left < 0:
		return errDense
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the archive holds %q, which cannot be unpacked; make it again", shown(f.Name))
	case uint64(n) < min(f.UncompressedSize64, 4):
		return fmt.Errorf("the archive holds %q, which is not as long as it says; make it again", shown(f.Name))
	}
	return nil
}

// unpackNested looks into an archive within an archive, which is unpacked into
// memory.
func (a *archive) unpackNested(name string, r io.Reader, deeper int) error {
	content, err := io.ReadAll(io.LimitReader(r, min(maxNested, a.left)+1))
	switch {
	case err != nil:
		return fmt.Errorf("the archive holds %q, which cannot be unpacked; make it again", shown(name))
	case int64(len(content)) > min(maxNested, a.left):
		return fmt.Errorf("the archive holds an archive, %q, of more than %d MB; upload that by itself", shown(name), maxNested/1_000_000)
	}
	a.left -= int64(len(content))
	inner, err := openArchive(bytes.NewReader(content), int64(len(content)))
	if err == nil {
		inner.left = a.left
		err = inner.check(deeper)
		a.left = inner.left
	}
	if err != nil {
		return fmt.Errorf("in %q: %w", shown(name), err)
	}
	return nil
}

// office says, by extension, in which folder such a document has its main part,
// or what its first entry says that it is.
var office = map[string]struct{ folder, says string }{
	".docx": {folder: "word/"},
	".xlsx": {folder: "xl/"},
	".pptx": {folder: "ppt/"},
	".odt":  {says: "application/vnd.oasis.opendocument.text"},
	".ods":  {says: "application/vnd.oasis.opendocument.spreadsheet"},
}

// isOffice reports whether the archive is a document of that kind, and refuses
// one with programs in it.
func (a *archive) isOffice(extension string) error {
	kind := office[extension]
	holds := func(is func(name string) bool) bool {
		return slices.ContainsFunc(a.files, func(f *zip.File) bool { return is(f.Name) })
	}
	wrong := fmt.Errorf("it is not the office document that its name says (%s); save it again", extension)
	if kind.says != "" && !a.begins(kind.says) {
		return wrong
	}
	if kind.folder != "" && (!holds(func(name string) bool { return name == "[Content_Types].xml" }) ||
		!holds(func(name string) bool { return strings.HasPrefix(name, kind.folder) })) {
		return wrong
	}
	if holds(isProgram) {
		return errors.New("the document holds programs (macros); save it without them")
	}
	return nil
}

// isProgram reports whether an entry of an office document is a program.
func isProgram(name string) bool {
	base := strings.ToLower(path.Base(name))
	return base == "vbaproject.bin" || strings.HasPrefix(name, "Basic/") || strings.HasPrefix(name, "Scripts/")
}

// begins reports whether the first entry holds just that.
func (a *archive) begins(says string) bool {
	if len(a.files) == 0 || a.files[0].Name != "mimetype" {
		return false
	}
	r, err := a.files[0].Open()
	if err != nil {
		return false
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, 200))
	return err == nil && strings.TrimSpace(string(content)) == says
}
