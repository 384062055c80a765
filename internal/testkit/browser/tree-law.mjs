// Opens trees of text as the editor does, and stores each again: as it is, and
// after somebody has done things to it in no good order. The trees come as JSON
// on standard input; pairs of trees go as JSON to standard output.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const home = new URL("../../../static/", import.meta.url);
const { buildSync } = createRequire(home)("esbuild");

const { outputFiles } = buildSync({
  stdin: {
    contents: `
      export * from "./commands";
      export { schema } from "./schema";
      export { fromTree, toTree } from "./tree";
      export { baseKeymap } from "prosemirror-commands";
      export { splitListItem } from "prosemirror-schema-list";
      export { EditorState, TextSelection } from "prosemirror-state";`,
    resolveDir: fileURLToPath(new URL("src/admin/rich-text", home)),
  },
  bundle: true,
  format: "esm",
  write: false,
});
const editor = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
const { EditorState, TextSelection, baseKeymap, fromTree, markedAt, put, schema, selected, takeAway, toggle, toggleList, toTree } = editor;

// random gives numbers below n, the same for the same seed.
function random(seed) {
  return (n) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
}

const { abbr, link } = schema.marks;

const mark = (type, attrs) => (state, dispatch) => {
  const { from, to, $from, $to } = selected(state);
  if (!$from.sameParent($to)) return false;
  const words = state.doc.textBetween(from, to, " ");
  return put(type, attrs, from, to, words.length > 3 ? words : "other words")(state, dispatch);
};
const unmark = (type) => (state, dispatch) => {
  const marked = markedAt(state, type);
  return Boolean(marked) && takeAway(marked)(state, dispatch);
};

const commands = [
  ...Object.keys(schema.marks).filter((name) => !schema.marks[name].spec.attrs).map(toggle),
  ...["bullet_list", "ordered_list"].map(toggleList),
  ...["Enter", "Backspace", "Delete", "Mod-a"].map((key) => baseKeymap[key]),
  editor.splitListItem(schema.nodes.list_item),
  editor.moveIn,
  editor.moveOut,
  mark(link, { url: "https://example.org" }),
  mark(abbr, { title: "long" }),
  unmark(link),
  unmark(abbr),
];

// mistreat does things to a text; what comes of it must still be one.
function mistreat(doc, below) {
  let state = EditorState.create({ doc });
  for (let i = 0; i < 20; i++) {
    const place = () => state.doc.resolve(below(state.doc.content.size + 1));
    state = state.apply(state.tr.setSelection(TextSelection.between(place(), place())));
    commands[below(commands.length)](state, (tr) => (state = state.apply(tr)));
    state.doc.check();
  }
  return state.doc;
}

const { job } = await json(process.stdin);
const again = job.map((tree, seed) => {
  const doc = fromTree(tree);
  doc.check();
  return [toTree(doc), toTree(mistreat(doc, random(seed)))];
});
process.stdout.write(JSON.stringify(again));
