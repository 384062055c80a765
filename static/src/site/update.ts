// updateInPlace shows another state of the search without leaving the page: the
// same page is asked for, and its panel and results take the place of those
// before. Whatever goes wrong, the browser goes there in its own way.

export function updateInPlace(form: HTMLFormElement, announce: (message: string) => void, ready: () => void): void {
  let asked: XMLHttpRequest | undefined;
  let shown = location.pathname + location.search;
  const path = new URL(form.action).pathname;

  // load asks for a state. It is parsed by the browser itself: no text becomes
  // part of the page here.
  const load = (url: string, then: (fresh: Document, url: string) => void): void => {
    const before = asked;
    const request = (asked = new XMLHttpRequest());
    before?.abort();
    form.ariaBusy = "true";
    request.responseType = "document";
    request.onloadend = () => {
      if (request !== asked) return; // another one has been asked for
      const fresh = request.response as Document | null;
      form.ariaBusy = null;
      if (fresh?.querySelector(".search-columns")) then(fresh, request.responseURL);
      else location.assign(url); // which says what is wrong
    };
    request.open("GET", url);
    request.send();
  };

  // swap puts in what has come. What somebody has opened, typed into a list, or
  // has the focus on stays where it is.
  const swap = (fresh: Document): void => {
    const columns = form.querySelector(".search-columns")!;
    const held = document.activeElement;
    const at = held?.getBoundingClientRect().top;
    const name = (of: Element): string => of.className + (of.closest(".facet")?.querySelector<HTMLInputElement>("[name]")!.name ?? "");
    const opened = new Map([...columns.querySelectorAll("details")].map((one) => [name(one), one.open]));
    const typed = [...columns.querySelectorAll<HTMLInputElement>(".facet-find input")];
    document.title = fresh.title;
    columns.replaceChildren(...fresh.querySelector(".search-columns")!.children);
    for (const one of columns.querySelectorAll("details")) one.open = opened.get(name(one)) ?? one.open;
    for (const { id, value } of typed) {
      const field = document.getElementById(id) as HTMLInputElement | null;
      if (field) field.value = value;
    }
    ready();
    if (held && !held.isConnected) {
      const { id, name, value } = held as HTMLInputElement;
      const same = form.querySelector<HTMLElement>(id ? `#${id}` : `[name="${name}"][value="${value}"]`);
      same?.focus({ preventScroll: true });
      if (same) scrollBy(0, same.getBoundingClientRect().top - at!);
    }
    announce(form.querySelector(".found h2")?.textContent ?? "");
  };

  // show goes on to a state. After a link or a button one is at the results,
  // after a choice still at the choice.
  const show = (url: string, toResults: boolean): void =>
    load(url, (fresh, address) => {
      history.replaceState({ y: scrollY }, "");
      if (address !== location.href) history.pushState(null, "", address);
      shown = location.pathname + location.search;
      swap(fresh);
      const results = document.getElementById("results")!;
      if (!toResults) return;
      results.focus({ preventScroll: true });
      if (results.getBoundingClientRect().top < 0) results.scrollIntoView();
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
    if (!link || link.pathname !== path || link.hash || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, true);
  });
  addEventListener("popstate", ({ state }) => {
    if (location.pathname + location.search === shown) return; // within the page
    load(location.href, (fresh) => {
      shown = location.pathname + location.search;
      const field = form.querySelector<HTMLInputElement>("[name=q]")!;
      field.value = fresh.querySelector<HTMLInputElement>("[name=q]")!.value;
      swap(fresh);
      scrollTo(0, state?.y ?? 0);
    });
  });
}
