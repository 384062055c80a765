package localmeili

import (
	"context"
	"errors"
	"os"
	"runtime"
	"time"
)

const (
	// brokenAfter is how often in a row the server may end soon before its data is
	// taken for the reason.
	brokenAfter = 3
	// mostTries is how often in a row it is started.
	mostTries = 6
)

// supervise runs the server, once no other process does, until ctx ends.
func (s *Server) supervise(ctx context.Context) {
	// The server is killed when the thread ends that has started it.
	runtime.LockOSThread()
	defer close(s.ended)
	defer s.release()
	for s.running == nil {
		if s.running, _ = tryLock(s.home.file(runLock)); s.running == nil && !pause(ctx, s.rhythm.look) {
			return
		}
	}
	s.keepRunning(ctx)
}

// keepRunning starts the server again whenever it ends, but not without end.
func (s *Server) keepRunning(ctx context.Context) {
	for tries := 1; ; tries++ {
		begun := time.Now()
		err := s.run(ctx)
		switch ran := time.Since(begun); {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errOutlived): // it has not been started, and what it keeps is in use
			s.config.Logger.Error("no private Meilisearch is run: searches are answered without it", "folder", s.home.dir, "error", err)
			return
		case ran >= s.rhythm.steady:
			tries = 1
		case tries == mostTries:
			s.config.Logger.Error("the private Meilisearch does not run and is given up: searches are answered without it", "folder", s.home.dir, "error", err)
			return
		case tries == brokenAfter:
			s.config.Logger.Warn("what the private Meilisearch keeps is thrown away: it does not run with it", "folder", s.home.dir)
			_ = os.RemoveAll(s.home.file(dataFolder)) // what is left of it, the next try meets
		}
		if tries == 1 {
			s.config.Logger.Warn("the private Meilisearch has ended and is started again", "folder", s.home.dir, "error", err)
		}
		if !pause(ctx, s.rhythm.pause<<(tries-1)) {
			return
		}
	}
}

// pause waits; false: ctx has ended.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
