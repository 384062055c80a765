// What is asked of a picture, a file or a page only once there is one, and what
// only while there is none.

import { form } from "./edit-form";

// A chooser tells of each choice by "change", which bubbles.
export function askWhenChosen(): void {
  form.addEventListener("change", (event) => {
    const chooser = (event.target as Element).closest("lectern-chooser");
    const field = chooser?.closest("fieldset");
    if (!chooser || !field) return;
    const chosen = chooser.querySelector("input[type=hidden][name]") !== null;
    const own = (what: string) => [...field.querySelectorAll<HTMLElement>(what)].find((one) => one.closest("fieldset") === field);
    const more = own("[data-when-chosen]");
    if (more && chosen) more.hidden = false;
    const other = own("[data-unless-chosen]");
    if (other) other.hidden = chosen && other.querySelector("input")?.value === "";
    field.querySelector(".field-pair")?.classList.toggle("field-pair-whole", other?.hidden === true);
  });
}
