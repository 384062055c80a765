package search

// Weights is the table of weights, for a test that looks for kinds that are gone.
var Weights = weights

// Fold folds a text, and FoldForms does without knowing ASCII apart.
var Fold, FoldForms = fold, foldForms
