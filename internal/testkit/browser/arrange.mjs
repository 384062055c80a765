// Arranges pages as a person does, and looks at the pages that this is done on.
// The job and the findings are described in internal/admin/tree_browser_test.go.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { accessible } from "./axe.mjs";
import { open as openWindow } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const { job, chromium: chrome } = await json(process.stdin);
const browser = await chromium.launch({ executablePath: chrome.shell, args: chrome.flags });
const findings = [];
let scene = "";
const report = (finding) => findings.push(`${scene}: ${finding}`);
const wants = (what, got, want) => JSON.stringify(got) === JSON.stringify(want) || report(`${what} is ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 320, height: 700 } };
const page = (id, action = "") => `/admin/pages/${id}${action && "/" + action}`;

// open loads a page in a new window.
async function open(path, options = desktop) {
  const window = await openWindow(browser, options, report, () => window.quiet);
  window.setDefaultTimeout(20_000);
  await window.goto(job.origin + path);
  return window;
}

async function done(window) {
  await window.context().close();
}

const submitted = (window, button) => Promise.all([window.waitForEvent("load"), button.click()]);

const scenes = {
  async "every page, on a phone and on a desktop"() {
    for (const size of [phone, desktop]) {
      for (const path of [
        "/admin", "/admin/pages", `/admin/pages?below=${job.services}`, "/admin/pages?q=a&state=live", "/admin/pages?q=nothing",
        page(job.services, "new"), page(job.services, "move?q=news"), page(job.services, "copy"), page(job.services, "order"),
        page(job.services, "delete"), page(job.draft, "delete"), page(job.news, "discard"), page(job.services, "discard"),
      ]) {
        scene = `${path} at ${size.viewport.width} px`;
        const window = await open(path, size);
        await window.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
        await accessible(window, report);
        await done(window);
      }
    }
  },

  async "a branch opens where it stands"() {
    const window = await open("/admin/pages");
    const button = window.getByRole("button", { name: "Pages below Services" });
    wants("the state", await button.getAttribute("aria-expanded"), "false");
    await button.focus();
    await window.keyboard.press("Enter");
    await window.getByRole("link", { name: "Alpha" }).waitFor();
    wants("the state", await button.getAttribute("aria-expanded"), "true");
    wants("what is said", await window.locator("#announcements").textContent(), "3 pages below Services are shown");
    wants("where the focus is", await button.evaluate((one) => one === document.activeElement), true);
    await accessible(window, report);
    await window.reload();
    await window.getByRole("link", { name: "Alpha" }).waitFor(); // it has stayed open
    await window.getByRole("button", { name: "Pages below Services" }).click();
    wants("whether the branch is hidden", await window.getByRole("link", { name: "Alpha" }).isHidden(), true);
    await done(window);
  },

  async "the address follows the title until it is written"() {
    const window = await open(page(job.services, "new"));
    const slug = window.getByLabel("Last part of the address");
    await window.getByLabel("Title").pressSequentially("Crème & Co’s guide");
    wants("the address", await slug.inputValue(), "creme-and-cos-guide");
    await slug.fill("own");
    await window.getByLabel("Title").pressSequentially(" two");
    wants("the address that was written", await slug.inputValue(), "own");
    await done(window);
  },

  async "pages are put in order by keyboard and by dragging"() {
    const window = await open(page(job.services, "order"));
    const names = () => window.locator(".order-name strong").allTextContents();
    const down = window.getByRole("button", { name: "Down Alpha" });
    await down.focus();
    await window.keyboard.press("Enter");
    wants("the order", await names(), ["Beta", "Alpha", "Gamma"]);
    wants("where the focus is", await down.evaluate((one) => one === document.activeElement), true);
    wants("what is said", await window.locator("#announcements").textContent(), "Alpha is now 2 of 3");
    await window.keyboard.press("Enter");
    wants("the order", await names(), ["Beta", "Gamma", "Alpha"]);
    wants("where the focus is, now that it is last", await window.getByRole("button", { name: "Up Alpha" }).evaluate((one) => one === document.activeElement), true);
    const grips = window.locator(".order-grip");
    const from = await grips.nth(2).boundingBox();
    const to = await window.locator(".order-row").nth(0).boundingBox();
    await window.mouse.move(from.x + 5, from.y + 5);
    await window.mouse.down();
    await window.mouse.move(to.x + 60, to.y + 30, { steps: 4 });
    await window.mouse.move(to.x + 60, to.y + 3);
    await window.mouse.up();
    wants("the order after dragging", await names(), ["Alpha", "Beta", "Gamma"]);
    await down.click();
    await submitted(window, window.getByRole("button", { name: "Save this order" }));
    wants("the order that is kept", await window.locator("#branch .tree-name > a").allTextContents(), ["Beta", "Alpha", "Gamma"]);
    await accessible(window, report);
    await done(window);
  },

  async "a page is made, moved and copied without JavaScript"() {
    const window = await open(page(job.news, "new"), { ...desktop, javaScriptEnabled: false });
    window.quiet = true; // a form that is sent back is told of as an error
    await submitted(window, window.getByRole("button", { name: "Make the page" }));
    wants("what is wrong", await window.locator(".error-summary a").allTextContents(), ["Give the page a title", "Choose what kind of page it is"]);
    await window.getByLabel("Title").fill("A new page");
    await window.getByLabel("Content page").check();
    await submitted(window, window.getByRole("button", { name: "Make the page" }));
    const made = new URL(window.url()).pathname;
    wants("where it leads", /^\/admin\/pages\/[0-9a-f-]{36}$/.test(made), true);

    await window.goto(job.origin + page(job.services, "move"));
    await window.getByLabel("Find another page to stand below").fill("news");
    await submitted(window, window.getByRole("button", { name: "Find" }));
    await submitted(window, window.getByRole("button", { name: "Choose News, changed" }));
    await submitted(window, window.getByRole("button", { name: "Show what will change" }));
    wants("what is told", await window.locator("#changes").textContent(), "4 addresses will change");
    await submitted(window, window.getByRole("button", { name: "Move", exact: true }));
    await window.goto(`${job.origin}/admin/pages?below=${job.services}`);
    wants("where it stands now", await window.locator(".admin-crumbs a").allTextContents(), ["Pages", "Home", "News, changed"]);

    await window.goto(job.origin + made + "/copy");
    await submitted(window, window.getByRole("button", { name: "Show what will change" }));
    wants("what is told", await window.locator("#changes").textContent(), "1 page will be made");
    await submitted(window, window.getByRole("button", { name: "Make the copy" }));
    wants("where it leads", new URL(window.url()).pathname === made, false);

    await window.goto(job.origin + page(job.draft, "delete"));
    await submitted(window, window.getByRole("button", { name: "Delete the page" }));
    wants("what is said", await window.locator(".done").textContent(), "It is in the bin, and can be restored from there.");
    await window.goto(job.origin + "/admin/bin?q=never");
    await submitted(window, window.getByRole("link", { name: "Never public" }));
    await window.getByLabel("Last part of the address").fill("back");
    await submitted(window, window.getByRole("button", { name: "Restore the page" }));
    wants("what is said", await window.locator(".done").textContent(), "It is back, with everything that was written there.");
    await done(window);
  },
};

for (const [name, play] of Object.entries(scenes)) {
  scene = name;
  try {
    await play();
  } catch (error) {
    report(`stopped: ${error.message.split("\n").slice(0, 3).join(" ")}`);
  }
}
await browser.close();
console.log(JSON.stringify({ findings }));
