// Arranges the blocks of a page as a person does, first with scripts and then
// without. The job and what must come of it are in
// internal/admin/edit_browser_test.go.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { accessible } from "./axe.mjs";
import { open as openWindow } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const { job, chromium: chrome } = await json(process.stdin);
const browser = await chromium.launch({ executablePath: chrome.shell, args: chrome.flags });
const findings = [];
const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 320, height: 720 }, hasTouch: true };

let scene = "";
const report = (finding) => findings.push(`${scene}: ${finding}`);

// open loads a page in a new window.
async function open(id, options = desktop, expected = undefined) {
  const page = await openWindow(browser, options, report, expected);
  page.setDefaultTimeout(10_000);
  await page.goto(`${job.origin}/admin/pages/${id}`);
  return page;
}

function expect(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) report(`${what} is ${JSON.stringify(got)} and not ${JSON.stringify(want)}`);
}

const blocks = (page) => page.locator("#body > .block-list > .block");
const gists = (page) => page.$$eval("#body > .block-list > .block", (all) => all.map((b) => b.querySelector(".block-gist").textContent || "new").join(" "));
const said = (page) => page.evaluate(() => document.getElementById("announcements")?.textContent ?? "");
const focused = (page) => page.evaluate(() => document.activeElement.dataset.do ?? document.activeElement.textContent.trim().slice(0, 30));
const saved = (page) => page.waitForURL(/done=saved/);

scene = "moving by keyboard";
let page = await open(job.page);
await blocks(page).nth(1).locator("[data-do=up]").focus();
await page.keyboard.press("Enter");
expect("the order", await gists(page), "B A C D");
expect("what is said", await said(page), "Callout is now 1 of 4");
expect("the focus", await focused(page), "down"); // it can go no further up

scene = "adding by keyboard";
await blocks(page).nth(0).locator("> .block-add button").focus();
await page.keyboard.press("Enter");
const search = page.getByRole("combobox", { name: "Search for a block" });
await search.waitFor();
await accessible(page, report);
await page.keyboard.press("Escape");
expect("the focus after Escape", await focused(page), "Add a block here");
await page.keyboard.press("Enter");
for (const [typed, name] of [["text", "Text section"], ["table", "Table"], ["image", "Image"], ["panel", "Statistics panel"]]) {
  await search.fill(typed);
  expect(`the first of what ${typed} finds`, await page.getByRole("option", { selected: true }).locator(".block-choice-name").textContent(), name);
}
await search.fill("");
await page.keyboard.type("somebody's words".slice(0, 8));
await page.keyboard.press("ArrowDown");
await page.keyboard.press("ArrowUp");
expect("the option", await page.getByRole("option", { selected: true }).locator(".block-choice-name").textContent(), "Quote");
await page.keyboard.press("Enter");
await page.locator(".block-dialog").waitFor({ state: "detached" });
await blocks(page).nth(4).waitFor();
expect("the order", await gists(page), "B new A C D");
expect("what is said", await said(page), "Quote was added");
expect("where the focus is", await page.evaluate(() => !!document.activeElement.closest("#body .block:nth-child(2) .block-fields")), true);

scene = "removing and Undo";
await blocks(page).nth(3).locator(".entry-more > summary").click();
await blocks(page).nth(3).locator("[data-do=remove]").click();
expect("the order", await gists(page), "B new A D");
expect("the focus", await focused(page), "Undo");
await page.keyboard.press("Enter");
expect("the order", await gists(page), "B new A C D");

scene = "dragging";
await blocks(page).nth(3).scrollIntoViewIfNeeded();
await blocks(page).nth(3).hover();
const from = await blocks(page).nth(3).locator("> .block-grip").boundingBox();
const to = await blocks(page).nth(2).boundingBox();
await page.mouse.move(from.x + 8, from.y + 8);
await page.mouse.down();
await page.mouse.move(from.x + 8, to.y + 4, { steps: 4 });
await page.locator(".drop-before").waitFor();
await page.mouse.up();
expect("the order", await gists(page), "B new C A D");
await blocks(page).nth(2).locator("[data-do=down]").click();
expect("the order", await gists(page), "B new A C D");

scene = "the map";
const map = page.getByRole("navigation", { name: "Blocks of Content" });
expect("its entries", await map.getByRole("link").allTextContents(), ["Callout", "Quote", "Callout", "Callout", "Callout"]);
await map.getByRole("link").nth(4).click();
expect("whether the block is open", await blocks(page).nth(4).locator("> details").evaluate((d) => d.open), true);

scene = "counting";
await page.locator("#title").fill("x".repeat(162));
expect("the counter", await page.locator("[id='title:limit']").textContent(), "12 characters too many");
await page.locator("#title").fill("Typed with scripts");

scene = "saving";
await page.keyboard.press("Control+s");
await saved(page);
await accessible(page, report);
await page.context().close();

scene = "every block, on a desktop";
page = await open(job.every);
await page.getByRole("button", { name: "Open all" }).click();
await page.waitForFunction(() => [...document.querySelectorAll("#body > .block-list > .block > details")].every(({ open }) => open));
await accessible(page, report);
await page.context().close();

scene = "every block, on a phone";
page = await open(job.every, phone);
await page.getByRole("button", { name: "Open all" }).click();
await page.waitForFunction(() => [...document.querySelectorAll("#body > .block-list > .block > details")].every(({ open }) => open));
await accessible(page, report);
await page.context().close();

scene = "copying to another page";
page = await open(job.page);
await blocks(page).nth(0).locator(".entry-more > summary").click();
await blocks(page).nth(0).locator("[data-do=copy]").click();
await page.locator(".entry-copied").waitFor();
expect("what is said", await said(page), "Callout was copied. “Add a block” offers it, on this page and on others.");
await page.context().close();
page = await open(job.every);
await page.locator("#body > .block-add button").last().click();
await page.getByRole("option", { name: "Paste Callout: B" }).waitFor();
await accessible(page, report);
await page.getByRole("option", { name: "Paste Callout: B" }).click();
await blocks(page).last().locator(".block-gist", { hasText: "B" }).waitFor();
await page.keyboard.press("Control+s");
await saved(page);
await page.context().close();

// meanwhile answers what a button of a block sends only after something was done.
async function meanwhile(page, press, act) {
  let go;
  const done = new Promise((resolve) => (go = resolve));
  let asked;
  const sent = new Promise((resolve) => (asked = resolve));
  await page.route(`${job.origin}/admin/pages/${job.table}`, async (route) => {
    asked();
    await done;
    await route.continue();
  }, { times: 1 });
  await press();
  await sent;
  await act();
  go();
}

scene = "typing while the server adds a column";
page = await open(job.table, desktop, (message) => /status of 503/.test(message.text())); // which the console is told of
const table = blocks(page).first();
const cell = (row, column) => table.locator(".grid-row").nth(row).locator(".grid-cell").nth(column);
const written = () => page.evaluate(() => document.activeElement.closest("li")?.id ?? document.activeElement.name);
await table.locator("> details").evaluate((details) => (details.open = true));
await meanwhile(
  page,
  () => table.locator("[data-add$='.columns']").click(),
  async () => {
    await table.getByLabel("Caption").fill("Services in 2026");
    await cell(1, 0).locator("[contenteditable]").click();
    await page.keyboard.press("End");
    await page.keyboard.type(" and");
  },
);
await cell(1, 2).waitFor();
expect("the caption", await table.getByLabel("Caption").inputValue(), "Services in 2026");
expect("the cell", await cell(1, 0).locator("[contenteditable]").textContent(), "b2 and");
expect("where the cursor is", await written(), "body.table.rows.1.cells.0");
await page.keyboard.type(" on");
expect("the cell that is written on", await cell(1, 0).locator("[contenteditable]").textContent(), "b2 and on");

scene = "typing while the server moves a column";
const columns = table.locator("[id$='.columns'] > .entries > .entry");
await columns.nth(2).getByLabel("Name").fill("New");
await meanwhile(page, () => columns.nth(1).locator("[data-do=up]").click(), async () => {
  await cell(0, 1).locator("[contenteditable]").click();
  await page.keyboard.press("End");
  await page.keyboard.type("!");
});
await columns.nth(0).locator("input[value=Number]").waitFor();
expect("the cell", await cell(0, 0).locator("[contenteditable]").textContent(), "a1!");
expect("where the cursor is", await written(), "body.table.rows.0.cells.0");
await cell(0, 2).locator("[contenteditable]").click();
await page.keyboard.type("typed");

scene = "no answer";
await page.route(`${job.origin}/admin/pages/${job.table}`, (route) => route.fulfill({ status: 503, body: "away" }), { times: 1 });
await table.locator("[data-add$='.rows']").click();
await table.getByText("This was not done: the website does not answer.").waitFor();
await accessible(page, report);
expect("the cell", await cell(0, 2).locator("[contenteditable]").textContent(), "typed");
await page.keyboard.press("Control+s");
await saved(page);
await page.context().close();

scene = "a preview tells what keeps readers out";
page = await open(`${job.every}/preview`);
const faults = page.getByRole("region", { name: "Can everybody read it?" });
await faults.getByText(/^A program finds nothing/).waitFor();
await page.route(/preview\/frame/, async (route) => { // nothing that can be written is wrong, so the frame of the page must be
  const response = await route.fetch();
  await route.fulfill({ response, body: (await response.text()).replace("</main>", "<h5>Much too small</h5></main>") });
});
await page.getByRole("link", { name: "320" }).click(); // by script
await page.reload();
await faults.getByText(/^1 place would keep some people from reading this page\./).waitFor();
await accessible(page, report);
await faults.getByRole("button", { name: "Show “Much too small”" }).click();
expect("what is framed", await page.frameLocator("iframe").getByRole("heading", { name: "Much too small" }).evaluate((one) => one.style.outlineWidth), "5px");
await page.context().close();

scene = "without scripts";
page = await open(job.page, { ...desktop, javaScriptEnabled: false });
await page.locator("#title").fill("Typed with scripts and without");
await blocks(page).nth(3).getByRole("button", { name: "Add a block here" }).click();
await page.getByRole("heading", { name: "Add a block", level: 1 }).waitFor();
await page.getByRole("button", { name: "Text section" }).click();
await page.waitForURL(/open=body/);
const added = blocks(page).nth(4);
await added.getByRole("textbox", { name: "Heading" }).fill("");
await page.getByRole("button", { name: "Save draft" }).last().click();
await saved(page);
await page.context().close();

await browser.close();
process.stdout.write(JSON.stringify({ findings }));
