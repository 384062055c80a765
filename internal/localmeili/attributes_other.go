//go:build !linux

package localmeili

import "syscall"

// attributes put the server into a session of its own, where a terminal's signals do
// not reach it. Should this process die, the next one ends it.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
