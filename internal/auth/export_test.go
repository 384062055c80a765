package auth

// HashRecovery is what a recovery code is kept by.
var HashRecovery = hashRecovery

// CodeStep finds the half minute of a code.
var CodeStep = codeStep
