// A dialog in which a type of block is chosen: a field to search in, and a list
// with a picture and a description of each, after the combobox pattern of the
// ARIA Authoring Practices.

import { address, form } from "./edit-form";
import { announce, load } from "./fragment";
import { fresh, insert } from "./entries";

interface Choice {
  option: HTMLElement;
  name: string;
  words: string; // that a search looks into, the name among them
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function chooseBlocks(): void {
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-blocks] .block-add button[data-add]");
    if (!button || button.dataset["native"] || event.defaultPrevented) return;
    event.preventDefault();
    void open(button);
  });
}

async function open(button: HTMLButtonElement): Promise<void> {
  const holder = button.closest<HTMLElement>("[data-blocks]")!;
  const list = holder.querySelector<HTMLElement>(":scope > .block-list")!;
  const block = button.closest<HTMLElement>(".block");
  const after = block && list.contains(block) && block.parentElement === list ? block : null;
  const choices = await choicesOf(holder).catch(() => undefined);
  if (!choices) {
    announce("Nothing can be added without a connection. Write on, and try again");
    return;
  }
  if (choices.length === 0) {
    button.dataset["native"] = "yes";
    button.click();
    return;
  }
  const chosen = await new Chooser(choices).ask();
  if (!chosen) {
    button.focus();
    return;
  }
  const entry = await fresh(holder, chosen);
  if (!entry) {
    announce(chosen["copy"] ? "The copy is no longer kept: copy the block again" : "Nothing could be added. Save the page, and try again");
    button.focus();
    return;
  }
  const first = !after && button.parentElement?.nextElementSibling === list;
  insert(list, entry, after ? after.nextElementSibling : first ? list.firstElementChild : null);
}

// What may stand in a list is asked for each time: something may have been copied.
async function choicesOf(holder: HTMLElement): Promise<Choice[]> {
  const url = new URL(`${address}/blocks`);
  url.search = new URLSearchParams({ place: holder.dataset["place"]! }).toString();
  return [...(await load(url)).querySelectorAll<HTMLButtonElement>(".block-choice")].map(choice);
}

function choice(button: HTMLButtonElement, i: number): Choice {
  const option = document.createElement("li");
  option.className = "block-choice";
  option.id = `block-choice-${i}`;
  option.setAttribute("role", "option");
  option.dataset[button.name] = button.value; // a type, or a copy
  option.append(...button.children);
  const name = fold(option.querySelector(".block-choice-name")?.textContent ?? "").trim();
  return { option: document.adoptNode(option), name, words: fold(option.textContent ?? "") };
}

class Chooser {
  private dialog = document.createElement("dialog");
  private field = document.createElement("input");
  private list = document.createElement("ul");
  private shown: Choice[] = [];
  private at = 0;
  private chosen: Record<string, string> | undefined; // the type, or the copy

  constructor(private choices: Choice[]) {
    const { dialog, field, list } = this;
    dialog.className = "block-dialog";
    dialog.setAttribute("aria-labelledby", "block-dialog-title");
    const title = document.createElement("h2");
    title.id = "block-dialog-title";
    title.textContent = "Add a block";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button-plain block-dialog-close";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    const label = document.createElement("label");
    label.className = "label";
    label.htmlFor = field.id = "block-dialog-search";
    label.textContent = "Search for a block";
    field.className = "input";
    field.type = "text";
    field.autocomplete = "off";
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": "block-dialog-list",
    })) field.setAttribute(name, value);
    list.id = "block-dialog-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Blocks");
    field.addEventListener("input", () => this.search());
    field.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.choose(option);
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.append(title, close, label, field, list);
  }

  // ask shows the dialog, and answers with what was chosen.
  ask(): Promise<Record<string, string> | undefined> {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.search();
    this.field.focus();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => {
        this.dialog.remove();
        resolve(this.chosen);
      });
    });
  }

  private search(): void {
    const wanted = fold(this.field.value).split(/\s+/).filter(Boolean);
    this.shown = this.choices.filter(({ words }) => wanted.every((word) => words.includes(word)));
    // Those whose name begins so come first, then those whose name holds it.
    const rank = ({ name }: Choice) => (wanted.every((word) => name.includes(word)) ? (name.startsWith(wanted[0] ?? "") ? 0 : 1) : 2);
    this.shown.sort((a, b) => rank(a) - rank(b));
    this.list.replaceChildren(...this.shown.map(({ option }) => option));
    this.select(0);
    if (this.shown.length > 0) return;
    const nothing = document.createElement("li");
    nothing.className = "hint";
    nothing.setAttribute("role", "option");
    nothing.setAttribute("aria-disabled", "true");
    nothing.textContent = "No block is called that. Try another word.";
    this.list.append(nothing);
  }

  private select(at: number): void {
    this.at = Math.max(0, Math.min(at, this.shown.length - 1));
    this.choices.forEach(({ option }) => option.setAttribute("aria-selected", "false"));
    const option = this.shown[this.at]?.option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    const to: Record<string, number> = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: this.at + 5, PageUp: this.at - 5 };
    const option = this.shown[this.at]?.option;
    if (event.key in to) {
      event.preventDefault();
      this.select(to[event.key]!);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (option) this.choose(option);
    }
  }

  private choose(option: HTMLElement): void {
    if (option.getAttribute("aria-disabled")) return;
    this.chosen = Object.fromEntries(Object.entries(option.dataset).map(([name, value]) => [name, value ?? ""]));
    this.dialog.close();
  }
}
