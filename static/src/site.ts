// What every page of the site loads. Nothing needs it.
import { suggest } from "./site/suggest";

document.querySelectorAll<HTMLInputElement>("form[action='/search'] input[name=q]").forEach(suggest);
