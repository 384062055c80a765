// updateInPlace shows another state of the search without leaving the page: the
// same page is asked for, and its panel and results take the place of those
// before. Whatever goes wrong, the browser goes there in its own way.

const bare = (url: string): string => url.split("#")[0]!; // without a place within the page
const top = (of: Element): number => of.getBoundingClientRect().top;

// focus reports whether something can have the focus, and gives it that.
function focus(one: HTMLElement | null | undefined): boolean {
  one?.focus({ preventScroll: true });
  return one === document.activeElement;
}

// name calls what opens by what it opens.
const name = (of: Element): string => of.classList[0] + (of.closest(".facet")?.querySelector<HTMLInputElement>("[name]")!.name ?? "");

export function updateInPlace(form: HTMLFormElement, announce: (message: string) => void, ready: () => void): void {
  let asked: XMLHttpRequest | undefined;
  let shown = bare(location.href);
  const path = bare(form.getAttribute("action")!); // a filter may be called action
  const field = form.querySelector<HTMLInputElement>("[name=q]")!;

  // load asks for a state. It is parsed by the browser itself: no text becomes
  // part of the page here.
  const load = (url: string, then: (fresh: Document, url: string) => void): void => {
    const before = asked;
    const request = (asked = new XMLHttpRequest());
    const typed = field.value;
    before?.abort();
    form.ariaBusy = "true";
    request.responseType = "document";
    request.onloadend = () => {
      if (request !== asked) return; // another one has been asked for
      const fresh = request.response as Document | null;
      form.ariaBusy = null;
      if (fresh?.querySelector(".search-columns")) {
        // What has been typed meanwhile is still to be asked.
        if (field.value === typed) field.value = fresh.querySelector<HTMLInputElement>(".search-page [name=q]")!.value;
        then(fresh, request.responseURL);
      } else if (url === location.href) location.reload(); // to go there might only scroll
      else location.assign(url); // which says what is wrong
    };
    request.open("GET", url);
    request.send();
  };

  // swap puts in what has come. What somebody has opened, typed into a list, or
  // has the focus on stays where it is. Where that is gone, the focus goes to what
  // opens the list that it was in, or else to the results.
  const swap = (fresh: Document): void => {
    const columns = form.querySelector(".search-columns")!;
    const held = document.activeElement as HTMLInputElement;
    const from = top(held);
    const formFrom = top(form);
    const around = [held.closest("details"), held.closest(".facet")].map((one) => one && name(one));
    const opened = new Map([...columns.querySelectorAll("details")].map((one) => [name(one), one.open]));
    const typed = [...columns.querySelectorAll<HTMLInputElement>(".facet-find input")];
    document.title = fresh.title;
    columns.replaceChildren(...fresh.querySelector(".search-columns")!.children);
    for (const one of document.querySelectorAll<HTMLElement>(".until-asked")) one.hidden = !!fresh.querySelector(".until-asked[hidden]");
    const lists = [...columns.querySelectorAll("details")];
    for (const one of lists) one.open = opened.get(name(one)) ?? one.open;
    for (const { id, value } of typed) {
      const field = document.getElementById(id) as HTMLInputElement | null;
      if (field) field.value = value;
    }
    ready();
    let to: HTMLElement | null | undefined;
    if (!held.isConnected) {
      const same = form.querySelector<HTMLElement>(held.id ? `#${held.id}` : `[name="${held.name}"][value="${held.value}"]`);
      const summaries = around.map((of) => lists.find((one) => name(one) === of)?.querySelector("summary"));
      to = [same, ...summaries].find(focus);
      if (!to) focus(document.getElementById("results"));
    }
    scrollBy(0, to ? top(to) - from : top(form) - formFrom);
    announce(form.querySelector(".found :is(h2, h3)")?.textContent ?? "");
  };

  // show goes on to a state. After a link or a button one is at the results,
  // after a choice still at the choice.
  const show = (url: string, toResults: boolean): void =>
    load(url, (fresh, address) => {
      history.replaceState({ y: scrollY }, "");
      if (address !== shown) history.pushState(null, "", address);
      shown = address;
      swap(fresh);
      const results = document.getElementById("results")!;
      if (!toResults) return;
      focus(results);
      if (top(results) < 0) results.scrollIntoView();
    });
  const chosen = (): string => `${path}?${new URLSearchParams(new FormData(form) as never)}`;

  form.addEventListener("change", ({ target }) => {
    if ((target as Element).closest(".filters [name]")) show(chosen(), false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(chosen(), true);
  });
  form.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    if (!link || link.pathname !== path || bare(link.href) === shown || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, true);
  });
  addEventListener("popstate", ({ state }) => {
    const url = location.href;
    if (bare(url) === shown) return; // within the page
    shown = bare(url);
    load(url, (fresh) => {
      swap(fresh);
      scrollTo(0, state?.y ?? 0);
    });
  });
}
