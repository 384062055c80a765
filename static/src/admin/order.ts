// Pages are put in order without asking the server: by the same buttons, and by
// dragging. The numbers say the order; saving keeps it.

import { announce } from "./fragment";

const list = document.getElementById("order");

function rows(): HTMLElement[] {
  return [...(list?.children ?? [])] as HTMLElement[];
}

function nameOf(row: HTMLElement): string {
  return row.querySelector(".order-name strong")?.textContent ?? "";
}

// settle numbers the pages anew. The first cannot go up, nor the last down.
function settle(): void {
  rows().forEach((row, i, all) => {
    const place = row.querySelector<HTMLInputElement>("[name=place]");
    if (place) place.value = String(i + 1);
    for (const button of row.querySelectorAll<HTMLButtonElement>("button")) {
      button.disabled = button.value.startsWith("up:") ? i === 0 : i === all.length - 1;
    }
  });
}

function say(row: HTMLElement): void {
  announce(`${nameOf(row)} is now ${rows().indexOf(row) + 1} of ${rows().length}`);
}

function nudge(row: HTMLElement, button: HTMLButtonElement): void {
  if (button.value.startsWith("up:")) row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  settle();
  const other = row.querySelector<HTMLButtonElement>("button:enabled");
  (button.disabled ? other : button)?.focus();
  say(row);
}

function grip(row: HTMLElement): void {
  const handle = document.createElement("span");
  handle.className = "order-grip";
  handle.title = "Drag to move";
  handle.setAttribute("aria-hidden", "true");
  handle.addEventListener("pointerdown", (event) => {
    if (event.button === 0) drag(row, handle, event);
  });
  row.prepend(handle);
}

function drag(row: HTMLElement, handle: HTMLElement, start: PointerEvent): void {
  start.preventDefault();
  handle.setPointerCapture(start.pointerId);
  row.classList.add("dragged");
  let target: { row: HTMLElement; after: boolean } | undefined;

  const unmark = () => target?.row.classList.remove("drop-before", "drop-after");
  const moved = (event: PointerEvent) => {
    unmark();
    const others = rows().filter((one) => one !== row);
    const next = others.find((one) => {
      const { top, height } = one.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    const last = others.at(-1);
    target = next ? { row: next, after: false } : last && { row: last, after: true };
    target?.row.classList.add(target.after ? "drop-after" : "drop-before");
  };
  const end = (dropped: boolean) => {
    unmark();
    row.classList.remove("dragged");
    handle.removeEventListener("pointermove", moved);
    removeEventListener("keydown", keyed, true);
    if (!dropped || !target) return;
    if (target.after) target.row.after(row);
    else target.row.before(row);
    settle();
    say(row);
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    target = undefined;
    end(false);
  };
  handle.addEventListener("pointermove", moved);
  handle.addEventListener("pointerup", () => end(true), { once: true });
  handle.addEventListener("pointercancel", () => end(false), { once: true });
  addEventListener("keydown", keyed, true);
}

if (list) {
  rows().forEach(grip);
  list.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    const row = button?.closest<HTMLElement>(".order-row");
    if (!button || !row) return;
    event.preventDefault();
    nudge(row, button);
  });
}
