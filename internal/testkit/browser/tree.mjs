// Reads the accessibility tree of a page: what a screen reader has to tell.

// Roles whose nodes are kept; of the others what is inside is.
const told = new Set([
  "alert", "banner", "button", "checkbox", "combobox", "complementary", "contentinfo", "dialog", "figure", "form", "group",
  "heading", "img", "link", "list", "main", "navigation", "radio", "region", "search", "searchbox", "status", "table", "columnheader",
  "rowheader", "textbox", "blockquote", "article", "spinbutton",
]);

// A line of Playwright's snapshot: role, name, states, text.
const node = /^( *)- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?((?: \[[^\]]*\])*)(?::(?: (.*))?)?$/;

// tree returns one line for each node: its role, name and states, and of a list
// how many entries it has. An expander is called by its summary.
export async function tree(page) {
  const kept = [];
  const above = []; // the nodes that the line is inside of
  for (const line of (await page.locator("html").ariaSnapshot()).split("\n")) {
    const found = node.exec(line.replace(/'(?=:|$)/, "").replaceAll("''", "'"));
    if (!found) continue;
    const [, { length: indent }, role, name, states, text] = found;
    while (above.length > 0 && above.at(-1).indent >= indent) above.pop();
    const outer = above.at(-1);
    if (role === "listitem" && outer?.entry?.role === "list") outer.entry.entries += 1;
    if (role === "text" && outer?.entry?.role === "group") outer.entry.name ||= text;
    const depth = outer?.inside ?? 0;
    const entry = told.has(role) ? { role, name: name ?? (role === "group" ? text : undefined), states, depth, entries: 0 } : undefined;
    if (entry) kept.push(entry);
    above.push({ indent, entry, inside: entry ? depth + 1 : depth });
  }
  return kept.map(lineOf).join("\n") + "\n";
}

const longest = 70; // characters of a name: enough to know it by

function lineOf({ role, name, states, depth, entries }) {
  const called = name ? ` "${name.replace(/^"|"$/g, "").slice(0, longest)}"` : "";
  return "  ".repeat(depth) + role + (role === "list" ? ` of ${entries}` : "") + called + states;
}
