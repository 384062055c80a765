// Arranging blocks and the entries of lists. What stands in the document in
// which order is what is saved, so moving and removing need no server. New
// blocks and entries come from it; duplicates do, too, and so does whatever
// concerns the columns of a table.

import { address, changed, form, send, unsaved } from "./edit-form";
import { announce, tryLoad } from "./fragment";
import { placeOf, takeBack, textIn, untilQuiet } from "./written";

export const entryOf = (element: Element) => element.closest<HTMLElement>("[data-entry]");
export const listOf = (entry: HTMLElement) => entry.parentElement as HTMLElement;
export const entriesOf = (list: Element) => [...list.children].filter((child): child is HTMLElement => child.matches("[data-entry]"));
const holderOf = (element: Element) => element.closest<HTMLElement>("[data-list]") as HTMLElement;

// nameOf is what an entry is called, such as "Text section".
export function nameOf(entry: HTMLElement): string {
  return entry.querySelector(":scope > details > summary > .block-type")?.textContent ?? entry.getAttribute("aria-label") ?? "Entry";
}

// byServer reports whether a list is best left to the server: the cells of a
// table follow its columns.
function byServer(entry: HTMLElement | null, holder: HTMLElement, what: string): boolean {
  const place = holder.dataset["place"] ?? "";
  return what === "duplicate" || place === "block/table:columns" || (place === "block/table:rows" && !entry);
}

export function arrangeEntries(): void {
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-do], button[data-add]");
    if (!button || button.dataset["native"] || event.defaultPrevented) return;
    const holder = holderOf(button);
    const entry = button.dataset["do"] ? entryOf(button) : null;
    const what = button.dataset["do"] ?? "add";
    if (what === "add" && "blocks" in holder.dataset) return; // a type is chosen first
    event.preventDefault();
    button.closest<HTMLDetailsElement>(".entry-more")?.removeAttribute("open");
    if (what === "copy") void copy(button, entry!);
    else if (byServer(entry, holder, what)) void onServer(button);
    else if (!entry) void addEntry(holder);
    else if (what === "remove") remove(entry);
    else move(entry, what === "up" ? -1 : 1, button);
  });
}

// settle says where an entry is now.
export function settle(entry: HTMLElement): void {
  const list = listOf(entry);
  renumber(list);
  const all = entriesOf(list);
  announce(`${nameOf(entry)} is now ${all.indexOf(entry) + 1} of ${all.length}`);
  changed();
}

// move changes places with the neighbour. It is the neighbour that moves in the
// document, so that the focus stays.
function move(entry: HTMLElement, by: number, button: HTMLButtonElement): void {
  const all = entriesOf(listOf(entry));
  const to = all.indexOf(entry) + by;
  if (!all[to]) return;
  if (by < 0) entry.after(all[to]);
  else entry.before(all[to]);
  settle(entry);
  if (button.disabled) button.parentElement?.querySelector<HTMLButtonElement>(`[data-do="${by < 0 ? "down" : "up"}"]`)?.focus();
  entry.scrollIntoView({ block: "nearest" });
}

// remove takes an entry away, and leaves a way to get it back in its place.
function remove(entry: HTMLElement): void {
  const list = listOf(entry);
  const trace = document.createElement("li");
  trace.className = "entry-said";
  const words = document.createElement("p");
  words.textContent = `${nameOf(entry)} was removed. `;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "button-plain";
  undo.textContent = "Undo";
  undo.addEventListener("click", () => {
    trace.replaceWith(entry);
    renumber(list);
    entry.focus();
    announce(`${nameOf(entry)} is back`);
    changed();
  });
  trace.append(words, undo);
  entry.replaceWith(trace);
  renumber(list);
  undo.focus();
  announce(`${nameOf(entry)} was removed`);
  changed();
}

// copy has the server keep a block, and says where it can be pasted.
async function copy(button: HTMLButtonElement, entry: HTMLElement): Promise<void> {
  document.querySelector(".entry-copied")?.remove();
  if (!(await send(button))) return;
  const said = document.createElement("p");
  said.className = "entry-said entry-copied";
  said.textContent = `${nameOf(entry)} was copied. “Add a block” offers it, on this page and on others.`;
  const tools = button.closest(".entry-tools")!;
  tools.after(said);
  tools.querySelector<HTMLElement>(".entry-more > summary")?.focus(); // the menu with the button is closed
  announce(said.textContent);
}

// renumber says again which entry is which, and which cannot move further.
export function renumber(list: HTMLElement): void {
  const all = entriesOf(list);
  all.forEach((entry, i) => {
    const number = entry.querySelector(":scope > .entry-number, :scope > details > summary > :is(.block-number, .entry-number)");
    if (number) number.textContent = String(i + 1);
    const tools = entry.querySelector(":scope > .entry-tools");
    for (const words of tools?.querySelectorAll(".govuk-visually-hidden") ?? []) words.textContent = renamed(words.textContent, i + 1);
    if (!entry.matches(".block")) entry.setAttribute("aria-label", renamed(entry.getAttribute("aria-label"), i + 1));
    tools?.querySelector("[data-do=up]")?.toggleAttribute("disabled", i === 0);
    tools?.querySelector("[data-do=down]")?.toggleAttribute("disabled", i === all.length - 1);
  });
  const count = holderOf(list).querySelector(".blocks-count");
  if (count) count.textContent = all.length === 1 ? "1 block" : `${all.length} blocks`;
}

// renamed gives a name that ends in the number of an entry another one.
function renamed(name: string | null, number: number): string {
  return (name ?? "").replace(/\d+(?= up$| down$|$)/, String(number));
}

function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// fresh asks the server for a new entry of a list: a block of a type, or a copy of
// one, or what a list of entries holds.
export async function fresh(holder: HTMLElement, what: Record<string, string> = {}): Promise<HTMLElement | null> {
  const url = new URL(`${address}/block`);
  url.search = new URLSearchParams({ place: holder.dataset["place"]!, name: holder.dataset["list"]!, key: newKey(), ...what }).toString();
  const entry = (await tryLoad(url)).querySelector<HTMLElement>("[data-entry]");
  return entry && document.adoptNode(entry);
}

// insert puts a new entry into a list and looks at it.
export function insert(list: HTMLElement, entry: HTMLElement, before: Element | null): void {
  list.insertBefore(entry, before);
  renumber(list);
  look(entry);
  announce(`${nameOf(entry)} was added`);
  changed();
}

// look opens an entry and goes to its first field.
export function look(entry: HTMLElement): void {
  entry.querySelector(":scope > details")?.setAttribute("open", "");
  const first = entry.querySelector<HTMLElement>(
    ":is(.block-fields, .entry-fields, .grid-cells) :is(input:not([type=hidden]), textarea, select, button, [contenteditable])",
  );
  (first ?? entry).focus();
  entry.scrollIntoView({ block: "nearest" });
}

async function addEntry(holder: HTMLElement): Promise<void> {
  const list = holder.querySelector<HTMLElement>(":scope > ol");
  const entry = list && (await fresh(holder));
  if (list && entry) insert(list, entry, null);
  else announce("Nothing could be added. Save the page, and try again");
}

let works: Promise<unknown> = Promise.resolve();

// onServer does what a button says after what others have said.
function onServer(button: HTMLButtonElement): Promise<unknown> {
  return (works = works.catch(() => undefined).then(() => arrange(button)));
}

// arrange sends the form, and takes over the block in which something has become of
// it. What is typed there meanwhile is not in what comes back: then all is sent
// again, until nobody has typed in between.
async function arrange(pressed: HTMLButtonElement): Promise<void> {
  const button = pressed.isConnected ? pressed : form.querySelector<HTMLButtonElement>(`button[data-add][value="${CSS.escape(pressed.value)}"]`);
  const old = button?.closest<HTMLElement>(".block");
  if (!button || !old) return; // what it belongs to was removed
  for (;;) {
    const sent = textIn(old);
    const answer = await send(button);
    if (!answer) return;
    const there = answer.page.getElementById(answer.open);
    const block = there?.closest<HTMLElement>(".block");
    if (!there || !block) return unsaved ? announce("Nothing was done. Save the page, and try again") : location.reload();
    if (block.id === old.id) await untilQuiet(old);
    if (!old.isConnected) return;
    if (block.id === old.id && textIn(old) !== sent) {
      if (button.isConnected) continue;
      return; // what was to be changed was removed meanwhile
    }
    return takeOver(button, old, block, there);
  }
}

// takeOver puts what the server has sent in the place of what there was, or after it
// if it is new. Whoever writes somewhere by now stays there.
function takeOver(button: HTMLButtonElement, old: HTMLElement, block: HTMLElement, there: HTMLElement): void {
  const back = placeOf(old, block.id === old.id ? button.value : "");
  document.adoptNode(block);
  if (block.id === old.id) old.replaceWith(block);
  else entryOf(button)?.after(block);
  renumber(listOf(block));
  form.dispatchEvent(new Event("lectern:changed")); // which is saved already
  if (back) takeBack(back);
  else look(there);
  announce(block === there ? `${nameOf(block)} was duplicated` : "Done");
}
