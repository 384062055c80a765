// Pasting, dropping and copying. What is on the clipboard is cleaned by the
// server, which tells what did not fit: ProseMirror never sees its HTML, whose
// styles the content security policy would refuse. What was copied on the same
// page comes back as it was.

import { closeHistory } from "prosemirror-history";
import { DOMSerializer, Fragment, type Node, Slice } from "prosemirror-model";
import { AllSelection, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { put, selected } from "./commands";
import { address } from "./pages";
import { safe, schema } from "./schema";
import { clean } from "./server";
import { type Doc, fromTree } from "./tree";

const longest = 3_500_000; // characters of HTML that are sent

// Report tells somebody what was not pasted as it was.
export type Report = (title: string, lost: string[]) => void;

// A place that text will be put into once the server has answered. Until then
// it moves with what is typed around it.
interface Place {
  from: number;
  to: number;
}

const key = new PluginKey<Map<object, Place>>("clipboard");

type Change = { add: object; place: Place } | { drop: object };

export function clipboard(report: Report): Plugin {
  return new Plugin<Map<object, Place>>({
    key,
    state: {
      init: () => new Map(),
      apply(tr, places) {
        const change = tr.getMeta(key) as Change | undefined;
        if (!change && (!tr.docChanged || places.size === 0)) return places;
        const moved = new Map([...places].map(([id, { from, to }]) => [id, { from: tr.mapping.map(from, 1), to: tr.mapping.map(to, -1) }]));
        if (change && "add" in change) moved.set(change.add, change.place);
        if (change && "drop" in change) moved.delete(change.drop);
        return moved;
      },
    },
    props: {
      handleDOMEvents: {
        paste(view, event) {
          const { from, to } = view.state.selection;
          return take(view, event, event.clipboardData, { from, to }, report);
        },
        drop(view, event) {
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          if (view.dragging || !at) return false;
          return take(view, event, event.dataTransfer, { from: at.pos, to: at.pos }, report);
        },
      },
      clipboardSerializer: forOthers,
      clipboardTextSerializer(slice) {
        copied = { slice, text: lines(slice.content).join("\n").trim() };
        return copied.text;
      },
    },
  });
}

// copied is what was copied last on this page.
let copied: { slice: Slice; text: string } | undefined;

// take reports whether it has taken care of what is on the clipboard.
function take(view: EditorView, event: Event, data: DataTransfer | null, place: Place, report: Report): boolean {
  if (!data) return false;
  const html = data.getData("text/html");
  const text = data.getData("text/plain").replaceAll("\r\n", "\n");
  if (html.includes("data-pm-slice") && copied && copied.text === text) putSlice(view, copied.slice, place);
  else if (place.from < place.to && linked(view, text.trim())) view.focus();
  else if (html) void takeHTML(view, html, text, place, report);
  else if (text) insert(view, paragraphs(text), place);
  else if (data.files.length > 0) report("Nothing was pasted", ["A file is not part of text; use an image block or a files block for it"]);
  else return false;
  event.preventDefault();
  return true;
}

// linked makes a link of the selected words when an address is pasted over them.
function linked(view: EditorView, text: string): boolean {
  const { from, to, $from, $to } = selected(view.state);
  if (!/^(https?:|mailto:|tel:)/i.test(text) || !safe(text) || !$from.sameParent($to)) return false;
  put(schema.marks.link, { url: text }, from, to, view.state.doc.textBetween(from, to, " "))(view.state, view.dispatch);
  if (new URL(text).origin === location.origin) void followPage(view, text);
  return true;
}

// followPage lets a link to a page of this site follow the page.
async function followPage(view: EditorView, url: string): Promise<void> {
  const link = document.createElement("a");
  link.setAttribute("href", url);
  link.textContent = "a";
  const { doc } = await clean(link.outerHTML).catch(() => ({ doc: null }));
  const found = doc?.[0]?.paragraph?.[0].link;
  if (!found?.page || view.isDestroyed) return;
  const tr = view.state.tr;
  view.state.doc.descendants((node, at) => {
    if (schema.marks.link.isInSet(node.marks)?.attrs.url === url) tr.addMark(at, at + node.nodeSize, schema.marks.link.create(found));
  });
  view.dispatch(tr);
}

async function takeHTML(view: EditorView, html: string, text: string, place: Place, report: Report): Promise<void> {
  const id = {};
  view.dispatch(view.state.tr.setMeta(key, { add: id, place } satisfies Change));
  view.dom.setAttribute("aria-busy", "true");
  const answer = html.length > longest ? null : await clean(html).catch(() => null);
  if (view.isDestroyed) return;
  view.dom.removeAttribute("aria-busy");
  const now = key.getState(view.state)?.get(id) ?? place;
  view.dispatch(view.state.tr.setMeta(key, { drop: id } satisfies Change));
  if (answer) {
    insert(view, spaced(view, answer.doc, text, now), now);
    report("What you pasted was changed to fit", answer.lost ?? []);
    return;
  }
  insert(view, paragraphs(text), now);
  const why = html.length > longest ? "It is too long; paste it in parts to keep lists and links" : "The server did not answer; paste it again to keep lists and links";
  report("Only the words were pasted", [why]);
}

// paragraphs makes one of each line.
function paragraphs(text: string): Doc {
  return text.split(/[\r\n]+/).flatMap((line) => (line.trim() ? [{ paragraph: [{ text: line.trim() }] }] : []));
}

// spaced keeps a space at the edges of what was copied where it parts words: a
// text of its own has none there.
function spaced({ state }: EditorView, tree: Doc | null, text: string, { from, to }: Place): Doc | null {
  const before = state.doc.resolve(from).nodeBefore?.text ?? " ";
  const after = state.doc.resolve(Math.max(from, to)).nodeAfter?.text ?? " ";
  const first = tree?.[0]?.paragraph?.[0];
  const last = tree?.at(-1)?.paragraph?.at(-1);
  if (first && /^\s/.test(text) && !/\s$/.test(before)) first.text = ` ${first.text}`;
  if (last && /\s$/.test(text) && !/^\s/.test(after)) last.text = `${last.text} `;
  return tree;
}

function insert(view: EditorView, tree: Doc | null, place: Place): void {
  if (!tree?.length) return;
  const { content } = fromTree(tree);
  const open = (node: Node | null) => (node?.type === schema.nodes.paragraph ? 1 : 0);
  putSlice(view, new Slice(content, open(content.firstChild), open(content.lastChild)), place);
}

function putSlice(view: EditorView, slice: Slice, { from, to }: Place): void {
  const { doc, tr } = view.state;
  const everything = from === 0 && to === doc.content.size;
  tr.setSelection(everything ? new AllSelection(doc) : TextSelection.between(doc.resolve(from), doc.resolve(Math.max(from, to))));
  tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste");
  view.dispatch(closeHistory(tr)); // what was pasted is undone by itself
}

// What is copied is meant for other programs, too: links have whole addresses,
// or are words as long as it is not known where their page is.
const forOthers = new DOMSerializer(DOMSerializer.nodesFromSchema(schema), {
  ...DOMSerializer.marksFromSchema(schema),
  link({ attrs }) {
    const to = address(attrs);
    return to && URL.canParse(to, location.origin) ? ["a", { href: new URL(to, location.origin).href }, 0] : ["span", 0];
  },
});

// lines is text as it is written without marks: an empty line between
// paragraphs, a sign before each item of a list.
function lines(content: Fragment, within = false): string[] {
  const out: string[] = [];
  content.forEach((node) => {
    if (node.isTextblock || node.isText) {
      out.push(node.textContent, ...(within ? [] : [""]));
      return;
    }
    let number = 0;
    const items = node.type === schema.nodes.list_item ? [node] : node.children;
    for (const item of items) {
      const sign = node.type === schema.nodes.ordered_list ? `${++number}. ` : "- ";
      const indent = " ".repeat(sign.length);
      out.push(...lines(item.content, true).map((line, i) => (i === 0 ? sign : indent) + line));
    }
    if (!within) out.push("");
  });
  return out;
}
