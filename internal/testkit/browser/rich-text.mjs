// Writes text as a person does who has a keyboard, and looks at what would be
// sent. The job and the findings are described in
// internal/admin/richtext_browser_test.go.

import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { json } from "node:stream/consumers";
import { accessible } from "./axe.mjs";
import { open as openWindow } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const { job, chromium: chrome } = await json(process.stdin);
const browser = await chromium.launch({ executablePath: chrome.shell, args: chrome.flags });
const findings = [];
const told = [];
const desktop = { viewport: { width: 1280, height: 800 } };

let scene = "";
const report = (finding) => findings.push(`${scene}: ${finding}`);

// open loads a page of text fields in a new window.
async function open(query = "", options = desktop) {
  const page = await openWindow(browser, options, report, () => page.quiet);
  page.setDefaultTimeout(10_000);
  await page.goto(`${job.origin}/admin/desk${query}`);
  return page;
}

const editor = (page, n = 1) => page.getByRole("textbox", { name: `Text ${n}` });
const dialog = (page) => page.getByRole("dialog");
const tool = (page, name, n = 1) => page.getByRole("toolbar", { name: `Formatting of Text ${n}` }).getByRole("button", { name, exact: true });

// sent is what the field would send now.
const sent = (page, n = 1) =>
  page.evaluate((n) => {
    const form = new FormData(document.querySelector("main form"));
    const format = form.get(`body.${n - 1}:format`);
    const text = form.get(`body.${n - 1}`);
    return format === "json" ? JSON.parse(text) : text.replaceAll("\r\n", "\n");
  }, n);

function expect(what, got, want) {
  if (!isDeepStrictEqual(got, want)) report(`${what} is ${JSON.stringify(got)} and not ${JSON.stringify(want)}`);
}

const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: on } = document;
    return on.getAttribute("aria-label") ?? (on.textContent.trim().slice(0, 40) || on.localName);
  });

// empty takes everything out of an editor, and begins anew.
async function empty(page, n = 1) {
  await editor(page, n).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Backspace");
}

// select presses a key that moves the selection, which the browser tells of a
// moment later.
async function select(page, key) {
  await page.keyboard.press(key);
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

// toStart brings the caret to the start of a text, for good: an editor that has
// just got the focus may put it back to where it was.
async function toStart(page) {
  const there = () =>
    page.evaluate(() => {
      const before = getSelection().getRangeAt(0).cloneRange();
      before.setStart(document.activeElement, 0);
      return before.toString() === "";
    });
  for (let settled = 0, tries = 0; settled < 3 && tries < 50; tries++) {
    await select(page, (await there()) ? "Shift" : "Control+Home");
    settled = (await there()) ? settled + 1 : 0;
  }
}

const text = (text, more = {}) => ({ text, ...more });
const p = (...spans) => ({ paragraph: spans.map((span) => (typeof span === "string" ? text(span) : span)) });
const ul = (...items) => ({ list: { items } });
const ol = (...items) => ({ list: { ordered: true, items } });

// paste puts something on the clipboard and pastes it.
async function paste(page, data, n = 1) {
  await editor(page, n).evaluate((element, data) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(data)) clipboardData.setData(type, text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, data);
  await page.locator(".rich-text-edit[aria-busy]").waitFor({ state: "detached" });
}

const copy = (page, n = 1) =>
  editor(page, n).evaluate((element) => {
    const clipboardData = new DataTransfer();
    element.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return { "text/html": clipboardData.getData("text/html"), "text/plain": clipboardData.getData("text/plain") };
  });

const scenes = {
  async "the field at rest"() {
    const page = await open();
    const untouched = await sent(page);
    if (!untouched.startsWith("See **the**")) report(`an untouched field sends ${untouched}`);
    expect("the role", await editor(page).getAttribute("role"), "textbox");
    expect("aria-multiline", await editor(page).getAttribute("aria-multiline"), "true");
    expect("its description", await page.evaluate((id) => document.getElementById(id).textContent, await editor(page).getAttribute("aria-describedby")), "What it is about.");
    if (await page.locator("textarea").first().isVisible()) report("the text area is seen beside the editor");
    await page.getByText("Text 1", { exact: true }).first().click();
    expect("what its label gives the focus to", await focused(page), "Text 1");
    await page.evaluate(() => (location.hash = "#body.1"));
    expect("what a link to the field gives the focus to", await focused(page), "Text 2");
    return page;
  },

  async writing() {
    const page = await open();
    await empty(page);
    expect("no text", await sent(page), []);
    await page.keyboard.type("Hello world");
    await select(page, "Control+Shift+ArrowLeft");
    await page.keyboard.press("Control+b");
    expect("a strong word", await sent(page), [p("Hello ", text("world", { marks: ["strong"] }))]);
    await page.keyboard.press("Control+i");
    await page.keyboard.press("Control+b");
    expect("an emphasised word", await sent(page), [p("Hello ", text("world", { marks: ["emphasis"] }))]);
    await page.keyboard.press("Control+z");
    expect("undone", await sent(page), [p("Hello ", text("world", { marks: ["strong", "emphasis"] }))]);
    await page.keyboard.press("Control+y");
    await select(page, "End");
    await page.keyboard.press("Control+i");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- one");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- not again");
    expect("a sign within an item", (await sent(page)).at(-1), ul([p("one")], [p("- not again")]));
    for (let i = 0; i < "- not again".length; i++) await page.keyboard.press("Backspace");
    await page.keyboard.type("two");
    await page.keyboard.press("Control+]");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.type("1. first");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second");
    expect("lists", await sent(page), [
      p("Hello ", text("world", { marks: ["emphasis"] })),
      ul([p("one"), ul([p("two")])]),
      ol([p("first")], [p("second")]),
    ]);
    await page.keyboard.press("Control+Shift+8");
    expect("the other sort of list", (await sent(page))[2], ul([p("first")], [p("second")]));
    await page.keyboard.press("Control+Shift+8");
    expect("no list", (await sent(page)).at(-1), p("second"));
    return page;
  },

  async "the toolbar by keyboard"() {
    const page = await open();
    await empty(page);
    await page.keyboard.type("word");
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Shift+Tab");
    expect("the stop before the text", await focused(page), "Bold");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect("after a button, the focus", await focused(page), "Text 1");
    expect("the text", await sent(page), [p(text("word", { marks: ["emphasis"] }))]);
    expect("aria-pressed", await tool(page, "Italic").getAttribute("aria-pressed"), "true");
    await page.keyboard.press("Shift+Tab");
    expect("the button that had the focus", await focused(page), "Italic");
    await select(page, "ArrowLeft");
    await select(page, "ArrowLeft");
    expect("before the first button", await focused(page), "Write as Markdown");
    await page.keyboard.press("ArrowRight");
    expect("after the last button", await focused(page), "Bold");
    await select(page, "End");
    expect("End", await focused(page), "Write as Markdown");
    await page.keyboard.press("Home");
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    expect("More", await focused(page), "More");
    await page.keyboard.press("ArrowRight");
    expect("after More, closed", await focused(page), "Undo");
    await select(page, "ArrowLeft");
    await page.keyboard.press("Space");
    expect("More, pressed", await focused(page), "More");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect("code", await sent(page), [p(text("word", { marks: ["emphasis", "code"] }))]);
    await page.keyboard.press("Alt+F10");
    expect("Alt+F10", await focused(page), "Code");
    await page.keyboard.press("Escape");
    expect("Escape", await focused(page), "Text 1");
    await page.keyboard.press("Tab");
    expect("Tab", await focused(page), "Bold");
    expect("the toolbar of that", await page.evaluate(() => document.activeElement.parentElement.getAttribute("aria-label")), "Formatting of Text 2");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect("two stops later", await focused(page), "Save");
    await page.evaluate(() => scrollTo(0, 0));
    return page;
  },

  async "links and abbreviations"() {
    const page = await open();
    await empty(page);
    await page.keyboard.type("our list");
    await select(page, "Control+Shift+ArrowLeft");
    await page.keyboard.press("Control+k");
    expect("the dialog's first field", await dialog(page).getByRole("combobox", { name: "Page", exact: true }).evaluate((field) => field === document.activeElement), true);
    await page.keyboard.press("Enter");
    await page.keyboard.type("services");
    await dialog(page).getByRole("option", { name: "All our services" }).waitFor();
    await accessible(page, report);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("datalist option")?.value === "costs"); // a heading of that page
    await dialog(page).getByLabel("Part of the page").fill("#all of it");
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "detached" });
    expect("after the dialog, the focus", await focused(page), "Text 1");
    expect("a link to a page", await sent(page), [p("our ", text("list", { link: { page: job.page, fragment: "all%20of%20it" } }))]);
    const where = page.locator(".rich-text-where").first();
    await where.getByText("All our services · /services#all%20of%20it").waitFor();

    await page.keyboard.press("Control+k");
    await dialog(page).getByLabel("Another address").check();
    const address = dialog(page).getByRole("textbox", { name: "Address" });
    for (const [typed, problem] of [
      ["", "Write the address"],
      ["javascript:alert(1)", "Begin the address with https:, mailto: or tel:"],
      ["http://example.org", "Begin the address with https:, which"],
      ["https:example", "Write a whole address"],
      ["/services", "Choose “A page of this site”"],
    ]) {
      await address.fill(typed);
      await page.keyboard.press("Enter");
      const said = (await dialog(page).locator(".problem:visible").allTextContents()).join();
      if (!said.startsWith(problem)) report(`of the address “${typed}” is said “${said}”`);
    }
    await address.fill("desk@example.org");
    await dialog(page).getByLabel("Words that are the link").fill("the desk");
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "detached" });
    expect("other words and another address", await sent(page), [p("our ", text("the desk", { link: { url: "mailto:desk@example.org" } }))]);

    await tool(page, "Link").click();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    expect("after Escape, the focus", await focused(page), "Text 1");
    await page.keyboard.press("Control+k");
    await dialog(page).getByRole("button", { name: "Remove" }).click();
    expect("no link", await sent(page), [p("our the desk")]);

    await page.keyboard.press("Control+a");
    await paste(page, { "text/plain": "https://example.org/a" });
    expect("an address over words", await sent(page), [p(text("our the desk", { link: { url: "https://example.org/a" } }))]);
    await page.keyboard.press("Control+a");
    await paste(page, { "text/plain": `${job.origin}/services#x` });
    await where.getByText("/services#x").waitFor();
    await page.waitForFunction(() => document.querySelector("textarea").value.includes("page"));
    expect("an address of this site over words", await sent(page), [p(text("our the desk", { link: { page: job.page, fragment: "x" } }))]);

    // A link that only a script could have made leads nowhere.
    await page.evaluate(() => {
      const tree = [{ paragraph: [{ text: "first words ", link: { url: "javascript:alert(1)" } }, { text: "second words", link: { page: "00000000-0000-7000-8000-000000000000" } }] }];
      const field = document.querySelector("lectern-rich-text");
      const again = field.cloneNode(false);
      again.dataset.doc = JSON.stringify(tree);
      const area = Object.assign(document.createElement("textarea"), { name: "body.9", id: "body.9" });
      again.append(area, Object.assign(document.createElement("input"), { type: "hidden", name: "body.9:format", value: "markdown" }));
      again.dataset.label = "Text 9";
      field.closest("form").append(again);
    });
    await editor(page, 9).getByText("second words").and(page.locator("[title='A page that is gone · not live']")).waitFor();
    if (await editor(page, 9).locator("a[href]").count()) report("a link that is not safe has an address");
    await editor(page, 9).getByText("first words").click();
    await page.locator(".rich-text-where:visible").getByText("Leads to javascript:alert(1)").waitFor();
    if (await page.locator(".rich-text-where a").filter({ hasText: "javascript" }).count()) report("a link that is not safe can be followed");

    await empty(page);
    await page.keyboard.type("NHS");
    await page.keyboard.press("Control+a");
    await tool(page, "More").click();
    await tool(page, "Abbreviation").click();
    await page.keyboard.press("Enter");
    await dialog(page).getByText("Write it out").waitFor();
    await page.keyboard.type("National  Health Service");
    await page.keyboard.press("Enter");
    expect("an abbreviation", await sent(page), [p(text("NHS", { abbr: "National Health Service" }))]);
    return page;
  },

  async pasting() {
    const page = await open();
    for (const [name, { html, doc, lost }] of Object.entries(job.samples)) {
      await empty(page);
      await paste(page, { "text/html": html, "text/plain": "not this" });
      expect(`from ${name}`, await sent(page), doc);
      const said = await page.locator(".rich-text-report").first().getByRole("listitem").allTextContents();
      expect(`what is told of ${name}`, said, lost ?? []);
    }
    await accessible(page, report);
    await page.getByRole("button", { name: "Close" }).click();
    expect("after the report, the focus", await focused(page), "Text 1");

    await empty(page);
    await page.keyboard.type("ab");
    await select(page, "ArrowLeft");
    await paste(page, { "text/html": "<b>in</b>", "text/plain": "in" });
    expect("words within words", await sent(page), [p("a", text("in", { marks: ["strong"] }), "b")]);
    await paste(page, { "text/html": "<span>&nbsp;more</span>", "text/plain": " more" });
    await page.keyboard.press("Control+z");
    await paste(page, { "text/html": "<span> x </span>", "text/plain": " x " });
    expect("a word and its spaces", await sent(page), [p("a", text("in", { marks: ["strong"] }), " x b")]);
    await page.keyboard.press("Control+z");
    await paste(page, { "text/html": "<p>one<ul><li>two</ul><p>three" });
    expect("blocks within words", await sent(page), [p("a", text("in", { marks: ["strong"] }), "one"), ul([p("two")]), p("threeb")]);
    await empty(page);
    await paste(page, { "text/plain": "one\ntwo" });
    expect("plain lines", await sent(page), [p("one"), p("two")]);

    // The reader of pasted HTML cannot be asked.
    page.quiet = true;
    await page.route("**/admin/paste", (route) => route.abort());
    await empty(page);
    await paste(page, { "text/html": "<h2>one</h2><p>two", "text/plain": "one\r\n\r\ntwo" });
    expect("words alone", await sent(page), [p("one"), p("two")]);
    await page.getByText("Only the words were pasted").waitFor();
    return page;
  },

  async copying() {
    const page = await open();
    await empty(page);
    await paste(page, { "text/html": `<p>See <a href="${job.origin}/services">it</a><ul><li>one<ol><li>in</ol></ul>` });
    await page.locator('.rich-text-edit [title*="/services"]').waitFor(); // it is known where the link leads
    await page.keyboard.press("Control+a");
    const copied = await copy(page);
    expect("copied words", copied["text/plain"], "See it\n\n- one\n  1. in");
    if (!copied["text/html"].includes(`href="${job.origin}/services"`)) report(`copied HTML is ${copied["text/html"]}`);
    const before = await sent(page);
    await empty(page, 2);
    await paste(page, copied, 2);
    expect("what was copied from an editor", await sent(page, 2), before);
    return page;
  },

  async "Markdown by choice"() {
    const page = await open();
    await empty(page);
    await page.keyboard.type("5 * 3");
    await tool(page, "Write as Markdown").click();
    const area = page.getByRole("textbox", { name: "Text 1" });
    await page.waitForFunction(() => document.activeElement.localName === "textarea");
    expect("Markdown", await sent(page), "5 \\* 3");
    await accessible(page, report);
    await page.reload();
    expect("the choice, remembered", await area.evaluate((element) => element.localName), "textarea");
    await area.fill("Fine\n\n# Not\n\n- one");
    await page.getByRole("button", { name: "Use the editor" }).first().click();
    await page.getByText("a heading is not part of running text").waitFor();
    await accessible(page, report);
    await page.getByRole("button", { name: "Line 3" }).click();
    expect("the line with the problem", await area.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), "# Not");
    await page.keyboard.type("Now");
    await page.getByRole("button", { name: "Use the editor" }).first().click();
    await tool(page, "Bold").waitFor();
    expect("back in the editor, the focus", await focused(page), "Text 1");
    await select(page, "Control+End");
    await page.keyboard.type("!");
    expect("the text", await sent(page), [p("Fine"), p("Now"), ul([p("one!")])]);
    await page.reload();
    await tool(page, "Bold").waitFor();
    return page;
  },

  async "sending and moving"() {
    const page = await open();
    await editor(page, 1).focus();
    await toStart(page);
    await page.keyboard.type("Do ");
    await page.evaluate(() => {
      const [first, second] = document.querySelectorAll("lectern-rich-text");
      second.closest(".field").after(first.closest(".field"));
    });
    await editor(page, 1).focus();
    await toStart(page);
    await page.keyboard.type("Please. ");
    const before = await sent(page);
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Save" }).click()]);
    await editor(page, 1).focus();
    const markdown = await sent(page);
    if (!markdown.startsWith("Please. Do See **the** [NHS]{National Health Service}")) report(`what came back is ${markdown}`);
    await toStart(page);
    await page.keyboard.type("a");
    await page.keyboard.press("Backspace");
    expect("what came back", await sent(page), before);
    return page;
  },

  async "a phone"() {
    const page = await open("", { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
    await tool(page, "More").tap();
    await editor(page).tap();
    await accessible(page, report);
    await tool(page, "Link").tap();
    await dialog(page).waitFor();
    await accessible(page, report);
    return page;
  },

  async "the dark"() {
    const page = await open("", { ...desktop, colorScheme: "dark" });
    await empty(page);
    await page.keyboard.type("a");
    await paste(page, { "text/html": "<h1>a</h1>" });
    await accessible(page, report);
    return page;
  },

  async "sixty fields"() {
    const page = await open("?fields=60");
    const { ready, made, shifted } = await page.evaluate(async () => {
      const seen = await new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type: "measure", buffered: true });
      });
      let shifted = 0;
      new PerformanceObserver((list) => (shifted += list.getEntries().length)).observe({ type: "layout-shift", buffered: true });
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      return { ready: Math.round(seen[0].startTime + seen[0].duration), made: document.querySelectorAll(".rich-text-edit").length, shifted };
    });
    told.push(`a page of 60 text fields can be written in ${ready} ms after it was asked for; ${made} editors were made by then, and others are when they come near`);
    if (made === 0 || made > 20) report(`${made} editors were made at once`);
    if (shifted) report(`the layout shifted ${shifted} times`);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await editor(page, 60).click();
    await select(page, "Control+End");
    await page.keyboard.type("!");
    expect("the last field", (await sent(page, 60)).at(-1), ul([p("one")], [p("two!")]));
    return page;
  },

  async "a very long text"() {
    const page = await open();
    await empty(page);
    const typing = async () => {
      const began = Date.now();
      await page.keyboard.type("12345678901234567890");
      return ((Date.now() - began) / 20).toFixed(1);
    };
    const short = await typing();
    await page.keyboard.press("Control+a");
    const pasted = Date.now();
    await paste(page, { "text/html": "<p>Every ward keeps one record for each patient, and it is never copied.".repeat(1_000) });
    const took = Date.now() - pasted;
    told.push(`1,000 paragraphs are pasted in ${took} ms; a key takes ${await typing()} ms in them, and ${short} ms in a short text`);
    const tree = await sent(page);
    expect("the paragraphs", tree.length, 1_000);
    expect("the last of them", tree.at(-1).paragraph[0].text.slice(-20), "12345678901234567890");
    return page;
  },
};

for (const [name, play] of Object.entries(scenes)) {
  if (job.only && job.only !== name) continue;
  scene = name;
  try {
    const page = await play();
    await page.context().close();
  } catch (error) {
    report(error.message.split("\n").slice(0, 3).join(" "));
  }
}
await browser.close();
process.stdout.write(JSON.stringify({ findings, told }));
