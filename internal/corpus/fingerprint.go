package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"lectern/internal/schema"
)

// version changes whenever the same corpus becomes another site in a way that
// Fingerprint does not see by itself: in its terms, synonyms, files, places or states.
const version = 4

// Fingerprint changes when the same corpus becomes another site: whoever keeps
// one makes it anew then. It sees what is declared and what content is made up.
func Fingerprint(registry *schema.Registry) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, version)
	g := newGenerator(Corpus{Documents: showcaseFrom, Seed: 1}, registry)
	add := func(values ...schema.Kind) error {
		for _, v := range values {
			body, err := registry.Encode(v)
			if err != nil {
				return err
			}
			sum.Write(body)
		}
		return nil
	}
	for n := range 50 {
		for _, r := range g.page(n).Releases {
			if err := add(r.Value); err != nil {
				return "", err
			}
		}
	}
	if err := g.massSample(add); err != nil {
		return "", err
	}
	for _, kind := range registry.Kinds() {
		for range 5 { // so that every block comes up
			value := kind.New()
			g.filler.Fill(value)
			if err := add(value); err != nil {
				return "", err
			}
		}
	}
	if err := add(g.site()); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil))[:12], nil
}

// massSample adds content of some pages of the mass.
func (g *generator) massSample(add func(...schema.Kind) error) (err error) {
	g.planMass(g.sections[0], 2*showcaseFrom, showcaseFrom, func(p planned) bool {
		err = add(p.value(p))
		return err == nil
	})
	return err
}
