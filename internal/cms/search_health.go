package cms

import "time"

// SearchHealth says how searches are answered, for those who run the site.
type SearchHealth struct {
	Server ServerState // of the search server; empty: there is none, and the engine on Postgres answers
	Since  time.Time   // since when the server's index is out of step with what is live; zero: it is in step
	Made   bool        // the server's index is being made anew
	Pages  int         // in the server's index
}

// ServerState is how a search server does. Whenever it does not answer, the engine
// on Postgres does.
type ServerState string

// The states.
const (
	ServerAnswers ServerState = "answering"
	ServerBehind  ServerState = "behind" // its index does not hold yet what is live
	ServerAway    ServerState = "away"   // it fails, or is too slow
)

// ServerStates are all of them.
var ServerStates = []ServerState{ServerAnswers, ServerBehind, ServerAway}
