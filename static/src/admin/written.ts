// What is written in a part of the form while the server works on that part, and
// where somebody writes: nothing that is typed may be lost to what it sends.

import { form } from "./edit-form";

interface RichText extends HTMLElement {
  caret?: [number, number];
  writeAt?(caret: [number, number] | undefined): void;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

let composing = false; // a character is put together of several keys

for (const [event, begins] of [["compositionstart", true], ["compositionend", false]] as const) {
  form?.addEventListener(event, () => (composing = begins));
}

// textIn is all that a part of the form holds, and in which order.
export function textIn(part: Element): string {
  return JSON.stringify(
    [...part.querySelectorAll<Control>(":is(input, textarea, select)[name]")].map((one) => [one.name, one.value, (one as HTMLInputElement).checked]),
  );
}

// untilQuiet waits while something is on its way into a part of the form that would
// not find it any more: a dialog is open, or what was chosen is being drawn.
export async function untilQuiet(part: Element): Promise<void> {
  while (composing || document.querySelector("dialog[open]") || part.querySelector("lectern-chooser[aria-busy]")) {
    await new Promise(requestAnimationFrame);
  }
}

// Place is where somebody writes.
interface Place {
  name: string; // of the field, as it will be called; empty: it stays where it is
  caret: [number, number] | undefined;
}

// placeOf is where somebody writes in the form. action is what the server has done in
// that part of it, which gives the entries of its lists other numbers.
export function placeOf(part: Element, action: string): Place | undefined {
  const at = document.activeElement as HTMLElement | null;
  if (!at || !form.contains(at) || !at.matches("input:not([type=hidden]), textarea, select, [contenteditable]")) return undefined;
  if (!part.contains(at) || !action) return { name: "", caret: undefined };
  const rich = at.closest<RichText>("lectern-rich-text");
  const name = (rich?.querySelector("textarea") ?? (at as Control)).name;
  return { name: renumbered(name, part, action), caret: rich ? rich.caret : selectionOf(at) };
}

function selectionOf(field: Element): [number, number] | undefined {
  const { selectionStart: from, selectionEnd: to } = field as HTMLInputElement; // null: it has none
  return typeof from === "number" && typeof to === "number" ? [from, to] : undefined;
}

// renumbered is the name that a field has after an action: groups are numbered anew,
// in their order.
function renumbered(name: string, part: Element, action: string): string {
  const [verb = "", entry = ""] = action.split(":");
  const acted = entry.slice(0, entry.lastIndexOf("."));
  const moved = keysOf(part, acted).indexOf(entry.slice(acted.length + 1));
  const words = name.split(".");
  return words
    .map((key, i) => {
      const list = words.slice(0, i).join(".");
      const at = keysOf(part, list).indexOf(key);
      if (at < 0 || part.querySelector(`[name="${CSS.escape(`${list}.${key}:type`)}"]`)) return key; // no entry, or a block, which keeps its name
      const follows = list === acted || (acted.endsWith(".columns") && list.startsWith(acted.replace(/columns$/, "rows.")) && list.endsWith(".cells"));
      return String(follows ? shifted(at, verb, moved) : at);
    })
    .join(".");
}

function keysOf(part: Element, list: string): string[] {
  return [...part.querySelectorAll<HTMLInputElement>(`input[type=hidden][name="${CSS.escape(list)}"]`)].map(({ value }) => value);
}

// shifted is where the entry of a list is that was the at-th when something was done
// to another.
function shifted(at: number, verb: string, moved: number): number {
  const to = verb === "up" ? moved - 1 : moved + 1;
  switch (verb) {
    case "remove":
      return at > moved ? at - 1 : at;
    case "up":
    case "down":
      return at === moved ? to : at === to ? moved : at;
  }
  return at;
}

// takeBack goes back to where somebody wrote.
export function takeBack({ name, caret }: Place): void {
  if (!name) return;
  const field = form.querySelector<HTMLInputElement>(`:is(input:not([type=hidden]), textarea, select)[name="${CSS.escape(name)}"]`);
  for (let d = field?.closest("details"); d; d = d.parentElement?.closest("details")) d.open = true;
  const rich = field?.closest<RichText>("lectern-rich-text");
  if (rich?.writeAt) return rich.writeAt(caret);
  field?.focus();
  if (caret) field?.setSelectionRange(...caret);
}
