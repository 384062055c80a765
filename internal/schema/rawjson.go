package schema

import (
	"bytes"
	"encoding/json"
)

// This file takes JSON apart without reading it. encoding/json would check
// every level of a page again for each level above it, which is most of the
// time that Decode takes. The JSON here has been checked once, as a whole.

// member is a name of a JSON object with its value.
type member struct {
	name  string
	value []byte
}

// members returns what a JSON object holds; nothing for another value.
func members(data []byte) []member {
	var all []member
	i := skipSpace(data, 0)
	if i == len(data) || data[i] != '{' {
		return nil
	}
	for i = skipSpace(data, i+1); data[i] != '}'; i = skipComma(data, i) {
		end := valueEnd(data, i)
		name := decodeString(data[i:end])
		i = skipSpace(data, end) // to the colon
		i = skipSpace(data, i+1) // to the value
		end = valueEnd(data, i)
		all = append(all, member{name, data[i:end]})
		i = end
	}
	return all
}

// elements returns what a JSON array holds; nothing for another value.
func elements(data []byte) [][]byte {
	var all [][]byte
	i := skipSpace(data, 0)
	if i == len(data) || data[i] != '[' {
		return nil
	}
	for i = skipSpace(data, i+1); data[i] != ']'; i = skipComma(data, i) {
		end := valueEnd(data, i)
		all = append(all, data[i:end])
		i = end
	}
	return all
}

func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

// skipComma goes on to the next entry, or to the end of the list.
func skipComma(data []byte, i int) int {
	if i = skipSpace(data, i); data[i] == ',' {
		i = skipSpace(data, i+1)
	}
	return i
}

// valueEnd returns where the value that begins at i ends.
func valueEnd(data []byte, i int) int {
	switch data[i] {
	case '"':
		return stringEnd(data, i)
	case '{', '[':
		return nestedEnd(data, i)
	}
	if n := bytes.IndexAny(data[i:], ",]} \n\t\r"); n >= 0 {
		return i + n
	}
	return len(data)
}

func stringEnd(data []byte, i int) int {
	for i++; data[i] != '"'; i++ {
		if data[i] == '\\' {
			i++
		}
	}
	return i + 1
}

func nestedEnd(data []byte, i int) int {
	depth := 0
	for {
		switch data[i] {
		case '"':
			i = stringEnd(data, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if i++; depth == 0 {
			return i
		}
	}
}

// decodeString reads a JSON string; another value is empty.
func decodeString(data []byte) string {
	if len(data) < 2 || data[0] != '"' {
		return ""
	}
	if inner := data[1 : len(data)-1]; bytes.IndexByte(inner, '\\') < 0 {
		return string(bytes.ToValidUTF8(inner, []byte("\ufffd")))
	}
	var s string
	_ = json.Unmarshal(data, &s)
	return s
}
