package testkit

// TryFeed is ReadFeed, which says what is wrong.
var TryFeed = readFeed
