// What the search page loads besides. Nothing needs it.
import { announcer } from "./site/announce";
import { rememberChoices } from "./site/choice";
import { findInLists } from "./site/facet";
import { updateInPlace } from "./site/update";

const form = document.querySelector<HTMLFormElement>(".search-page");
if (form) {
  const announce = announcer();
  const find = findInLists(form, announce);
  updateInPlace(form, announce, find);
  rememberChoices(form);
}
