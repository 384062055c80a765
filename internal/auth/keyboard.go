package auth

import (
	"slices"
	"strings"
)

// lines are what fingers and eyes run along: the rows and the slanting columns
// of a British keyboard, the number pad, the alphabet.
var lines = bothWays(
	"`1234567890-=", "qwertyuiop[]", "asdfghjkl;'#", "\\zxcvbnm,./",
	"1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/",
	"3wa", "4esz", "5rdx", "6tfc", "7ygv", "8uhb", "9ijn", "0okm", "-pl,", "[;.",
	"0123456789", "789456123", "123456789", "147258369", "741852963", "159", "357",
	"abcdefghijklmnopqrstuvwxyz",
)

func bothWays(list ...string) []string {
	for _, line := range list[:len(list):len(list)] {
		turned := []rune(line)
		slices.Reverse(turned)
		list = append(list, string(turned))
	}
	return list
}

// shifted are the keys again that were struck with shift.
var shifted = strings.NewReplacer("¬", "`", "!", "1", `"`, "2", "£", "3", "$", "4", "%", "5", "^", "6", "&", "7", "*", "8", "(", "9", ")", "0",
	"_", "-", "+", "=", "{", "[", "}", "]", ":", ";", "@", "'", "~", "#", "|", `\`, "<", ",", ">", ".", "?", "/")

const shortestRun = 4 // keys

// words holds runs that are parts of words: property, strewn, understudy.
var words = []string{"erty", "trew", "rstu"}

// keyboardRun returns a run of keys, four or more, in a text in lower case, or
// the first of shorter ones that are more than half of it; empty: there is none.
func keyboardRun(password string) string {
	struck := []rune(shifted.Replace(password))
	covered, first := 0, ""
	for i := 0; i < len(struck); {
		n := run(struck[i:])
		text := string(struck[i : i+n])
		if n >= shortestRun && !slices.Contains(words, text) {
			return text
		}
		if n < 3 {
			i++
			continue
		}
		if first == "" {
			first = text
		}
		covered += n
		i += n
	}
	if covered*2 > len(struck) {
		return first
	}
	return ""
}

// run is how many keys at the beginning follow each other on one line.
func run(struck []rune) int {
	longest := 1
	for _, line := range lines {
		n := longest
		for n < len(struck) && strings.Contains(line, string(struck[:n+1])) {
			n++
		}
		longest = n
	}
	return longest
}
