package localmeili

import "syscall"

// attributes put the server into a session of its own, where a terminal's signals do
// not reach it, and have it killed when this process dies.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}
