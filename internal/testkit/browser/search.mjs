// Searches the demonstration site as people do, by keyboard and by touch, with
// scripts and without. What must come of it is in
// internal/app/browser_search_test.go.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { open as openWindow } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");
const axe = require("axe-core").source;

const { job, chromium: chrome } = await json(process.stdin);
const browser = await chromium.launch({ executablePath: chrome.path, args: chrome.flags });
const findings = [];
const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

let scene = "";
let broken = false; // something fails on purpose, which the browser notes
const report = (finding) => findings.push(`${scene}: ${finding}`);

async function open(path, options = desktop) {
  const page = await openWindow(browser, options, report, () => broken);
  page.setDefaultTimeout(10_000);
  await page.goto(job.origin + path);
  return page;
}

function expect(what, got, want) {
  if (JSON.stringify(got) !== JSON.stringify(want)) report(`${what} is ${JSON.stringify(got)} and not ${JSON.stringify(want)}`);
}

async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const { id, nodes } of violations) report(`axe, ${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(" | ")}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) report(`the page is ${over} px wider than the window`);
}

// The field, and what is offered below it.
const field = (page) => page.locator("[role=combobox]:visible");
const offered = (page) => page.locator("[role=listbox]:visible [role=option]");
const state = (page) =>
  field(page).evaluate((one) => {
    const list = document.getElementById(one.getAttribute("aria-controls"));
    const active = document.getElementById(one.getAttribute("aria-activedescendant") ?? "none");
    const selected = [...list.children].filter((option) => option.ariaSelected === "true");
    return {
      typed: one.value,
      open: one.getAttribute("aria-expanded") === "true" && list.checkVisibility(),
      active: active ? [...list.children].indexOf(active) : -1,
      selected: selected.map((option) => [...list.children].indexOf(option)),
      focus: document.activeElement === one,
    };
  });
const closed = (typed) => ({ typed, open: false, active: -1, selected: [], focus: true });
const on = (typed, n) => ({ typed, open: true, active: n, selected: n < 0 ? [] : [n], focus: true });
const told = (page, text) =>
  page.waitForFunction((text) => [...document.querySelectorAll("[role=status]")].some((one) => one.textContent.includes(text)), text);
const address = (page) => page.url().slice(job.origin.length);

async function type(page, text) {
  await field(page).fill("");
  await field(page).pressSequentially(text, { delay: 10 });
}

for (const [where, path, options] of [["header, desktop", "/", desktop], ["search page, phone", "/search", phone], ["section, phone", "/services", phone]]) {
  scene = `suggestions, ${where}`;
  const page = await open(path, options);
  await type(page, "spin");
  await offered(page).first().waitFor();
  const count = await offered(page).count();
  await told(page, `${count} suggestions`);
  expect("before a key", await state(page), on("spin", -1));
  expect("the first", (await offered(page).first().innerText()).replace(/\s+/g, " "), "spine and the cloud Search");
  await accessible(page);
  await page.keyboard.press("ArrowDown");
  expect("after an arrow", await state(page), on("spin", 0));
  await accessible(page);
  await page.keyboard.press("ArrowUp");
  expect("back in the field", await state(page), on("spin", -1));
  await page.keyboard.press("ArrowUp");
  expect("at the last", await state(page), on("spin", count - 1));
  await page.keyboard.press("Home");
  expect("after Home", await state(page), on("spin", -1));
  expect("the caret", await field(page).evaluate((one) => one.selectionStart), 0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  expect("after End", await state(page), on("spin", -1));
  expect("the caret", await field(page).evaluate((one) => one.selectionStart), 4);
  await page.keyboard.press("Escape");
  expect("after Escape", await state(page), closed("spin"));
  await page.keyboard.press("ArrowDown");
  expect("opened again", await state(page), on("spin", 0));
  await page.keyboard.press("Tab");
  expect("after Tab", await state(page), { ...closed("spin"), focus: false });
  await field(page).focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowDown");
  const wanted = await offered(page).nth(1).evaluate((option) => option.dataset.href);
  await page.keyboard.press("Enter");
  await page.waitForURL(job.origin + wanted);
  expect("where it leads", address(page), "/services/spine");
  await page.goBack();
  await type(page, "spin");
  await offered(page).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=spin$/);
  await page.context().close();
}

scene = "suggestions, touched";
let page = await open("/search", phone);
await type(page, "spin");
await offered(page).first().tap();
await page.waitForURL(/q=spine\+and\+the\+cloud$/);
await type(page, "qqqq");
await told(page, "No suggestions");
expect("with nothing to offer", await state(page), closed("qqqq"));
await page.context().close();

scene = "suggestions, late and never";
page = await open("/search");
let release;
const late = new Promise((resolve) => (release = resolve));
await page.route("**/search/suggest?q=da", async (route) => {
  await late;
  await route.continue().catch(() => {}); // it was given up
});
const first = page.waitForRequest(/suggest\?q=da$/);
const given = page.waitForEvent("requestfailed");
await field(page).pressSequentially("da", { delay: 10 });
await first;
await field(page).pressSequentially("ta p", { delay: 10 });
await given;
await offered(page).first().waitFor();
const offers = await offered(page).allInnerTexts();
release();
await told(page, "suggestion");
expect("what is offered", await offered(page).allInnerTexts(), offers);
if (!offers[0].includes("Data Points")) report(`what is offered first is ${offers[0]}`);
broken = true;
await page.route("**/search/suggest*", (route) => route.abort());
const failed = page.waitForEvent("requestfailed");
await type(page, "spine");
await failed;
expect("without an answer", (await state(page)).typed, "spine");
broken = false;
await page.keyboard.press("Enter");
await page.waitForURL(/q=spine$/);
await page.context().close();

// The search page in place: a mark on the window is gone when the page is left.
const heading = (page) => page.locator(".found h2").innerText();
const stays = (page) => page.evaluate(() => window.mark === true);
const focus = (page) => page.evaluate(() => document.activeElement.value || document.activeElement.id);
const box = (page, name, value) => page.locator(`input[name="${name}"][value="${value}"]`);
async function settled(page, pattern) {
  await page.waitForURL(pattern);
  await page.waitForFunction(() => !document.querySelector(".search-page").ariaBusy);
  await told(page, (await heading(page)).slice(0, 40));
}

for (const [where, options] of [["desktop", desktop], ["phone", phone]]) {
  scene = `in place, ${where}`;
  page = await open("/search?q=data", options);
  await page.evaluate(() => (window.mark = true));
  if (options === phone) await page.locator(".filters > summary").click();
  const before = await heading(page);
  const count = await box(page, "type", "publication").evaluate((one) => one.closest("label").lastElementChild.textContent);
  await box(page, "type", "publication").focus();
  const from = await box(page, "type", "publication").evaluate((one) => one.getBoundingClientRect().top);
  await page.keyboard.press("Space");
  await settled(page, /type=publication$/);
  if (!(await heading(page)).startsWith(`${count} results`)) report(`${count} were promised, and the page says ${await heading(page)}`);
  expect("the focus", await focus(page), "publication");
  const at = await box(page, "type", "publication").evaluate((one) => one.getBoundingClientRect().top);
  if (Math.abs(at - from) > 2 && (await page.evaluate(() => scrollY > 0))) report(`what was chosen has moved from ${from} to ${at}`);
  await accessible(page);
  await box(page, "year", "2026").check();
  await settled(page, /year=2026$/);
  await page.locator("#sort").focus();
  await page.locator("#sort").selectOption("date");
  await settled(page, /sort=date/);
  expect("the focus", await focus(page), "date");
  expect("the title", await page.title(), await (await open(address(page))).title());
  await page.locator(".chips a", { hasText: "2026" }).click();
  await settled(page, /type=publication$/);
  expect("the focus", await focus(page), "results");
  const one = await heading(page);
  await page.locator(".pagination a[rel=next]").click();
  await settled(page, /page=2/);
  expect("the focus", await focus(page), "results");
  const top = await page.locator("#results").evaluate((results) => results.getBoundingClientRect().top);
  if (top < -1 || top > options.viewport.height / 2) report(`the results begin at ${top}`);
  expect("the number of the first", await page.locator("ol.results").getAttribute("start"), "11");
  expect("with a script", await page.locator("#results").innerText(), await (await open(address(page))).locator("#results").innerText());

  await page.goBack();
  await settled(page, /type=publication$/);
  expect("back once", await heading(page), one);
  for (let i = 0; i < 4; i++) {
    const left = page.url();
    await page.goBack();
    await page.waitForURL((url) => url.href !== left);
  }
  await settled(page, /q=data$/);
  expect("back at the first", await heading(page), before);
  expect("what is chosen there", await page.locator(".search-page [type=checkbox]:checked").count(), 0);
  await page.goForward();
  await settled(page, /q=data&type=publication$/);
  expect("forward again, what is chosen", await box(page, "type", "publication").isChecked(), true);
  expect("the page has stayed", await stays(page), true);

  scene = `in place, ${where}, another text`;
  await page.locator("[name=q]").fill("spine");
  await page.keyboard.press("Enter");
  await settled(page, /q=spine&type=publication$/);
  expect("the focus", await focus(page), "results");
  await page.goBack();
  await settled(page, /q=data&type=publication$/);
  expect("the text", await page.locator("[name=q]").inputValue(), "data");
  expect("the page has stayed", await stays(page), true);

  scene = `in place, ${where}, when it fails`;
  broken = true;
  await page.route("**/search?*", (route) => (route.request().resourceType() === "xhr" ? route.abort() : route.continue()));
  await box(page, "type", "publication").click();
  await page.waitForURL(/q=data$/);
  await page.waitForFunction(() => !window.mark);
  expect("what the browser shows", await heading(page), before);
  await page.unroute("**/search?*");
  await page.evaluate(() => (window.mark = true));
  await page.route("**/search?*", (route) => (route.request().resourceType() === "xhr" ? route.fulfill({ status: 500, body: "no" }) : route.continue()));
  if (options === phone) await page.locator(".filters > summary").click();
  await box(page, "type", "publication").click();
  await page.waitForFunction(() => !window.mark);
  expect("after a fault, where one is", address(page), "/search?q=data&type=publication");
  broken = false;
  await page.context().close();
}

scene = "finding in a list";
page = await open("/search", phone);
await page.evaluate(() => (window.mark = true));
await page.locator(".filters > summary").click();
const facet = page.locator(".facet", { hasText: "Topic" });
await facet.locator("> summary").click();
const seen = () => facet.locator("label:has([type=checkbox]):visible span:first-of-type").allInnerTexts();
const all = await seen();
await facet.getByLabel("Find in this list").pressSequentially("CARE");
await told(page, "in this list");
const found = await seen();
if (found.length === 0 || found.some((name) => !/care/i.test(name))) report(`found are ${found}`);
await told(page, `${found.length} in this list`);
await page.keyboard.press("Enter");
await accessible(page);
await facet.locator("label:visible [type=checkbox]").first().check();
await settled(page, /topic=/);
expect("what is found after a choice", (await seen()).every((name) => /care/i.test(name)), true);
expect("the text", await facet.getByLabel("Find in this list").inputValue(), "CARE");
await facet.getByLabel("Find in this list").fill("");
if ((await seen()).length < all.length - 1) report(`${(await seen()).length} are left of ${all.length}`);
expect("the page has stayed", await stays(page), true);
await page.context().close();

scene = "choosing a result";
page = await open("/search?q=data&page=2");
const told2 = page.waitForRequest(/\/search\/choice$/);
await page.locator(".results h3 a").nth(2).click();
const sent = await told2;
expect("what is sent", sent.postData(), "q=data&rank=13");
expect("what goes with it", Object.keys(await sent.allHeaders()).filter((name) => name === "cookie"), []);
await page.waitForURL((url) => url.pathname !== "/search");
await page.context().close();

scene = "without scripts";
page = await open("/search", { ...desktop, javaScriptEnabled: false });
expect("fields of lists", await page.locator(".facet-find:visible").count(), 0);
await page.locator("[name=q]").fill("data");
await box(page, "type", "publication").check();
await page.getByRole("button", { name: "Apply filters" }).click();
await page.waitForURL(/q=data&type=publication$/);
await page.locator(".results h3 a").first().click();
await page.waitForURL((url) => url.pathname !== "/search");
await page.context().close();

await browser.close();
process.stdout.write(JSON.stringify({ findings }));
