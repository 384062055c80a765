// The last part of an address follows the title until somebody writes one. The
// server makes it in the same way, and better, when the field is left empty.

function slugOf(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-$/, "");
}

for (const slug of document.querySelectorAll<HTMLInputElement>("input[data-slug-of]")) {
  const title = document.getElementById(slug.dataset.slugOf ?? "");
  if (!(title instanceof HTMLInputElement)) continue;
  let own = slug.value !== "" && slug.value !== slugOf(title.value);
  title.addEventListener("input", () => {
    if (!own) slug.value = slugOf(title.value);
  });
  slug.addEventListener("input", () => {
    own = slug.value !== "";
  });
}
