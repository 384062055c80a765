package kinds

import (
	"time"

	"lectern/internal/cms"
)

// Job is a post that is to be filled. Lists sort it by the instant at which it
// closes, so that it leaves them then.
type Job struct {
	Title     string     `rule:"required max=150"`
	Summary   string     `type:"longtext" rule:"required max=300"`
	Reference string     `help:"Such as 990-CDO-1234" rule:"max=40"`
	Team      string     `rule:"max=120"`
	Location  string     `rule:"required max=150"`
	Salary    string     `help:"Such as £43,742 to £50,056 a year" rule:"required max=120"`
	Contract  string     `type:"choice" options:"permanent=Permanent,fixed-term=Fixed term,secondment=Secondment,apprenticeship=Apprenticeship" default:"permanent"`
	Hours     string     `help:"Such as full time, or 22.5 hours a week" rule:"max=80"`
	Closes    time.Time  `label:"Closing date" rule:"required"`
	Apply     cms.Link   `label:"Where to apply" rule:"required"`
	Body      cms.Blocks `label:"Content"`
	Contact   string     `label:"Whom to ask" rule:"max=200"`
}

func (*Job) Kind() cms.Kind {
	return cms.Kind{Name: "job", Label: "Job posting", Help: "A post that is to be filled", Addressed: true, Below: []string{"careers"}}
}

func (j *Job) Card() cms.Card {
	return cms.Card{Title: j.Title, Summary: j.Summary, SortAt: j.Closes, Note: j.Location + ", " + j.Salary}
}

// ChangesAt is when the post closes: from then on nobody can apply.
func (j *Job) ChangesAt(time.Time) time.Time { return j.Closes }
