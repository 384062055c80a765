// The dialogs for links and abbreviations.

import type { Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { load } from "../fragment";
import { markedAt, put, selected, takeAway } from "./commands";
import { h, unique } from "./dom";
import { field } from "./field";
import { pageField } from "./page-field";
import { knownPage, remember } from "./pages";
import { safe, schema } from "./schema";

// ask opens a dialog. Its form is taken when submit reports that all is well.
function ask(title: string, button: string, content: HTMLElement[], submit: () => boolean, remove: (() => void) | null, closed: () => void): HTMLDialogElement {
  const id = unique();
  const cancel = h("button", { type: "button", class: "button-plain" }, "Cancel");
  const takeOut = remove && h("button", { type: "button", class: "button-plain rich-text-remove" }, "Remove");
  const form = h(
    "form",
    { method: "dialog", novalidate: true },
    h("h2", { id }, title),
    ...content,
    h("div", { class: "actions" }, h("button", { class: "button" }, button), cancel, takeOut),
  );
  const dialog = h("dialog", { class: "rich-text-dialog", "aria-labelledby": id }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit()) dialog.close();
  });
  cancel.addEventListener("click", () => dialog.close());
  takeOut?.addEventListener("click", () => {
    remove?.();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const run = (view: EditorView, command: Command) => command(view.state, view.dispatch);

// link asks where the selected words lead.
export const link: Command = (state, _, view) => {
  if (!view) return true;
  const { marks } = schema;
  const had = markedAt(state, marks.link);
  const { from, to, $from, $to } = had ? { ...had, $from: state.doc.resolve(had.from), $to: state.doc.resolve(had.to) } : selected(state);
  const words = state.doc.textBetween(from, to, " ");
  const one = $from.sameParent($to); // else the words cannot be changed here
  const attrs = had?.mark.attrs ?? { page: "", fragment: "", url: "" };

  const page = pageField((chosen, now) => {
    if (now && !text.input.value) text.input.value = chosen.title;
    if (chosen.live && chosen.path) void offerParts(chosen.path, parts);
    else parts.replaceChildren();
  });
  const parts = h("datalist", { id: unique() });
  const part = field("Part of the page (optional)", "The name after # in its address, such as costs", { list: parts.id });
  part.dom.append(parts);
  const url = field("Address", "Begins with https:, mailto: or tel:", { inputmode: "url" });
  const text = field("Words that are the link");
  const kind = choices("Link to", ["A page of this site", "Another address, email or telephone number"]);
  const show = () => {
    const toPage = kind.chosen() === 0;
    page.dom.hidden = part.dom.hidden = !toPage;
    url.dom.hidden = toPage;
  };
  kind.dom.addEventListener("change", show);
  kind.choose(attrs.url ? 1 : 0);
  if (attrs.page) page.choose(knownPage(attrs.page) ?? { id: attrs.page, title: "A page of this site", path: "", live: true });
  part.input.value = attrs.fragment;
  url.input.value = attrs.url;
  text.input.value = words;
  text.dom.hidden = !one;
  show();

  const submit = (): boolean => {
    [page, part, url, text].forEach((one) => one.problem(""));
    const toPage = kind.chosen() === 0;
    const chosen = page.chosen();
    const typed = complete(url.input.value);
    const typedWords = text.input.value.trim();
    if (one && !typedWords) text.problem("Write the words that are the link");
    if (toPage && !chosen) page.problem("Choose a page from the list");
    const fault = toPage ? "" : addressFault(typed, attrs.url);
    if (fault) url.problem(fault);
    if ((one && !typedWords) || (toPage && !chosen) || fault) return false;
    if (chosen?.path) remember(chosen);
    const fragment = part.input.value.trim().replace(/^#/, "").replace(/\s+/g, "%20");
    const target = toPage ? { page: chosen?.id, fragment } : { url: typed };
    run(view, put(marks.link, target, from, to, one && typedWords !== words.trim() ? typedWords : words));
    return true;
  };
  const content = [kind.dom, page.dom, part.dom, url.dom, text.dom];
  ask(had ? "Change the link" : "Add a link", had ? "Save link" : "Add link", content, submit, had && (() => run(view, takeAway(had))), () => view.focus());
  (attrs.url ? url.input : page.input).focus();
  return true;
};

// offerParts offers the headings of a page, as the public sees it.
async function offerParts(path: string, parts: HTMLDataListElement): Promise<void> {
  try {
    const page = await load(path);
    const headings = [...page.querySelectorAll("main :is(h2, h3)[id]:not(nav *)")];
    parts.replaceChildren(...headings.map(({ id, textContent }) => h("option", { value: id }, textContent?.trim().replace(/\s+/g, " "))));
  } catch {
    parts.replaceChildren(); // the name can be typed
  }
}

// complete adds what people leave out of addresses.
function complete(typed: string): string {
  const address = typed.trim().replace(/\s+/g, /^tel:|^[+\d]/.test(typed.trim()) ? "" : "%20");
  if (/^www\./i.test(address)) return `https://${address}`;
  if (/^[^/:?#@]+@[^/:?#@]+\.[^/:?#@]+$/.test(address)) return `mailto:${address}`;
  if (/^\+?[\d()-]{5,}$/.test(address)) return `tel:${address.replace(/[()-]/g, "")}`;
  return address;
}

// addressFault says what is wrong with an address. One that was there before may stay.
function addressFault(address: string, before: string): string {
  if (!address) return "Write the address";
  if (address === before && safe(address)) return "";
  if (address.startsWith("#")) return safe(address) ? "" : "Write the part of the page after #, such as #costs";
  if (address.startsWith("/")) return "Choose “A page of this site” and search for the page";
  if (/^http:/i.test(address)) return "Begin the address with https:, which nobody can read on the way";
  if (!/^(https|mailto|tel):/i.test(address)) return "Begin the address with https:, mailto: or tel:";
  return safe(address) ? "" : "Write a whole address, such as https://example.org/page";
}

// choices is a group of radio buttons.
function choices(legend: string, labels: string[]): { dom: HTMLElement; chosen(): number; choose(n: number): void } {
  const name = unique();
  const inputs = labels.map((_, n) => h("input", { type: "radio", name, id: `${name}-${n}` }));
  const dom = h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "label" }, legend),
    ...labels.map((label, n) => h("div", { class: "choice" }, inputs[n], h("label", { for: `${name}-${n}` }, label))),
  );
  return {
    dom,
    chosen: () => inputs.findIndex((input) => input.checked),
    choose: (n) => (inputs[n].checked = true),
  };
}

// abbreviation asks what the selected words are short for.
export const abbreviation: Command = (state, _, view) => {
  const { abbr } = schema.marks;
  const had = markedAt(state, abbr);
  const { from, to, $from, $to } = had ? { ...had, $from: state.doc.resolve(had.from), $to: state.doc.resolve(had.to) } : selected(state);
  if (from === to || !$from.sameParent($to)) return false;
  if (!view) return true;
  const words = state.doc.textBetween(from, to, " ");
  const long = field(`What “${words.trim()}” is short for`);
  long.input.value = had?.mark.attrs.title ?? "";
  const submit = (): boolean => {
    const title = long.input.value.trim().replace(/\s+/g, " ");
    long.problem(title ? "" : "Write it out, such as National Health Service");
    if (title) run(view, put(abbr, { title }, from, to, words));
    return Boolean(title);
  };
  ask("Abbreviation", had ? "Save" : "Add", [long.dom], submit, had && (() => run(view, takeAway(had))), () => view.focus());
  long.input.focus();
  return true;
};

