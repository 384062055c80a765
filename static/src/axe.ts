// Runs in the frame of a preview, and in no other page: looks for what keeps
// readers out of the content that is shown, and tells the frame's owner.

import axe from "axe-core";

export interface Fault {
  help: string; // what is wrong, in a sentence
  advice: string; // how to mend it
  elements: Element[]; // where
}

// What the page around the content is answerable for is no fault of its author.
const aroundContent = ["region", "bypass", "document-title", "html-has-lang", "landmark-one-main"];

async function look(): Promise<Fault[]> {
  const { violations } = await axe.run({ include: ["main"] }, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    rules: Object.fromEntries(aroundContent.map((rule) => [rule, { enabled: false }])),
    resultTypes: ["violations"],
    elementRef: true,
    iframes: false,
    preload: false,
  });
  return violations.map(({ help, nodes }) => ({
    help,
    advice: (nodes[0]?.failureSummary ?? "").replace(/^Fix .*:\s*/, "").replaceAll(/\s+/g, " "),
    elements: nodes.map(({ element }) => element).filter((element) => element !== undefined),
  }));
}

const frame = window.frameElement;
if (frame) {
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded));
  const detail = await look();
  const { CustomEvent } = parent as Window & typeof globalThis;
  frame.dispatchEvent(new CustomEvent("lectern-looked", { detail }));
}
