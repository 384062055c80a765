package admin

import "lectern/internal/cms"

// SignInForm is what was typed to sign in.
type SignInForm struct {
	Email, Next string
	Carried     string // form that was sent before; empty: none
	Note        string // what became of it
	Problems    []cms.Problem
}

// PasswordForm is what was typed to choose a password by a link.
type PasswordForm struct {
	First              bool // it makes the first account of all
	Token, Name, Email string
	Problems           []cms.Problem
}
