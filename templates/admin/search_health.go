package admin

import "lectern/internal/cms"

// answering says how visitors' searches are answered.
func answering(v *View, h cms.SearchHealth) string {
	if h.Server == "" || h.Server == cms.ServerAnswers || h.Since.IsZero() {
		return answeredBy(h)
	}
	return answeredBy(h) + " It has been so since " + v.At(h.Since) + "."
}

func answeredBy(h cms.SearchHealth) string {
	switch {
	case h.Server == "":
		return "Visitors’ searches are answered by the engine on Postgres. There is no Meilisearch server."
	case h.Server == cms.ServerAnswers:
		return "Visitors’ searches are answered by Meilisearch, whose index holds " + counted(h.Pages, "page", "pages") + ". Whenever it fails, the engine on Postgres answers."
	case h.Made:
		return "Visitors’ searches are answered by the engine on Postgres while the index of Meilisearch is being made."
	case h.Server == cms.ServerBehind:
		return "Visitors’ searches are answered by the engine on Postgres until Meilisearch has caught up with what is live."
	}
	return "Visitors’ searches are answered by the engine on Postgres, because Meilisearch is away. The server’s log says why."
}
