package admin

import "lectern/internal/cms"

// answering says how visitors' searches are answered.
func answering(v *View, h cms.SearchHealth) string {
	const postgres = "Visitors’ searches are answered by the engine on Postgres"
	switch {
	case h.Server == "":
		return postgres + ". There is no Meilisearch server."
	case h.Server == cms.ServerAnswers:
		return "Visitors’ searches are answered by Meilisearch, whose index holds " + counted(h.Pages, "page", "pages") + ". Whenever it fails, the engine on Postgres answers."
	case h.Made:
		return postgres + ", because the index of Meilisearch is being made."
	}
	because := ", because Meilisearch does not answer. The server’s log says why."
	if h.Server == cms.ServerBehind {
		because = ", because the index of Meilisearch is behind what is live."
	}
	if !h.Since.IsZero() {
		because += " It has been so since " + v.At(h.Since) + "."
	}
	return postgres + because
}
