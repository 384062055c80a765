package auth

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"lectern/internal/cms"
)

const stepLength = 30 // seconds that a code is shown

// codeStep returns the half minute that a code belongs to: this one, the one
// before or the next, as clocks differ. Without a secret no code is right.
func codeStep(secret, code string, now time.Time) (step int64, right bool) {
	if secret == "" {
		return 0, false
	}
	code = strings.Join(strings.Fields(code), "")
	for _, s := range []int64{0, -1, 1} {
		s += now.Unix() / stepLength
		want, err := totp.GenerateCode(secret, time.Unix(s*stepLength, 0))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, right = s, true
		}
	}
	return step, right
}

// BeginFactor chooses a secret for codes, and keeps it in the session until a
// code shows that an app has it.
func (a *Auth) BeginFactor(ctx context.Context) error {
	secret := make([]byte, 20)
	_, _ = rand.Read(secret) // never fails
	a.sessions.Put(ctx, secretKey, base32.StdEncoding.EncodeToString(secret))
	return nil
}

// FactorSecret is the secret that is being set up; empty: none is.
func (a *Auth) FactorSecret(ctx context.Context) string { return a.sessions.GetString(ctx, secretKey) }

// FactorImage is the picture, as PNG, that an app reads the secret from.
func (a *Auth) FactorImage(ctx context.Context, email string) ([]byte, error) {
	secret := a.FactorSecret(ctx)
	if secret == "" {
		return nil, cms.ErrNotFound
	}
	raw, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		return nil, err
	}
	issuer, err := a.store.Organisation(ctx)
	if err != nil {
		return nil, err
	}
	if issuer == "" {
		issuer = "Lectern"
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: email, Secret: raw, Digits: otp.DigitsSix})
	if err != nil {
		return nil, err
	}
	picture, err := key.Image(240, 240)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = png.Encode(&out, picture)
	return out.Bytes(), err
}

// FinishFactor returns the secret that is being set up if the code is one of it,
// and the step of the code.
func (a *Auth) FinishFactor(ctx context.Context, code string) (secret string, step int64, err error) {
	secret = a.FactorSecret(ctx)
	if secret == "" {
		return "", 0, cms.ErrNotFound
	}
	step, right := codeStep(secret, code, time.Now())
	if !right {
		return "", 0, ErrWrong
	}
	return secret, step, nil
}

const recoveryCodes = 10

// NewRecoveryCodes returns codes as they are shown, once, and the hashes that
// they are kept by.
func NewRecoveryCodes() (shown []string, hashes [][]byte) {
	for range recoveryCodes {
		text := rand.Text()[:24] // 120 bits
		shown = append(shown, strings.Join([]string{text[:6], text[6:12], text[12:18], text[18:]}, "-"))
		hashes = append(hashes, hashRecovery(text))
	}
	return shown, hashes
}

// hashRecovery hashes a recovery code however it was typed.
func hashRecovery(code string) []byte {
	return HashSecret(strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		case c >= 'A' && c <= 'Z' || c >= '2' && c <= '7':
			return c
		default:
			return -1
		}
	}, code))
}
