// The tools of a table's cell come when somebody writes in it, and stay until
// another is written in. Nothing moves while a mouse button is down: its click
// would miss what it was meant for.

import { form } from "./edit-form";

export function followCells(): void {
  let down = false;
  let cell: Element | null = null;
  const show = (): void => {
    if (!cell || cell.classList.contains("grid-cell-written")) return;
    form.querySelectorAll(".grid-cell-written").forEach((other) => other.classList.remove("grid-cell-written"));
    cell.classList.add("grid-cell-written");
  };
  form.addEventListener("focusin", ({ target }) => {
    cell = (target as Element).closest(".grid-cell") ?? cell;
    if (!down) show();
  });
  addEventListener("pointerdown", () => (down = true), true);
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      down = false;
      requestAnimationFrame(show);
    }, true);
  }
}
