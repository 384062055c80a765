// Counts how much a field with a limit may still hold.

import { form } from "./edit-form";
import { announce } from "./fragment";

const near = 20; // characters before the end, from which on it is said

let telling: ReturnType<typeof setTimeout> | undefined;

function count(id: string, text: string): void {
  const place = document.getElementById(`${id}:limit`);
  const most = Number(place?.dataset["most"]);
  if (!place || !most) return;
  const left = most - [...text.trim()].length;
  const words = left < 0 ? `${characters(-left)} too many` : `${characters(left)} left of ${most}`;
  if (place.textContent === words) return;
  place.textContent = words;
  place.classList.toggle("count-over", left < 0);
  clearTimeout(telling);
  if (left < near) telling = setTimeout(() => announce(words), 1000);
}

function characters(n: number): string {
  return n === 1 ? "1 character" : `${n} characters`;
}

export function countCharacters(): void {
  form.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.name && field.closest("lectern-rich-text") === null) count(field.name, field.value);
  });
  form.addEventListener("rich-text", (event) => {
    const text = event.target as HTMLElement & { plain: string };
    const name = text.querySelector<HTMLTextAreaElement>("textarea[name]")?.name;
    if (name) count(name, text.plain);
  });
  for (const place of form.querySelectorAll<HTMLElement>(".count[data-most]")) {
    const field = document.getElementById(place.id.replace(/:limit$/, "")) as HTMLInputElement | null;
    if (field?.value && [...field.value].length > Number(place.dataset["most"]) && !field.closest("lectern-rich-text")) count(field.name, field.value);
  }
}
