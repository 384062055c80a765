package kind

import (
	"slices"

	"lectern/internal/kinds"
	"lectern/templates/ui"
)

type serviceTag struct {
	tone ui.Tone
	text string
}

var serviceStatus = map[string]serviceTag{
	"alpha":    {ui.Plum, "Alpha service"},
	"beta":     {ui.Blue, "Beta service"},
	"live":     {ui.Green, "Live service"},
	"retiring": {ui.Amber, "Service is retiring"},
	"retired":  {ui.Red, "Service has retired"},
}

var serviceLevel = map[string]serviceTag{
	"platinum": {ui.Neutral, "Platinum service level"},
	"gold":     {ui.Neutral, "Gold service level"},
	"silver":   {ui.Neutral, "Silver service level"},
	"bronze":   {ui.Neutral, "Bronze service level"},
}

// serviceTags says how far a service is and how it is supported.
func serviceTags(p *kinds.Service) []serviceTag {
	var tags []serviceTag
	if tag, ok := serviceStatus[p.Status]; ok {
		tags = append(tags, tag)
	}
	if tag, ok := serviceLevel[p.Level]; ok {
		tags = append(tags, tag)
	}
	return tags
}

func liveActions(v *ui.View, all []kinds.PriorityAction) []kinds.PriorityAction {
	return slices.DeleteFunc(slices.Clone(all), func(a kinds.PriorityAction) bool { return !leads(v, a.Link) })
}

func tasksWithText(all []kinds.TopTask) []kinds.TopTask {
	return slices.DeleteFunc(slices.Clone(all), func(t kinds.TopTask) bool { return !ui.HasText(t.Text) })
}
