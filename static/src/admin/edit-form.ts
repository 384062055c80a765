// The form of the edit page, and what its scripts share: sending it without
// leaving the page, knowing whether it holds text that is not saved, and
// telling each other what has changed.

import { parse } from "./fragment";

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

// Text that is not saved is not left by accident.
let unsaved = false;

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export function touch(): void {
  if (unsaved) return;
  unsaved = true;
  addEventListener("beforeunload", warn);
  say("Not saved yet");
}

function saved(): void {
  unsaved = false;
  removeEventListener("beforeunload", warn);
}

function say(words: string): void {
  for (const place of form.querySelectorAll(".edit-saved")) place.textContent = words;
}

export function watchText(): void {
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("submit", saved);
  if (document.querySelector(".conflict, .error-summary")) touch();
  addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector<HTMLButtonElement>(".edit-save button"));
  });
}

// send posts the form with one of its actions, and returns the page that comes
// back with the place that it leads to. Nothing comes back when what was typed
// cannot be saved: then the browser shows why.
export async function send(button: HTMLButtonElement): Promise<{ page: Document; open: string } | undefined> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) body.append(name, String(value));
  let response: Response;
  try {
    response = await fetch(address, { method: "POST", body, credentials: "same-origin" });
  } catch {
    return leave(button);
  }
  if (!response.ok || !response.redirected) return leave(button);
  const page = parse(await response.text());
  const version = page.querySelector<HTMLInputElement>("#edit [name=':version']");
  if (!version) return leave(button);
  field(":version").value = version.value;
  say(page.querySelector(".edit-saved")?.textContent ?? "");
  saved();
  return { page, open: new URL(response.url).searchParams.get("open") ?? "" };
}

function field(name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

// leave lets the browser send the form as it does without scripts.
function leave(button: HTMLButtonElement): undefined {
  saved();
  button.dataset["native"] = "yes";
  button.click();
}
