// A field that searches for a page of the site: a combobox after the pattern of
// the ARIA Authoring Practices, over the search that choosing pages has anyway.

import { load } from "../fragment";
import { h, unique } from "./dom";
import { field } from "./field";
import type { LinkedPage } from "./server";

export interface PageField {
  dom: HTMLElement;
  input: HTMLInputElement;
  chosen(): LinkedPage | null;
  choose(page: LinkedPage): void;
  problem(text: string): void;
}

const pause = 150; // ms after the last key before it searches

// pageField tells each page that is chosen, and whether somebody has just done so.
export function pageField(picked: (page: LinkedPage, now: boolean) => void): PageField {
  const list = unique();
  const { dom, input, problem } = field("Page", "Search by title, or by the beginning of the address", {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list,
  });
  const options = h("ul", { class: "rich-text-options", id: list, role: "listbox", "aria-label": "Pages", hidden: true });
  const status = h("p", { class: "hint", role: "status" });
  dom.append(options, status);

  let chosen: LinkedPage | null = null;
  let found: LinkedPage[] = [];
  let active = -1;
  let searching: AbortController | undefined;
  let waiting = 0;

  const expand = (on: boolean) => {
    options.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) activate(-1);
  };
  const activate = (n: number) => {
    active = n;
    [...options.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
    const option = options.children[n];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const choose = (page: LinkedPage, now = false) => {
    chosen = page;
    input.value = page.title;
    status.textContent = [page.path, !page.live && "not live"].filter(Boolean).join(" · ");
    problem("");
    expand(false);
    picked(page, now);
  };
  const pick = (n: number) => {
    choose(found[n], true);
    input.focus();
  };

  const search = async () => {
    searching?.abort();
    searching = new AbortController();
    const { signal } = searching;
    try {
      const page = await load(`/admin/choose/pages?part=results&q=${encodeURIComponent(input.value)}`, { signal });
      if (chosen) return;
      show(page);
    } catch {
      if (!signal.aborted) status.textContent = "The pages cannot be searched now; try again in a minute";
    }
  };
  const show = (page: Document) => {
    if (!page.querySelector("[data-choices]")) throw new Error("not what was asked for");
    const results = [...page.querySelectorAll<HTMLElement>("li[data-id]")];
    found = results.map(({ dataset, textContent }) => ({
      id: dataset.id ?? "",
      title: dataset.title ?? "",
      path: dataset.path ?? "",
      live: dataset.live ? dataset.live === "true" : !textContent?.includes("not live"),
    }));
    options.replaceChildren(
      ...results.map((result, n) =>
        h(
          "li",
          { role: "option", id: `${list}-${n}`, "aria-selected": "false" },
          h("b", {}, found[n].title),
          h("span", { class: "hint" }, result.querySelector(".hint")?.textContent?.trim() ?? found[n].path),
        ),
      ),
    );
    status.textContent = found.length ? `${found.length} page${found.length > 1 ? "s" : ""}` : "Nothing was found. Try fewer words";
    expand(found.length > 0);
  };

  input.addEventListener("input", () => {
    chosen = null;
    status.textContent = "";
    clearTimeout(waiting);
    waiting = window.setTimeout(search, pause);
  });
  input.addEventListener("keydown", (event) => {
    const open = !options.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (!open) void search();
        else activate((active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + found.length) % found.length);
        break;
      case "Enter":
        if (!open || chosen) return;
        pick(Math.max(active, 0));
        break;
      case "Escape":
        if (!open) return;
        expand(false);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("focus", () => {
    if (!chosen && !input.value) void search();
  });
  input.addEventListener("blur", () => expand(false));
  options.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  options.addEventListener("click", ({ target }) => {
    const n = [...options.children].indexOf((target as Element).closest("[role=option]") as Element);
    if (n >= 0) pick(n);
  });
  return { dom, input, chosen: () => chosen, choose, problem };
}
