// <lectern-rich-text> turns the Markdown of a field into an editor. Without
// this script, and for whoever prefers it, the field stays what it is: a text
// area, which the server reads as well.
//
//   <lectern-rich-text data-doc="the tree, as JSON" data-label="Text">
//     <textarea name="body">Markdown</textarea>
//     <input type="hidden" name="body:format" value="markdown">
//   </lectern-rich-text>
//
// What is changed in the editor goes into the text area as JSON, and the format
// says so. Whoever counts characters listens to "rich-text", which bubbles, and
// asks the element for its `plain` text.

import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

import { announce } from "./fragment";
import { markedAt } from "./rich-text/commands";
import { abbreviation, link } from "./rich-text/dialog";
import { h, unique } from "./rich-text/dom";
import { edit } from "./rich-text/editor";
import { about, address } from "./rich-text/pages";
import { schema } from "./rich-text/schema";
import { fromMarkdown, type Problem, toMarkdown } from "./rich-text/server";
import { toolbar } from "./rich-text/toolbar";
import { fromTree, plain, toTree } from "./rich-text/tree";

const preference = "lectern-text"; // what a person writes with: "markdown", or the editor

function prefersMarkdown(): boolean {
  try {
    return localStorage.getItem(preference) === "markdown";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function prefer(what: "markdown" | "editor"): void {
  try {
    localStorage.setItem(preference, what);
  } catch {
    // It is asked again next time.
  }
}

// Editors are made when their place comes near the window: a page may have
// sixty. All places are measured before the first is changed.
let waiting: RichText[] = [];
const near = 800; // px

const approaching = new IntersectionObserver(
  (entries) => entries.forEach(({ isIntersecting, target }) => isIntersecting && (target as RichText).begin()),
  { rootMargin: `${near}px 0px` },
);

function measure(): void {
  const seen = waiting.filter((one) => {
    if (!one.checkVisibility()) return false; // it is in a block that is closed
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > -near && top < innerHeight + near;
  });
  waiting.forEach((one) => approaching.observe(one));
  waiting = [];
  seen.forEach((one) => one.begin());
  performance.measure("rich text"); // ends when what is seen can be written in
}

export class RichText extends HTMLElement {
  #view: EditorView | undefined;
  #own: HTMLElement[] = []; // what this script has added
  #begun = false;
  #converted = ""; // the Markdown that data-doc is the tree of, besides what came with the page
  #events: AbortController | undefined;

  connectedCallback(): void {
    if (this.#begun) return; // it was moved
    if (waiting.push(this) === 1) queueMicrotask(measure);
    this.#events = new AbortController();
    const { signal } = this.#events;
    this.addEventListener("focusin", ({ target }) => target === this.#area && !this.#begun && this.begin(true), { signal });
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      approaching.unobserve(this);
      this.#events?.abort();
      this.#clear();
      this.#begun = false;
    });
  }

  // plain is the words alone.
  get plain(): string {
    return this.#view ? plain(this.#view.state.doc) : this.#area.value;
  }

  // caret is what is selected, from where to where.
  get caret(): [number, number] {
    if (!this.#view) return [this.#area.selectionStart, this.#area.selectionEnd];
    const { anchor, head } = this.#view.state.selection;
    return [anchor, head];
  }

  // writeAt begins to write there.
  writeAt(caret: [number, number] | undefined): void {
    if (this.#begun) (this.#view ?? this.#area).focus();
    else this.begin(true);
    if (!caret) return;
    if (!this.#view) return this.#area.setSelectionRange(...caret);
    const { doc, tr } = this.#view.state;
    const [anchor, head] = caret.map((at) => Math.min(at, doc.content.size));
    this.#view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head))));
  }

  get #area(): HTMLTextAreaElement {
    return this.querySelector("textarea") as HTMLTextAreaElement;
  }

  get #format(): HTMLInputElement {
    return this.querySelector('input[name$=":format"]') as HTMLInputElement;
  }

  get #label(): HTMLElement | null {
    return this.closest("form, body")?.querySelector(`label[for="${CSS.escape(this.#area.id)}"]`) ?? null;
  }

  // begin makes the editor, or leaves the text area to whoever prefers it.
  begin(focus = false): void {
    if (this.#begun || !this.isConnected) return;
    this.#begun = true;
    approaching.unobserve(this);
    const tree = this.#tree();
    if (tree === undefined || prefersMarkdown()) this.#writeMarkdown(focus);
    else this.#edit(tree, focus);
  }

  // #tree is what is to be edited; undefined: only Markdown that has not been
  // understood is known.
  #tree(): string | undefined {
    const { value, defaultValue } = this.#area;
    // A browser that goes back may restore the one field and not the other.
    if (value !== defaultValue && /^\[(\{"(paragraph|list)":|\]$)/.test(value)) this.#format.value = "json";
    if (this.#format.value === "json") return value;
    return value === defaultValue || this.#converted === value ? this.dataset.doc : undefined;
  }

  #clear(): void {
    this.#view?.destroy();
    this.#view = undefined;
    this.#own.forEach((one) => one.remove());
    this.#own = [];
    this.classList.remove("rich-text");
    const area = this.#area;
    if (area?.dataset.id) {
      area.id = area.dataset.id;
      delete area.dataset.id;
    }
    if (area) area.hidden = false;
  }

  #edit(tree: string, focus = false): void {
    this.#clear();
    let doc;
    try {
      doc = fromTree(JSON.parse(tree));
      doc.check();
    } catch {
      this.#writeMarkdown(focus);
      return;
    }
    const area = this.#area;
    const label = this.#label;
    const name = this.dataset.label || label?.textContent?.trim() || "the text";
    // Links to the field, and its label, lead to the editor.
    const id = area.id || unique();
    area.dataset.id = id;
    area.id = `${id}-text`;
    area.hidden = true;
    const attributes: Record<string, string> = {
      id,
      class: "rich-text-edit",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": name,
      spellcheck: "true",
    };
    if (label) {
      label.id ||= unique();
      attributes["aria-labelledby"] = label.id;
    }
    for (const attribute of ["aria-describedby", "aria-invalid", "aria-required"]) {
      const value = area.getAttribute(attribute);
      if (value) attributes[attribute] = value;
    }
    if (area.required) attributes["aria-required"] = "true";
    area.required = false;

    const view = () => this.#view as EditorView;
    const bar = toolbar(name, id, view, { link, abbreviation, markdown: () => (void this.#toMarkdown(), true) });
    const report = h("div", { class: "rich-text-report", role: "status" });
    const place = h("div", { class: "rich-text-place" });
    const where = h("p", { class: "rich-text-where", hidden: true });
    place.append(where);
    this.#add(bar.dom, report, place);
    this.#view = edit(place, {
      doc,
      attributes,
      link,
      report: (title, lost) => tell(report, title, lost, () => view().focus()),
      toToolbar: () => bar.focus(),
      shown: (view) => {
        bar.show(view);
        this.#tellWhere(view, where);
      },
      changed: (doc) => {
        area.value = JSON.stringify(toTree(doc));
        this.#format.value = "json";
        this.#changed();
      },
    });
    where.before(this.#view.dom);
    place.addEventListener("keydown", ({ key }) => (where.hidden ||= key === "Escape"));
    label?.addEventListener("click", () => this.#view?.focus(), { signal: this.#events?.signal });
    this.#changed(false);
    if (focus) this.#view.focus();
  }

  #add(...parts: HTMLElement[]): void {
    this.classList.add("rich-text");
    this.#own = parts;
    this.#area.before(...parts);
  }

  #changed(typed = true): void {
    this.dispatchEvent(new CustomEvent("rich-text", { bubbles: true }));
    if (typed) this.#area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // #tellWhere shows where the link leads that the cursor is in, and what an
  // abbreviation is short for.
  #tellWhere({ state }: EditorView, where: HTMLElement): void {
    const at = markedAt(state, schema.marks.link) ?? markedAt(state, schema.marks.abbr);
    where.hidden = !at;
    if (!at) return;
    if (at.mark.type === schema.marks.abbr) {
      where.textContent = `Short for ${at.mark.attrs.title}`;
      return;
    }
    const to = address(at.mark.attrs);
    where.replaceChildren("Leads to ", to ? h("a", { href: to, target: "_blank", rel: "noopener" }, about(at.mark.attrs)) : about(at.mark.attrs));
  }

  async #toMarkdown(): Promise<void> {
    try {
      if (this.#format.value === "json") {
        this.#area.value = await toMarkdown(this.#area.value);
        this.#format.value = "markdown";
      }
    } catch {
      tell(this.#own[1], "The text cannot be shown as Markdown now", ["Try again in a minute"], () => this.#view?.focus());
      return;
    }
    prefer("markdown");
    this.#writeMarkdown(true);
    announce("The text is Markdown now");
  }

  // #writeMarkdown shows the text area and a way back.
  #writeMarkdown(focus: boolean): void {
    this.#clear();
    const button = h("button", { type: "button", class: "rich-text-tool" }, "Use the editor");
    const help = h("span", { class: "rich-text-help" }, "**strong**, *emphasis*, [link](/services), - item, 1. item");
    const report = h("div", { class: "rich-text-report", role: "alert" });
    const bar = h("div", { class: "rich-text-bar" }, button, help);
    this.#add(bar, report);
    button.addEventListener("click", () => void this.#fromMarkdown(report));
    this.#area.addEventListener("input", () => this.#own[0] === bar && this.dispatchEvent(new CustomEvent("rich-text", { bubbles: true })), {
      signal: this.#events?.signal,
    });
    if (focus) this.#area.focus();
  }

  async #fromMarkdown(report: HTMLElement): Promise<void> {
    const text = this.#area.value;
    let answer;
    try {
      answer = await fromMarkdown(text);
    } catch {
      tell(report, "The editor cannot read the text now", ["Try again in a minute"], () => this.#area.focus());
      return;
    }
    if (answer.problems?.length) {
      this.#showProblems(report, answer.problems);
      return;
    }
    prefer("editor");
    const tree = JSON.stringify(answer.doc ?? []);
    this.dataset.doc = tree;
    this.#converted = text;
    this.#edit(tree, true);
    announce("The text is in the editor now");
  }

  // #showProblems tells what the editor cannot hold, each with a way to its line.
  #showProblems(report: HTMLElement, problems: Problem[]): void {
    const entries = problems.map(({ line, message }) => {
      const go = h("button", { type: "button", class: "button-plain" }, `Line ${line}`);
      go.addEventListener("click", () => {
        const lines = this.#area.value.split("\n");
        const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
        this.#area.focus();
        this.#area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
      });
      return h("li", {}, go, ` ${message}`);
    });
    report.replaceChildren(h("p", { class: "problem" }, "The editor cannot hold this yet"), h("ul", {}, ...entries));
  }
}

// tell shows a message with a list, until it is closed.
function tell(report: HTMLElement, title: string, list: string[], closed: () => void): void {
  report.replaceChildren();
  if (list.length === 0) return;
  const close = h("button", { type: "button", class: "button-plain" }, "Close");
  close.addEventListener("click", () => {
    report.replaceChildren();
    closed();
  });
  report.append(h("p", {}, h("b", {}, title)), h("ul", {}, ...list.map((one) => h("li", {}, one))), close);
}

customElements.define("lectern-rich-text", RichText);
