package search

// Weights is the table of weights, for a test that looks for kinds that are gone.
var Weights = weights
