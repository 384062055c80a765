// Package mail sends letters, or writes them to the log where no server for
// mail is set up.
package mail

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Letter is a message in plain text to one person.
type Letter struct {
	To      string
	Subject string
	Text    string
}

// Sender sends letters.
type Sender interface {
	Send(ctx context.Context, l Letter) error
}

// New returns the Sender for the URL of a server, such as
// smtp://user:password@mail.example.org:587. smtps is encrypted from the first
// byte; smtp must be as soon as it can, unless the server is on this machine.
// An empty URL writes letters to the log.
func New(server, from string, logger *slog.Logger) (Sender, error) {
	if server == "" {
		return toLog{logger}, nil
	}
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("mail: LECTERN_SMTP_URL is not an address such as smtp://user:password@mail.example.org:587")
	}
	if err := mail.NewMsg().From(from); err != nil {
		return nil, fmt.Errorf("mail: LECTERN_MAIL_FROM: %q is not an email address to send from, such as website@example.org", from)
	}
	options, err := optionsOf(u)
	if err != nil {
		return nil, err
	}
	client, err := mail.NewClient(u.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &bySMTP{client, from}, nil
}

func optionsOf(u *url.URL) ([]mail.Option, error) {
	options := []mail.Option{mail.WithTimeout(15 * time.Second)}
	switch host := u.Hostname(); {
	case u.Scheme == "smtps":
		options = append(options, mail.WithSSLPort(false))
	case host == "localhost" || host == "127.0.0.1" || host == "::1":
		options = append(options, mail.WithTLSPortPolicy(mail.TLSOpportunistic))
	default:
		options = append(options, mail.WithTLSPortPolicy(mail.TLSMandatory))
	}
	if u.Port() != "" {
		port, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, fmt.Errorf("mail: LECTERN_SMTP_URL: %w", err)
		}
		options = append(options, mail.WithPort(port))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	return options, nil
}

type bySMTP struct {
	client *mail.Client
	from   string
}

func (s *bySMTP) Send(ctx context.Context, l Letter) error {
	m := mail.NewMsg()
	if err := m.From(s.from); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := m.To(l.To); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	m.Subject(l.Subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	if err := s.client.DialAndSendWithContext(ctx, m); err != nil && !m.IsDelivered() { // else it would be sent again for want of a farewell
		return fmt.Errorf("mail: send: %w", err)
	}
	return nil
}

type toLog struct{ logger *slog.Logger }

func (s toLog) Send(_ context.Context, l Letter) error {
	s.logger.Info("a letter that would be mailed if LECTERN_SMTP_URL were set", "to", l.To, "subject", l.Subject, "text", l.Text)
	return nil
}
