// What is known of the pages that text links to: their titles, where they are,
// and whether the public can see them. Links that the public cannot follow are
// marked.

import type { Attrs, Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";

import { safe, schema } from "./schema";
import { type LinkedPage, linkedPages } from "./server";

const known = new Map<string, LinkedPage>();
const views = new Set<EditorView>();
let wanted = new Set<string>();
const atOnce = 50;

// remember keeps what a search has told of a page.
export function remember(page: LinkedPage): void {
  known.set(page.id, page);
}

export function knownPage(id: string): LinkedPage | undefined {
  return known.get(id);
}

// want asks for what is not known of the pages, all in one go.
function want(ids: Iterable<string>): void {
  const idle = wanted.size === 0;
  for (const id of ids) if (!known.has(id)) wanted.add(id);
  if (idle && wanted.size > 0) queueMicrotask(fetchWanted);
}

async function fetchWanted(): Promise<void> {
  const ids = [...wanted];
  wanted = new Set();
  for (let i = 0; i < ids.length; i += atOnce) {
    try {
      const some = ids.slice(i, i + atOnce);
      const found = await linkedPages(some);
      some.forEach((id) => remember({ id, title: "A page that is gone", path: "", live: false }));
      found.forEach(remember);
    } catch {
      return; // the links are there, and only not told about
    }
  }
  for (const view of views) view.dispatch(view.state.tr.setMeta(key, true).setMeta("addToHistory", false));
}

// address is where a link leads; empty: it is not known yet, or not safe.
export function address({ page, fragment, url }: Attrs): string {
  if (!page) return safe(url) ? url : "";
  const path = known.get(page)?.path;
  return path && fragment ? `${path}#${fragment}` : (path ?? "");
}

// about says in words where a link leads.
export function about(attrs: Attrs): string {
  const page = known.get(attrs.page);
  const parts = [page?.title, address(attrs), page && !page.live && "not live"];
  return parts.filter(Boolean).join(" · ") || attrs.url || "a page of this site";
}

function eachPageLink(doc: Node, f: (page: string, from: number, to: number, attrs: Attrs) => void): void {
  doc.descendants((node, at) => {
    const link = node.isText && schema.marks.link.isInSet(node.marks);
    if (link && link.attrs.page) f(link.attrs.page, at, at + node.nodeSize, link.attrs);
  });
}

function marked(doc: Node): DecorationSet {
  const marks: Decoration[] = [];
  eachPageLink(doc, (page, from, to, attrs) => {
    if (!known.has(page)) return;
    marks.push(Decoration.inline(from, to, { title: about(attrs), ...(!known.get(page)?.live && { class: "rich-text-not-live" }) }));
  });
  return DecorationSet.create(doc, marks);
}

const key = new PluginKey<DecorationSet>("pages");

// pages is the plugin that marks links to pages.
export function pages(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => marked(doc),
      apply: (tr, marks, _, { doc }) => (tr.docChanged || tr.getMeta(key) ? marked(doc) : marks),
    },
    props: { decorations: (state) => key.getState(state) },
    view(view) {
      const ask = () => {
        const ids = new Set<string>();
        eachPageLink(view.state.doc, (page) => ids.add(page));
        want(ids);
      };
      views.add(view);
      ask();
      return {
        update: (_, before) => {
          if (!before.doc.eq(view.state.doc)) ask();
        },
        destroy: () => views.delete(view),
      };
    },
  });
}
