// The edit page saves itself while somebody types, and says how that goes. What
// is not saved yet is kept in the browser.

import { markBlocks, type Marks } from "./blocks";
import { address, form, inTurn, next, patience, saved, setField, sign, tab, touch, unsaved } from "./edit-form";
import { announce } from "./fragment";
import { Kept, type Text } from "./kept";
import { type Others, tellOthers } from "./presence";

const quiet = 500; // ms after the last change
const longest = 2000; // ms after the first that is not saved, while somebody types on
const keepAfter = 250; // ms
const pauses = [1, 2, 4, 8, 16, 30]; // s, after each attempt in vain
const mostAtTheEnd = 60_000; // bytes that a browser sends of a page that is being left

interface Answer extends Others {
  version?: number;
  seen?: string;
  merged?: string;
  saved?: string;
  draft?: string;
  checks?: string;
  marks?: Marks | null;
  states?: { words: string; tone: string }[] | null;
  reason?: string;
  both?: boolean;
}

// Why it has stopped: a field cannot be read, others have saved, nobody is signed
// in, it is refused, or somebody has to decide first.
type Stop = "" | "field" | "conflict" | "session" | "refused" | "decide";

let changes = 0; // how many there were
let since: number | undefined; // when the first was that no save has begun to send
let stored: string | undefined; // the text that the server has
let sending: { text: string; number: number } | undefined;
let request: AbortController | undefined;
let busy = false;
let leaving = false; // the browser sends the form itself
let waiting = 0; // timer
let failures = 0;
let stop: Stop = "";

let kept: Kept | undefined;
let keeping = 0; // timer
let isKept = false; // what the form holds is
let savedWords = "";
let merged = ""; // what others changed, which is saved and not shown

// fields are what the form holds. Those whose names begin with a colon say whose
// save it is, and of what.
function fields(): [string, string][] {
  return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
}

function textOf(all: [string, string][]): string {
  return new URLSearchParams(all.filter(([name]) => !name.startsWith(":"))).toString();
}

export function saveItself(): void {
  savedWords = place()?.textContent ?? "";
  const anew = form.querySelector("[name=':tab']") === null;
  if (new URL(address).pathname !== location.pathname) history.replaceState(null, "", address); // else it would be sent again
  form.addEventListener("lectern:touched", touched);
  let sent = 0; // changes that a button takes along
  form.addEventListener("lectern:sending", () => {
    sent = changes;
    since = undefined;
  });
  form.addEventListener("lectern:saved", () => {
    stored = undefined; // the button has done something to it
    settle(place()?.textContent ?? ""); // which is shown already
    if (changes !== sent) touch();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    request?.abort();
    clearTimeout(waiting);
    clearTimeout(keeping);
  });
  for (const event of ["online", "focus"]) addEventListener(event, again);
  document.addEventListener("visibilitychange", () => document.hidden || again());
  addEventListener("pagehide", last);
  document.querySelector("[data-forget]")?.addEventListener("click", () => {
    saved();
    leaving = true;
    void kept?.remove(tab);
  });
  Kept.hold(tab);
  const opened = openKept(anew);
  if (form.dataset["holds"]) {
    stop = "decide";
    void opened.then(touch); // what came back is kept, too
  } else {
    stored = textOf(fields());
  }
  tellOthers((status) => {
    if (status === 401) halt("session");
    else if (status === 200 && stop === "session") again();
  });
}

async function openKept(anew: boolean): Promise<void> {
  const { key = "", stored: name = "", storedNumber = "" } = form.dataset;
  const account = form.querySelector<HTMLInputElement>("[name=':author']")?.value ?? "";
  try {
    kept = await Kept.open(key, account, new URL(address).pathname);
    if (!anew) return; // it holds what was sent
    for (const text of await kept.left(tab, { tab: name, number: Number(storedNumber) })) offer(text);
  } catch {
    // Nothing can be kept here, which is said when it matters.
  }
}

// touched is called for every change: of a text, or of what stands where.
function touched(): void {
  changes += 1;
  since ??= Date.now();
  leaving = false;
  if (!keeping) keeping = window.setTimeout(keep, keepAfter);
  const holds = form.dataset["holds"];
  if (stop === "field" || (stop === "decide" && holds === "change" && changes > 1)) stop = "";
  if (stop || failures > 0) return show();
  schedule();
}

function schedule(): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(save, Math.max(0, Math.min(quiet, (since ?? Date.now()) + longest - Date.now())));
  show();
}

// again tries at once, when there is a reason to hope.
function again(): void {
  if (stop === "session" || stop === "refused") {
    stop = "";
    if (!unsaved) return show();
  }
  if (!unsaved || stop || leaving) return;
  clearTimeout(waiting);
  void save();
}

async function save(): Promise<void> {
  if (busy || stop || leaving) return;
  busy = true;
  await inTurn(saveNow);
  busy = false;
  if (unsaved && !stop && !leaving && failures === 0 && since !== undefined) schedule();
}

async function saveNow(): Promise<void> {
  const at = changes;
  const all = fields();
  const text = textOf(all);
  since = undefined;
  if (text === stored) return settle(savedWords);
  sending = { text, number: sign() };
  request = new AbortController();
  const timer = setTimeout(() => request?.abort(), patience);
  show();
  let status = 0;
  let answer: Answer = {};
  try {
    const response = await fetch(`${address}/autosave`, { method: "POST", body: new URLSearchParams(fields()), credentials: "same-origin", signal: request.signal });
    status = response.status;
    answer = response.headers.get("Content-Type")?.includes("json") ? ((await response.json()) as Answer) : {};
  } catch {
    status = 0;
  }
  clearTimeout(timer);
  sending = undefined;
  if (leaving) return;
  if (status === 200 && answer.version !== undefined) {
    stored = text;
    setField(":version", String(answer.version));
    if (answer.seen) setField(":seen", answer.seen);
    failures = 0;
    if (answer.merged && answer.merged !== merged) announce(answer.merged);
    merged = answer.merged ?? "";
    tell(answer);
    if (changes === at) settle(answer.saved ?? "");
    else show();
    return;
  }
  since ??= Date.now();
  if (status === 401) halt("session");
  else if (status === 409) halt("conflict", answer);
  else if (status === 422) halt("field", answer);
  else if (status === 403 || status === 404 || status === 413) halt("refused", answer);
  else {
    waiting = window.setTimeout(save, pauses[Math.min(failures, pauses.length - 1)]! * 1000);
    failures += 1;
    show();
  }
}

// settle says that all is saved.
function settle(words: string): void {
  savedWords = words;
  since = undefined;
  failures = 0;
  stop = "";
  isKept = false;
  saved();
  clearTimeout(keeping);
  keeping = 0;
  void kept?.remove(tab).catch(() => undefined);
  show();
}

let why: Answer = {};

function halt(what: Stop, answer: Answer = {}): void {
  if (form.dataset["holds"] === "save") return; // somebody has to decide first, whatever else there is
  stop = what;
  why = answer;
  failures = 0;
  if (what === "session") waiting = window.setTimeout(again, pauses.at(-1)! * 1000);
  show();
}

// keep writes down what is not saved yet.
async function keep(): Promise<void> {
  keeping = 0;
  if (!unsaved || leaving || !kept) return;
  const all = fields();
  const text = textOf(all);
  const number = sending?.text === text ? sending.number : next();
  const body = new URLSearchParams(all.filter(([name]) => name !== ":tab" && name !== ":number"));
  body.append(":tab", tab);
  body.append(":number", String(number));
  try {
    await kept.put({ tab, at: Date.now(), number, body: body.toString() });
    isKept = true;
    if (!unsaved) await kept.remove(tab); // it was saved meanwhile
  } catch {
    kept = undefined; // the disk is full, or it may not be used
  }
  show();
}

// last sends what a page that is being left holds, if the browser takes it along.
function last(): void {
  if (!unsaved || leaving || stop) return;
  sign();
  const body = new URLSearchParams(fields());
  if (body.toString().length > mostAtTheEnd) return;
  leaving = true;
  void fetch(`${address}/autosave`, { method: "POST", body, credentials: "same-origin", keepalive: true }).catch(() => undefined);
}

// tell shows the rest of the page what the answer to a save says.
function tell({ checks, draft, marks, states }: Answer): void {
  markBlocks(marks ?? {});
  if (states) showStates(states);
  const line = document.querySelector<HTMLElement>(".edit-checks");
  const link = line?.querySelector("a");
  if (line && link) {
    line.hidden = !checks;
    link.textContent = checks || link.textContent;
  }
  const panel = document.querySelector("[data-draft]");
  if (panel && draft) panel.textContent = draft;
  document.querySelector("[data-changes]")?.removeAttribute("hidden");
}

// showStates says in the head how far the page is now. What stands there first is
// the kind of page.
function showStates(states: { words: string; tone: string }[]): void {
  const list = document.querySelector("[data-states]");
  if (!list) return;
  const tags = states.map(({ words, tone }) => {
    const item = document.createElement("li");
    const tag = document.createElement("span");
    tag.className = `tag tag-${tone}`;
    tag.textContent = words;
    item.append(tag);
    return item;
  });
  while (list.children.length > 1) list.lastElementChild!.remove();
  list.append(...tags);
}

function place(): HTMLElement | null {
  return form.querySelector<HTMLElement>(".edit-saved");
}

let told = ""; // what was last said of a trouble

// show says how it goes. Only what is wrong, and that it is right again, is told
// to those who listen.
function show(): void {
  const where = place();
  if (!where) return;
  const trouble = stop !== "" || failures > 0;
  const parts = !unsaved && stop !== "session" ? savedParts() : trouble ? troubleWords() : ["Saving…"];
  const key = trouble ? stop + (why.reason ?? "") + (failures > 0) : "";
  if (where.textContent !== parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("")) where.replaceChildren(...parts);
  where.classList.toggle("edit-saved-trouble", trouble && (unsaved || stop === "session"));
  if (trouble && stop !== "decide" && key !== told) announce(where.textContent ?? "");
  else if (!trouble && told && !unsaved) announce(savedWords);
  if (trouble || !unsaved) told = stop === "decide" ? "" : key;
}

function savedParts(): (string | Node)[] {
  if (!merged) return [savedWords];
  const link = document.createElement("a");
  link.href = address;
  link.textContent = "Show it";
  return [`${savedWords}. ${merged}. `, link];
}

function troubleWords(): (string | Node)[] {
  const safe = isKept ? " (kept on this computer)" : kept ? "" : " (not kept on this computer: leave this page open)";
  const reason = why.reason ?? "";
  switch (stop) {
    case "session":
      if (!unsaved) return ["You were signed out. ", signIn(), ", and come back here to go on."];
      return ["Stopped saving: you were signed out. ", signIn(), `, and come back here${safe}.`];
    case "conflict":
      return [`Stopped saving: ${reason}. `, bothTexts(), safe];
    case "field":
      return [`Stopped saving: ${reason}. It goes on when that is put right${safe}.`];
    case "refused":
      return [`Stopped saving: ${reason || "it is refused"}. Copy what you need${safe}.`];
    case "decide":
      return [`Not saved${safe}`];
    default:
      return [`Not saved: ${navigator.onLine ? "the website does not answer" : "no connection"}, trying again${safe}`];
  }
}

function signIn(): HTMLElement {
  const link = document.createElement("a");
  link.href = "/admin/signin";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in in a new tab";
  return link;
}

// bothTexts sends the form as the button does: the page that comes shows both.
function bothTexts(): HTMLElement {
  const button = document.createElement("button");
  button.name = "action";
  button.value = "save";
  button.className = "button-plain";
  button.textContent = "See both texts";
  return button;
}

// offer shows what another page has kept that is no longer there.
function offer(text: Text): void {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" }).format(text.at);
  const time = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true }).format(text.at);
  const panel = document.createElement("div");
  panel.className = "done kept";
  panel.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = `Text that you typed on ${day} at ${time} was not sent.`;
  const button = (label: string, look: string, press: () => void) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = look;
    one.textContent = label;
    one.addEventListener("click", press);
    return one;
  };
  panel.append(
    words,
    button("Put it back", "button", () => void putBack(text)),
    button("Throw it away", "button-plain", () => {
      void kept?.remove(text.tab);
      panel.remove();
      document.querySelector<HTMLElement>("main")?.focus();
    }),
  );
  form.before(panel);
}

// putBack sends what was kept as its page would have done: the server draws it,
// and tells if somebody has saved since. It stays kept until it is stored.
async function putBack({ body }: Text): Promise<void> {
  if (unsaved) await save();
  if (unsaved) return; // what is in the form is not given up for it
  const back = document.createElement("form");
  back.method = "post";
  back.action = address;
  back.hidden = true;
  for (const [name, value] of [...new URLSearchParams(body), ["action", "save"] as const]) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    back.append(input);
  }
  document.body.append(back);
  saved();
  back.submit();
}
