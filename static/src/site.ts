// What every page of the site loads. Nothing needs it: each module makes
// something quicker that works without.
import { announcer } from "./site/announce";
import { rememberChoices } from "./site/choice";
import { findInLists } from "./site/facet";
import { suggest } from "./site/suggest";
import { updateInPlace } from "./site/update";

const announce = announcer();
document.querySelectorAll<HTMLInputElement>("[action='/search'] [name=q]").forEach((field, n) => suggest(field, n, announce));

const form = document.querySelector<HTMLFormElement>(".search-page");
if (form) {
  updateInPlace(form, announce, findInLists(form, announce));
  rememberChoices(form);
}
