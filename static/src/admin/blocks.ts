// What makes a page of many blocks easy to see through: a map that follows,
// blocks that open and close together, menus that close, first words that
// follow what is typed.

import { form, whenChanged } from "./edit-form";
import { entriesOf, look, nameOf } from "./entries";

// openAll gives each list of blocks the ways to open and to close all.
export function openAll(): void {
  for (const head of form.querySelectorAll<HTMLElement>(".blocks-head")) {
    const list = head.parentElement?.querySelector(":scope > .block-list");
    const tools = document.createElement("div");
    tools.className = "blocks-tools";
    for (const [words, open] of [["Open all", true], ["Close all", false]] as const) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button-plain";
      button.textContent = words;
      button.addEventListener("click", () => {
        for (const block of list ? entriesOf(list) : []) block.querySelector(":scope > details")?.toggleAttribute("open", open);
      });
      tools.append(button);
    }
    head.append(tools);
  }
}

// closeMenus closes a menu when something else is done.
export function closeMenus(): void {
  const open = () => form.querySelectorAll<HTMLDetailsElement>(".entry-more[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  form.addEventListener("focusout", (event) => {
    const menu = (event.target as Element).closest<HTMLDetailsElement>(".entry-more[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget as Node)) menu.open = false;
  });
  form.addEventListener("keydown", (event) => {
    const menu = (event.target as Element).closest<HTMLDetailsElement>(".entry-more[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

// firstWords keeps the words by which a closed block is recognised.
export function firstWords(): void {
  form.addEventListener(
    "toggle",
    (event) => {
      const details = event.target as HTMLDetailsElement;
      if (!details.matches(".block-body, .entry-body") || details.open) return;
      const gist = details.querySelector(":scope > summary > :is(.block-gist, .entry-gist)");
      const words = wordsOf(details);
      if (!gist || (!words && gist.matches(".entry-gist"))) return;
      gist.textContent = words;
      form.dispatchEvent(new Event("lectern:changed"));
    },
    true,
  );
}

const longest = 80; // characters

function wordsOf(block: Element): string {
  for (const field of block.querySelectorAll<HTMLElement>(":is(.block-fields, .entry-fields) :is(input[type=text], textarea, lectern-rich-text)")) {
    const rich = field.closest<HTMLElement & { plain?: string }>("lectern-rich-text");
    const text = rich ? (rich.plain ?? "") : (field as HTMLInputElement).value;
    const words = text.trim().replace(/\s+/g, " ");
    if (words) return words.length > longest ? `${words.slice(0, longest)}…` : words;
  }
  return "";
}

const inMap = new WeakMap<Element, HTMLElement>(); // entries of the map by their blocks

// followMap keeps the map of blocks as they are, and marks those in view.
export function followMap(): void {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) inMap.get(target)?.classList.toggle("in-view", isIntersecting);
    },
    { rootMargin: "-10% 0px -30% 0px" },
  );
  const draw = () => {
    seen.disconnect();
    for (const map of form.querySelectorAll<HTMLElement>("[data-map]")) {
      const blocks = document.getElementById(map.dataset["map"]!)?.querySelector(":scope > .block-list");
      const all = blocks ? entriesOf(blocks) : [];
      map.querySelector("ol")?.replaceChildren(...all.map(mapEntry));
      map.hidden = all.length === 0;
      all.forEach((block) => seen.observe(block));
    }
  };
  whenChanged(draw);
  draw();
  form.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("[data-map] a");
    const block = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!block) return;
    event.preventDefault();
    block.scrollIntoView();
    look(block);
  });
}

function mapEntry(block: HTMLElement): HTMLElement {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${encodeURI(block.id)}`;
  link.textContent = nameOf(block);
  const gist = document.createElement("span");
  gist.className = "block-gist";
  gist.textContent = block.querySelector(":scope > details > summary > .block-gist")?.textContent ?? "";
  entry.append(link, gist);
  const mark = markOf(block);
  if (mark) entry.append(mark.cloneNode(true));
  inMap.set(block, entry);
  return entry;
}

// Marks say what is to be looked at in blocks, by their names.
export type Marks = Record<string, { words: string; tone: string }>;

function markOf(block: Element): Element | null {
  return block.querySelector(":scope > details > summary > .block-mark");
}

// markBlocks marks the blocks that are named, and no others.
export function markBlocks(marks: Marks): void {
  let different = false;
  for (const block of form.querySelectorAll<HTMLElement>(".block")) {
    const old = markOf(block);
    const { words = "", tone = "" } = marks[block.id] ?? {};
    if ((old?.textContent ?? "") === words) continue;
    different = true;
    old?.remove();
    if (!words) continue;
    const mark = document.createElement("span");
    mark.className = `tag tag-${tone} block-mark`;
    mark.textContent = words;
    block.querySelector(":scope > details > summary")?.append(mark);
  }
  if (different) form.dispatchEvent(new Event("lectern:changed"));
}

// openTargets opens the block that a link within the page leads into.
export function openTargets(): void {
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !form.contains(target)) return;
    for (let d = target.closest("details"); d; d = d.parentElement?.closest("details") ?? null) d.open = true;
    target.focus();
  };
  addEventListener("hashchange", open);
  if (location.hash) open();
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(":is(.error-summary, .advice-summary) a[href^='#']");
    if (link && link.hash === location.hash) setTimeout(open);
  });
}
