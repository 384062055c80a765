// Package fallback searches with one engine for as long as it does well, and with
// another whenever it does not. A visitor notices nothing: what the first engine
// fails to answer, the second does, within the same request.
package fallback

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"

	"lectern/internal/search"
)

const (
	// waits is how long the first engine is waited for.
	waits = 350 * time.Millisecond
	// slow is how long an answer may take. It is good all the same, but one that
	// takes longer counts as a failure.
	slow = 200 * time.Millisecond

	// failures in a row are as many as make the first engine one that is away.
	failures = 3
	// window is the time in which one of twenty may fail or be slow, once there are
	// fewest of them: what is slower for more than that has a bad 95th percentile.
	window = 10 * time.Second
	fewest = 20
	// pause is how long the first engine is left alone when it is away. Then one
	// search asks it again.
	pause = 5 * time.Second
)

// State is how the first engine does, as the last search found it.
type State string

// The states.
const (
	Answering State = "answering"
	Behind    State = "behind" // it does not know yet what is live
	Away      State = "away"   // it fails or is slow, and is not asked for a while
)

// Engine is a search.Engine made of two.
type Engine struct {
	first, second search.Engine
	logger        *slog.Logger
	breaker       *gobreaker.CircuitBreaker[search.Results]
	behind        atomic.Bool
	told          atomic.Bool // that the first engine is away
}

// New returns an engine that asks the first one and, when that fails, the second.
func New(first, second search.Engine, logger *slog.Logger) *Engine {
	e := &Engine{first: first, second: second, logger: logger}
	e.breaker = gobreaker.NewCircuitBreaker[search.Results](gobreaker.Settings{
		MaxRequests: 1, Interval: window, BucketPeriod: time.Second, Timeout: pause,
		ReadyToTrip: tooBad, IsExcluded: saysNothing,
	})
	return e
}

// tooBad reports whether the first engine is better left alone for a while.
func tooBad(c gobreaker.Counts) bool {
	answered := c.TotalSuccesses + c.TotalFailures
	return c.ConsecutiveFailures >= failures || answered >= fewest && c.TotalFailures > answered/20
}

// saysNothing reports whether an error says neither good nor bad of an engine.
func saysNothing(err error) bool {
	return errors.Is(err, search.ErrBehind) || errors.Is(err, search.ErrOther) || errors.Is(err, errLeft)
}

// Name is that of the first engine. Results name the one that answered.
func (e *Engine) Name() string { return e.first.Name() }

// State tells how the first engine does.
func (e *Engine) State() State {
	switch state := e.breaker.State(); {
	case state != gobreaker.StateOpen && e.behind.Load():
		return Behind
	case state != gobreaker.StateClosed:
		return Away
	}
	return Answering
}

var (
	errLeft = errors.New("fallback: whoever searched has left")
	errSlow = errors.New("fallback: the answer took too long")
)

// Search answers a state of the search.
func (e *Engine) Search(ctx context.Context, q search.Query) (search.Results, error) {
	asked := false
	results, err := e.breaker.Execute(func() (search.Results, error) {
		asked = true
		return e.ask(ctx, q)
	})
	if asked {
		e.tell(err)
	}
	switch {
	case err == nil || errors.Is(err, errSlow):
		return results, nil
	case ctx.Err() != nil:
		return search.Results{}, ctx.Err()
	}
	return e.second.Search(ctx, q)
}

// ask asks the first engine, and says what the answer means for it.
func (e *Engine) ask(ctx context.Context, q search.Query) (search.Results, error) {
	limited, cancel := context.WithTimeout(ctx, waits)
	defer cancel()
	begun := time.Now()
	results, err := e.first.Search(limited, q)
	switch {
	case err != nil && ctx.Err() != nil:
		return results, errLeft
	case errors.Is(err, search.ErrOther):
		return results, err
	case err == nil && time.Since(begun) > slow:
		err = errSlow
	}
	e.behind.Store(errors.Is(err, search.ErrBehind))
	return results, err
}

// tell logs once that the first engine is away, and once that it is back.
func (e *Engine) tell(err error) {
	switch away := e.breaker.State() != gobreaker.StateClosed; {
	case away && err != nil && !saysNothing(err) && !e.told.Swap(true):
		e.logger.Warn("a search engine fails, and another one answers for now", "engine", e.first.Name(), "answers", e.second.Name(), "error", err)
	case !away && err == nil && e.told.Swap(false):
		e.logger.Info("a search engine answers again", "engine", e.first.Name())
	}
}
