package mail

import (
	"fmt"
	"time"
)

// Invite tells somebody that they have an account, and leads them to choose a
// password.
func Invite(to, name, origin, link string, lasts time.Duration) Letter {
	return Letter{To: to, Subject: "Your account for " + origin, Text: fmt.Sprintf(`Hello %s,

you have been given an account to work on the website %s.
Choose a password here:

%s

The link works once, and until %s from now. If you do not know what this is
about, do nothing.
`, name, origin, link, inWords(lasts))}
}

// Reset leads somebody to choose another password.
func Reset(to, name, origin, link string, lasts time.Duration) Letter {
	return Letter{To: to, Subject: "Choose another password for " + origin, Text: fmt.Sprintf(`Hello %s,

somebody, probably you, asked for another password for %s.
Choose it here:

%s

The link works once, and until %s from now. If it was not you, do nothing:
your password stays as it is.
`, name, origin, link, inWords(lasts))}
}

func inWords(d time.Duration) string {
	if days := int(d.Hours()) / 24; days > 0 {
		return plural(days, "day")
	}
	return plural(int(d.Hours()), "hour")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
