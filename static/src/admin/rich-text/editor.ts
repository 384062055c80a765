// The editor itself: ProseMirror with our schema, keys and rules.

import { baseKeymap, chainCommands } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { InputRule, inputRules, undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { Node } from "prosemirror-model";
import { splitListItem } from "prosemirror-schema-list";
import { type Command, EditorState, Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

import { clipboard, type Report } from "./clipboard";
import { moveIn, moveOut, toggle, toggleList, wrapList } from "./commands";
import { pages } from "./pages";
import { schema } from "./schema";

export interface Options {
  doc: Node;
  attributes: Record<string, string>;
  link: Command;
  report: Report;
  toToolbar(): void;
  shown(view: EditorView): void; // after each change of text or selection
  changed(doc: Node): void;
}

// listRule begins a list where its sign is typed, but not where an item begins
// already.
function listRule(sign: RegExp, name: string): InputRule {
  return new InputRule(sign, (state, _, start, end) => {
    const $start = state.doc.resolve(start);
    if ($start.node(-1).type === schema.nodes.list_item && $start.index(-1) === 0) return null;
    let made = state.tr.delete(start, end);
    const done = wrapList(name)(state.apply(made), ({ steps }) => steps.forEach((step) => (made = made.step(step))));
    return done ? made : null;
  });
}

const clear = { top: 100, bottom: 100, left: 5, right: 5 }; // px

export function edit(place: HTMLElement, options: Options): EditorView {
  const { nodes } = schema;
  const enter = chainCommands(splitListItem(nodes.list_item), baseKeymap.Enter);
  const keys: Record<string, Command> = {
    Enter: enter,
    "Shift-Enter": enter, // text has no line breaks
    "Mod-Enter": () => false,
    Backspace: undoInputRule,
    "Mod-b": toggle("strong"),
    "Mod-i": toggle("emphasis"),
    "Mod-k": options.link,
    "Mod-`": toggle("code"),
    "Mod-,": toggle("sub"),
    "Mod-.": toggle("sup"),
    "Mod-Shift-7": toggleList("ordered_list"),
    "Mod-Shift-8": toggleList("bullet_list"),
    "Mod-]": moveIn,
    "Mod-[": moveOut,
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Alt-F10": () => {
      options.toToolbar();
      return true;
    },
  };
  const { Enter: _, "Mod-Enter": __, ...others } = baseKeymap;
  const rules = [listRule(/^\s*[-*•]\s$/, "bullet_list"), listRule(/^1[.)]\s$/, "ordered_list")];
  return new EditorView(place, {
    state: EditorState.create({
      doc: options.doc,
      plugins: [
        inputRules({ rules }),
        keymap(keys),
        keymap(others),
        history(),
        clipboard(options.report),
        pages(),
        new Plugin({ view: (view) => (options.shown(view), { update: options.shown }) }),
      ],
    }),
    attributes: options.attributes,
    // The cursor stays clear of the toolbar above and of the bar at the bottom.
    scrollThreshold: clear,
    scrollMargin: clear,
    dispatchTransaction(this: EditorView, tr) {
      this.updateState(this.state.apply(tr));
      if (tr.docChanged) options.changed(this.state.doc);
    },
  });
}
