package media

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestName bounds a file's name, in bytes: some systems store no longer one,
// and add something of their own.
const longestName = 150

// CleanName makes a file's name of what a browser sent for it. It has no
// folders, nothing that cannot be seen, such as what turns the direction of
// writing, and nothing that a system may take for something else than a name.
func CleanName(sent string) string {
	name := strings.ToValidUTF8(sent, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1 // control, formatting and direction marks, and what is no character
		case strings.ContainsRune(`:*?"<>|`, r):
			return '-'
		}
		return r
	}, name))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". -")
	extension := path.Ext(name)
	stem := strings.TrimRight(strings.TrimSuffix(name, extension), ". ")
	if len(extension) > 10 {
		stem, extension = name, ""
	}
	if stem == "" {
		stem = "file"
	}
	return cut(stem, longestName-len(extension)) + extension
}

// cut shortens a text to so many bytes, and no character to a half.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return strings.TrimRight(text[:most], ". -")
}
