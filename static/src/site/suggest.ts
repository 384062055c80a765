// Suggestions below a field that searches the site: a combobox whose list is
// gone through by the arrow keys. What was typed stays as it is, and the form
// works as it does without.
interface Suggestion {
  text: string;
  href: string;
  label: string;
}

const pause = 120; // milliseconds that somebody stops typing for
const least = 2; // characters

export function suggest(field: HTMLInputElement, n: number, announce: (message: string) => void): void {
  const list = document.createElement("ul");
  list.id = `suggestions-${n}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = "Suggestions";
  list.hidden = true;
  field.parentElement!.append(list);

  field.type = "text"; // a field for searches may be no combobox, and empties itself on Escape
  field.enterKeyHint = "search";
  field.role = "combobox";
  field.ariaAutoComplete = "list";
  field.setAttribute("aria-controls", list.id);

  let waiting = 0;
  let asked = new AbortController();
  let active = -1; // which of the list

  const mark = (to: number): void => {
    [...list.children].forEach((option, i) => (option.ariaSelected = String(i === to)));
    active = to;
    const option = list.children[to];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };
  const open = (is: boolean): void => {
    list.hidden = !is;
    field.ariaExpanded = String(is);
    mark(-1);
  };
  const close = (): void => {
    clearTimeout(waiting);
    asked.abort();
    open(false);
  };
  const go = (option: Element | null | undefined): void => {
    if (!option) return;
    close(); // whoever comes back finds the field as it was
    location.assign((option as HTMLElement).dataset["href"]!);
  };

  const show = (found: Suggestion[]): void => {
    list.replaceChildren(
      ...found.map(({ text, href, label }, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.role = "option";
        option.dataset["href"] = href;
        const kind = document.createElement("span");
        kind.textContent = label;
        option.append(text, " ", kind);
        return option;
      }),
    );
    open(found.length > 0);
    announce(found.length === 1 ? "1 suggestion" : `${found.length || "No"} suggestions`);
  };
  const ask = (): void => {
    asked = new AbortController();
    fetch(`/search/suggest?${new URLSearchParams({ q: field.value })}`, { signal: asked.signal })
      .then((answer) => answer.json())
      .then(({ suggestions }) => show(suggestions))
      .catch(() => {}); // more has been typed, or the line is gone: the form works as ever
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    asked.abort();
    if (field.value.trim().length < least) close();
    else waiting = window.setTimeout(ask, pause);
  });
  field.addEventListener("keydown", (event) => {
    const shown = !list.hidden;
    const size = list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && size) {
      event.preventDefault();
      if (event.altKey) open(step > 0);
      else {
        if (!shown) open(true);
        // The field itself comes before the first and after the last.
        mark(((active + step + size + 2) % (size + 1)) - 1);
      }
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      if (shown && active >= 0) {
        event.preventDefault();
        go(list.children[active]);
      } else close();
    } else if (/^(Home|End|ArrowLeft|ArrowRight)$/.test(event.key)) mark(-1); // within what was typed
  });
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", ({ target }) => go((target as Element).closest("li")));
  open(false);
}
