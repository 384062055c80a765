package gallery

import (
	"path"
	"slices"
	"testing"

	"lectern/internal/blocks"
	"lectern/internal/cms"
	"lectern/internal/media"
)

func TestEveryBlockHasASample(t *testing.T) {
	s := newSample()
	samples := slices.Concat(s.text, s.bands)
	for _, b := range blocks.All() {
		name := b.Block().Name
		if !slices.ContainsFunc(samples, func(sample cms.Block) bool { return sample.Type == name }) {
			t.Errorf("the gallery does not show %s", name)
		}
	}
}

func TestFilesAreWhatTheySay(t *testing.T) {
	for address, file := range Files() {
		facts, err := media.Sniff(path.Base(address), file.Content)
		if err != nil || facts.MediaType != file.MediaType {
			t.Errorf("%s is %+v (%v), and says %s", address, facts, err, file.MediaType)
		}
	}
}
