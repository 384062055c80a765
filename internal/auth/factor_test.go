package auth_test

import (
	"testing"
	"time"

	"lectern/internal/auth"
)

// TestCodesAreThoseOfTheStandard takes the examples of RFC 6238, shortened to
// six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	t.Parallel()
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // 12345678901234567890
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"} {
		for _, late := range []int64{-30, 0, 30} {
			step, right := auth.CodeStep(secret, code, time.Unix(at+late, 0))
			if !right || step != at/30 {
				t.Errorf("the code of %d, %d seconds late: step %d, right %v", at, late, step, right)
			}
		}
		for _, late := range []int64{-90, 90} {
			if _, right := auth.CodeStep(secret, code, time.Unix(at+late, 0)); right {
				t.Errorf("the code of %d is taken %d seconds late", at, late)
			}
		}
		if _, right := auth.CodeStep(secret, code[:3]+" "+code[3:], time.Unix(at, 0)); !right {
			t.Error("a code with a space is not taken")
		}
	}
	if _, right := auth.CodeStep("", "812658", time.Unix(59, 0)); right { // that of no secret at all
		t.Error("a code is taken without a secret")
	}
	for _, code := range []string{"", "0", "28708", "2870822", "abcdef", "28708２", "-87082"} {
		if _, right := auth.CodeStep(secret, code, time.Unix(59, 0)); right {
			t.Errorf("%q is taken", code)
		}
	}
}

func FuzzCode(f *testing.F) {
	f.Add("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287082", int64(59))
	f.Add("", "", int64(0))
	f.Add("not base32!", "000000", int64(-1))
	f.Fuzz(func(t *testing.T, secret, code string, at int64) {
		if _, right := auth.CodeStep(secret, code, time.Unix(at%(1<<40), 0)); right && len(code) < 6 {
			t.Errorf("%q is taken", code)
		}
	})
}
