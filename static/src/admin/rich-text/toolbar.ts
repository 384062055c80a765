// The toolbar, after the pattern of the ARIA Authoring Practices: one stop of
// the Tab key; arrows, Home and End go from button to button.

import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { isList, isOn, markedAt, moveIn, moveOut, toggle, toggleList } from "./commands";
import { h, icon } from "./dom";
import { schema } from "./schema";

const apple = /Mac|iP(hone|ad)/.test(navigator.platform);

interface Tool {
  name: string;
  face: () => Node | string;
  keys?: string; // of the Control key, or the Command key of a Mac
  run: Command;
  on?: (state: EditorState) => boolean;
  can?: (state: EditorState) => boolean;
  more?: boolean; // shown only after “More”
  stays?: boolean; // the focus does not go back to the text
  apart?: boolean; // at the other end
}

export interface Actions {
  link: Command;
  abbreviation: Command;
  markdown: Command;
}

function tools({ link, abbreviation, markdown }: Actions): Tool[] {
  const { marks } = schema;
  const mark = (name: string) => ({ run: toggle(name), on: (state: EditorState) => isOn(state, marks[name]) });
  return [
    { name: "Bold", face: () => h("b", {}, "B"), keys: "B", ...mark("strong") },
    { name: "Italic", face: () => h("i", {}, "I"), keys: "I", ...mark("emphasis") },
    { name: "Link", face: () => "Link", keys: "K", run: link, on: (state) => Boolean(markedAt(state, marks.link)), stays: true },
    {
      name: "Bulleted list",
      face: () => icon("M3 5.5h2M8 5.5h9M3 10h2M8 10h9M3 14.5h2M8 14.5h9"),
      keys: "Shift+8",
      run: toggleList("bullet_list"),
      on: (state) => isList(state, "bullet_list"),
    },
    {
      name: "Numbered list",
      face: () => icon("M2.5 4 4.5 3v6M2.5 12.2c.6-1.2 2.8-1.2 2.8.3 0 1.2-2.8 2.5-2.8 4h3M9 5.5h8M9 10h8M9 14.5h8"),
      keys: "Shift+7",
      run: toggleList("ordered_list"),
      on: (state) => isList(state, "ordered_list"),
    },
    { name: "Move item in", face: () => icon("M9 5.5h8M9 10h8M9 14.5h8M3 7l3 3-3 3"), keys: "]", run: moveIn, can: (state) => moveIn(state), more: true },
    { name: "Move item out", face: () => icon("M9 5.5h8M9 10h8M9 14.5h8M6 7l-3 3 3 3"), keys: "[", run: moveOut, can: (state) => moveOut(state), more: true },
    { name: "Code", face: () => h("code", {}, "Code"), keys: "`", ...mark("code"), more: true },
    {
      name: "Abbreviation",
      face: () => "Abbreviation",
      run: abbreviation,
      on: (state) => Boolean(markedAt(state, marks.abbr)),
      can: (state) => !state.selection.empty || Boolean(markedAt(state, marks.abbr)),
      more: true,
      stays: true,
    },
    { name: "Subscript", face: () => icon("m3 4 8 10M11 4 3 14M14 13c0-2 3.5-2 3.5 0 0 1.5-3.5 2-3.5 4.5h4"), keys: ",", ...mark("sub"), more: true },
    { name: "Superscript", face: () => icon("m3 6 8 10M11 6 3 16M14 4c0-2 3.5-2 3.5 0 0 1.5-3.5 2-3.5 4.5h4"), keys: ".", ...mark("sup"), more: true },
    { name: "Undo", face: () => icon("M7 4 3 8l4 4M3.5 8H12a4 4 0 0 1 0 8H8"), keys: "Z", run: undo, can: (state) => undoDepth(state) > 0, apart: true },
    { name: "Redo", face: () => icon("m13 4 4 4-4 4M16.5 8H8a4 4 0 0 0 0 8h4"), keys: apple ? "Shift+Z" : "Y", run: redo, can: (state) => redoDepth(state) > 0, apart: true },
    { name: "Write as Markdown", face: () => "Markdown", run: markdown, stays: true, apart: true },
  ];
}

export interface Toolbar {
  dom: HTMLElement;
  show(view: EditorView): void;
  focus(): void;
}

export function toolbar(label: string, controls: string, view: () => EditorView, actions: Actions): Toolbar {
  const list = tools(actions).map((tool) => ({ tool, button: face(tool) }));
  const hidden = list.filter(({ tool }) => tool.more).map(({ button }) => button);
  const more = h("button", { type: "button", class: "rich-text-tool", "aria-expanded": "false" }, "More");
  const buttons = list.map(({ button }) => button);
  buttons.splice(buttons.indexOf(hidden[0]), 0, more);
  const apart = h("div", { class: "rich-text-apart" }, ...list.filter(({ tool }) => tool.apart).map(({ button }) => button));
  const dom = h(
    "div",
    { class: "rich-text-bar", role: "toolbar", "aria-label": `Formatting of ${label}`, "aria-controls": controls },
    ...buttons.filter((button) => button.parentElement !== apart),
    apart,
  );
  const stop = (button: HTMLElement) => buttons.forEach((one) => (one.tabIndex = one === button ? 0 : -1));
  stop(buttons[0]);

  const open = (on: boolean) => {
    more.setAttribute("aria-expanded", String(on));
    hidden.forEach((button) => (button.hidden = !on));
  };
  open(false);
  more.addEventListener("click", () => {
    open(more.getAttribute("aria-expanded") === "false");
    if (document.activeElement?.closest("[role=toolbar]") === dom) more.focus();
  });

  for (const { tool, button } of list) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const { state, dispatch } = view();
      tool.run(state, dispatch, view());
      if (!tool.stays) view().focus();
    });
  }
  dom.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
  dom.addEventListener("focusin", ({ target }) => stop(target as HTMLElement));
  dom.addEventListener("keydown", (event) => {
    const reachable = buttons.filter((button) => !button.hidden);
    const at = reachable.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") view().focus();
    else if (to !== undefined) reachable.at(to % reachable.length)?.focus();
    else return;
    event.preventDefault();
  });

  return {
    dom,
    focus: () => buttons.find((button) => button.tabIndex === 0)?.focus(),
    show({ state }) {
      for (const { tool, button } of list) {
        if (tool.on) button.setAttribute("aria-pressed", String(tool.on(state)));
        if (tool.can) button.setAttribute("aria-disabled", String(!tool.can(state)));
      }
      if (document.activeElement?.closest("[hidden]")) more.focus();
    },
  };
}

function face({ name, face, keys }: Tool): HTMLButtonElement {
  const shortcut = keys && `${apple ? "Meta" : "Control"}+${keys}`;
  const shown = keys && (apple ? `⌘${keys.replace("Shift+", "⇧")}` : `Ctrl+${keys}`);
  return h(
    "button",
    {
      type: "button",
      class: "rich-text-tool",
      "aria-label": name,
      "aria-keyshortcuts": shortcut,
      title: shown ? `${name} (${shown})` : name,
    },
    face(),
  );
}
