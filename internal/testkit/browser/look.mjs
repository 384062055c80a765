// Looks at pages in Chromium and tells what is wrong with them. The job comes
// as JSON on standard input, and the results go as JSON to standard output;
// internal/testkit/browser.go says what is in them.

import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";

import { clipped, motion, space, stored, words } from "./adapt.mjs";
import { bring, violations } from "./axe.mjs";
import { fillIn } from "./form.mjs";
import { menu, skipLink } from "./keyboard.mjs";
import { scroll, unfold } from "./scroll.mjs";
import { tour } from "./tour.mjs";
import { tree } from "./tree.mjs";
import { weigh } from "./weight.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
const { chromium } = require("playwright-core");

const phone = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 800 } };

// How each context differs from a new one. What is in `check` is looked for
// there, besides what is looked for everywhere; `axe` says by which rules. Without
// scripts means: the page is loaded without; ours, which look at it, run afterwards.
const contexts = {
  phone: { options: phone, axe: "all", check: ["shifts", "skipLink", "words"] },
  desktop: { options: desktop, axe: "all", check: ["text", "shifts", "skipLink"] },
  "no JavaScript": { options: desktop, scripts: false, axe: "rest", check: ["text"] },
  "forced colours": { options: { ...desktop, forcedColors: "active" }, axe: "colours", check: [] },
  dark: { options: { ...desktop, colorScheme: "dark" }, axe: "colours", check: [] },
  "large text": { options: desktop, fontSize: 32, check: [] },
  // Text with as much room between letters, words and lines as WCAG 1.4.12 asks for.
  "text spacing": { options: { viewport: phone.viewport }, spaced: true, check: ["clipped", "tour"] },
  keyboard: { options: { ...desktop, reducedMotion: "reduce" }, check: ["motion", "tour"] },
  "late assets": { options: desktop, late: true, check: ["shifts"] },
  "slow line": { options: phone, slow: true, check: ["shifts"] },
  // Chromium tells of shifts of some pixels of a word there; Lighthouse, in three digits, does not.
  "slow desktop": { options: desktop, slow: true, check: ["shifts"], shifting: 0.0005 },
};

const job = JSON.parse(await text(process.stdin));
const findings = [];
const { path: whole, shell, flags: args } = job.chromium;
const browser = await chromium.launch({ executablePath: shell, args });

// open opens a page in a context of its own. It is used for one visit after the
// other; `page.visit` says what the current one is.
async function open({ options, axe, scripts, fontSize, late }) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000);
  await context.addInitScript(watch);
  if (axe) await bring(context);
  if (late) await context.route(/\/(static|media)\//, delay);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  if (fontSize) await devtools.send("Page.setFontSizes", { fontSizes: { standard: fontSize, fixed: fontSize } });
  page.scripts = async (run) => {
    if (scripts === false) await devtools.send("Emulation.setScriptExecutionDisabled", { value: !run });
  };
  listen(page);
  return page;
}

// delay holds a style sheet back for half a second, and everything else until
// the page has been painted without it.
async function delay(route) {
  if (route.request().resourceType() === "stylesheet") {
    await pause(500);
  } else {
    const painted = () => performance.getEntriesByName("first-contentful-paint").length > 0;
    await Promise.race([route.request().frame().waitForFunction(painted), pause(3000)]).catch(() => {});
    await pause(100);
  }
  await route.continue();
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// watch runs in the page, before anything of the page does.
function watch() {
  window.lecternSeen = { shifts: [], refused: [] };
  addEventListener("securitypolicyviolation", (event) => {
    window.lecternSeen.refused.push(`${event.effectiveDirective} of ${event.blockedURI || event.sourceFile}`);
  });
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      const moved = shift.sources.map(({ node, previousRect, currentRect }) => {
        const what = (node?.outerHTML ?? node?.textContent)?.trim().slice(0, 80) ?? "what a style sheet drew";
        const [from, to] = [previousRect, currentRect].map(({ x, y, width, height }) => [x, y, width, height].map(Math.round));
        return `${what} (${from} to ${to})`;
      });
      window.lecternSeen.shifts.push({ by: shift.value, what: `${shift.value.toFixed(5)}: ${moved.join(", ")}` });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

async function visit(page, { path, context, status }) {
  const { axe, check, scripts, options, slow, spaced, shifting = 0 } = contexts[context];
  const report = (finding) => findings.push({ path, context, finding });
  const origin = slow ? job.slow : job.origin;
  page.visit = { origin, address: origin + path, status, report };
  await page.scripts(false);
  const response = await page.goto(page.visit.address);
  await page.scripts(true); // ours
  if (response.status() !== status) report(`answers ${response.status()} and not ${status}`);
  if (scripts !== false) {
    await scroll(page);
    const { shifts, refused } = await page.evaluate(() => window.lecternSeen);
    refused.forEach((refusal) => report(`the content security policy refused ${refusal}`));
    const shifted = shifts.reduce((sum, { by }) => sum + by, 0) >= shifting;
    if (check.includes("shifts") && shifted) shifts.forEach(({ what }) => report(`the layout shifts by ${what}`));
  }
  if (spaced) await space(page);
  if (check.includes("tour")) (await tour(page)).forEach(report); // before what is closed is opened
  await unfold(page);
  (await overflow(page, options.viewport.width)).forEach(report);
  if (check.includes("text")) await compare(page, path, context);
  if (axe) (await faults(page, axe)).forEach(report);
  for (const [name, find] of Object.entries({ clipped, motion, words })) {
    if (check.includes(name)) (await find(page)).forEach(report);
  }
  (await stored(page)).forEach(report);
  if (check.includes("skipLink")) (await skipLink(page)).forEach(report);
}

// listen reports whatever a page should never say or ask for.
function listen(page) {
  page.on("pageerror", (error) => page.visit.report(`error in a script: ${error.message}`));
  page.on("console", (message) => {
    const { address, status, report } = page.visit;
    // Chromium says so of an error page itself.
    if (status >= 400 && message.location().url === address) return;
    report(`console, ${message.type()}: ${message.text()}`);
  });
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) page.visit.come = true;
  });
  const asked = new WeakMap(); // on which visit
  page.on("request", (request) => {
    if (page.visit.come) asked.set(request, page.visit);
    if (!request.url().startsWith(page.visit.origin + "/")) page.visit.report(`asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // Something may still be on its way, or be asked for, while the next page is
    // on its way; an icon even later.
    const left = asked.get(request) !== page.visit || /favicon/.test(request.url());
    if (reason === "net::ERR_ABORTED" && left) return;
    page.visit.report(`${request.url()} failed: ${reason}`);
  });
  page.on("response", (response) => {
    const { address, report } = page.visit;
    if (response.status() >= 400 && response.url() !== address) report(`${response.url()} answers ${response.status()}`);
  });
}

// overflow names what makes a page wider than the screen.
function overflow(page, width) {
  return page.evaluate((width) => {
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (element) => {
      for (let above = element.parentElement; above; above = above.parentElement) {
        if (getComputedStyle(above).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element),
    );
    const names = wide.slice(-3).map((element) => element.cloneNode().outerHTML.slice(0, 100));
    return [`is ${document.documentElement.scrollWidth} pixels wide, because of ${names.join(", ")}`];
  }, width);
}

async function faults(page, rules) {
  return (await violations(page, rules)).flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `axe ${id}: ${target.join(" ")}: ${failureSummary.replaceAll(/\s+/g, " ")}`),
  );
}

// compare checks that the main text is the same with and without JavaScript,
// once a page has been seen both ways.
const texts = new Map(); // by path, then by context

async function compare(page, path, context) {
  const text = await page.evaluate(() => {
    const scripted = [...document.querySelectorAll(".facet-find")].map((one) => one.innerText); // which is for those who have scripts
    return scripted.reduce((rest, one) => rest.replace(one, ""), document.querySelector("main")?.innerText ?? "");
  });
  texts.set(path, { ...texts.get(path), [context]: text.split(/\s+/) });
  const { desktop: withScripts, "no JavaScript": without } = texts.get(path);
  if (!withScripts || !without || withScripts.join() === without.join()) return;
  const at = withScripts.findIndex((word, i) => word !== without[i]);
  const near = (words) => words.slice(Math.max(0, at - 3), at + 5).join(" ");
  const finding = `says “${near(without)}”, and with JavaScript “${near(withScripts)}”`;
  findings.push({ path, context: "no JavaScript", finding });
}

async function useMenu(page, path) {
  const report = (finding) => findings.push({ path, context: "phone, by keyboard", finding });
  page.visit = { origin: job.origin, address: job.origin + path, status: 200, report };
  await page.goto(page.visit.address);
  (await menu(page)).forEach(report);
}

async function useForm(page, { path, context }) {
  const { options } = contexts[context];
  const report = (finding) => findings.push({ path, context: `${context}, by keyboard`, finding });
  // The form is sent from the page that comes first.
  page.visit = { origin: job.origin, address: job.origin + path, status: 422, report };
  await page.emulateMedia({ reducedMotion: "reduce" }); // one page does not fade into the next while keys are pressed
  await page.scripts(false);
  await page.goto(page.visit.address);
  await page.scripts(true);
  const look = async (expected) => {
    const got = await page.evaluate(() => performance.getEntriesByType("navigation")[0].responseStatus);
    if (got !== expected) report(`answers ${got} and not ${expected}`);
    (await overflow(page, options.viewport.width)).forEach(report);
    (await faults(page, "all")).forEach(report);
  };
  (await fillIn(page, path, look)).forEach(report);
  await page.emulateMedia({ reducedMotion: null });
}

const weights = new Map();
let scales; // the whole browser, for icons weigh as well

async function weighOne(path) {
  scales ??= chromium.launch({ executablePath: whole, args });
  const { plain, ...weight } = await weigh(await scales, job.origin + path);
  weights.set(path, weight);
  for (const address of plain) findings.push({ path, context: "weight", finding: `${address} comes without brotli` });
}

const trees = new Map();

async function readTree(page, path) {
  const report = (finding) => findings.push({ path, context: "tree", finding });
  page.visit = { origin: job.origin, address: job.origin + path, status: 200, report };
  await page.goto(page.visit.address);
  await unfold(page);
  trees.set(path, await tree(page));
}

const tasks = [
  ...(job.visits ?? []).map((one) => ({ ...one, run: (page) => visit(page, one) })),
  ...(job.menus ?? []).map((path) => ({ path, context: "phone", run: (page) => useMenu(page, path) })),
  ...(job.forms ?? []).map((one) => ({ ...one, run: (page) => useForm(page, one) })),
  ...(job.weigh ?? []).map((path) => ({ path, run: () => weighOne(path) })),
  ...(job.trees ?? []).map((path) => ({ path, context: "desktop", run: (page) => readTree(page, path) })),
];

// work does tasks until there are none. Each worker has its own page for each
// context, in a window of its own: Chromium does not paint a page behind another.
async function work() {
  const pages = new Map();
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    const { path, context, run } = task;
    try {
      if (context && !pages.has(context)) pages.set(context, await open(contexts[context]));
      await within(60, run(pages.get(context)));
    } catch ({ message }) {
      pages.delete(context); // it may hang
      findings.push({ path, context: context ?? "weight", finding: message.split("\n")[0] });
    }
  }
}

// within fails when a promise takes longer than that.
function within(seconds, promise) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`nothing happened for ${seconds} seconds`)), seconds * 1000).unref();
  });
  return Promise.race([promise, late]);
}

await Promise.all(Array.from({ length: Math.min(4, availableParallelism() + 1) }, work));
await Promise.all([browser.close(), scales?.then((other) => other.close())]);

process.stdout.write(
  JSON.stringify({
    findings,
    trees: Object.fromEntries(trees),
    weights: (job.weigh ?? []).map((path) => ({ path, ...weights.get(path) })),
  }),
);
