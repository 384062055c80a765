package gallery

import (
	"lectern/internal/cms"
	"lectern/internal/kinds"
	"lectern/internal/richtext"
	"lectern/templates/ui"
)

// sampleForm has a question of every type, most of them twice: as it is first
// shown, and as it comes back.
var sampleForm = &kinds.Form{
	Button: "Send",
	Fields: []kinds.FormField{
		{Name: "why", Label: "Why did you come to the website today?", Hint: "If we know why people come, we can make what they need easier to find.", Type: "longtext", Required: true, Max: 2000},
		{Name: "found", Label: "Did you find what you were looking for?", Type: "radios", Required: true, Options: sampleOptions("Yes", "No")},
		{Name: "email", Label: "Email address", Hint: "Only to reply to you.", Type: "email"},
		{Name: "uses", Label: "How do you read this website?", Type: "checkboxes", Required: true, Options: sampleOptions("On a phone", "With a program that reads it aloud or shows it in braille", "On paper")},
		{Name: "more", Section: "Answered", Label: "Anything else?", Type: "longtext"},
		{Name: "setting", Label: "Where do you work?", Hint: "Choose one.", Type: "radios", Options: sampleOptions("In a hospital", "In a general practice", "In a care home, or in somebody’s own home")},
		{Name: "topics", Label: "What would you like to hear about?", Type: "checkboxes", Options: sampleOptions("Services", "Data", "Cyber security")},
		{Name: "role", Label: "Role", Type: "text"},
		{Name: "telephone", Label: "Telephone number", Type: "telephone"},
	},
	Privacy: richtext.Doc{paragraph(words("What you type is kept for a year. "), linked("How we look after it", cms.Link{URL: "#text"}))},
}

func sampleOptions(labels ...string) (all []kinds.FormOption) {
	for _, label := range labels {
		all = append(all, kinds.FormOption{Label: label})
	}
	return all
}

var sampleAnswers = &ui.FormState{
	Token: "0191cccc-0000-4000-8000-000000000001",
	Typed: map[string][]string{
		"email": {"name@"}, "more": {"No.\nThank you."}, "setting": {"In a general practice"},
		"topics": {"Services", "Cyber security"}, "role": {"Practice nurse"}, "telephone": {"0300 303 5678"},
	},
	Problems: []cms.Problem{
		{Message: "Many forms have come from your network in the last ten minutes. Wait ten minutes, then send this one"},
		{Field: "why", Message: "Enter why you came to the website today"},
		{Field: "found", Message: "Select yes if you found what you were looking for"},
		{Field: "email", Message: "Enter an email address in the correct format, like name@example.org"},
		{Field: "uses", Message: "Choose an answer to “How do you read this website?”"},
	},
}
