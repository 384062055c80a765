// rememberChoices tells the site at which place the result stood that somebody
// opens. Nothing is told of who does.
export function rememberChoices(form: HTMLFormElement): void {
  const tell = ({ target, button }: MouseEvent): void => {
    const result = (target as Element).closest(".results h3 a")?.closest("li");
    const q = new URLSearchParams(location.search).get("q");
    if (!result || !q || button > 1 || location.pathname !== "/search") return;
    const list = result.parentElement as HTMLOListElement;
    const rank = list.start + [...list.children].indexOf(result);
    navigator.sendBeacon("/search/choice", new URLSearchParams({ q, rank: `${rank}` }));
  };
  form.addEventListener("click", tell);
  form.addEventListener("auxclick", tell); // into a tab of its own
}
