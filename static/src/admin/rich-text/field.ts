// A line of text in a dialog.

import { h, unique } from "./dom";

export interface Field {
  dom: HTMLElement;
  input: HTMLInputElement;
  problem(text: string): void;
}

// field is a line of text with its label, and room for what is wrong with it.
export function field(label: string, hint = "", attributes: Record<string, string> = {}): Field {
  const id = unique();
  const wrong = h("p", { class: "problem", id: `${id}-problem`, hidden: true });
  const help = hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null;
  const input = h("input", { class: "input", id, type: "text", autocomplete: "off", "aria-describedby": `${id}-problem${help ? ` ${id}-hint` : ""}`, ...attributes });
  const dom = h("div", { class: "field" }, h("label", { class: "label", for: id }, label), help, wrong, input);
  return {
    dom,
    input,
    problem(text) {
      wrong.textContent = text;
      wrong.hidden = !text;
      dom.classList.toggle("field-wrong", Boolean(text));
      input.toggleAttribute("aria-invalid", Boolean(text));
      if (text) input.focus();
    },
  };
}
