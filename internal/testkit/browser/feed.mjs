// Opens feeds, which are XML, and tells what a person sees of them: the texts,
// those that the stylesheet adds included, from top to bottom. The job and what
// must come of it are in internal/feeds/browser_test.go.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const { job, chromium: chrome } = await json(process.stdin);
const browser = await chromium.launch({ executablePath: chrome.shell, args: chrome.flags });

// seen runs in the page.
function seen() {
  const texts = [];
  for (const element of document.querySelectorAll("*")) {
    if (element.getClientRects().length === 0) continue;
    const text = [...element.childNodes].filter((node) => node.nodeType !== Node.ELEMENT_NODE).map((node) => node.data).join("").trim();
    const [before, after] = ["::before", "::after"].map((part) => getComputedStyle(element, part).content);
    const { top, bottom } = element.getBoundingClientRect();
    if (before !== "none") texts.push({ at: top, text: JSON.parse(before) });
    if (text) texts.push({ at: top, text });
    if (after !== "none") texts.push({ at: bottom, text: JSON.parse(after) });
  }
  const { scrollWidth } = document.documentElement;
  return { texts: texts.sort((a, b) => a.at - b.at).map(({ text }) => text), over: scrollWidth - innerWidth };
}

const found = [];
for (const path of job.paths) {
  for (const width of [320, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    const console = [];
    page.on("console", (message) => console.push(message.text()));
    await page.goto(job.origin + path);
    found.push({ path, width, console, ...(await page.evaluate(seen)) });
    await context.close();
  }
}
await browser.close();
process.stdout.write(JSON.stringify(found));
