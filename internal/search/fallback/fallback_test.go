package fallback_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lectern/internal/search"
	"lectern/internal/search/fallback"
)

// engine does what a test has it do, and counts how often it is asked.
type engine struct {
	name  string
	takes time.Duration
	err   error
	asked atomic.Int64
}

func (e *engine) Name() string { return e.name }

func (e *engine) Search(ctx context.Context, _ search.Query) (search.Results, error) {
	e.asked.Add(1)
	select {
	case <-ctx.Done():
		return search.Results{}, fmt.Errorf("wait for an answer: %w", ctx.Err())
	case <-time.After(e.takes):
	}
	return search.Results{Engine: e.name, Total: 1}, e.err
}

var errDown = errors.New("connection refused")

// step is some searches in a row: what the first engine does, which one answers,
// and how often the first one is asked.
type step struct {
	wait     time.Duration // before
	searches int
	takes    time.Duration
	err      error
	answers  string
	asked    int64
	state    fallback.State
}

func TestWhoAnswers(t *testing.T) {
	behind := fmt.Errorf("the index: %w", search.ErrBehind)
	for name, steps := range map[string][]step{
		"it does well": {
			{searches: 100, takes: 20 * time.Millisecond, answers: "first", asked: 100, state: fallback.Answering},
		},
		"it leaves some to the other": {
			{searches: 3, err: search.ErrOther, answers: "second", asked: 3, state: fallback.Answering},
			{searches: 1, err: behind, answers: "second", asked: 1, state: fallback.Behind},
			{searches: 30, err: search.ErrOther, answers: "second", asked: 30, state: fallback.Behind},
			{searches: 1, answers: "first", asked: 1, state: fallback.Answering},
		},
		"it fails, and is back": {
			{searches: 2, err: errDown, answers: "second", asked: 2, state: fallback.Answering},
			{searches: 1, err: errDown, answers: "second", asked: 1, state: fallback.Away},
			{wait: time.Second, searches: 9, answers: "second", asked: 0, state: fallback.Away},
			{wait: 4100 * time.Millisecond, searches: 1, err: errDown, answers: "second", asked: 1, state: fallback.Away},
			{wait: 4900 * time.Millisecond, searches: 1, answers: "second", asked: 0, state: fallback.Away},
			{wait: 200 * time.Millisecond, searches: 3, answers: "first", asked: 3, state: fallback.Answering},
		},
		"failures that are not in a row": {
			{searches: 2, err: errDown, answers: "second", asked: 2, state: fallback.Answering},
			{searches: 1, answers: "first", asked: 1, state: fallback.Answering},
			{searches: 2, err: errDown, answers: "second", asked: 2, state: fallback.Answering},
		},
		"it never answers": {
			{searches: 3, takes: time.Hour, answers: "second", asked: 3, state: fallback.Away},
			{searches: 5, takes: time.Hour, answers: "second", asked: 0, state: fallback.Away},
			{wait: 6 * time.Second, searches: 5, takes: time.Hour, answers: "second", asked: 1, state: fallback.Away},
		},
		"it is merely behind": {
			{searches: 50, err: behind, answers: "second", asked: 50, state: fallback.Behind},
			{searches: 1, answers: "first", asked: 1, state: fallback.Answering},
		},
		"it is back, and behind": {
			{searches: 3, err: errDown, answers: "second", asked: 3, state: fallback.Away},
			{wait: 6 * time.Second, searches: 4, err: behind, answers: "second", asked: 4, state: fallback.Behind},
			{searches: 1, answers: "first", asked: 1, state: fallback.Answering},
		},
		"a slow answer is an answer": {
			{searches: 1, takes: 300 * time.Millisecond, answers: "first", asked: 1, state: fallback.Answering},
		},
		"one of ten is slow": {
			{searches: 9, takes: time.Millisecond, answers: "first", asked: 9, state: fallback.Answering},
			{searches: 1, takes: 300 * time.Millisecond, answers: "first", asked: 1, state: fallback.Answering},
			{searches: 9, takes: time.Millisecond, answers: "first", asked: 9, state: fallback.Answering},
			{searches: 1, takes: 300 * time.Millisecond, answers: "first", asked: 1, state: fallback.Away},
			{searches: 1, answers: "second", asked: 0, state: fallback.Away},
		},
		"one of ten is slow, over a long time": {
			{searches: 9, takes: time.Millisecond, answers: "first", asked: 9, state: fallback.Answering},
			{searches: 1, takes: 300 * time.Millisecond, answers: "first", asked: 1, state: fallback.Answering},
			{wait: 11 * time.Second, searches: 9, takes: time.Millisecond, answers: "first", asked: 9, state: fallback.Answering},
			{searches: 1, takes: 300 * time.Millisecond, answers: "first", asked: 1, state: fallback.Answering},
		},
	} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { follow(t, steps) }) })
	}
}

func follow(t *testing.T, steps []step) {
	first, second := &engine{name: "first"}, &engine{name: "second", takes: 5 * time.Millisecond}
	e := fallback.New(first, second, slog.New(slog.DiscardHandler))
	for n, step := range steps {
		time.Sleep(step.wait)
		first.takes, first.err = step.takes, step.err
		before := first.asked.Load()
		for range step.searches {
			begun := time.Now()
			results, err := e.Search(t.Context(), search.Query{})
			if err != nil || results.Engine != step.answers {
				t.Errorf("step %d: %q answers (%v), want %q", n, results.Engine, err, step.answers)
			}
			if took := time.Since(begun); took > 360*time.Millisecond {
				t.Errorf("step %d: it takes %s", n, took)
			}
		}
		if asked := first.asked.Load() - before; asked != step.asked {
			t.Errorf("step %d: the first was asked %d times, want %d", n, asked, step.asked)
		}
		if got := e.State(); got != step.state {
			t.Errorf("step %d: it is %s, want %s", n, got, step.state)
		}
	}
}

// TestOneSearchAsksAgain has many search at once when the first engine may be back:
// one of them finds out, and the others do not wait for it.
func TestOneSearchAsksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, second := &engine{name: "first", err: errDown}, &engine{name: "second"}
		e := fallback.New(first, second, slog.New(slog.DiscardHandler))
		for range 3 {
			_, _ = e.Search(t.Context(), search.Query{})
		}
		time.Sleep(6 * time.Second)
		first.takes, first.err = 100*time.Millisecond, nil
		asked, answered := first.asked.Load(), make(chan string, 50)
		for range 50 {
			go func() {
				results, err := e.Search(t.Context(), search.Query{})
				answered <- fmt.Sprint(results.Engine, err)
			}()
		}
		counts := map[string]int{}
		for range 50 {
			counts[<-answered]++
		}
		if counts["first<nil>"] != 1 || counts["second<nil>"] != 49 || first.asked.Load() != asked+1 {
			t.Errorf("answered have %v", counts)
		}
		if got := e.State(); got != fallback.Answering {
			t.Errorf("after a good answer it is %s", got)
		}
	})
}

// TestWhoeverLeavesIsNotAnswered ends searches from outside: that says nothing of the
// engine, and nobody else is troubled.
func TestWhoeverLeavesIsNotAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, second := &engine{name: "first", takes: time.Hour}, &engine{name: "second"}
		e := fallback.New(first, second, slog.New(slog.DiscardHandler))
		for range 10 {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			if _, err := e.Search(ctx, search.Query{}); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("whoever has left gets %v", err)
			}
			cancel()
		}
		if n := second.asked.Load(); n != 0 || e.State() != fallback.Answering {
			t.Errorf("the second engine was asked %d times, and the first is %s", n, e.State())
		}
	})
}

func TestWhatTheSecondFailsWithIsTold(t *testing.T) {
	broken := errors.New("no database")
	e := fallback.New(&engine{name: "first", err: errDown}, &engine{name: "second", err: broken}, slog.New(slog.DiscardHandler))
	for range 5 {
		if _, err := e.Search(t.Context(), search.Query{}); !errors.Is(err, broken) {
			t.Errorf("both fail with %v", err)
		}
	}
}

// TestChangesAreLoggedOnce searches through an outage of a minute.
func TestChangesAreLoggedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		first, second := &engine{name: "first", err: errDown}, &engine{name: "second"}
		e := fallback.New(first, second, slog.New(slog.NewTextHandler(&log, nil)))
		for range 600 {
			time.Sleep(100 * time.Millisecond)
			_, _ = e.Search(t.Context(), search.Query{Text: "quokka"})
		}
		first.err = nil
		for range 100 {
			time.Sleep(100 * time.Millisecond)
			_, _ = e.Search(t.Context(), search.Query{Text: "quokka"})
		}
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		if len(lines) != 2 || !strings.Contains(lines[0], "level=WARN") || !strings.Contains(lines[0], errDown.Error()) || !strings.Contains(lines[1], "level=INFO") {
			t.Errorf("logged is\n%s", log.String())
		}
		if strings.Contains(log.String(), "quokka") {
			t.Error("what was typed is in the log")
		}
	})
}

// TestManySearchAtOnce is there for the race detector.
func TestManySearchAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		flaky := &flaky{}
		e := fallback.New(flaky, &engine{name: "second"}, slog.New(slog.DiscardHandler))
		failed := make(chan error, 40)
		for range 40 {
			go func() {
				var first error
				for range 200 {
					if _, err := e.Search(t.Context(), search.Query{}); err != nil {
						first = err
					}
					_ = e.State()
					time.Sleep(50 * time.Millisecond)
				}
				failed <- first
			}()
		}
		for range 40 {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
	})
}

// flaky fails and is behind in turn.
type flaky struct{ n atomic.Int64 }

func (*flaky) Name() string { return "flaky" }

func (f *flaky) Search(context.Context, search.Query) (search.Results, error) {
	switch n := f.n.Add(1) / 50; n % 3 {
	case 0:
		return search.Results{Engine: "flaky"}, nil
	case 1:
		return search.Results{}, errDown
	}
	return search.Results{}, search.ErrBehind
}
