// What is asked of a picture, a file or a page only once there is one.

import { form } from "./edit-form";

// A chooser tells of each choice by "change", which bubbles.
export function askWhenChosen(): void {
  form.addEventListener("change", (event) => {
    const chooser = (event.target as Element).closest("lectern-chooser");
    const more = chooser?.closest("fieldset")?.querySelector<HTMLElement>(":scope > [data-when-chosen]");
    if (more && chooser?.querySelector("input[type=hidden][name]")) more.hidden = false;
  });
}
