package admin

import "lectern/internal/cms"

// SignInForm is what was typed to sign in.
type SignInForm struct {
	Email, Next string
	Problems    []cms.Problem
}

// SetUpForm is what was typed to make an account one's own.
type SetUpForm struct {
	First              bool // the first account of all
	Token, Name, Email string
	Problems           []cms.Problem
}
