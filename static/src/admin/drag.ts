// Blocks can be dragged by a handle. It is never the only way: each has buttons
// to move it up and down.

import { form, whenChanged } from "./edit-form";
import { entriesOf, listOf, settle } from "./entries";

const edge = 80; // px from the edge of the window within which it scrolls
const speed = 14; // px per frame

function grip(block: HTMLElement): void {
  if (block.querySelector(":scope > .block-grip")) return;
  const handle = document.createElement("span");
  handle.className = "block-grip";
  handle.title = "Drag to move";
  handle.setAttribute("aria-hidden", "true");
  handle.addEventListener("pointerdown", (event) => event.button === 0 && drag(block, handle, event));
  block.prepend(handle);
}

function drag(block: HTMLElement, handle: HTMLElement, start: PointerEvent): void {
  start.preventDefault();
  handle.setPointerCapture(start.pointerId);
  block.classList.add("dragged");
  let y = start.clientY;
  let before: HTMLElement | null | undefined; // undefined: where it is
  let frame = requestAnimationFrame(step);

  function step(): void {
    if (y < edge) scrollBy(0, -speed);
    if (y > innerHeight - edge) scrollBy(0, speed);
    mark();
    frame = requestAnimationFrame(step);
  }

  function mark(): void {
    const others = entriesOf(listOf(block)).filter((one) => one !== block);
    unmark();
    const next = others.find((one) => {
      const { top, height } = one.getBoundingClientRect();
      return y < top + height / 2;
    });
    before = next ?? null;
    (next ?? others.at(-1))?.classList.add(next ? "drop-before" : "drop-after");
  }

  function unmark(): void {
    for (const one of listOf(block).querySelectorAll(":scope > .drop-before, :scope > .drop-after")) one.classList.remove("drop-before", "drop-after");
  }

  function end(dropped: boolean): void {
    cancelAnimationFrame(frame);
    unmark();
    block.classList.remove("dragged");
    handle.removeEventListener("pointermove", moved);
    removeEventListener("keydown", keyed, true);
    if (!dropped || before === undefined || before === block.nextElementSibling) return;
    listOf(block).insertBefore(block, before);
    settle(block);
  }

  const moved = (event: PointerEvent) => {
    y = event.clientY;
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    end(false);
  };
  handle.addEventListener("pointermove", moved);
  handle.addEventListener("pointerup", () => end(true), { once: true });
  handle.addEventListener("pointercancel", () => end(false), { once: true });
  addEventListener("keydown", keyed, true);
}

export function dragBlocks(): void {
  const grips = () => form.querySelectorAll<HTMLElement>(".block").forEach(grip);
  whenChanged(grips);
  grips();
}
