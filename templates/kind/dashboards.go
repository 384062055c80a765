package kind

import (
	"slices"

	"lectern/internal/kinds"
	"lectern/templates/ui"
)

func liveDashboards(v *ui.View, all []kinds.Dashboard) []kinds.Dashboard {
	return slices.DeleteFunc(slices.Clone(all), func(d kinds.Dashboard) bool { return !leads(v, d.Link) })
}
