package schema

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// LineOf returns the line of a field in the node that DecodeYAML read, so that
// what Validate finds can be told with its line. The path is that of a Problem.
// For a field that the file does not hold it is the line of what would hold
// it; 0 when there is no node.
func LineOf(node *yaml.Node, path string) int {
	if node != nil && node.Kind == yaml.DocumentNode && len(node.Content) == 1 {
		node = node.Content[0]
	}
	line := 0
	if node != nil {
		line = node.Line
	}
	for step := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		if node == nil {
			break
		}
		i, err := strconv.Atoi(step)
		switch {
		case node.Kind == yaml.MappingNode:
			node = valueOf(node, step, &line)
		case err != nil: // the only field of a group is written by itself
		case node.Kind == yaml.SequenceNode && i < len(node.Content) && node.Content[i] != nil:
			node = node.Content[i]
			line = node.Line
		default:
			node = nil
		}
	}
	return line
}

// valueOf returns the value of a name, and sets line to where the name stands.
func valueOf(mapping *yaml.Node, name string, line *int) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if key := mapping.Content[i]; key != nil && key.Value == name {
			*line = key.Line
			return mapping.Content[i+1]
		}
	}
	return nil
}
