package richtext

import "math/rand/v2"

// RandomDoc returns a normalised tree, the same for the same seed.
func RandomDoc(seed uint64) Doc {
	return generator{rand.New(rand.NewPCG(seed, 4))}.doc(3).Normalise()
}
