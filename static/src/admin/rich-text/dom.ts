// Elements are made one by one: no text ever becomes HTML here.

type Content = Node | string | null | undefined | false;

// h makes an element. A value of null, undefined or false leaves its attribute out.
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | boolean | null | undefined> = {},
  ...content: Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...content.filter((part): part is Node | string => Boolean(part)));
  return element;
}

const svg = "http://www.w3.org/2000/svg";

// icon draws lines on a square of 20.
export function icon(d: string): SVGElement {
  const drawing = document.createElementNS(svg, "svg");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", d);
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: "20", height: "20", "aria-hidden": "true" })) {
    drawing.setAttribute(key, value);
  }
  drawing.append(path);
  return drawing;
}

let made = 0;

// unique is an id that nothing else on the page has.
export function unique(): string {
  return `rich-text-${++made}`;
}
