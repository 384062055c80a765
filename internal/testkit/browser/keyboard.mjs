// What somebody does who has a keyboard and no mouse. Each function returns
// what does not work, in words.

// focused describes the element that has the focus.
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    return {
      tag: element.localName,
      text: element.textContent.trim(),
      href: element.getAttribute("href") ?? "",
      inMain: element.closest("main") !== null,
      inMenu: element.closest("[popover]") !== null,
      visible:
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight,
    };
  });
}

const called = ({ tag, text }) => `<${tag}> “${text.slice(0, 40)}”`;

// skipLink: the first stop leads past the header, into the main content.
export async function skipLink(page) {
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await page.keyboard.press("Tab");
  const first = await focused(page);
  if (!/^#./.test(first.href)) return [`the first stop of the Tab key is ${called(first)} and not the skip link`];
  const findings = [];
  if (!first.visible) findings.push("the skip link cannot be seen when it has the focus");
  await page.keyboard.press("Enter");
  const target = await focused(page);
  if (!target.inMain) findings.push(`the skip link leads to ${called(target)} and not into the main content`);
  return findings;
}

// menu: the button opens the menu, Tab goes through it, Escape closes it and
// goes back to the button.
export async function menu(page) {
  const isOpen = () => page.evaluate(() => document.querySelector("header [popover]").matches(":popover-open"));
  let stop;
  for (let tries = 0; tries < 15; tries++) {
    await page.keyboard.press("Tab");
    stop = await focused(page);
    if (stop.inMain) return ["the Tab key does not reach the Menu button before the main content"];
    if (!stop.visible) return [`${called(stop)} has the focus and cannot be seen`];
    if (stop.tag === "button" && stop.text === "Menu") break;
  }
  if (stop.text !== "Menu") return ["the Tab key does not reach the Menu button"];
  if (await isOpen()) return ["the menu is open before its button is pressed"];
  await page.keyboard.press("Enter");
  if (!(await isOpen())) return ["Enter on the Menu button does not open the menu"];

  const findings = [];
  const stops = await page.evaluate(() => document.querySelectorAll("header [popover] :is(a, button, input)").length);
  for (let i = 0; i < stops; i++) {
    await page.keyboard.press("Tab");
    const inside = await focused(page);
    if (!inside.inMenu) findings.push(`stop ${i + 1} after opening the menu is ${called(inside)}, outside the menu`);
    else if (!inside.visible) findings.push(`${called(inside)} in the menu has the focus and cannot be seen`);
  }
  await page.keyboard.press("Escape");
  if (await isOpen()) findings.push("Escape does not close the menu");
  const back = await focused(page);
  if (back.text !== "Menu") findings.push(`after Escape the focus is on ${called(back)} and not on the Menu button`);
  return findings;
}
