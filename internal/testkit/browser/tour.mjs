// Goes through a whole page with the Tab key, as somebody does who has no
// mouse, and returns what does not work, in words.

// tour: everything that can be used is reached; each stop can be seen, is not
// covered, and shows that it has the focus. (That nothing is taken out of the
// order of the page, axe looks for.)
export async function tour(page) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo({ top: 0, behavior: "instant" });
    document.body.tabIndex = -1; // begin at the top, wherever the last click was
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  const findings = [];
  for (let stops = 0; stops < 1000; stops++) {
    await page.keyboard.press("Tab");
    const { done, faults } = await page.evaluate(stop);
    findings.push(...faults);
    if (done) return [...findings, ...(await page.evaluate(missed))];
  }
  return [...findings, "the Tab key goes through more than 1,000 stops"];
}

// stop runs in the page, at each stop of the tour.
function stop() {
  const seen = (window.lecternStops ??= []);
  const element = document.activeElement;
  if (element === seen.at(-1) && element.controls) return { done: false, faults: [] }; // the stops within a video
  if (element === document.body || element === document.documentElement || seen.includes(element)) return { done: true, faults: [] };
  const faults = [];
  const name = `<${element.localName}> “${(element.textContent.trim() || element.getAttribute("aria-label") || element.name || "").slice(0, 40)}”`;
  const fault = (text) => faults.push(`${name}, stop ${seen.length} of the Tab key, ${text}`);

  seen.push(element);

  const box = [...element.getClientRects()].find(({ width, height }) => width > 1 && height > 1);
  const visible = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  if (!box || !visible) fault("cannot be seen");
  else {
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 1), innerWidth - 1);
    const shown = bottom - top > 1 && document.elementFromPoint(x, top + Math.min((bottom - top) / 2, 20));
    if (!shown) fault("is outside the window");
    else if (!element.contains(shown) && !shown.contains(element) && !shown.closest("label")?.contains(element)) {
      fault(`is covered by ${shown.cloneNode().outerHTML.slice(0, 80)}`);
    }
  }

  // What shows the focus is drawn on the element, or on a card around it.
  const looks = () => {
    const around = [element];
    for (let above = element.parentElement; above && around.length < 5; above = above.parentElement) around.push(above);
    return [...around, "::before", "::after"].map((where) => {
      const style = typeof where === "string" ? getComputedStyle(element, where) : getComputedStyle(where);
      return [style.outlineStyle === "none" ? "" : style.outline, style.boxShadow].join(";");
    }).join("|");
  };
  const focused = looks();
  element.blur();
  const unfocused = looks();
  element.focus({ preventScroll: true, focusVisible: true });
  if (focused === unfocused) fault("does not show that it has the focus");
  return { done: false, faults };
}

// missed runs in the page, after the tour.
function missed() {
  const stops = window.lecternStops;
  delete window.lecternStops;
  return [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0)
    .filter((element) => element.type !== "radio" && !stops.includes(element))
    .map((element) => `the Tab key never reaches <${element.localName}> “${element.textContent.trim().slice(0, 40)}”`);
}
