// The only place where text becomes part of a page. What comes through here
// was rendered by the admin itself, from the same origin.

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
}

declare global {
  interface Window {
    trustedTypes?: TrustedTypes;
    lecternPolicy?: ReturnType<TrustedTypes["createPolicy"]>;
  }
}

// Each script of a page has this module in it, and a policy can be made once.
const policy = (window.lecternPolicy ??= window.trustedTypes?.createPolicy("lectern", { createHTML: (html) => html }));

// parse reads a page, or a part of one, that the admin has sent.
export function parse(html: string): Document {
  return new DOMParser().parseFromString((policy ? policy.createHTML(html) : html) as string, "text/html");
}

// load asks the admin for a page.
export async function load(url: string | URL, options: RequestInit = {}): Promise<Document> {
  const response = await fetch(url, { credentials: "same-origin", ...options });
  return parse(await response.text());
}

// tryLoad is load for whoever tells, too, that nothing came: without an answer the
// page is empty.
export async function tryLoad(url: string | URL): Promise<Document> {
  try {
    return await load(url);
  } catch {
    return document.implementation.createHTMLDocument();
  }
}

// announce tells those who listen to a page what has changed on it.
export function announce(message: string): void {
  let status = document.getElementById("announcements");
  if (!status) {
    status = document.createElement("div");
    status.id = "announcements";
    status.className = "govuk-visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  status.textContent = message;
}
