// rememberChoices tells the site at which place the result stood that somebody
// opens. Nothing is told of who does.
export function rememberChoices(form: HTMLFormElement): void {
  const tell = ({ target, type, button }: MouseEvent): void => {
    const result = (target as Element).closest(".results h3 a")?.closest("li");
    const q = new URLSearchParams(location.search).get("q");
    if (!result || !q || location.pathname !== "/search" || (type === "auxclick" && button !== 1)) return;
    const list = result.parentElement as HTMLOListElement;
    const rank = list.start + [...list.children].indexOf(result);
    navigator.sendBeacon("/search/choice", new URLSearchParams({ q, rank: String(rank) }));
  };
  form.addEventListener("click", tell);
  form.addEventListener("auxclick", tell); // into a tab of its own
}
