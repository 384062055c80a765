// findInLists lets somebody narrow the long lists of the panel to the values that
// have a text in them. It returns what makes a panel ready that has just come.
export function findInLists(form: HTMLFormElement, announce: (message: string) => void): () => void {
  const narrow = (field: HTMLInputElement): void => {
    const text = field.value.trim().toLowerCase();
    const facet = field.closest(".facet")!;
    let shown = 0;
    for (const value of facet.querySelectorAll<HTMLLabelElement>("label:has([type=checkbox])")) {
      value.hidden = !value.querySelector("span")!.textContent!.toLowerCase().includes(text);
      if (!value.hidden) shown++;
    }
    facet.classList.toggle("facet-found", text !== "");
    facet.querySelector<HTMLDetailsElement>(".facet-rest")!.open = text !== "";
    announce(text ? `${shown} in this list` : "");
  };
  form.addEventListener("input", ({ target }) => {
    if ((target as Element).matches(".facet-find input")) narrow(target as HTMLInputElement);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.target as Element).matches(".facet-find input")) event.preventDefault();
  });
  const ready = (): void => {
    for (const field of form.querySelectorAll<HTMLInputElement>(".facet-find input")) {
      field.disabled = false;
      if (field.value) narrow(field);
    }
  };
  ready();
  return ready;
}
