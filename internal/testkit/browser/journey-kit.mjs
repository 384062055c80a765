// What the journeys through the admin share: windows of people, and ways to do
// what a person does, with scripts and without.

import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { accessible } from "./axe.mjs";
import { open } from "./window.mjs";

const require = createRequire(new URL("../../../static/", import.meta.url));
export const { chromium } = require("playwright-core");

const desktop = { width: 1280, height: 800 };
const phone = { width: 320, height: 640 };

// Office is where people work: each has a window of their own. It keeps what is
// wrong, and which addresses of the admin have answered.
export class Office {
  findings = [];
  answered = new Map(); // by path and query: whether it is a document
  scene = "";

  constructor(browser, { origin, scripts }) {
    Object.assign(this, { browser, origin, scripts });
  }

  report(finding) {
    this.findings.push(`${this.scene}: ${finding}`);
  }

  wants(what, got, want) {
    const right = want instanceof RegExp ? want.test(got) : JSON.stringify(got) === JSON.stringify(want);
    if (!right) this.report(`${what} is ${JSON.stringify(got)}, want ${want instanceof RegExp ? want : JSON.stringify(want)}`);
  }

  // comes waits for something to become what it should be.
  async comes(what, read, want) {
    for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((again) => setTimeout(again, 50))) {
      if ((await read()) === want) return;
    }
    this.wants(what, await read(), want);
  }

  // window opens one for somebody. What the browser says there, and what the
  // content security policy refuses, is a finding.
  async window(options = {}) {
    const asked = { viewport: desktop, javaScriptEnabled: this.scripts, ...options };
    const page = await open(this.browser, asked, (finding) => this.report(`${where(page)}: ${finding}`), (message) => page.refused > 0 && /status of 4\d\d/.test(message.text()));
    page.setDefaultTimeout(30_000);
    page.refused = 0; // how many answers that refuse something are expected
    page.on("response", (response) => this.note(response));
    return page;
  }

  note(response) {
    const url = new URL(response.url());
    if (response.request().method() !== "GET" || response.status() !== 200 || !/^\/admin(\/|$)/.test(url.pathname)) return;
    const document = response.request().isNavigationRequest() && /^text\/html/.test(response.headers()["content-type"] ?? "");
    const path = url.pathname + url.search;
    this.answered.set(path, document || this.answered.get(path) || false);
  }

  async go(page, path) {
    const answer = await page.goto(path.startsWith("/") ? this.origin + path : path);
    if (answer.status() !== 200) this.report(`${path} answers ${answer.status()}`);
  }

  // look finds what axe finds, and what is wider than the window, on a desktop
  // and on a phone, which has the same colours.
  async look(page) {
    await page.evaluate(() => document.querySelectorAll("details:not(.entry-more)").forEach((one) => (one.open = true)));
    for (const [size, rules] of [[phone, "rest"], [desktop, "all"]]) {
      await page.setViewportSize(size);
      await accessible(page, (finding) => this.report(`${where(page)} at ${size.width} px: ${finding}`), rules);
    }
  }
}

export const where = (page) => page.url().replace(/^[a-z]+:\/\/[^/]+/, "").replace(/token=\w+/, "token=…");

// press uses what leads to another page, and waits for that.
export async function press(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

export const button = (place, name) => place.getByRole("button", { name }).filter({ visible: true }).last();
export const link = (place, name) => place.getByRole("link", { name }).filter({ visible: true }).first();
export const said = (page) => page.locator(".done p").first().textContent();

// code is what an app shows for a secret, now or some half minutes later.
export function code(secret, later = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll(/\s/g, "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
