// The tree of a text, as the server stores it, from and to what is edited. A
// test turns random trees there and back.

import type { Mark, Node } from "prosemirror-model";

import { schema } from "./schema";

export type Doc = Block[];

interface Block {
  paragraph?: Span[];
  list?: { ordered?: boolean; items: Doc[] };
}

interface Span {
  text: string;
  marks?: string[];
  abbr?: string;
  link?: { page?: string; fragment?: string; url?: string };
}

const { nodes, marks } = schema;
const plainMarks = ["strong", "emphasis", "code", "sub", "sup"]; // those without attributes, in the order of the server

// fromTree returns the tree as a document to edit.
export function fromTree(tree: Doc | null): Node {
  return nodes.doc.create(null, blocks(tree));
}

// blocks returns at least one block: an empty text is an empty paragraph.
function blocks(tree: Doc | null): Node[] {
  const list = (tree ?? []).flatMap(({ paragraph, list }) => [
    ...(paragraph?.length ? [nodes.paragraph.create(null, paragraph.filter(({ text }) => text).map(fromSpan))] : []),
    ...(list?.items?.length
      ? [nodes[list.ordered ? "ordered_list" : "bullet_list"].create(null, list.items.map((item) => nodes.list_item.create(null, blocks(item))))]
      : []),
  ]);
  return list.length ? list : [nodes.paragraph.create()];
}

function fromSpan({ text, marks: names = [], abbr, link }: Span): Node {
  const on: Mark[] = plainMarks.filter((name) => names.includes(name)).map((name) => marks[name].create());
  if (abbr) on.push(marks.abbr.create({ title: abbr }));
  if (link) on.push(marks.link.create(link));
  return schema.text(text, on.reduce((set, mark) => mark.addToSet(set), [] as readonly Mark[]));
}

// toTree returns what was edited as the tree to store. What is empty is left out.
export function toTree(parent: Node): Doc {
  const tree: Doc = [];
  parent.forEach((node) => {
    if (node.type === nodes.paragraph) {
      if (node.childCount) tree.push({ paragraph: node.children.map(toSpan) });
      return;
    }
    const items = node.children.map(toTree).filter((item) => item.length);
    if (items.length) tree.push({ list: { ...(node.type === nodes.ordered_list && { ordered: true }), items } });
  });
  return tree;
}

function toSpan(node: Node): Span {
  const span: Span = { text: node.text ?? "" };
  const names = plainMarks.filter((name) => marks[name].isInSet(node.marks));
  if (names.length) span.marks = names;
  const abbr = marks.abbr.isInSet(node.marks);
  if (abbr) span.abbr = abbr.attrs.title;
  const link = marks.link.isInSet(node.marks);
  if (link) span.link = Object.fromEntries(Object.entries(link.attrs).filter(([, value]) => value));
  return span;
}

// plain is the words alone, each paragraph on a line of its own, as the server
// counts them.
export function plain(doc: Node): string {
  return doc.textBetween(0, doc.content.size, "\n").replace(/\n+/g, "\n").trim();
}
