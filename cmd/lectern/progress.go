package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// progressBar draws how far something is, on a terminal. Elsewhere it says when
// a stage has ended, so that a log is not filled with it.
func progressBar() func(stage string, done, total int) {
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	var drawn time.Time
	return func(stage string, done, total int) {
		ended := done == total
		if !terminal {
			if ended {
				fmt.Fprintf(os.Stderr, "%s: %d\n", stage, total)
			}
			return
		}
		if !ended && time.Since(drawn) < 50*time.Millisecond {
			return
		}
		drawn = time.Now()
		fmt.Fprintf(os.Stderr, "\r%-14s %s %d of %d\033[K", stage, bar(done, total), done, total)
		if ended {
			fmt.Fprintln(os.Stderr)
		}
	}
}

const barWidth = 30

// bar draws the part that is done.
func bar(done, total int) string {
	filled := barWidth * done / max(total, 1)
	return "[" + strings.Repeat("#", filled) + strings.Repeat(".", barWidth-filled) + "]"
}
