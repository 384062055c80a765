// The form of the edit page, and what its scripts share: sending it without
// leaving the page, knowing whether it holds text that is not saved, and
// telling each other what has changed.

import { announce, parse } from "./fragment";

export const patience = 20_000; // ms that an answer may take

export const form = document.getElementById("edit") as HTMLFormElement;

// address is where the page is edited. (form.action would be its buttons.)
export const address = new URL(form?.getAttribute("action") ?? "", location.href).href;

// changed tells the other scripts that blocks or entries are others now.
export function changed(): void {
  form.dispatchEvent(new Event("lectern:changed"));
  touch();
}

export function whenChanged(what: () => void): void {
  form.addEventListener("lectern:changed", what);
}

// Each save of this page in this browser has a number, by which the server knows
// one whose answer was lost, and one that comes late. A page that comes back with
// what was sent goes on where that was.
export const tab = form && valueOf(":tab") || [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
let number = form ? Number(valueOf(":number")) : 0;

// sign gives the next save its number.
export function sign(): number {
  number += 1;
  setField(":tab", tab);
  setField(":number", String(number));
  return number;
}

// next is the number that the next save will have.
export function next(): number {
  return number + 1;
}

// One request after the other takes the form along.
let turn: Promise<unknown> = Promise.resolve();

export function inTurn<T>(what: () => Promise<T>): Promise<T> {
  const done = turn.then(what);
  turn = done.catch(() => undefined);
  return done;
}

// Text that is not saved is not left by accident.
export let unsaved = false;
let touches = 0;

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export function touch(): void {
  touches += 1;
  if (!unsaved) addEventListener("beforeunload", warn);
  unsaved = true;
  form.dispatchEvent(new Event("lectern:touched"));
}

export function saved(): void {
  unsaved = false;
  removeEventListener("beforeunload", warn);
}

function say(words: string): void {
  for (const place of form.querySelectorAll(".edit-saved")) place.textContent = words;
}

export function watchText(): void {
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("submit", () => {
    sign();
    saved();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector<HTMLButtonElement>(".edit-save button"));
  });
}

// send posts the form with one of its actions, and returns the page that comes
// back with the place that it leads to. Nothing comes back when what was typed
// cannot be saved: then the browser shows why. When there is no answer at all the
// page stays, with all that is typed on it, and says that nothing was done.
export function send(button: HTMLButtonElement): Promise<{ page: Document; open: string } | undefined> {
  return inTurn(() => sendNow(button));
}

async function sendNow(button: HTMLButtonElement): Promise<{ page: Document; open: string } | undefined> {
  const signed = sign();
  const before = touches;
  form.dispatchEvent(new Event("lectern:sending"));
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) body.append(name, String(value));
  let response: Response;
  try {
    response = await fetch(address, { method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(patience) });
    if (response.status >= 500) return notDone(button);
  } catch {
    return notDone(button);
  }
  if (!response.ok || !response.redirected) return leave(button);
  const page = parse(await response.text());
  const version = page.querySelector<HTMLInputElement>("#edit [name=':version']");
  const seen = page.querySelector<HTMLInputElement>("#edit [name=':seen']");
  if (!version || !seen) return leave(button);
  const { merged, stored, storedNumber } = page.querySelector<HTMLElement>("#edit")!.dataset;
  if (merged !== undefined || stored !== tab || storedNumber !== String(signed)) {
    // What is stored holds what this page does not show. Whoever has typed on is not
    // interrupted: the next save merges it.
    return touches === before ? go(response.url) : undefined;
  }
  field(":version").value = version.value;
  field(":seen").value = seen.value;
  say(page.querySelector(".edit-saved")?.textContent ?? "");
  for (const what of ["[data-states]", ".edit-state"]) {
    const [old, now] = [document.querySelector(what), page.querySelector(what)];
    if (now && !old?.contains(document.activeElement)) old?.replaceWith(document.adoptNode(now));
  }
  form.querySelector(".entry-not-done")?.remove();
  saved();
  form.dispatchEvent(new Event("lectern:saved"));
  return { page, open: new URL(response.url).searchParams.get("open") ?? "" };
}

function field(name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

// go shows what is stored instead of the form.
function go(url: string): undefined {
  saved();
  location.assign(url);
}

function valueOf(name: string): string {
  return (form.elements.namedItem(name) as HTMLInputElement | null)?.value ?? "";
}

// setField writes a hidden field, which there may not be yet.
export function setField(name: string, value: string): void {
  let input = form.elements.namedItem(name) as HTMLInputElement | null;
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    form.append(input);
  }
  input.value = value;
}

// notDone says beside a button that what it says was not done.
function notDone(button: HTMLButtonElement): undefined {
  form.querySelector(".entry-not-done")?.remove();
  const said = document.createElement("p");
  said.className = "entry-said entry-not-done";
  said.textContent = "This was not done: the website does not answer. What you typed is still here. Try again.";
  (button.closest(".entry-tools") ?? button).after(said);
  announce(said.textContent);
}

// leave lets the browser send the form as it does without scripts.
function leave(button: HTMLButtonElement): undefined {
  saved();
  button.dataset["native"] = "yes";
  button.click();
}
