// What the editor asks the server, which alone knows Markdown, pasted HTML and
// where pages are. Each fails when the server cannot be asked.

import type { Doc } from "./tree";

const patience = 10_000; // ms

async function ask<T>(path: string, options: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(patience), ...options });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return (await response.json()) as T;
}

export interface Problem {
  line: number;
  message: string;
}

export async function toMarkdown(tree: string): Promise<string> {
  const { text } = await ask<{ text: string }>("/admin/convert", { method: "POST", body: new URLSearchParams({ from: "json", text: tree }) });
  return text;
}

export function fromMarkdown(text: string): Promise<{ doc: Doc | null; problems?: Problem[] }> {
  return ask("/admin/convert", { method: "POST", body: new URLSearchParams({ from: "markdown", text }) });
}

// clean reads HTML from the clipboard. Pictures within it are only told of, and
// need not be sent.
export function clean(html: string): Promise<{ doc: Doc | null; lost?: string[] }> {
  const body = html.replace(/data:image\/[^"'\s)]+/g, "data:,");
  return ask("/admin/paste", { method: "POST", body, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

export interface LinkedPage {
  id: string;
  title: string;
  path: string;
  live: boolean;
}

export function linkedPages(ids: string[]): Promise<LinkedPage[]> {
  return ask(`/admin/linked?${new URLSearchParams(ids.map((id) => ["id", id]))}`);
}
