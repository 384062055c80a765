package localpg

import (
	"context"
	"path/filepath"
	"time"
)

// superviseEvery is how often a Server looks whether its server is alive.
const superviseEvery = 500 * time.Millisecond

// supervise starts the server again whenever it has died, until ctx ends. Each
// outage is logged once, and each failure to end it only when it changes.
func (s *Server) supervise(ctx context.Context) {
	defer close(s.supervised)
	look := time.NewTicker(superviseEvery)
	defer look.Stop()
	failure := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		if s.healthy() {
			failure = ""
			continue
		}
		launched, err := s.revive(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && err.Error() != failure:
			failure = err.Error()
			s.config.Logger.Error("the private Postgres is gone and could not be started again", "folder", s.home.cluster(), "error", err)
		case err == nil && launched:
			s.config.Logger.Warn("the private Postgres was gone and has been started again", "folder", s.home.cluster())
		}
	}
}

// healthy reports whether the server lives and can be reached. It is cheap and
// makes no connection: a server that is merely slow is left alone.
func (s *Server) healthy() bool {
	held, err := isHeld(s.home.lockFile(aliveLock))
	if err != nil {
		return true // we cannot tell, and could not start it either
	}
	return held && exists(filepath.Join(s.socketFolder(), socketName))
}

// revive starts the server unless another of its users was quicker, and tells
// which.
func (s *Server) revive(ctx context.Context) (launched bool, err error) {
	starting, err := waitLock(ctx, s.home.lockFile(startLock))
	if err != nil {
		return false, err
	}
	defer starting.Release()
	return s.ensureRunning(ctx)
}
