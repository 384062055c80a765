// Searches the demonstration site as people do, by keyboard and by touch, with
// scripts and without. What must come of it is in
// internal/app/browser_search_test.go.

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
  await accessible(page, report);
  await page.keyboard.press("ArrowDown");
  expect("after an arrow", await state(page), on("spin", 0));
  await accessible(page, report);
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
const heading = (page) => page.locator(".found :is(h2, h3)").innerText();
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
  await accessible(page, report);
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

// What is asked for waits until answer() lets it go on.
async function hold(page, pattern) {
  let answer;
  const wait = new Promise((resolve) => (answer = resolve));
  await page.route(pattern, async (route) => {
    if (route.request().resourceType() === "xhr") await wait;
    await route.continue().catch(() => {}); // it was given up
  });
  return async () => {
    answer();
    await page.unroute(pattern);
  };
}
const here = (page) => page.evaluate(() => document.activeElement.textContent.replace(/\s+/g, " ").trim().slice(0, 40));

scene = "did you mean, in place";
page = await open("/search?q=mesaging");
await page.evaluate(() => (window.mark = true));
await page.getByRole("link", { name: "messaging", exact: true }).click();
await settled(page, /q=messaging$/);
expect("the text", await field(page).inputValue(), "messaging");
await page.locator(".filters [type=checkbox]").first().check();
await settled(page, /q=messaging&/);
let answer = await hold(page, "**/search?*");
await page.locator(".chips a").first().click();
await field(page).fill("something else");
await answer();
await settled(page, /q=messaging$/);
expect("what is typed meanwhile", await field(page).inputValue(), "something else");
expect("the page has stayed", await stays(page), true);
await page.context().close();

scene = "back and forward before the answer";
page = await open("/search?q=data");
await page.evaluate(() => (window.mark = true));
const wide = await heading(page);
await box(page, "type", "publication").check();
await settled(page, /type=publication$/);
const narrow = await heading(page);
answer = await hold(page, "**/search?*");
await page.goBack();
await page.waitForURL(/q=data$/);
await page.goForward();
await answer();
await settled(page, /type=publication$/);
expect("at the second address", await heading(page), narrow);
await page.goBack();
await settled(page, /q=data$/);
expect("at the first address", await heading(page), wide);
expect("the page has stayed", await stays(page), true);
await page.context().close();

// On hubs, too: what stands before what one looks through comes and goes.
const upcoming = (page) => page.getByRole("heading", { name: "Upcoming events" }).isVisible();
const events = (page, title) => page.locator("main .card", { hasText: title }).locator("visible=true").count();
for (const [where, options] of [["desktop", desktop], ["phone", phone]]) {
  scene = `a hub in place, ${where}`;
  page = await open("/events", options);
  await page.evaluate(() => (window.mark = true));
  if (options === phone) await page.locator(".filters > summary").click();
  const same = async (page) => {
    const other = await open(address(page), options);
    expect("what the page shows", await page.locator("main").innerText(), await other.locator("main").innerText());
    await other.context().close();
  };
  const webinar = box(page, "type", "webinar");
  await webinar.focus();
  const from = await webinar.evaluate((one) => one.getBoundingClientRect().top);
  await page.keyboard.press("Space");
  await settled(page, /type=webinar$/);
  const at = await webinar.evaluate((one) => one.getBoundingClientRect().top);
  if (Math.abs(at - from) > 2 && (await page.evaluate(() => scrollY > 0))) report(`what was chosen has moved from ${from} to ${at}`);
  expect("the focus", await focus(page), "webinar");
  expect("events to come", [await upcoming(page), await events(page, "Backups that survive")], [false, 1]);
  await accessible(page, report);
  await page.locator(".chips a", { hasText: "Webinar" }).click();
  await settled(page, /events$/);
  expect("the focus", await focus(page), "results");
  expect("events to come", [await upcoming(page), await events(page, "Backups that survive")], [true, 1]);
  if (options === desktop) await same(page); // on a phone the panel is open here
  expect("the page has stayed", await stays(page), true);

  await page.goto(job.origin + "/events?type=webinar#results");
  await page.evaluate(() => (window.mark = true));
  if (options === phone) await page.locator(".filters > summary").click();
  await webinar.uncheck();
  await settled(page, /events$/);
  expect("the focus", await focus(page), "webinar");
  expect("events to come", [await upcoming(page), await events(page, "Backups that survive")], [true, 1]);
  expect("the page has stayed", await stays(page), true);
  await page.context().close();
}

scene = "a catalogue in place";
page = await open("/services/catalogue");
await page.evaluate(() => (window.mark = true));
await page.locator(".letters").getByRole("link", { name: /^S\b/ }).click();
await settled(page, /letter=s$/);
expect("the focus", await focus(page), "results");
await page.locator(".tag-link").first().click();
await settled(page, /letter=s&/);
await page.locator(".search-form [name=q]:not([role])").fill("spine");
await page.keyboard.press("Enter");
await settled(page, /q=spine&/);
expect("the order of what was typed", await page.locator("#sort option:checked").innerText(), "Relevance");
await page.goBack();
await settled(page, /catalogue\?letter=s&/);
expect("the text", await page.locator(".search-page [name=q]").inputValue(), "");
await page.getByRole("link", { name: "Clear all filters" }).click();
await settled(page, /catalogue$/);
expect("the page has stayed", await stays(page), true);
await page.getByRole("link", { name: "Skip to results" }).focus();
await page.keyboard.press("Enter");
await page.waitForURL(/catalogue#results$/);
expect("the focus", await focus(page), "results");
await page.context().close();

scene = "back on a hub when it fails";
page = await open("/cyber-and-data-security/alerts?severity=high#results");
await page.evaluate(() => (window.mark = true));
const high = await heading(page);
await box(page, "severity", "low").check();
await settled(page, /severity=low/);
broken = true;
await page.route("**/alerts?*", (route) => (route.request().resourceType() === "xhr" ? route.abort() : route.continue()));
await page.goBack();
await page.waitForFunction(() => !window.mark);
expect("where one is", address(page), "/cyber-and-data-security/alerts?severity=high#results");
expect("what the browser shows", await heading(page), high);
broken = false;
await page.context().close();

scene = "the focus while the answer comes";
page = await open("/search?q=data");
for (const [where, move, want] of [
  ["the next list", (one) => one.locator(".facet > summary", { hasText: "Publication year" }).focus(), "Publication year"],
  ["the button", (one) => one.getByRole("button", { name: "Apply filters" }).focus(), "Apply filters"],
]) {
  answer = await hold(page, "**/search?*");
  const before = page.url();
  await box(page, "type", "publication").focus();
  await page.keyboard.press("Space");
  await move(page);
  await answer();
  await page.waitForURL((url) => url.href !== before);
  await settled(page, /q=data/);
  expect(`on ${where}`, await here(page), want);
}
answer = await hold(page, "**/search?*");
await box(page, "type", "publication").focus();
await page.keyboard.press("Space");
await page.locator(".results h3 a").last().focus();
await answer();
await settled(page, /type=publication$/);
expect("on a result", await focus(page), "results");
await page.context().close();
page = await open("/search?topic=nonsense");
await box(page, "topic", "nonsense").focus();
await page.keyboard.press("Space");
await settled(page, /search$/);
expect("on what is gone", await here(page), "Topic");
await page.context().close();
page = await open("/search");
const topics = page.locator(".facet", { hasText: "Topic" });
await topics.locator("> summary").click();
await topics.getByLabel("Find in this list").pressSequentially("care");
const care = topics.locator("label:visible [type=checkbox]").first();
const value = await care.inputValue();
for (const pattern of [/topic=/, /search$/]) {
  await care.focus();
  await page.keyboard.press("Space");
  await settled(page, pattern);
  expect("in a list that was searched", await focus(page), value);
}
await page.context().close();

scene = "a filter called action";
page = await open("/search");
await page.route("**/search", async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: (await response.text()).replaceAll('name="coverage"', 'name="action"') });
});
await page.reload();
await page.evaluate(() => (window.mark = true));
await box(page, "type", "publication").check();
await settled(page, /type=publication$/);
expect("the page has stayed", await stays(page), true);
await page.context().close();

scene = "beside the filters";
page = await open("/search?type=publication&type=publication-page&year=2026", phone);
const lefts = await page.locator(".chips").evaluate((chips) => {
  const words = document.createRange();
  words.selectNodeContents(chips.lastElementChild.firstElementChild);
  return [words, chips].map((one) => one.getBoundingClientRect().left);
});
expect("where the link that clears them begins", lefts[0], lefts[1]);
await page.context().close();
page = await open("/search");
const row = page.locator(".facet label:has([type=checkbox])").first();
await row.hover();
expect("more of a row than its words is marked", await row.evaluate((one) => getComputedStyle(one).boxShadow !== "none"), true);
await page.context().close();

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
await accessible(page, report);
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
await page.goto(job.origin + "/events");
await box(page, "type", "webinar").check();
await page.getByRole("button", { name: "Apply filters" }).click();
await page.waitForURL(/type=webinar#results$/);
expect("events to come", [await upcoming(page), await events(page, "Backups that survive")], [false, 1]);
const ring = (selector) => page.locator(selector).evaluate((one) => getComputedStyle(one).boxShadow !== "none");
expect("the ring around all results, and around what they begin with", [await ring("#results"), await ring(".found h3")], [false, true]);
await page.context().close();

await browser.close();
process.stdout.write(JSON.stringify({ findings }));
