// The preview of a page: its width is switched without asking for it again, and
// a frame that is wider than its place is drawn smaller until it fits. Whoever
// saves the draft sends "lectern-saved" to the document, and it is shown anew.

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

customElements.define("lectern-preview", Preview);
