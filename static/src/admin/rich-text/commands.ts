// What can be done to text, as commands that the toolbar and the keys share.

import { autoJoin, toggleMark } from "prosemirror-commands";
import type { Attrs, Mark, MarkType, NodeType, ResolvedPos } from "prosemirror-model";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, type Selection, TextSelection } from "prosemirror-state";

import { schema } from "./schema";

const { nodes, marks } = schema;
const lists = [nodes.bullet_list, nodes.ordered_list];
const deepest = 9; // lists within each other

// toggle sets a mark unless it lies on the whole selection.
export const toggle = (name: string): Command => toggleMark(marks[name], null, { removeWhenPresent: false });

// isOn reports whether a mark lies on the whole selection, or on what is typed next.
export function isOn(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
  let on = true;
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isText) on &&= Boolean(type.isInSet(node.marks));
  });
  return on && state.doc.rangeHasMark(from, to, type);
}

// depthOf is how many lists a place is in.
function depthOf($at: ResolvedPos): number {
  let lists = 0;
  for (let d = $at.depth; d > 0; d--) if ($at.node(d).type === nodes.list_item) lists++;
  return lists;
}

// listAt is the innermost list around the selection.
function listAt(state: EditorState): { type: NodeType; at: number } | null {
  const { $from, to } = state.selection;
  for (let d = $from.depth; d > 0; d--) {
    if (lists.includes($from.node(d).type) && $from.end(d) >= to) return { type: $from.node(d).type, at: $from.before(d) };
  }
  return null;
}

export const isList = (state: EditorState, name: string): boolean => listAt(state)?.type === nodes[name];

// toggleList makes a list of the selected paragraphs, the other sort of list of
// a list, and paragraphs of a list of that sort.
export function toggleList(name: string): Command {
  const type = nodes[name];
  return (state, dispatch) => {
    const around = listAt(state);
    if (around?.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    if (!around) return wrapList(name)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(around.at, type).scrollIntoView());
    return true;
  };
}

export const wrapList = (name: string): Command => joined(wrapInList(nodes[name]));

const joined = (command: Command): Command => autoJoin(command, (before, after) => before.type === after.type && lists.includes(before.type));

export const moveIn: Command = (state, dispatch) =>
  depthOf(state.selection.$to) < deepest && joined(sinkListItem(nodes.list_item))(state, dispatch);

export const moveOut: Command = liftListItem(nodes.list_item);

// selected is the selection as a stretch of text, also when everything is
// selected.
export function selected({ selection, doc }: EditorState): Selection {
  const { from, to } = selection;
  return selection instanceof TextSelection ? selection : TextSelection.between(doc.resolve(from), doc.resolve(to));
}

// Marked is a stretch of text that carries one link or abbreviation.
export interface Marked {
  from: number;
  to: number;
  mark: Mark;
}

// markedAt finds the link or abbreviation around the selection. It may have
// other marks within.
export function markedAt(state: EditorState, type: MarkType): Marked | null {
  const { $from, from, to } = selected(state);
  const { parent } = $from;
  const start = $from.start();
  if (to > $from.end()) return null;
  const on = (i: number): Mark | undefined => (i < parent.childCount ? type.isInSet(parent.child(i).marks) : undefined);
  let index = $from.index();
  if (!on(index) && from === to && $from.textOffset === 0 && index > 0) index--; // just behind it
  const mark = on(index);
  if (!mark) return null;
  let first = index;
  let last = index;
  while (first > 0 && on(first - 1)?.eq(mark)) first--;
  while (on(last + 1)?.eq(mark)) last++;
  const range = { from: start, to: start, mark };
  for (let i = 0; i <= last; i++) {
    if (i < first) range.from += parent.child(i).nodeSize;
    range.to += parent.child(i).nodeSize;
  }
  return range.from <= from && range.to >= to ? range : null;
}

// put lays a mark on a stretch of text, with other words if they have changed.
export function put(type: MarkType, attrs: Attrs, from: number, to: number, words: string): Command {
  return (state, dispatch) => {
    const mark = type.create(attrs);
    const tr = state.tr;
    if (words !== state.doc.textBetween(from, to, " ")) {
      const before = from === to ? (state.storedMarks ?? state.doc.resolve(from).marks()) : state.doc.resolve(from).marksAcross(state.doc.resolve(to));
      tr.replaceWith(from, to, schema.text(words, mark.addToSet(before ?? [])));
      to = from + words.length;
    }
    tr.removeMark(from, to, type).addMark(from, to, mark).removeStoredMark(type);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

export function takeAway({ from, to, mark }: Marked): Command {
  return (state, dispatch) => {
    dispatch?.(state.tr.removeMark(from, to, mark.type).scrollIntoView());
    return true;
  };
}
