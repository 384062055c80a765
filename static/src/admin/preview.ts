// The preview of a page: its width is switched without asking for it again, and
// a frame that is wider than its place is drawn smaller until it fits. Whoever
// saves the draft sends "lectern-saved" to the document, and it is shown anew.
// What axe finds in the frame is told below it, and marked in it.

import type { Fault } from "../axe";
import { announce } from "./fragment";

class Preview extends HTMLElement {
  connectedCallback(): void {
    const frame = this.querySelector("iframe");
    const stage = frame?.parentElement;
    if (!frame || !stage) return;
    this.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-width]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.widen(link);
      this.fit(frame, stage);
    });
    new ResizeObserver(() => this.fit(frame, stage)).observe(this);
    document.addEventListener("lectern-saved", () => this.reload(frame));
    const section = this.querySelector<HTMLElement>(".preview-faults");
    if (!section) return;
    frame.addEventListener("load", () => (section.hidden = true)); // until it is looked at
    frame.addEventListener("lectern-looked", (event) => this.tell(section, (event as CustomEvent<Fault[]>).detail));
  }

  // tell lists what keeps readers out.
  tell(section: HTMLElement, faults: Fault[]): void {
    section.hidden = false;
    const places = faults.reduce((sum, { elements }) => sum + elements.length, 0);
    const found =
      places === 0
        ? "A program finds nothing in this page that would keep somebody from reading it. Whether texts, descriptions and headings say what they should, only people can tell."
        : `${places === 1 ? "1 place" : `${places} places`} would keep some people from reading this page. Each is framed in the preview.`;
    section.querySelector(".preview-found")!.textContent = found;
    announce(found);
    const outlines = faults.flatMap(({ elements }) => elements as HTMLElement[]);
    outlines.forEach((element) => mark(element, "3px dashed"));
    section.querySelector("ol")!.replaceChildren(
      ...faults.map((fault) => {
        const item = document.createElement("li");
        const words = document.createElement("p");
        words.textContent = `${fault.help}. ${fault.advice}`;
        item.append(words, ...fault.elements.map((element) => this.pointer(element as HTMLElement, outlines)));
        return item;
      }),
    );
  }

  // pointer shows a place in the frame.
  pointer(element: HTMLElement, all: HTMLElement[]): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-plain";
    button.textContent = `Show “${gist(element)}”`;
    button.addEventListener("click", () => {
      all.forEach((other) => mark(other, other === element ? "5px solid" : "3px dashed"));
      element.scrollIntoView({ block: "center", behavior: "instant" });
      this.querySelector(".preview-stage")!.scrollIntoView({ block: "nearest", behavior: "instant" });
    });
    return button;
  }

  widen(link: HTMLAnchorElement): void {
    for (const other of this.querySelectorAll<HTMLAnchorElement>("a[data-width]")) {
      this.classList.toggle(`preview-${other.dataset.width}`, other === link);
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
  }

  fit(frame: HTMLIFrameElement, stage: HTMLElement): void {
    this.style.removeProperty("--preview-scale");
    this.classList.remove("preview-scaled");
    const scale = stage.clientWidth / frame.offsetWidth;
    if (scale >= 1 || !Number.isFinite(scale)) return;
    this.style.setProperty("--preview-scale", scale.toFixed(4));
    this.classList.add("preview-scaled");
  }

  // reload keeps the place that the editor has scrolled to.
  reload(frame: HTMLIFrameElement): void {
    const top = frame.contentWindow?.scrollY ?? 0;
    frame.addEventListener("load", () => frame.contentWindow?.scrollTo({ top, behavior: "instant" }), { once: true });
    frame.contentWindow?.location.reload();
  }
}

function mark(element: HTMLElement, line: string): void {
  element.style.outline = `${line} #d4351c`;
  element.style.outlineOffset = "2px";
}

// gist is by what an editor knows an element again.
function gist(element: HTMLElement): string {
  const text = (element.innerText || element.getAttribute("alt") || element.getAttribute("aria-label") || element.localName).replaceAll(/\s+/g, " ").trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

customElements.define("lectern-preview", Preview);
