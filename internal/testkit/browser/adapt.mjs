// Looks at a page as readers have it who adapt it to themselves. Each function
// returns what does not work, in words.

// space gives the text as much room as WCAG 1.4.12 asks pages to bear.
export function space(page) {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
  });
}

// clipped: nothing cuts off text that does not fit.
export function clipped(page) {
  return page.evaluate(() => {
    const cuts = ({ overflowX, overflowY }) => [overflowX, overflowY].some((overflow) => overflow === "hidden" || overflow === "clip");
    return [...document.body.querySelectorAll("*")]
      .filter((element) => !element.closest("svg") && element.checkVisibility() && element.textContent.trim() !== "" && cuts(getComputedStyle(element)))
      .filter(({ clientWidth, clientHeight }) => clientWidth > 1 && clientHeight > 1) // not what only screen readers get
      .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      .map((element) => `text is cut off in ${element.cloneNode().outerHTML.slice(0, 100)}`);
  });
}

// motion: whoever asks for calm gets it.
export function motion(page) {
  return page.evaluate(() => {
    const moves = (style) => `${style.transitionDuration},${style.animationDuration}`.split(",").some((time) => parseFloat(time) > 0);
    const moving = [...document.querySelectorAll("*")].filter((element) => moves(getComputedStyle(element)));
    const findings = moving.slice(0, 3).map((element) => `moves although calm was asked for: ${element.cloneNode().outerHTML.slice(0, 100)}`);
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (rule.constructor.name === "CSSViewTransitionRule") findings.push("moves from page to page although calm was asked for");
      }
    }
    return findings;
  });
}

// words: whatever can be used has words that can be seen, or a picture's, so
// that it can be said to a voice control.
export function words(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, summary")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => !/[\p{L}\p{N}]/u.test(element.innerText + (element.querySelector("img")?.alt ?? "")))
      .map((element) => `no words can be seen on ${element.cloneNode().outerHTML.slice(0, 100)}`),
  );
}

// stored: the page has left nothing in the browser.
export async function stored(page) {
  const cookies = await page.context().cookies();
  const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  return [...cookies.map(({ name }) => name), ...kept].map((name) => `leaves ${name} in the browser`);
}
