package transfer

import (
	"context"
	"errors"
	"slices"

	"go.yaml.in/yaml/v3"

	"lectern/internal/cms"
	"lectern/internal/publishing"
	"lectern/internal/schema"
	"lectern/internal/search"
)

// lexiconFile holds what the search is told.
const lexiconFile = "search.yaml"

// fileLexicon is what a folder tells the search.
type fileLexicon struct {
	synonyms  []fileSynonyms
	bets      []fileBet
	suggested []fileSuggested
}

type fileSynonyms struct {
	line int
	cms.Synonyms
}

type fileBet struct {
	line  int
	paths []string
	cms.BestBet
}

type fileSuggested struct {
	line int
	cms.SuggestedSearch
}

func (f *folder) readLexicon(name string, text []byte) {
	for _, node := range f.parse(name, text) {
		line := node.Line
		synonyms, _ := take(node, "synonyms")
		bets, _ := take(node, "best_bets")
		suggested, _ := take(node, "suggested")
		if node.Kind != yaml.MappingNode || len(node.Content) > 0 {
			f.problems.add(name, line, "", "holds synonyms, best_bets and suggested, a list each, and nothing else")
			continue
		}
		f.readEntries(name, "synonyms", synonyms, f.readSynonyms)
		f.readEntries(name, "best_bets", bets, f.readBet)
		f.readEntries(name, "suggested", suggested, f.readSuggested)
	}
}

func (f *folder) readEntries(name, field string, list *yaml.Node, read func(name string, entry *yaml.Node)) {
	if list == nil {
		return
	}
	if list.Kind != yaml.SequenceNode {
		f.problems.add(name, list.Line, field, "is a list")
		return
	}
	for _, entry := range list.Content {
		read(name, entry)
	}
}

func (f *folder) readSynonyms(name string, entry *yaml.Node) {
	var s struct {
		ID          cms.ID
		Words, Also []string
	}
	if err := strictly(entry, &s); err != nil {
		f.problems.add(name, entry.Line, "", "a group of synonyms has words, and perhaps also and id, and nothing else: %s", yamlMessage(err))
		return
	}
	f.checkID(name, entry, s.ID)
	f.lexicon.synonyms = append(f.lexicon.synonyms, fileSynonyms{entry.Line, cms.Synonyms{ID: s.ID, Words: s.Words, Also: s.Also}})
}

func (f *folder) readBet(name string, entry *yaml.Node) {
	var b struct {
		ID           cms.ID
		Texts, Pages []string
		Note         string
	}
	if err := strictly(entry, &b); err != nil {
		f.problems.add(name, entry.Line, "", "a best bet has texts, pages, and perhaps note and id, and nothing else: %s", yamlMessage(err))
		return
	}
	f.checkID(name, entry, b.ID)
	f.lexicon.bets = append(f.lexicon.bets, fileBet{entry.Line, b.Pages, cms.BestBet{ID: b.ID, Texts: b.Texts, Note: b.Note}})
}

func (f *folder) readSuggested(name string, entry *yaml.Node) {
	var s struct {
		ID          cms.ID
		Text        string
		WhileTyping bool `yaml:"while_typing"`
		Instead     []string
		Note        string
	}
	if err := strictly(entry, &s); err != nil {
		f.problems.add(name, entry.Line, "", "a suggested search has text, while_typing, instead, and perhaps note and id, and nothing else: %s", yamlMessage(err))
		return
	}
	f.checkID(name, entry, s.ID)
	f.lexicon.suggested = append(f.lexicon.suggested, fileSuggested{entry.Line, cms.SuggestedSearch{
		ID: s.ID, Text: s.Text, Typing: s.WhileTyping, Instead: s.Instead, Note: s.Note,
	}})
}

func (f *folder) checkID(name string, entry *yaml.Node, id cms.ID) {
	if id != "" && !id.Valid() {
		f.problems.add(name, entry.Line, "id", "%q is not an id; leave the line out to have one made", id)
	}
}

// Entries that are given no id have one made of how they begin.
const (
	synonymsID  = "synonyms"
	betID       = "best-bet"
	suggestedID = "suggested-search"
)

func firstOf(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return search.Canonical(texts[0])
}

// checkLexicon gives ids and pages to what the search is told, and says what is
// wrong with it, given what the site has besides.
func (r *reading) checkLexicon() {
	known, taken := map[string]cms.ID{}, map[cms.ID]bool{}
	for _, g := range r.site.synonyms {
		known[synonymsID+firstOf(g.Words)] = g.ID
	}
	for _, b := range r.site.bets {
		known[betID+firstOf(b.Texts)] = b.ID
	}
	for _, s := range r.site.suggested {
		known[suggestedID+firstOf([]string{s.Text})] = s.ID
	}
	identify := func(id *cms.ID, what string, texts []string, line int) {
		if same, exists := known[what+firstOf(texts)]; *id == "" && exists {
			*id = same
		} else if *id == "" {
			*id = derivedID(what, firstOf(texts))
		}
		if taken[*id] {
			r.problems.add(lexiconFile, line, "id", "another entry begins alike, or has the same id; put the two together, or give each an id of its own")
		}
		taken[*id] = true
	}
	for i := range r.lexicon.synonyms {
		g := &r.lexicon.synonyms[i]
		identify(&g.ID, synonymsID, g.Words, g.line)
	}
	for i := range r.lexicon.bets {
		b := &r.lexicon.bets[i]
		identify(&b.ID, betID, b.Texts, b.line)
		r.findPages(b)
	}
	for i := range r.lexicon.suggested {
		s := &r.lexicon.suggested[i]
		identify(&s.ID, suggestedID, []string{s.Text}, s.line)
	}
	r.judgeLexicon(taken)
}

func (r *reading) findPages(b *fileBet) {
	for _, path := range b.paths {
		page, exists := r.site.Page(path)
		if !exists {
			r.problems.add(lexiconFile, b.line, "pages", "there is no page %s; add it, or choose another one", path)
		}
		b.Pages = append(b.Pages, page)
	}
}

// judgeLexicon tells of what publishing would refuse.
func (r *reading) judgeLexicon(written map[cms.ID]bool) {
	groups := slices.DeleteFunc(slices.Clone(r.site.synonyms), func(o cms.Synonyms) bool { return written[o.ID] })
	bets := slices.DeleteFunc(slices.Clone(r.site.bets), func(o cms.BestBet) bool { return written[o.ID] })
	suggested := slices.DeleteFunc(slices.Clone(r.site.suggested), func(o cms.SuggestedSearch) bool { return written[o.ID] })
	groups, bets, suggested = append(groups, r.lexicon.groups()...), append(bets, r.lexicon.bestBets()...), append(suggested, r.lexicon.searches()...)
	tell := func(line int, problems []cms.Problem) {
		for _, p := range problems {
			r.problems.add(lexiconFile, line, p.Field, "%s", p.Message)
		}
	}
	ofSynonyms, ofBet, ofSuggested := search.SynonymRules(groups), search.BetRules(bets), search.SuggestedRules(suggested)
	for _, g := range r.lexicon.synonyms {
		tell(g.line, ofSynonyms(g.Synonyms))
	}
	for _, b := range r.lexicon.bets {
		tell(b.line, ofBet(b.BestBet))
	}
	for _, s := range r.lexicon.suggested {
		tell(s.line, ofSuggested(s.SuggestedSearch))
	}
}

func (l fileLexicon) groups() (list []cms.Synonyms) {
	for _, g := range l.synonyms {
		list = append(list, g.Synonyms)
	}
	return list
}

func (l fileLexicon) bestBets() (list []cms.BestBet) {
	for _, b := range l.bets {
		list = append(list, b.BestBet)
	}
	return list
}

func (l fileLexicon) searches() (list []cms.SuggestedSearch) {
	for _, s := range l.suggested {
		list = append(list, s.SuggestedSearch)
	}
	return list
}

func (i *importing) writeLexicon(ctx context.Context) error {
	if err := i.SetSynonyms(ctx, i.lexicon.groups()...); err != nil {
		return inLexicon(err, func(n int) int { return i.lexicon.synonyms[n].line })
	}
	if err := i.SetBestBets(ctx, i.lexicon.bestBets()...); err != nil {
		return inLexicon(err, func(n int) int { return i.lexicon.bets[n].line })
	}
	return inLexicon(i.SetSuggested(ctx, i.lexicon.searches()...), func(n int) int { return i.lexicon.suggested[n].line })
}

// inLexicon says where in its file a refusal of publishing is about.
func inLexicon(err error, line func(n int) int) error {
	var invalid *cms.Invalid
	if errors.As(err, &invalid) {
		for n, p := range invalid.Problems {
			invalid.Problems[n].File = lexiconFile
			if p.Line > 0 {
				invalid.Problems[n].Line = line(p.Line - 1)
			}
		}
	}
	return err
}

func (x *exporting) lexicon(ctx context.Context, e *publishing.Edit) error {
	groups, err := e.Synonyms(ctx)
	if err != nil {
		return err
	}
	bets, _, err := e.BestBets(ctx)
	if err != nil {
		return err
	}
	searches, err := e.Suggested(ctx)
	if err != nil || len(groups)+len(bets)+len(searches) == 0 {
		return err
	}
	synonyms, bestBets, suggested := list(), list(), list()
	for _, g := range groups {
		node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		putEntryID(node, g.ID, synonymsID, g.Words)
		putTexts(node, "words", g.Words)
		putTexts(node, "also", g.Also)
		synonyms.Content = append(synonyms.Content, node)
	}
	for _, b := range bets {
		node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		var paths []string
		for _, page := range b.Pages {
			paths = append(paths, x.names.PagePath(page))
		}
		putEntryID(node, b.ID, betID, b.Texts)
		putTexts(node, "texts", b.Texts)
		putTexts(node, "pages", paths)
		if b.Note != "" {
			put(node, "note", scalar(b.Note))
		}
		bestBets.Content = append(bestBets.Content, node)
	}
	for _, s := range searches {
		node := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		putEntryID(node, s.ID, suggestedID, []string{s.Text})
		put(node, "text", scalar(s.Text))
		if s.Typing {
			put(node, "while_typing", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"})
		}
		putTexts(node, "instead", s.Instead)
		if s.Note != "" {
			put(node, "note", scalar(s.Note))
		}
		suggested.Content = append(suggested.Content, node)
	}
	all := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, part := range []struct {
		name string
		list *yaml.Node
	}{{"synonyms", synonyms}, {"best_bets", bestBets}, {"suggested", suggested}} {
		if len(part.list.Content) > 0 {
			put(all, part.name, part.list)
		}
	}
	return x.yaml(lexiconFile, all)
}

func putEntryID(node *yaml.Node, id cms.ID, what string, texts []string) {
	if id != derivedID(what, firstOf(texts)) {
		put(node, "id", scalar(string(id)))
	}
}

// putTexts adds a list on one line, unless it is empty.
func putTexts(node *yaml.Node, name string, texts []string) {
	if len(texts) == 0 {
		return
	}
	all := list()
	all.Style = yaml.FlowStyle
	for _, text := range texts {
		all.Content = append(all.Content, scalar(text))
	}
	put(node, name, all)
}

// lexiconSchema is the JSON Schema of what the search is told.
func lexiconSchema() schema.Object {
	texts := func(description string) schema.Object {
		item := append(object("type", []string{"string", "number"}), member("minLength", 1))
		return described(description, member("type", "array"), member("minItems", 1), member("items", item))
	}
	id := member("id", matching("Permanent. Left out, one is made of the first word.", idPattern))
	synonyms := schema.Closed(schema.Object{
		member("words", texts("Words and phrases that mean the same: who types one finds all.")),
		member("also", texts("What is found as well, and does not find the words.")),
		id,
	}, []string{"words"})
	bet := schema.Closed(schema.Object{
		member("texts", texts("What is typed, each in full.")),
		member("pages", texts("Addresses of the pages that then come first, in their order.")),
		member("note", text("For editors, such as why.")),
		id,
	}, []string{"texts", "pages"})
	suggested := schema.Closed(schema.Object{
		member("text", text("The search that is offered.")),
		member("while_typing", described("Whether it is offered to those who type how it begins, or how one of instead does.", member("type", "boolean"))),
		member("instead", texts("Whoever searches for just one of these is asked whether they mean the text.")),
		member("note", text("For editors, such as why.")),
		id,
	}, []string{"text"})
	file := schema.Closed(schema.Object{
		member("synonyms", described("What means the same to those who search.", member("type", "array"), member("items", synonyms))),
		member("best_bets", described("What comes first when just this is searched for.", member("type", "array"), member("items", bet))),
		member("suggested", described("Searches that are offered to others.", member("type", "array"), member("items", suggested))),
	}, nil)
	return append(object("title", "Search"), file...)
}
