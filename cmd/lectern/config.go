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
	shown := map[string]bool{}
	for _, node := range append([]*kong.Node{parser.Model.Node}, parser.Model.Node.Children...) {
		for _, flag := range node.Flags {
			name := strings.Join(flag.Envs, ",")
			if name == "" || shown[name] { // commands may share one
				continue
			}
			shown[name] = true
			fmt.Fprintf(os.Stdout, "%s=%v\n", name, flag.Target.Interface())
		}
	}
	return nil
}
