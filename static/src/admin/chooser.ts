// Fields whose value is chosen: the chooser comes over the page, files are taken
// where they are dropped or pasted, and what is chosen is arranged without
// leaving the page.
import { announce, load, parse, tryLoad } from "./fragment";

interface Picked {
  id: string;
  title: string;
  description: string;
  decorative?: boolean;
}

const addresses: Record<string, string> = { page: "pages", image: "images", file: "files", term: "terms" };

class Chooser extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.press);
    if (!this.takesFiles()) return;
    this.addEventListener("dragover", this.over);
    this.addEventListener("dragleave", () => this.classList.remove("chooser-over"));
    this.addEventListener("drop", this.drop);
    this.addEventListener("paste", this.paste);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.press);
    this.removeEventListener("dragover", this.over);
    this.removeEventListener("drop", this.drop);
    this.removeEventListener("paste", this.paste);
  }

  private get many(): boolean {
    return this.hasAttribute("data-multiple");
  }

  private ids(): string[] {
    const name = this.dataset["name"];
    return [...this.querySelectorAll<HTMLInputElement>("input[type=hidden]")].filter((i) => i.name === name).map((i) => i.value);
  }

  private takesFiles(): boolean {
    return this.dataset["kind"] === "image" || this.dataset["kind"] === "file";
  }

  private press = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[name=action]");
    if (!button) return;
    const [verb = "", id = ""] = [button.value.split(":", 1)[0], button.value.slice(button.value.lastIndexOf(":") + 1)];
    if (!["choose", "clear", "up", "down"].includes(verb)) return;
    event.preventDefault();
    event.stopPropagation();
    if (verb === "choose") {
      void open(this);
      return;
    }
    const ids = this.ids();
    const at = this.many ? ids.indexOf(id) : 0;
    if (at < 0) return;
    const name = this.querySelectorAll(".chosen-name")[at]?.textContent ?? "";
    const [one] = ids.splice(at, 1) as [string];
    if (verb === "clear") {
      void this.show(ids, `${name} was removed`);
      return;
    }
    const to = Math.min(Math.max(at + (verb === "up" ? -1 : 1), 0), ids.length);
    ids.splice(to, 0, one);
    void this.show(ids, `${name} is now number ${to + 1}`, `${verb}:${this.dataset["name"]}:${one}`);
  };

  // pick takes what was chosen.
  async pick(all: Picked[], replace = false): Promise<void> {
    const one = all.at(-1);
    const before = this.many && !replace ? this.ids() : [];
    const ids = this.many ? [...new Set([...before, ...all.map(({ id }) => id)])] : one ? [one.id] : [];
    const shown = await this.show(ids, one ? `${all.map(({ title }) => title).join(", ")}: chosen` : "Nothing is chosen");
    if (one && !this.many) shown.describe(one);
  }

  // show has the field drawn anew with other things in it. again is the button
  // that is pressed again and again.
  private async show(ids: string[], words: string, again = ""): Promise<Chooser> {
    const { name = "", label = "", kind = "", kinds = "" } = this.dataset;
    const query = new URLSearchParams({ name, label, kinds, what: kind });
    if (this.many) query.set("multiple", "yes");
    for (const id of ids) query.append("id", id);
    this.setAttribute("aria-busy", "true");
    const drawn = (await tryLoad(`/admin/choose/chosen?${query}`)).querySelector("lectern-chooser");
    this.removeAttribute("aria-busy");
    if (!drawn) {
      announce("This cannot be done now. Try again in a minute");
      return this;
    }
    const fresh = document.importNode(drawn, true) as Chooser;
    customElements.upgrade(fresh);
    fresh.dataset["was"] = this.querySelector<HTMLElement>(".chosen-item")?.dataset["description"] || this.dataset["was"] || "";
    this.replaceWith(fresh);
    const buttons = [...fresh.querySelectorAll<HTMLButtonElement>("button[name=action]")];
    const back = buttons.find((button) => button.value === again && !button.disabled)
      ?? buttons.find((button) => again !== "" && button.value.endsWith(again.slice(again.lastIndexOf(":"))) && !button.disabled)
      ?? fresh.querySelector<HTMLButtonElement>(".button-choose");
    back?.focus();
    announce(words);
    fresh.dispatchEvent(new Event("change", { bubbles: true }));
    return fresh;
  }

  // describe offers what is known of a file where nothing has been written, or
  // what was known of the one before.
  private describe({ title, description, decorative }: Picked): void {
    const stem = (this.dataset["name"] ?? "").replace(/\.asset$/, "");
    const beside = (part: string) => document.getElementsByName(`${stem}.${part}`)[0] as HTMLInputElement | undefined;
    const [alt, decorates] = [beside("alt"), beside("decorative")];
    if (this.dataset["kind"] === "image" && alt && decorates) {
      if (decorative) [alt.value, decorates.checked] = ["", true];
      else if (!decorates.checked && (!alt.value || alt.value === this.dataset["was"])) alt.value = description;
      else if (alt.value) announce(`${title}: chosen. Check the alternative text`);
      alt.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const named = beside("title");
    if (this.dataset["kind"] === "file" && named && !named.value && !/\.\w{2,5}$/.test(title)) named.value = title;
  }

  private over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.classList.add("chooser-over");
  };

  private drop = (event: DragEvent): void => {
    this.classList.remove("chooser-over");
    this.take(event, event.dataTransfer);
  };

  private paste = (event: ClipboardEvent): void => this.take(event, event.clipboardData);

  private take(event: Event, data: DataTransfer | null): void {
    const file = data?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    const body = new FormData();
    body.append("file", file);
    const place = document.createElement("div");
    this.prepend(place);
    void upload(this.dataset["kind"] === "image", body, place).then((picked) => picked && this.pick([picked]));
  }
}

// upload sends a form with a file and shows how far it is, or why it is not
// accepted.
function upload(picture: boolean, body: FormData, place: HTMLElement): Promise<Picked | undefined> {
  const ordered = new FormData(); // what is said comes before the file
  ordered.append("part", "choice");
  for (const [name, value] of body) if (typeof value === "string") ordered.append(name, value);
  for (const [name, value] of body) if (typeof value !== "string") ordered.append(name, value);
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.setAttribute("aria-label", "Sending the file");
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "button-plain";
  stop.textContent = "Stop";
  place.className = "chooser-progress";
  place.replaceChildren(progress, stop);
  announce("Sending the file");
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const refuse = (words: string): void => {
      const problem = document.createElement("p");
      problem.className = "problem";
      problem.setAttribute("role", "alert");
      problem.textContent = words;
      place.replaceChildren(problem);
      resolve(undefined);
    };
    stop.addEventListener("click", () => {
      request.abort();
      place.remove();
      resolve(undefined);
    });
    request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) progress.value = loaded / total;
    });
    request.addEventListener("error", () => refuse("The file could not be sent. It may be too large, or the connection was lost"));
    request.addEventListener("load", () => {
      const answer = parse(request.responseText);
      const known = answer.querySelector<HTMLElement>("[data-id]")?.dataset;
      if (request.status !== 200 || !known?.["id"]) {
        refuse(answer.querySelector("[data-problem]")?.textContent?.trim() || "The file could not be added. Try again in a minute");
        return;
      }
      const said = String(body.get("description") ?? "").trim();
      resolve({
        id: known["id"],
        title: known["title"] ?? "",
        description: said || (known["description"] ?? ""),
        decorative: body.has("decorative"),
      });
    });
    request.open("POST", picture ? "/admin/files?type=picture" : "/admin/files");
    request.send(ordered);
  });
}

const pause = 200; // milliseconds that somebody stops typing for

// open shows the chooser of a field over the page.
async function open(field: Chooser): Promise<void> {
  const { kind = "", kinds = "", label = "" } = field.dataset;
  const many = field.hasAttribute("data-multiple");
  const query = new URLSearchParams({ pick: many ? "many" : "one", part: "panel" });
  if (kinds) query.set(kind === "term" ? "vocabulary" : "kinds", kinds);
  const address = `/admin/choose/${addresses[kind]}`;
  const panel = (await tryLoad(`${address}?${query}`)).querySelector(".chooser-panel");
  if (!panel) {
    announce("This cannot be done now. Try again in a minute");
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "chooser-dialog";
  const head = document.createElement("div");
  head.className = "chooser-dialog-head";
  const title = document.createElement("h2");
  title.id = "chooser-title";
  title.textContent = label;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button-plain";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  head.append(title, close);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(head, document.importNode(panel, true));
  document.body.append(dialog);

  const before = new Map(
    [...field.querySelectorAll<HTMLElement>(".chosen-item")].map((item) => [
      item.querySelector<HTMLInputElement>("input[type=hidden]")?.value ?? "",
      item.querySelector(".chosen-name")?.textContent ?? "",
    ]),
  );
  const marked = new Map<string, string>(kind === "term" ? before : []); // of several, by id, in the order they were marked
  let picked = false;
  const finish = (all: Picked[]): void => {
    picked = true;
    dialog.close();
    void field.pick(all, kind === "term");
  };
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (!picked) field.querySelector<HTMLButtonElement>(".button-choose")?.focus();
  });

  const mark = (): void => {
    for (const box of dialog.querySelectorAll<HTMLInputElement>("[data-choices] input[type=checkbox]")) box.checked = marked.has(box.value);
  };
  mark();

  const search = dialog.querySelector<HTMLInputElement>("input[type=search]");
  let waiting = 0;
  let asked = new AbortController();
  const find = async (url: URL): Promise<void> => {
    asked.abort();
    asked = new AbortController();
    url.searchParams.set("part", "results");
    try {
      const found = (await load(url, { signal: asked.signal })).querySelector("[data-choices]");
      if (!found) return;
      dialog.querySelector("[data-choices]")?.replaceWith(document.importNode(found, true));
      mark();
      const n = dialog.querySelectorAll("[data-choices] li").length;
      announce(n === 1 ? "1 found" : `${n} found`);
    } catch {
      // another search has begun, or the line is gone: what is shown stays
    }
  };
  const ask = (): void => {
    const url = new URL(`${address}?${query}`, location.href);
    url.searchParams.set("q", search?.value ?? "");
    void find(url);
  };
  search?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(ask, pause);
  });

  dialog.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (box.type !== "checkbox" || box.name !== "id") return;
    if (box.checked) marked.set(box.value, box.closest("li")?.dataset["title"] ?? "");
    else marked.delete(box.value);
  });
  dialog.addEventListener("click", (event) => {
    const target = event.target as Element;
    const more = target.closest<HTMLAnchorElement>(".choices-more a");
    if (more) {
      event.preventDefault();
      void find(new URL(more.href)).then(() => dialog.querySelector<HTMLElement>("[data-choices] button, [data-choices] input")?.focus());
      return;
    }
    const item = target.closest("button[name=id]")?.closest("li");
    if (!item) return;
    event.preventDefault();
    const { id = "", title: name = "", description = "" } = item.dataset;
    finish([{ id, title: name, description }]);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (form.matches(".chooser-search")) {
      clearTimeout(waiting);
      ask();
    } else if (form.matches(".chooser-upload")) {
      const place = form.querySelector<HTMLElement>("[data-progress]") ?? document.createElement("div");
      place.dataset["progress"] = "";
      form.prepend(place);
      void upload(kind === "image", new FormData(form), place).then((one) => one && finish([one]));
    } else {
      finish([...marked].map(([id, name]) => ({ id, title: name, description: "" })));
    }
  });
  dialog.showModal();
  search?.focus();
}

customElements.define("lectern-chooser", Chooser);
