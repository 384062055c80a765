// Writes on pages while the line, the server, the session and the browser itself
// go away. The job and what must come of it are in
// internal/admin/autosave_browser_test.go.

import { readlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { announced, comeBack, giveName, keptIn, saveDraft, saved, says, signIn, signInAgain } from "./edit-kit.mjs";
import { open as openWindow } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const { job, chromium: chrome } = await json(process.stdin);
const options = { executablePath: chrome.path, args: chrome.flags };
const findings = [];
const titles = {};
let trip = 0;

let scene = "";
const report = (finding) => findings.push(`${scene}: ${finding}`);
// A line that is gone, an answer that refuses, and a preview that wants a sign-in
// are told on the console.
const expected = (message) => message.type() === "error" && /^(Failed to load resource|Framing )/.test(message.text());

function expect(what, got, want) {
  if (!(want instanceof RegExp ? want.test(got) : got === want)) report(`${what} is ${JSON.stringify(got)} and not ${want}`);
}

const editOf = (name) => `${job.origin}/admin/pages/${job.pages[name]}`;
const control = (what) => fetch(`${job.control}/${what}`);

const title = (page) => page.locator("#title");

// write types a title, and remembers that it must be stored in the end.
async function write(page, name, text) {
  await title(page).fill(text);
  titles[name] = text;
}

const browser = await chromium.launch(options);
const page = await openWindow(browser, { viewport: { width: 1280, height: 900 } }, report, expected);
const context = page.context();
page.setDefaultTimeout(20_000);
await signIn(page, job, "ann");

scene = "typing";
await page.goto(editOf("typing"));
const answered = page.waitForResponse(/\/autosave$/);
await title(page).press("End");
await title(page).pressSequentially(" and so on");
titles.typing = "Spine and so on";
const answer = await answered;
await answer.finished();
trip = answer.request().timing().responseEnd;
await saved(page);
expect("what is said of it", await announced(page), "");
const removal = page.waitForResponse(/\/autosave$/);
await page.locator("#body .block").first().locator("[data-do=remove]").dispatchEvent("click");
expect("whether blocks are sent when one was removed", (await removal).request().postData().includes("callout"), false);
const undoing = page.waitForResponse(/\/autosave$/);
await page.getByRole("button", { name: "Undo" }).click();
expect("whether they are when it is back", (await undoing).request().postData().includes("callout"), true);
await saved(page);

scene = "the state of what was public";
await page.goto(editOf("public"));
const state = page.getByRole("list", { name: "Kind and state" });
expect("the state before", await state.innerText(), /^Content page\s+Live$/);
expect("whether there is anything to compare", await page.getByRole("link", { name: "What will change" }).count(), 0);
await write(page, "public", "Written on");
await saved(page);
await state.getByText("Changes not published").waitFor();
await page.getByRole("link", { name: "What will change" }).waitFor();

scene = "leaving at once";
await page.goto(editOf("leaving"));
page.once("dialog", (dialog) => dialog.accept());
await write(page, "leaving", "Typed and left");
await page.goto(`${job.origin}/admin`);
page.removeAllListeners("dialog");

scene = "an answer is lost";
await page.goto(editOf("answer"));
await page.route(/\/autosave$/, async (route) => {
  await route.fetch();
  await route.abort();
}, { times: 1 });
await title(page).fill("Stored, and nobody knows");
await says(page, "trying again (kept on this computer)");
await write(page, "answer", "Typed on after the answer was lost");
await saved(page);

scene = "the server goes";
await page.goto(editOf("server"));
await control("stop");
await title(page).fill("While the server is away");
await says(page, "Not saved: the website does not answer, trying again (kept on this computer)");
expect("what is said of it", await announced(page), /^Not saved/);
await write(page, "server", "While the server is away, every word");
await control("start");
await comeBack(page);
await saved(page);
expect("what is said of it", await announced(page), /^Draft saved at /);

scene = "two tabs";
await page.goto(editOf("tabs"));
const second = await context.newPage();
await second.goto(editOf("tabs"));
await second.locator(".edit-presence", { hasText: "You have this page open in another tab as well" }).waitFor();
await second.locator("#title").fill("In the second tab");
await saved(second);
await title(page).fill("In the first tab");
await says(page, "Stopped saving: you saved this page in another tab at ");
await page.getByRole("button", { name: "See both texts" }).click();
await page.locator(".conflict").waitFor();
await says(page, "Not saved (kept on this computer)");
expect("what is in the form", await title(page).inputValue(), "In the first tab");
await second.close();
await page.locator(".conflict .actions button").click();
await page.waitForURL(/done=saved/);
titles.tabs = "In the first tab";
expect("whether anything is offered", await page.locator(".kept").count(), 0);

scene = "two people";
const ben = await openWindow(browser, {}, report, expected);
await signIn(ben, job, "ben");
await ben.goto(editOf("people"));
await ben.locator("#title").fill("Ben's");
await saved(ben);
titles.people = "Ben's";
await page.goto(editOf("people"));
await page.locator(".edit-presence", { hasText: /^Person of ben@example.org is on this page as well. Person of ben@example.org saved it at / }).waitFor();
expect("what is said of it", await announced(page), "Person of ben@example.org is on this page as well");
await ben.context().close();

scene = "the session ends";
await page.goto(editOf("session"));
await control("end-sessions");
await write(page, "session", "Typed after the session had ended");
await says(page, "Stopped saving: you were signed out. Sign in in a new tab, and come back here (kept on this computer).");
await signInAgain(page, job, "ann");
await saved(page);

scene = "the session ends, without scripts";
const plain = await openWindow(browser, { javaScriptEnabled: false }, report, expected);
await signIn(plain, job, "ann");
await plain.goto(editOf("plain"));
await plain.locator("#title").fill("Sent without a session");
await control("end-sessions");
await saveDraft(plain);
await giveName(plain, job.password, "ann");
await plain.getByText("Your text is here, and not saved yet").waitFor();
expect("what is in the form", await plain.locator("#title").inputValue(), "Sent without a session");
await saveDraft(plain);
await plain.waitForURL(/done=saved/);
titles.plain = "Sent without a session";
await browser.close();

scene = "the browser dies";
let lasting = await chromium.launchPersistentContext(job.profile, options);
let last = lasting.pages()[0] ?? (await lasting.newPage());
await signIn(last, job, "ann");
await last.goto(editOf("killed"));
await lasting.setOffline(true);
await last.locator("#title").fill("Typed without a line");
await says(last, "Not saved: no connection, trying again (kept on this computer)");
const before = (await keptIn(last))[0];
await last.locator("#title").fill("Typed without a line, and typed on");
while ((await keptIn(last))[0]?.at === before?.at) await last.evaluate(() => new Promise(requestAnimationFrame));
const [{ text }] = await keptIn(last);
if (text.includes("Typed")) report("what is kept can be read");
const pid = Number(readlinkSync(`${job.profile}/SingletonLock`).split("-").at(-1));
process.kill(pid, "SIGKILL");
await new Promise((resolve) => lasting.on("close", resolve));
lasting = await chromium.launchPersistentContext(job.profile, options);
last = lasting.pages()[0] ?? (await lasting.newPage());
await signIn(last, job, "ann");
await last.goto(editOf("killed"));
await last.getByText(/^Text that you typed on .* at .* was not sent\.$/).waitFor();
await last.getByRole("button", { name: "Put it back" }).click();
await last.waitForURL(/done=saved/);
titles.killed = "Typed without a line, and typed on";
expect("what is in the form", await last.locator("#title").inputValue(), titles.killed);
await last.goto(editOf("killed"));
while ((await keptIn(last)).length > 0) await last.evaluate(() => new Promise(requestAnimationFrame));
expect("whether anything is offered", await last.locator(".kept").count(), 0);
await lasting.close();

process.stdout.write(JSON.stringify({ findings, titles, trip }));
