// What axe finds wrong with a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../static/", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// bring has axe be on every page of a context from its beginning, which takes a
// third of the time of bringing it to one that is there.
export const bring = (context) => context.addInitScript(axe);

const colours = ["color-contrast", "link-in-text-block"];

// The rules that pages are tested by: all that our statement on accessibility counts,
// those about colours, and the rest, which colours do not matter for.
const rules = {
  all: { runOnly: { type: "tag", values: standards } },
  colours: { runOnly: { type: "rule", values: colours } },
  rest: { runOnly: { type: "tag", values: standards }, rules: Object.fromEntries(colours.map((id) => [id, { enabled: false }])) },
};

// violations returns what rules find. What is in a frame is not looked at.
export async function violations(page, which = "all") {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(`${axe}; 0`);
  const { violations } = await page.evaluate(
    (asked) => window.axe.run({ ...asked, resultTypes: ["violations"], preload: false, iframes: false }),
    rules[which],
  );
  return violations;
}

// accessible tells by report what rules find on a page, and whether the page is wider
// than its window.
export async function accessible(page, report, which = "all") {
  for (const { id, help, nodes } of await violations(page, which)) {
    const where = nodes.slice(0, 3).map(({ target, html }) => `${target.join(" ")} ${html.slice(0, 150)}`);
    report(`axe: ${id}: ${help}: ${where.join(" | ")}`);
  }
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) report(`the page is ${wider} px wider than the window`);
}
