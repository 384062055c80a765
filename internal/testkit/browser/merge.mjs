// Saves one page in two windows, of which one has no scripts: what goes together
// does, and what does not is decided. The job and what must come of it are in
// internal/admin/merge_browser_test.go.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { accessible } from "./axe.mjs";
import { saveDraft } from "./edit-kit.mjs";
import { open as openWindow } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const { job, chromium: chrome } = await json(process.stdin);
const browser = await chromium.launch({ executablePath: chrome.shell, args: chrome.flags });
const findings = [];
const desktop = { viewport: { width: 1280, height: 900 } };

let scene = "";
const report = (finding) => findings.push(`${scene}: ${finding}`);
const conflict = (message) => message.text().includes("status of 409"); // which the page shows in words

async function open(options = desktop) {
  const page = await openWindow(browser, options, report, conflict);
  await page.goto(`${job.origin}/admin/pages/${job.page}`);
  return page;
}

function expect(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) report(`${what} is ${JSON.stringify(got)} and not ${JSON.stringify(want)}`);
}

const plain = { ...desktop, javaScriptEnabled: false };
const title = (page) => page.locator("#title");
const gists = (page) => page.$$eval("#body > .block-list > .block", (all) => all.map((b) => b.querySelector(".block-gist").textContent || "new").join(" "));
const says = (page) => page.locator(".done").textContent();

// saves saves what was typed where nothing is in its way.
async function saves(page) {
  await saveDraft(page);
  await page.waitForURL(/done=saved/);
}

scene = "different fields";
let one = await open(plain);
let other = await open();
await title(one).fill("One");
await saves(one);
await other.locator("#summary").fill("Other");
await other.keyboard.press("Control+s");
await other.waitForURL(/done=saved/);
expect("whether it is told", /in another window.*in Title is in it/.test(await says(other)), true);
expect("the title", await title(other).inputValue(), "One");
expect("the lead", await other.locator("#summary").inputValue(), "Other");
await accessible(other, report);

scene = "a button that only the server can do";
await one.goto(`${job.origin}/admin/pages/${job.page}`);
await title(one).fill("One again");
await saves(one);
await other.locator("#body > .block-list > .block").nth(0).locator(".entry-more > summary").click();
await other.locator("#body > .block-list > .block").nth(0).locator("[data-do=duplicate]").click();
await other.waitForURL(/open=body/);
expect("the order", await gists(other), "A A B");
expect("the title", await title(other).inputValue(), "One again");

for (const [name, options] of [["with scripts", desktop], ["without scripts", plain]]) {
  scene = `the same field, ${name}`;
  await one.goto(`${job.origin}/admin/pages/${job.page}`);
  await other.context().close();
  other = await open(options);
  await title(one).fill(`One ${name}`);
  await saves(one);
  await title(other).fill(`Other ${name}`);
  await other.locator("#summary").fill(`Lead ${name}`);
  await saveDraft(other);
  await other.getByRole("heading", { name: "This page was saved while you were writing" }).waitFor();
  expect("the title of the window", (await other.title()).startsWith("Not saved"), true);
  if (options === desktop) {
    expect("where the focus is", await other.evaluate(() => document.activeElement.classList.contains("conflict")), true);
    await accessible(other, report);
    await other.setViewportSize({ width: 320, height: 720 });
    await accessible(other, report);
    await other.setViewportSize(desktop.viewport);
  }
  expect("the title", await title(other).inputValue(), `Other ${name}`);
  const take = other.getByRole("button", { name: /^Take that of the other window.*Title$/ });
  await take.focus();
  await other.keyboard.press("Enter");
  const back = other.getByRole("button", { name: /^Take mine again.*Title$/ });
  await back.waitFor();
  expect("the title that was taken", await title(other).inputValue(), `One ${name}`);
  await back.click();
  await take.waitFor();
  expect("the title that was taken back", await title(other).inputValue(), `Other ${name}`);
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await other.waitForURL(/done=saved/);
  expect("the lead", await other.locator("#summary").inputValue(), `Lead ${name}`);
}

await browser.close();
process.stdout.write(JSON.stringify({ findings }));
