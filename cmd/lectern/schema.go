package main

import (
	"encoding/json"
	"os"

	"lectern/internal/kinds"
	"lectern/internal/transfer"
)

type schemaCommand struct {
	Kind string `arg:"" name:"kind" optional:"" help:"Kind whose file to describe, such as service, menu, site or search; without it, every file below pages."`
}

// Run needs no database: what there is to describe is declared in the program.
func (c schemaCommand) Run() error {
	registry, err := kinds.Registry()
	if err != nil {
		return err
	}
	schema, err := transfer.JSONSchema(registry, c.Kind)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(schema)
}
