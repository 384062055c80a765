// Chooses pages, terms and pictures for the fields of a page as a person does,
// first with scripts and then without. The job and what must come of it are in
// internal/admin/choose_browser_test.go.

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
const phone = { viewport: { width: 320, height: 720 } };

let scene = "";
let expected = 0; // answers of status 422, which the browser notes
const report = (finding) => findings.push(`${scene}: ${finding}`);

async function open(path, options = desktop) {
  const page = await openWindow(browser, options, report, (message) => {
    if (expected > 0 && message.text().includes("422")) return expected-- > 0;
    return message.type() === "info" || `${message.location().url} ${message.text()}`.includes("/preview/"); // there is no site here to look at
  });
  page.setDefaultTimeout(10_000);
  await page.goto(job.origin + path);
  return page;
}

function expect(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) report(`${what} is ${JSON.stringify(got)} and not ${JSON.stringify(want)}`);
}

const edited = `/admin/pages/${job.page}`;
const field = (page, name) => page.locator(`lectern-chooser[data-name="${name}"]`);
const names = (page, name) => field(page, name).locator(".chosen-name").allInnerTexts();
const alt = (page) => page.locator(`[name="${job.image}.alt"]`).inputValue();
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());
const found = (page, n) => page.waitForFunction((n) => document.querySelectorAll("dialog [data-choices] li").length === n, n);
const tool = (page, name, title, verb) => field(page, name).locator(".chosen-item", { hasText: title }).locator(`button[value^="${verb}:"]`);
const chosen = (page, name, title) => field(page, name).locator(".chosen-name", { hasText: title }).first().waitFor();
const save = (page) => Promise.all([page.waitForURL(/done=saved/), page.locator(".edit-save button").first().click()]);
const picture = (name) => ({ name, mimeType: "image/png", buffer: Buffer.concat([Buffer.from(job.png, "base64"), Buffer.from(name)]) });

scene = "a page, by keyboard";
let page = await open(edited);
await field(page, job.pages).locator(".button-choose").focus();
await page.keyboard.press("Enter");
await page.locator("dialog[open]").waitFor();
await accessible(page, report);
expect("what has the focus", await page.evaluate(() => document.activeElement.type), "search");
await page.keyboard.press("Escape");
await page.locator("dialog").waitFor({ state: "detached" });
expect("what has the focus", await focused(page), "Add a page: Further information");
await page.keyboard.press("Enter");
await page.locator("dialog[open]").waitFor();
await page.keyboard.type("number", { delay: 10 });
await found(page, 3);
for (const n of [2, 0, 1]) await page.locator(`dialog li[data-title="Number ${n + 1}"] input`).check();
await page.getByRole("button", { name: "Use these" }).click();
await chosen(page, job.pages, "Number 1");
expect("the order", await names(page, job.pages), ["Number 3", "Number 1", "Number 2"]);
await tool(page, job.pages, "Number 2", "up").click();
await page.waitForFunction(() => document.getElementById("announcements").textContent.includes("is now number 2"));
expect("the order", await names(page, job.pages), ["Number 3", "Number 2", "Number 1"]);
expect("what has the focus", await page.evaluate(() => document.activeElement.value?.split(":")[0]), "up");
await tool(page, job.pages, "Number 3", "clear").click();
await page.waitForFunction(() => document.getElementById("announcements").textContent.includes("was removed"));
expect("the order", await names(page, job.pages), ["Number 2", "Number 1"]);

scene = "terms";
await field(page, job.terms).locator(".button-choose").click();
await page.locator("dialog[open]").waitFor();
await page.locator("dialog").getByLabel("Beds").check();
await page.locator("dialog [type=search]").fill("amb");
await found(page, 1);
await page.locator("dialog").getByLabel("Ambulances").check();
await page.getByRole("button", { name: "Use these" }).click();
await chosen(page, job.terms, "Beds");
expect("the terms", (await names(page, job.terms)).sort(), ["Ambulances", "Beds"]);

scene = "a picture";
await field(page, `${job.image}.asset`).locator(".button-choose").click();
await page.locator("dialog[open]").waitFor();
await accessible(page, report);
expected++;
await page.setInputFiles("dialog input[type=file]", { name: "a.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg><script>1</script></svg>") });
await page.getByRole("button", { name: "Add and use it" }).click();
await page.locator("dialog .problem", { hasText: "SVG can hold programs" }).waitFor();
await page.setInputFiles("dialog input[type=file]", picture("hill.png"));
await page.locator("dialog textarea[name=description]").fill("A hill");
await page.getByRole("button", { name: "Add and use it" }).click();
await chosen(page, `${job.image}.asset`, "hill.png");
expect("the alternative text", await alt(page), "A hill");
await page.evaluate(({ name, bytes }) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)), "more"], "dropped.png", { type: "image/png" }));
  document.querySelector(`lectern-chooser[data-name="${name}"]`).dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}, { name: `${job.image}.asset`, bytes: job.png });
await chosen(page, `${job.image}.asset`, "dropped.png");
await field(page, `${job.image}.asset`).locator(".button-choose").click();
await page.locator("dialog li[data-title='hill.png'] button").click();
await chosen(page, `${job.image}.asset`, "hill.png");
expect("the alternative text", await alt(page), "A hill");
await save(page);
expect("the pages", await names(page, job.pages), ["Number 2", "Number 1"]);
await page.context().close();

scene = "without scripts";
page = await open(edited, { ...desktop, javaScriptEnabled: false });
await page.locator("[name=title]").fill("Typed before something is chosen");
await field(page, `${job.image}.asset`).locator(".button-choose").click();
await page.waitForURL(/choose\/images/);
await page.setInputFiles("input[type=file]", picture("lake.png"));
await page.locator("textarea[name=description]").fill("A lake");
await page.getByRole("button", { name: "Add and use it" }).click();
await page.waitForURL(/done=chosen/);
expect("the picture", await names(page, `${job.image}.asset`), ["lake.png"]);
expect("the alternative text", await alt(page), "A lake");
expect("the title", await page.locator("[name=title]").inputValue(), "Typed before something is chosen");
await field(page, job.pages).locator(".button-choose").click();
await page.waitForURL(/choose\/pages/);
await page.locator("[type=search]").fill("number 3");
await page.getByRole("button", { name: "Search" }).click();
await page.getByLabel("Number 3").check();
await page.getByRole("button", { name: "Use these" }).click();
await page.waitForURL(/done=chosen/);
expect("the pages", await names(page, job.pages), ["Number 2", "Number 1", "Number 3"]);
await page.context().close();

scene = "on a phone";
for (const path of ["/admin/files", `/admin/choose/images?for=${job.page}&name=${job.image}.asset`, `/admin/choose/terms?for=${job.page}&name=${job.terms}`, `/admin/choose/pages?q=number`]) {
  scene = path;
  page = await open(path, phone);
  await accessible(page, report);
  await page.context().close();
}
scene = "a file";
page = await open("/admin/files", desktop);
await accessible(page, report);
await page.getByRole("link", { name: "lake.png" }).click();
await page.waitForURL(/files\/.+/);
await page.locator("dl.file-facts").waitFor();
await accessible(page, report);
await page.setViewportSize(phone.viewport);
await accessible(page, report);

await browser.close();
console.log(JSON.stringify({ findings }));
