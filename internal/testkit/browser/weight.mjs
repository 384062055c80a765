// Weighs what a page needs when nothing of it is in the cache: bytes on the
// wire, headers included, as a phone of middle size asks for them.

import { scroll } from "./scroll.mjs";

const screen = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const parts = { Document: "html", Stylesheet: "css", Script: "js", Image: "images", Media: "images" };

export async function weigh(browser, address) {
  const weight = { requests: 0, html: 0, css: 0, js: 0, images: 0, other: 0 };
  const plain = []; // addresses of texts that came without brotli
  const context = await browser.newContext(screen);
  const page = await context.newPage();
  const icon = page.waitForEvent("requestfinished", (request) => /favicon/.test(request.url()));
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const asked = new Map();
  devtools.on("Network.responseReceived", ({ requestId, type, response }) => {
    const part = /favicon/.test(response.url) ? "images" : (parts[type] ?? "other");
    asked.set(requestId, part);
    const { "content-encoding": encoding } = lowerCase(response.headers);
    if (/^text|javascript|svg|json/.test(response.mimeType) && encoding !== "br") plain.push(response.url);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    weight.requests += 1;
    weight[asked.get(requestId)] += encodedDataLength;
  });

  await page.goto(address);
  await scroll(page);
  await icon; // Chromium asks for it when all else is done
  await context.close();
  return { ...weight, plain };
}

function lowerCase(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
