// What text may hold, as internal/richtext has it: paragraphs and lists of
// marked words, and nothing else. Any mark may lie on any other.

import { type Attrs, Schema } from "prosemirror-model";

// safe reports whether text may link to an address. The server asks again.
export function safe(address: string): boolean {
  return /^(https?:\/\/[^\s\\/]|mailto:[^\s\\]|tel:[^\s\\]|\/(?!\/)|#)[^\s\\]*$/i.test(address);
}

// linkAttributes are those of a link in the editor, which is read again from
// them. A page is named by its id, because its address may change.
function linkAttributes({ page, fragment, url }: Attrs): Record<string, string | null> {
  return { href: safe(url) ? url : null, "data-page": page || null, "data-fragment": fragment || null, "data-url": safe(url) ? null : url || null };
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "text*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
    list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    text: {},
  },
  marks: {
    link: {
      attrs: { page: { default: "" }, fragment: { default: "" }, url: { default: "" } },
      inclusive: false,
      parseDOM: [
        {
          tag: "a",
          getAttrs(a: HTMLElement) {
            const { page = "", fragment = "" } = a.dataset;
            return { page, fragment, url: page ? "" : (a.dataset.url ?? a.getAttribute("href") ?? "") };
          },
        },
      ],
      toDOM: ({ attrs }) => ["a", linkAttributes(attrs), 0],
    },
    abbr: {
      attrs: { title: {} },
      inclusive: false,
      parseDOM: [{ tag: "abbr[title]", getAttrs: (abbr: HTMLElement) => ({ title: abbr.title }) }],
      toDOM: ({ attrs }) => ["abbr", { title: attrs.title as string }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    emphasis: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
    sub: { parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] },
    sup: { parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] },
  },
});
