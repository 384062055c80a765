// What is common to the windows in which somebody does something.

// open opens a window that reports whatever a page should never say: errors, what
// the console is told, and what the content security policy refuses. Of the console,
// expected(message) says whether it is to be so.
export async function open(browser, options, report, expected = () => false) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => report(`error in a script: ${error.message}`));
  page.on("console", (message) => tooQuick(message) || expected(message) || report(`console, ${message.type()}: ${message.text()}`));
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", ({ effectiveDirective, sample }) => console.error(`refused: ${effectiveDirective} ${sample}`));
    });
  }
  return page;
}

// tooQuick: who has gone to a field before the page has come to its autofocus stays
// there. On a busy machine a script is that quick, and Chromium tells.
const tooQuick = (message) => message.type() === "info" && message.text().startsWith("Autofocus processing was blocked");
