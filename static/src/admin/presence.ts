// Says that the page is open, and shows who else has it open.

import { address, form, tab } from "./edit-form";
import { announce } from "./fragment";

const every = 10_000; // ms

export interface Others {
  others?: string; // empty: nobody
  last?: string; // when one of them saved
}

let told = "";

function show({ others = "", last = "" }: Others): void {
  const place = form.querySelector<HTMLElement>(".edit-presence");
  if (!place) return;
  place.hidden = !others;
  place.textContent = others && (last ? `${others}. ${last}.` : `${others}.`);
  if (others && others !== told) announce(others);
  told = others;
}

function say(more: Record<string, string> = {}, keepalive = false): Promise<Response> {
  const body = new URLSearchParams({ ":tab": tab, ...more });
  return fetch(`${address}/presence`, { method: "POST", body, credentials: "same-origin", keepalive });
}

// tellOthers says so again and again, and tells the status of each answer.
export function tellOthers(answered: (status: number) => void): void {
  const ask = async () => {
    try {
      const response = await say();
      if (response.ok) show((await response.json()) as Others);
      answered(response.status);
    } catch {
      // It is said again.
    }
  };
  void ask();
  setInterval(ask, every);
  addEventListener("pagehide", () => void say({ left: "yes" }, true).catch(() => undefined));
  addEventListener("pageshow", (event) => event.persisted && void ask());
}
