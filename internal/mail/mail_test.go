package mail_test

import (
	"bufio"
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"lectern/internal/mail"
)

// server is a server for mail that takes one letter and gives it back.
func server(t *testing.T) (url string, letters <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	got := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		var letter strings.Builder
		say := func(line string) { _, _ = fmt.Fprintf(conn, "%s\r\n", line) }
		say("220 mail.example")
		inside := false
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			line := lines.Text()
			switch {
			case inside && line == ".":
				inside = false
				got <- letter.String()
				say("250 taken")
			case inside:
				letter.WriteString(line + "\n")
			case line == "DATA":
				inside = true
				say("354 go on")
			case line == "QUIT":
				say("221 bye")
				return
			default:
				say("250 mail.example")
			}
		}
	}()
	return "smtp://" + listener.Addr().String(), got
}

func TestLettersAreSent(t *testing.T) {
	t.Parallel()
	url, letters := server(t)
	sender, err := mail.New(url, "website@caredata.example", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	letter := mail.Reset("ina@caredata.example", "Ina Wörd", "https://caredata.example", "https://caredata.example/admin/reset/set?token=QUOKKA", time.Hour)
	if err := sender.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	got := <-letters
	for _, want := range []string{"From: <website@caredata.example>", "To: <ina@caredata.example>", "Subject: Choose another password", "Auto-Submitted: auto-generated", "1 hour"} {
		if !strings.Contains(got, want) {
			t.Errorf("the letter lacks %q:\n%s", want, got)
		}
	}
}

func TestALetterCannotBeMadeToSayMore(t *testing.T) {
	t.Parallel()
	url, _ := server(t)
	sender, err := mail.New(url, "website@caredata.example", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), mail.Letter{To: "ina@caredata.example\r\nBcc: all@caredata.example", Subject: "x", Text: "x"}); err == nil {
		t.Error("a letter went to more than one")
	}
}

func TestWithoutAServerLettersAreLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	sender, err := mail.New("", "", slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), mail.Invite("ina@caredata.example", "Ina", "http://127.0.0.1", "http://127.0.0.1/x", 7*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "http://127.0.0.1/x") || !strings.Contains(log.String(), "7 days") {
		t.Errorf("the log says %s", log.String())
	}
}

func TestBadSettingsAreRefused(t *testing.T) {
	t.Parallel()
	for url, from := range map[string]string{
		"mail.example.org":          "website@caredata.example",
		"https://mail.example.org":  "website@caredata.example",
		"smtp://":                   "website@caredata.example",
		"smtp://mail.example.org":   "",
		"smtps://mail.example.org":  "website",
		"smtp://mail.example.org/x": "website@caredata.example",
	} {
		if _, err := mail.New(url, from, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%q from %q is taken", url, from)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells a secret: %v", err)
		}
	}
	if _, err := mail.New("smtps://user:secret@mail.example.org:465", "Website <website@caredata.example>", slog.New(slog.DiscardHandler)); err != nil {
		t.Error(err)
	}
}
