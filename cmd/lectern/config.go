package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

type configCommand struct{}

// Run shows every setting by its environment variable. The parser knows them
// all; a secret prints itself without what is secret.
func (configCommand) Run(parser *kong.Kong, settings *commands) error {
	for _, node := range append([]*kong.Node{parser.Model.Node}, parser.Model.Node.Children...) {
		for _, flag := range node.Flags {
			if len(flag.Envs) == 0 {
				continue
			}
			fmt.Fprintf(os.Stdout, "%s=%v\n", strings.Join(flag.Envs, ","), flag.Target.Interface())
		}
	}
	return nil
}
