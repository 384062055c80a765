package app_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestAnImportWhenTheDiskOfFilesIsFull imports files onto a disk that is too
// small for them: a file system in memory that only the import sees.
func TestAnImportWhenTheDiskOfFilesIsFull(t *testing.T) {
	t.Parallel()
	w := serve(t, siteOf(t, "one"))
	binary, data := program(t), t.TempDir()
	private := []string{"--mount"}
	if os.Getuid() != 0 { // nobody else may mount, but in a world of their own
		private = append(private, "--user", "--map-root-user")
	}
	for _, size := range []string{"32k", "256k"} {
		script := fmt.Sprintf(`mount -t tmpfs -o size=%s tmpfs "$1"; exec "$2" import "$3" --data-dir "$1"`, size)
		cmd := exec.Command("unshare", append(private, "sh", "-ec", script, "sh", data, binary, siteOf(t, "two"))...)
		cmd.Env = append(unset(), "LECTERN_DATABASE_URL="+string(w.Settings.DatabaseURL))
		output, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(output), "media: store") || !strings.Contains(string(output), "no space left on device") {
			t.Errorf("on a disk of %s: %v\n%s", size, err, output)
		}
		if got := versions(t, w.Store); got != whole+"one" {
			t.Errorf("on a disk of %s: the site holds %s", size, got)
		}
	}
}
