// Branches of the tree open where they stand. Without this the same links lead
// to a page for each branch.

import { announce, load } from "./fragment";

// What is open stays so for as long as the window does.
const remembered = "lectern-open-branches";

function open(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(remembered) ?? "[]") as string[];
  } catch {
    return [];
  }
}

function remember(href: string, isOpen: boolean): void {
  const others = open().filter((one) => one !== href);
  sessionStorage.setItem(remembered, JSON.stringify(isOpen ? [...others, href] : others));
}

// upgrade puts a button in the place of every link to a branch.
function upgrade(list: ParentNode): void {
  for (const link of list.querySelectorAll<HTMLAnchorElement>("a[data-branch]")) {
    const href = link.getAttribute("href") ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.append(...link.childNodes);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => void toggle(button, href, link.dataset.branch ?? ""));
    link.replaceWith(button);
    if (open().includes(href)) void toggle(button, href, "");
  }
}

// toggle shows or hides a branch. name is empty when nobody has asked for it
// now, and so nothing is to be said.
async function toggle(button: HTMLButtonElement, href: string, name: string): Promise<void> {
  const item = button.closest(".tree-item");
  if (!item || button.getAttribute("aria-busy") === "true") return;
  let branch = item.querySelector<HTMLElement>(":scope > .tree");
  if (!branch) {
    button.setAttribute("aria-busy", "true");
    try {
      branch = await fetchBranch(href);
    } catch {
      location.assign(href); // what went wrong is told there
      return;
    } finally {
      button.removeAttribute("aria-busy");
    }
    item.append(branch);
    upgrade(branch);
  } else {
    branch.hidden = !branch.hidden;
  }
  const shown = !branch.hidden;
  button.setAttribute("aria-expanded", String(shown));
  remember(href, shown);
  if (name) announce(shown ? `${branch.dataset.shown} pages below ${name} are shown` : `The pages below ${name} are hidden`);
}

// fetchBranch takes the list out of the branch's own page.
async function fetchBranch(href: string): Promise<HTMLElement> {
  const list = (await load(href)).getElementById("branch");
  if (!list) throw new Error("no branch");
  list.removeAttribute("id");
  if (list.dataset.all) {
    const more = document.createElement("li");
    const link = document.createElement("a");
    more.className = "tree-more";
    link.href = href;
    link.textContent = `All of this branch: ${list.dataset.all}`;
    more.append(link);
    list.append(more);
  }
  return document.adoptNode(list);
}

upgrade(document);
