// Writes in every block that there is while something goes wrong. What is to be
// written, and what must come of it, is made in
// internal/admin/every_block_browser_test.go.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { announced, comeBack, giveName, isKept, saveDraft, saved, says, signIn, signInAgain } from "./edit-kit.mjs";
import { open as openWindow } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const { job, chromium: chrome } = await json(process.stdin);
const findings = [];
const done = [];
const told = [];

let scene = "";
let begun = Date.now();
const report = (finding) => findings.push(`${scene}: ${finding}`);
// A line that is gone, an answer that refuses, and a preview that wants a sign-in
// are told on the console.
const expected = (message) => message.type() === "error" && /^(Failed to load resource|Framing )/.test(message.text());

function expect(what, got, want) {
  if (!(want instanceof RegExp ? want.test(got) : got === want)) report(`${what} is ${JSON.stringify(got)} and not ${want}`);
}

const browser = await chromium.launch({ executablePath: chrome.shell, args: chrome.flags });
const desktop = { viewport: { width: 1280, height: 900 } };

async function window(options = {}) {
  const page = await openWindow(browser, { ...desktop, ...options }, report, expected);
  page.setDefaultTimeout(60_000);
  // What readers would see is drawn anew with each save, and is looked at elsewhere.
  await page.context().route(/\/preview\/frame/, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><html lang=en><title>Preview</title>" }));
  return page;
}

// edit opens the page of a scene, and all that can be opened on it.
async function edit(page, { page: id }) {
  await page.goto(`${job.origin}/admin/pages/${id}`);
  await page.evaluate(() => document.querySelectorAll("#edit details:not(.entry-more)").forEach((one) => (one.open = true)));
}

// Each type of field is written in by keyboard once in a scene, and otherwise by a
// script in the page, as quickly as can be. Something is chosen by keyboard in two
// scenes: by somebody alone, and beside somebody else.
let byKeys = new Set();
const byKeyboard = ({ do: act, type }) =>
  act === "choose" ? ["line", "people"].includes(scene) : !["type", "rich", "select", "tick"].includes(act) || !byKeys.has(type + act);

async function write(page, steps) {
  const quick = [];
  for (const step of steps) {
    if (!byKeyboard(step)) {
      quick.push(step);
      continue;
    }
    byKeys.add(step.type + step.do);
    try {
      await page.evaluate(writeQuickly, quick.splice(0));
      await does[step.do](page, step);
    } catch (failure) {
      throw new Error(`${step.do} ${step.name}: ${failure.message}`);
    }
  }
  await page.evaluate(writeQuickly, quick);
}

// writeQuickly does in the page what somebody would do there.
async function writeQuickly(steps) {
  const tell = (field, what) => field.dispatchEvent(new Event(what, { bubbles: true }));
  for (const { name, text, id, do: act } of steps) {
    if (act === "choose") {
      await document.querySelector(`lectern-chooser[data-name="${name}"]`).pick([{ id, title: text, description: "" }]);
      continue;
    }
    const all = [...document.getElementsByName(name)];
    const field = all.find((one) => act === "tick" && one.value === text) ?? all[0];
    if (!field) throw new Error(`there is no field ${name}`);
    if (act === "tick") {
      field.click();
    } else if (act === "rich") {
      field.focus(); // from now on it is an editor, where there is one
      const editor = field.closest("lectern-rich-text").querySelector("[contenteditable=true]");
      if (!editor) {
        field.value = text;
        tell(field, "input");
        continue;
      }
      editor.focus();
      document.getSelection().selectAllChildren(editor);
      document.execCommand("insertText", false, text);
      await null; // for the editor to see it
    } else {
      field.value = text;
      tell(field, "input");
      tell(field, "change");
    }
  }
}

const named = (page, name) => page.locator(`[name="${name}"]`);

// type writes something else, the end of it key by key.
async function type(page, text) {
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text.slice(0, -3));
  await page.keyboard.type(text.slice(-3));
}

const does = {
  async type(page, { name, text }) {
    const field = named(page, name);
    await field.focus();
    await type(page, text);
  },
  async rich(page, { name, text }) {
    const field = await textField(page, name);
    await field.focus();
    await type(page, text);
  },
  async styled(page, { name, text, id, strong, items }) {
    const field = await textField(page, name);
    if (await field.evaluate((one) => one.matches("textarea"))) return field.fill(text);
    await field.focus();
    for (const key of ["Control+a", "Delete"]) await page.keyboard.press(key);
    await page.keyboard.type(`${id} `);
    await page.keyboard.press("Control+b");
    await page.keyboard.type(strong);
    for (const key of ["Control+b", "Enter", "Control+Shift+Digit8"]) await page.keyboard.press(key);
    await page.keyboard.type(items[0]);
    await page.keyboard.press("Enter");
    await page.keyboard.type(items[1]);
  },
  async select(page, { name, text }) {
    const field = named(page, name);
    const to = await field.evaluate((one, text) => [...one.options].findIndex(({ value }) => value === text) - one.selectedIndex, text);
    await field.focus();
    for (let i = 0; i < Math.abs(to); i++) await page.keyboard.press(to > 0 ? "ArrowDown" : "ArrowUp");
  },
  async tick(page, { name, text }) {
    const box = text && (await named(page, name).count()) > 1 ? page.locator(`[name="${name}"][value="${text}"]`) : named(page, name);
    await box.focus();
    await page.keyboard.press("Space");
  },
  async choose(page, { name, text, id }) {
    const chooser = page.locator(`lectern-chooser[data-name="${name}"]`);
    await chooser.locator(".button-choose").focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    const before = await dialog.locator("[data-choices]").elementHandle();
    await dialog.getByRole("searchbox").fill(text);
    await page.waitForFunction((list) => !list.isConnected, before); // what is pressed would go with it
    const choice = dialog.locator(`li[data-id="${id}"]`);
    await choice.waitFor();
    if (await choice.getByRole("checkbox").count()) {
      await choice.getByRole("checkbox").check();
      await dialog.getByRole("button", { name: "Use these" }).click();
    } else {
      await choice.getByRole("button").click();
    }
    await chooser.locator(`input[value="${id}"]`).waitFor({ state: "attached" });
  },
  async down(page, { name }) {
    const list = page.locator(`[data-list="${name}"] > ol > [data-entry]`);
    const before = await list.first().getAttribute("id");
    await list.first().locator("> .entry-tools [data-do=down]").focus();
    await page.keyboard.press("Enter");
    expect(`what comes second in ${name}`, await list.nth(1).getAttribute("id"), before);
  },
};

// textField is what a text is written in: an editor, or its Markdown.
async function textField(page, name) {
  const area = page.locator(`textarea[name="${name}"]`);
  if (await area.isVisible()) await area.focus(); // from now on it is an editor, where there is one
  const editor = page.locator("lectern-rich-text").filter({ has: area }).locator("[contenteditable=true]");
  return (await editor.count()) ? editor : area;
}

// inMarkdown has one text of a page be Markdown. Another goes there and back, so
// that all others are in the editor.
async function inMarkdown(page, steps) {
  const [one, other] = steps.filter((step) => step.do === "rich").slice(-2);
  const field = ({ name }) => page.locator("lectern-rich-text").filter({ has: page.locator(`textarea[name="${name}"]`) });
  for (const text of [one, other]) {
    await textField(page, text.name);
    await field(text).getByRole("button", { name: "Write as Markdown" }).or(field(text).getByRole("button", { name: "Use the editor" })).waitFor();
    if (await named(page, text.name).isHidden()) await field(text).getByRole("button", { name: "Write as Markdown" }).click();
    await named(page, text.name).waitFor();
  }
  await field(other).getByRole("button", { name: "Use the editor" }).click();
  await field(other).locator("[contenteditable=true]").waitFor();
  expect(`whether ${one.name} is Markdown`, await named(page, one.name).isVisible(), true);
}

// begin opens the page of a scene, and holds what it saves. What has to be chosen is
// chosen: for that the server is needed. What is left is to be written.
async function begin(page, { mine, ...of }) {
  await edit(page, of);
  if (scene === "line") await inMarkdown(page, mine);
  await page.route(/\/autosave$/, (route) => route.abort());
  await write(page, mine.filter((step) => step.do === "choose"));
  return mine.filter((step) => step.do !== "choose");
}

const letGo = (page) => page.unroute(/\/autosave$/);

async function play(name, act) {
  scene = name;
  byKeys = new Set();
  try {
    await act(job.scenes[name]);
    done.push(name);
  } catch (failure) {
    report(failure.message);
  }
  told.push(`${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  begun = Date.now();
}

const ann = await window();
await signIn(ann, job, "ann");

await play("line", async (it) => {
  const steps = await begin(ann, it);
  await ann.context().setOffline(true);
  await write(ann, steps);
  await says(ann, "Not saved: no connection, trying again (kept on this computer)");
  const chosen = ann.locator("lectern-chooser:has(.chosen-item)").first();
  const held = await chosen.locator("input[type=hidden]").count();
  for (const button of ["Remove", /^(Choose|Add) /]) {
    await chosen.getByRole("button", { name: button }).first().click();
    await ann.waitForFunction(() => document.getElementById("announcements")?.textContent === "This cannot be done now. Try again in a minute");
    await ann.evaluate(() => document.getElementById("announcements").replaceChildren());
  }
  expect("how much is chosen", await chosen.locator("input[type=hidden]").count(), held);
  await letGo(ann);
  await ann.context().setOffline(false);
  await saved(ann);
});

// A tab that has a line sends what it holds when it is closed, so this one has no
// session.
await play("closed tab", async (it) => {
  const tab = await ann.context().newPage();
  const steps = await begin(tab, it);
  await fetch(`${job.control}/end-sessions`);
  await letGo(tab);
  await write(tab, steps);
  await says(tab, "Stopped saving: you were signed out. Sign in in a new tab, and come back here (kept on this computer).");
  await isKept(tab);
  await tab.close();
  await signIn(ann, job, "ann");
  await edit(ann, it);
  await ann.getByText(/^Text that you typed on .* at .* was not sent\.$/).waitFor();
  await ann.getByRole("button", { name: "Put it back" }).click();
  await ann.waitForURL(/done=saved/);
});

await play("server", async (it) => {
  const steps = await begin(ann, it);
  await fetch(`${job.control}/stop`);
  await letGo(ann);
  await write(ann, steps);
  await says(ann, "Not saved: the website does not answer, trying again (kept on this computer)");
  await fetch(`${job.control}/start`);
  await comeBack(ann);
  await saved(ann);
});

await play("session", async (it) => {
  const steps = await begin(ann, it);
  await fetch(`${job.control}/end-sessions`);
  await letGo(ann);
  await write(ann, steps);
  await says(ann, "Stopped saving: you were signed out. Sign in in a new tab, and come back here (kept on this computer).");
  await signInAgain(ann, job, "ann");
  await saved(ann);
});

await play("tabs", async (it) => {
  const second = await ann.context().newPage();
  await edit(ann, it);
  await edit(second, it);
  const half = (steps, n) => steps.slice(n * Math.ceil(steps.length / 2), (n + 1) * Math.ceil(steps.length / 2));
  for (const n of [0, 1]) {
    await write(ann, half(it.mine, n));
    await write(second, half(it.theirs, n));
  }
  await saved(ann);
  await saved(second);
  await second.close();
});

const ben = await window();
await signIn(ben, job, "ben");

await play("people", async (it) => {
  await edit(ann, it);
  await edit(ben, it);
  await write(ann, it.mine);
  await saved(ann);
  await write(ben, it.theirs);
  await saved(ben);
  await ben.keyboard.press("Control+s");
  await ben.waitForURL(/done=saved/);
});

// clash has Ben save what Ann has saved otherwise, and decide.
async function clash(ann, ben, { take, places }) {
  await ben.getByRole("heading", { name: "This page was saved while you were writing" }).waitFor();
  expect("how many places there are to decide about", await ben.locator(".clash").count(), places.length);
  for (const place of places) expect(`how often ${place} is told`, await ben.locator(`.clash h3 a[href="#${place}"]`).count(), 1);
  for (const place of take) {
    const one = ben.locator(".clash").filter({ has: ben.locator(`h3 a[href="#${place}"]`) });
    await one.getByRole("button", { name: /^Take Person of ann@example.org’s/ }).click();
    await one.getByRole("button", { name: /^Take mine again/ }).waitFor();
  }
  expect("how many places there are still", await ben.locator(".clash").count(), places.length);
  await ben.getByRole("button", { name: "Save", exact: true }).click();
  await ben.waitForURL(/done=saved/);
}

await play("clash", async (it) => {
  await edit(ann, it);
  await edit(ben, it);
  await write(ann, it.mine);
  await saved(ann);
  await write(ben, it.theirs);
  await says(ben, /^Stopped saving: Person of ann@example.org saved this page at /);
  await ben.getByRole("button", { name: "See both texts" }).click();
  await clash(ann, ben, it);
});

await play("back", async ({ page, from, back, blocks }) => {
  for (const place of back) {
    await ann.goto(`${job.origin}/admin/pages/${page}/compare?from=${from}&to=draft`);
    const form = (place) => ann.locator("form.compare-back").filter({ has: ann.locator(`[name=place][value="${place.replaceAll(".", "/")}"]`) });
    if (place === back[0]) for (const block of blocks) expect(`how often ${block} is compared`, await form(block).count(), 1);
    await form(place).getByRole("button").click();
    await ann.waitForURL(/done=put-back/);
  }
});

const plainAnn = await window({ javaScriptEnabled: false });
const plainBen = await window({ javaScriptEnabled: false });
await signIn(plainAnn, job, "ann");

await play("plain session", async (it) => {
  await edit(plainAnn, it);
  await write(plainAnn, it.mine);
  await fetch(`${job.control}/end-sessions`);
  await saveDraft(plainAnn);
  await giveName(plainAnn, job.password, "ann");
  await plainAnn.getByText("Your text is here, and not saved yet").waitFor();
  await saveDraft(plainAnn);
  await plainAnn.waitForURL(/done=saved/);
});

await play("plain clash", async (it) => {
  await signIn(plainBen, job, "ben");
  await edit(plainAnn, it);
  await edit(plainBen, it);
  await write(plainAnn, it.mine);
  await saveDraft(plainAnn);
  await plainAnn.waitForURL(/done=saved/);
  await write(plainBen, it.theirs);
  await saveDraft(plainBen);
  await clash(plainAnn, plainBen, it);
});

await play("plain back", async ({ page, from }) => {
  await plainAnn.goto(`${job.origin}/admin/pages/${page}/compare?from=${from}&to=draft`);
  await plainAnn.getByRole("button", { name: /^Restore all of revision/ }).click();
  await plainAnn.getByText("Both say the same.").waitFor();
});

await browser.close();
process.stdout.write(JSON.stringify({ findings, done, told }));
