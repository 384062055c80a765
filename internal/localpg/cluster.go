package localpg

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lectern/internal/filelock"
)

// hba lets in whoever can reach the socket and knows a password.
const hba = "local all all scram-sha-256\n"

// makeCluster makes the cluster. It appears under its name only once it is
// whole, so that one whose making was interrupted is never taken for a good
// one. The caller holds the start lock and the alive lock. The latter goes to
// initdb too: should we be killed, the next process waits until initdb has ended.
func (s *Server) makeCluster(ctx context.Context, p programs, alive *filelock.Lock) error {
	began := time.Now()
	// What an interrupted making left never was a cluster and holds nobody's data.
	if err := removeParts(s.home.dir, "initdb-"); err != nil {
		return err
	}
	part, err := os.MkdirTemp(s.home.dir, "initdb-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part) // once renamed, nothing is left of it
	if err := s.home.account.own(part); err != nil {
		return err
	}
	if err := s.initdb(ctx, p, part, alive); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(part, "pg_hba.conf"), []byte(hba), 0o600); err != nil {
		return err
	}
	if err := os.Rename(part, s.home.cluster()); err != nil {
		return err
	}
	s.config.Logger.Info("made a private Postgres cluster", "folder", s.home.cluster(), "version", p.major, "took", time.Since(began))
	return nil
}

// removeParts removes the unfinished folders in dir that begin with prefix.
func removeParts(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), prefix) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// initdb runs the program of that name, with the locale C.UTF-8 where the
// system has it, else with C.
func (s *Server) initdb(ctx context.Context, p programs, dir string, alive *filelock.Lock) error {
	output, err := s.runInitdb(ctx, p, dir, "C.UTF-8", alive)
	if err != nil && strings.Contains(output, "invalid locale name") {
		output, err = s.runInitdb(ctx, p, dir, "C", alive)
	}
	if err != nil {
		return fmt.Errorf("initdb in %s: %w: %s", dir, err, tail(output))
	}
	return nil
}

func (s *Server) runInitdb(ctx context.Context, p programs, dir, locale string, alive *filelock.Lock) (output string, err error) {
	args := []string{
		"--pgdata=" + dir,
		"--username=" + superuser,
		"--pwfile=" + s.home.passwordFile(),
		"--auth=scram-sha-256",
		"--encoding=UTF8",
		"--locale=" + locale,
		"--no-instructions",
	}
	if s.config.FastUnsafe {
		args = append(args, "--no-sync")
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(p.dir, "initdb"), args...)
	cmd.Dir = s.home.dir
	cmd.Env = serverEnv()
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.ExtraFiles = []*os.File{alive.File()}
	cmd.SysProcAttr = s.home.account.attributes()
	// Asked to end, initdb ends its child processes too.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 2 * time.Second
	err = cmd.Run()
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return said.String(), err
}

// serverEnv returns the environment of Postgres' programs: nothing of ours that
// could be a secret, or that would change what they do.
func serverEnv() []string {
	env := []string{"LC_ALL=C", "TZ=UTC"}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// tail returns the end of what a program said.
func tail(text string) string {
	const limit = 2000
	text = strings.TrimSpace(text)
	if len(text) <= limit {
		return text
	}
	text = text[len(text)-limit:]
	if _, whole, ok := strings.Cut(text, "\n"); ok {
		return whole
	}
	return text
}
