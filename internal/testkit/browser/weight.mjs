// Weighs what a page needs when nothing of it is in the cache: bytes on the
// wire, headers included, as a phone of middle size asks for them.

const screen = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const parts = { Document: "html", Stylesheet: "css", Script: "js", Image: "images", Media: "images" };

export async function weigh(browser, address) {
  const weight = { requests: 0, html: 0, css: 0, js: 0, images: 0, other: 0 };
  const context = await browser.newContext(screen);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const asked = new Map();
  let icon = null;
  devtools.on("Network.responseReceived", ({ requestId, type, response }) => {
    asked.set(requestId, response.url === icon ? "images" : (parts[type] ?? "other"));
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    weight.requests += 1;
    weight[asked.get(requestId)] += encodedDataLength;
  });

  await page.goto(address);
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo({ top: y, behavior: "instant" });
      await new Promise(requestAnimationFrame);
    }
  });
  await page.waitForLoadState("networkidle");
  // Without a window there is no tab to show the icon in, so it is asked for here.
  icon = await page.evaluate(() => document.querySelector("link[rel~=icon]")?.href ?? null);
  if (icon) await page.goto(icon, { waitUntil: "networkidle" });
  await context.close();
  return weight;
}
