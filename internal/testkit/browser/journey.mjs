// Goes through the admin as those do who work in it: from the first link to a
// page that visitors read. The job and the findings are described in
// internal/app/browser_journey_test.go.

import { json } from "node:stream/consumers";

import { Writer } from "./journey-blocks.mjs";
import { button, chromium, code, link, Office, press, said, where } from "./journey-kit.mjs";

const { job, chromium: chrome } = await json(process.stdin);
const browser = await chromium.launch({ executablePath: chrome.shell, args: chrome.flags });
const office = new Office(browser, job);
job.slug = "what-we-learnt";
job.path = `/blogs/inside-story/${job.slug}`;
const people = {}; // their windows, by role
const secrets = {};
const password = "harbour lantern meadow 7";
const email = (who) => `${who}@example.org`;

const steps = {
  async "the first administrator comes by the link"() {
    const page = (people.administrator = await office.window());
    await office.go(page, job.link);
    await look(page);
    await page.getByLabel("Your name").fill("Ada Administrator");
    await page.getByLabel("Email address").fill(email("administrator"));
    await page.getByLabel("New password").fill(password);
    await press(page, button(page, "Make the account"));
    await factor(page, "administrator");
    office.wants("where the codes lead", where(page), "/admin");
  },

  async "others are invited"() {
    await invite("author", "Ann Author", "author", "/blogs");
    await invite("reviewer", "Rob Reviewer", "reviewer", "");
    await invite("publisher", "Pat Publisher", "publisher", "");
    await factor(people.publisher, "publisher");
    // Signing in takes the second step from now on.
    const page = people.publisher;
    await press(page, button(page, "Sign out"));
    await signIn(page, "publisher");
    await look(page);
    await page.getByLabel("Code").fill(code(secrets.publisher, 1)); // that of the set-up is used up
    await press(page, button(page, "Sign in"));
    office.wants("where signing in leads", where(page), "/admin");
  },

  async "a post is written with every block"() {
    const page = people.author;
    await press(page, link(page, "Pages"));
    await page.getByLabel("Find pages").fill("blogs/inside-story");
    await press(page, button(page, "Find"));
    await press(page, link(page.getByRole("main"), /Inside/));
    await page.getByText("More", { exact: true }).first().click();
    await press(page, link(page, "Make a page below"));
    await page.getByLabel("Title").fill("What we learnt");
    await page.getByLabel("Last part of the address").fill(job.slug);
    await page.getByRole("radio", { name: "Blog post" }).check();
    await press(page, button(page, "Make the page"));
    job.post = new URL(page.url()).pathname.split("/").at(-1);

    const w = new Writer(office, page);
    w.picture = job.picture;
    await w.text(page, "Summary", "What a year of it has taught us.");
    await w.text(page, "Date of publication", "5 March 2026");
    await w.text(page, "Lead paragraph", "A year ago we began.");
    const action = w.group(page, "Button");
    await w.text(action, "Words of the link", "Read about Spine");
    await w.choose(action, "spine", /^Spine\b/);
    const content = page.getByRole("group", { name: "Content", exact: true }).first(); // blocks may hold others
    const types = await w.types(content);
    office.wants("whether there are many blocks to choose from", types.length > 15, true);
    types.sort((a, b) => (b === "Image") - (a === "Image")); // others show its picture
    for (const type of types) await w.block(content, type);
    const blocks = content.locator("> .block-list > .block");
    office.wants("how many blocks there are", await blocks.count(), types.length);

    const order = () => blocks.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    await w.act(blocks.nth(types.length - 1).getByRole("button", { name: new RegExp(`^Up.*${types.length} up$`) }));
    const moved = [...types.slice(0, -2), types.at(-1), types.at(-2)];
    office.wants("the order", await order(), moved);
    const first = blocks.first();
    await first.locator("> .entry-tools summary").click();
    await w.act(first.locator("> .entry-tools").getByRole("button", { name: "Remove" }));
    office.wants("the order without the first", await order(), moved.slice(1));
    await w.act(page.getByText("Undo", { exact: true })); // not that of a text
    office.wants("the order with the first back", await order(), moved);
    await save(page);
    office.wants("what keeps it from being published", await page.getByRole("region", { name: "Checks" }).getByRole("listitem").allTextContents(), []);
  },

  async "it is previewed and sent for review"() {
    const page = people.author;
    await tab(page, "Preview");
    const shown = page.frameLocator("iframe");
    office.wants("the title in the preview", await shown.getByRole("heading", { level: 1 }).textContent(), "What we learnt");
    await shown.getByRole("heading", { name: "How it began" }).waitFor();
    await tab(page, "Publish");
    await page.getByLabel("Note for the reviewer (optional)").fill("Please look at the figures");
    await press(page, button(page, "Send for review"));
    office.wants("what is said", await said(page), "The draft was sent for review.");
    office.wants("whether the writer may approve it", await page.getByRole("button", { name: "Approve" }).count(), 0);
  },

  async "it is returned, mended and approved"() {
    const { author, reviewer } = people;
    await office.go(reviewer, "/admin");
    await press(reviewer, link(reviewer.getByRole("main"), /^What we learnt/));
    await tab(reviewer, "Publish");
    await reviewer.getByText("Please look at the figures").waitFor();
    await reviewer.getByLabel("What is to be changed").fill("Say who we are");
    await press(reviewer, button(reviewer, "Return to the writer"));
    office.wants("what is said", await said(reviewer), "The draft was returned to its writer.");

    await office.go(author, "/admin");
    await press(author, link(author.getByRole("main"), /^What we learnt/));
    await tab(author, "Publish");
    await author.getByText("Say who we are").waitFor();
    await tab(author, "Content");
    await author.getByLabel("Title", { exact: false }).first().fill("What we at the desk learnt");
    await save(author);
    await tab(author, "Publish");
    await press(author, button(author, "Send for review"));

    await office.go(reviewer, `/admin/pages/${job.post}/publish`);
    await press(reviewer, button(reviewer, "Approve"));
    office.wants("what is said", await said(reviewer), "The draft is approved. A publisher can publish it now.");
  },

  async "it is planned, and not there before its time"() {
    const page = people.publisher;
    await office.go(page, `/admin/pages/${job.post}/publish`);
    job.at = Math.ceil((Date.now() + 4000) / 60_000) * 60_000; // browsers ask for minutes
    await page.getByLabel("At a set time").check();
    await page.getByLabel("Date and time").first().fill(localTime(job.at));
    await press(page, button(page, "Publish"));
    office.wants("what is said", await said(page), "The release is planned.");
    job.appears = appears(job.path, job.at);
  },

  async "it is there at its instant"() {
    await job.appears;
    const visitor = await office.window();
    await office.go(visitor, job.path);
    office.wants("its heading", await visitor.getByRole("heading", { level: 1 }).textContent(), "What we at the desk learnt");
    office.wants("its pictures", await visitor.getByRole("img", { name: "A desk by a window" }).count() > 0, true);
    await visitor.context().close();
  },

  async "a rule is chosen to block"() {
    const page = people.administrator;
    await press(page, link(page, "Lists"));
    await press(page, link(page.getByRole("main"), "Checks of content"));
    const rule = page.getByRole("group", { name: "Summary", exact: true });
    await rule.getByLabel("Block").check();
    await press(page, button(page, "Save"));
    office.wants("what is said", await said(page), "The checks were changed. They hold from now on.");
    office.wants("what is chosen", await rule.getByLabel("Block").isChecked(), true);
    await look(page);
    await rule.getByLabel("Advise").check();
    await press(page, button(page, "Save"));
  },

  async "the search is taught what visitors lack"() {
    const page = people.administrator;
    const typed = "quibbleworth zorgblat";
    for (let n = 0; n < 3; n++) await fetch(`${office.origin}/search?q=${encodeURIComponent(typed)}`);
    await press(page, link(page, "Lists"));
    await press(page, link(page.getByRole("main"), "Searches"));
    const nothing = page.getByRole("table", { name: "Found nothing" });
    await press(page, link(nothing, `Best bet for ${typed}`));
    office.wants("the text of the best bet", await page.getByLabel("What visitors type").inputValue(), typed);
    await choosePage(page, "Freedom of Information");
    await look(page);
    await press(page, button(page, "Add the best bet"));
    office.wants("what is said", await said(page), "The best bet was added. It comes first now.");
    await press(page, link(page, `Try ${typed}`));
    office.wants("the first result", await page.locator(".try-hit h3").first().innerText(), "Freedom of Information");
    await look(page);
    const visitor = await (await fetch(`${office.origin}/search?q=${encodeURIComponent(typed)}`)).text();
    office.wants("whether visitors find it", visitor.includes('href="/freedom-of-information"'), true);

    await press(page, link(page.getByRole("navigation", { name: "Search" }), "Synonyms and acronyms"));
    await press(page, link(page, "Add synonyms"));
    page.refused = 1;
    await page.getByLabel("Words that mean the same").fill("quibbleworth");
    await press(page, button(page, "Add the synonyms"));
    office.wants("what is wrong", await page.locator("#words-problem").innerText(), /^One word by itself means nothing more/);
    await look(page);
    await page.getByLabel("Words that mean the same").fill("quibbleworth\nfreedom of information");
    await press(page, button(page, "Add the synonyms"));
    office.wants("what is wrong", await page.locator("#words-problem").innerText(), /is in another group already: FOI/);
    await page.getByLabel("Words that mean the same").fill("quibbleworth\nterms and conditions");
    await press(page, button(page, "Add the synonyms"));
    await press(page, link(page, "Try quibbleworth"));
    office.wants("the first result", await page.locator(".try-hit h3").first().innerText(), "Terms and conditions");

    const meant = `${typed} wuggle`;
    for (let n = 0; n < 3; n++) await fetch(`${office.origin}/search?q=${encodeURIComponent(meant)}`);
    await press(page, link(page.getByRole("navigation", { name: "Search" }), "Searches"));
    await press(page, link(nothing, `Did you mean for ${meant}`));
    page.refused = 1;
    await press(page, button(page, "Add the suggested search"));
    office.wants("what is wrong", await page.locator("#text-problem").innerText(), "Write the search that is offered");
    await look(page);
    await page.getByLabel("Search that is offered").fill("Slavery statement");
    await press(page, button(page, "Add the suggested search"));
    await press(page, link(page, "Slavery statement"));
    await look(page);
    const asked = await (await fetch(`${office.origin}/search?q=${encodeURIComponent(meant)}`)).text();
    office.wants("whether visitors are asked", /Did you mean <a[^>]*>Slavery statement/.test(asked), true);
    const offered = await (await fetch(`${office.origin}/search/suggest?q=quibblew`)).json();
    office.wants("what they are offered first", offered.suggestions[0]?.text, "Slavery statement");
  },
};

Object.assign(steps, {
  async "a page is moved, and its old addresses lead on"() {
    const page = people.administrator;
    await office.go(page, "/admin/pages?q=/blogs/inside-story");
    await press(page, link(page.getByRole("main").locator(".tree-flat"), /Inside/));
    await page.getByText("More", { exact: true }).first().click();
    await press(page, link(page, "Move"));
    await page.getByLabel("Last part of the address").fill("from-within");
    await press(page, button(page, "Show what will change"));
    const rows = await page.getByRole("region", { name: /addresses will change/ }).getByRole("row").allInnerTexts();
    const shown = rows.find((row) => row.includes(job.path)) ?? "";
    office.wants("what the dry run says of the post", shown.replaceAll(/\s+/g, " "), new RegExp(`${job.path} /blogs/from-within/${job.slug} Yes`));
    await press(page, button(page, "Move"));
    await answers(job.path, 301, `/blogs/from-within/${job.slug}`);
    job.path = `/blogs/from-within/${job.slug}`;
    await answers(job.path, 200);
  },

  async "a branch is deleted, and comes back with its addresses"() {
    const page = people.administrator;
    await office.go(page, "/admin/pages?q=/contact-us");
    await press(page, link(page.getByRole("main"), "Contact us"));
    const make = async (title) => {
      await office.go(page, where(page).replace(/\?.*/, "") + "/new");
      await page.getByLabel("Title").fill(title);
      await page.getByRole("radio", { name: "Content page" }).check();
      await press(page, button(page, "Make the page"));
      return where(page).replace(/\?.*/, "");
    };
    const top = await make("Passing thoughts");
    await make("A first thought");
    const remove = async () => {
      await office.go(page, `${top}/delete`);
      await press(page, button(page, "Delete 2 pages"));
      office.wants("what is said", await said(page), "It is in the bin, and can be restored from there.");
      await press(page, link(page, "Pages"));
      await press(page, link(page.getByRole("main"), "Bin"));
    };
    const found = async () => {
      await office.go(page, "/admin/pages?q=/contact-us/passing-thoughts");
      return page.locator(".tree-flat .tree-address").allInnerTexts();
    };
    await remove();
    office.wants("what is found while it is in the bin", await found(), []);
    page.refused = 1; // its address is of nothing
    await page.goto(office.origin + top);
    await press(page, link(page, "See what was deleted, and restore it"));
    page.refused = 0;
    await press(page, button(page, "Restore 2 pages"));
    office.wants("where it leads", where(page).replace(/\?.*/, ""), top);
    office.wants("what is found when it is back", await found(), ["/contact-us/passing-thoughts", "/contact-us/passing-thoughts/a-first-thought"]);
    await remove(); // the bin is looked at with the other pages
  },

  async "it is withdrawn, sent on and taken away"() {
    const page = people.publisher;
    await takedown(page, "Withdraw with a notice", "Withdraw it", { notice: "It no longer holds." });
    await answers(job.path, 200, "", ["It no longer holds.", "What we at the desk learnt"]);
    await takedown(page, "Send readers elsewhere", "Send readers there", { to: "/services/spine" });
    await answers(job.path, 301, "/services/spine");
    await takedown(page, "Publish it again", "Publish it again", {});
    await answers(job.path, 200);
    await takedown(page, "Take it away for good", "Take it away", { notice: "Nobody needs it now." });
    await answers(job.path, 410, "", ["Nobody needs it now."]);
  },
});

// takedown does something to what is public, by the page's own words.
async function takedown(page, way, confirm, { notice, to }) {
  await office.go(page, `/admin/pages/${job.post}/publish`);
  await press(page, link(page, way));
  if (notice) await page.getByLabel(/^Notice for readers/).fill(notice);
  if (to) await page.getByLabel("Where readers are sent").fill(to);
  await press(page, button(page, "Continue"));
  await page.getByRole("region", { name: "What readers will get" }).waitFor();
  await press(page, button(page, confirm));
}

// answers asks for an address as a visitor does.
async function answers(path, status, location = "", words = []) {
  const answer = await fetch(office.origin + path, { redirect: "manual" });
  office.wants(`the status of ${path}`, answer.status, status);
  office.wants(`where ${path} leads`, (answer.headers.get("location") ?? "").replace(office.origin, ""), location);
  const text = await answer.text();
  for (const word of words) office.wants(`whether ${path} says “${word}”`, text.includes(word), true);
}

// appears asks for a page until it is there: it is not before its instant, and
// whoever asks afterwards gets it.
async function appears(path, at) {
  for (;;) {
    const asked = Date.now();
    const { status } = await fetch(office.origin + path);
    if (status === 200) {
      if (Date.now() < at) office.report(`${path} is there ${at - Date.now()} ms before its time`);
      return;
    }
    if (status !== 404) office.report(`${path} answers ${status}`);
    if (asked > at) return office.report(`${path} is not there ${asked - at} ms after its time`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// localTime is an instant on a clock in the zone of the site, as a browser's
// field takes it.
function localTime(at) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: job.zone, dateStyle: "short", timeStyle: "short" }).formatToParts(at);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

async function tab(page, name) {
  await press(page, link(page.getByRole("navigation", { name: "Of this page" }), name));
}

async function save(page) {
  await press(page, button(page, "Save draft"));
  office.wants("what is said", await said(page), "The draft was saved.");
}

async function signIn(page, who) {
  await office.go(page, "/admin/signin");
  await page.getByLabel("Email address").fill(email(who));
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, button(page, "Sign in"));
}

async function invite(who, name, role, branch) {
  const chief = people.administrator;
  await press(chief, link(chief, "People"));
  await press(chief, link(chief, "Add a person"));
  await chief.getByLabel("Name", { exact: true }).fill(name);
  await chief.getByLabel("Email address").fill(email(who));
  await chief.getByLabel("Role").first().selectOption(role);
  await chief.getByLabel("Where").first().fill(branch);
  await press(chief, button(chief, "Make the account"));
  await look(chief);
  const address = await chief.getByLabel("Link").inputValue();
  await press(chief, link(chief, "Done"));
  const page = (people[who] = await office.window());
  await office.go(page, address);
  await look(page);
  await page.getByLabel("New password").fill(password);
  await press(page, button(page, "Set the password"));
}

// factor sets up the second step, which somebody is led to.
async function factor(page, who) {
  office.wants("where a new publisher or administrator is led", where(page), "/admin/account/factor");
  await look(page);
  await press(page, button(page, "I have an app"));
  await look(page);
  secrets[who] = await page.locator(".secret code").textContent();
  await page.getByLabel("Code", { exact: true }).fill(code(secrets[who]));
  await press(page, button(page, "Finish"));
  await look(page);
  await press(page, link(page, "I have kept them"));
}

// look is for pages that are there once; with scripts, as the others are looked
// at with.
async function look(page) {
  if (office.scripts) await office.look(page);
}

// choosePage adds a page by its title: from the list over the page, or without
// scripts from the one that the form gets.
async function choosePage(page, title) {
  if (office.scripts) {
    await button(page, "Add a page").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("searchbox").fill(title);
    await dialog.getByRole("checkbox", { name: title }).first().check();
    await dialog.getByRole("button", { name: "Use these" }).click();
    await page.locator(".chosen-name", { hasText: title }).waitFor();
    return;
  }
  await press(page, button(page, "Add a page"));
  await page.getByLabel("Words of the title").fill(title);
  await press(page, button(page, "Find"));
  await press(page, button(page, `Add ${title}`));
}

// troubles is what a page says is wrong.
async function troubles(page) {
  return JSON.stringify(await page.locator(".error-summary, .problem, .done").allInnerTexts().catch(() => []));
}

// Not a page to look at: data, a file, a part of a page, or what is looked at
// when somebody first comes.
const noPage = /qr\.png|csv$|original$|^\/media|^\/linked|choose\/chosen|\/block$|preview\/frame|\/discard$|^\/setup|reset\/set/;

// With scripts, whoever administers the site walks to every page of the admin,
// one or two of each route, and looks at it.
let looked = 0;
if (office.scripts) {
  const times = new Map(); // that a route was looked at
  const view = async (page, path) => {
    const route = routeOf(path);
    const answer = await page.goto(office.origin + path).catch(() => undefined); // a download
    if (answer?.status() !== 200 || routeOf(where(page)) !== route) return false;
    times.set(route, (times.get(route) ?? 0) + 1);
    looked++;
    await office.look(page);
    return true;
  };
  const linked = (page) => page.$$eval('a[href^="/admin"]', (all) => all.map((a) => a.getAttribute("href").split("#")[0]));

  steps["the pages of those who are not signed in"] = async () => {
    const page = await office.window();
    for (const path of ["/admin/signin", "/admin/reset"]) await view(page, path);
    await signIn(page, "publisher");
    for (const path of ["/admin/signin/code", "/admin/signin/recovery"]) await view(page, path);
    await page.context().close();
  };

  steps["every page of the admin"] = async () => {
    const page = people.administrator;
    page.refused = 1; // some cannot be done now
    const first = async (path, pattern) => {
      await page.goto(office.origin + path);
      return (await linked(page)).find((href) => pattern.test(href));
    };
    const live = await first("/admin/pages?q=/contact-us", /^\/admin\/pages\/[0-9a-f-]{36}$/);
    const planned = await first("/admin", /^\/admin\/pages\/[0-9a-f-]{36}/);
    const forms = await first("/admin/forms", /^\/admin\/forms\/[0-9a-f-]{36}$/);
    const hub = await first("/admin/pages?q=/blogs", /^\/admin\/pages\/[0-9a-f-]{36}$/);
    await page.goto(office.origin + "/admin/people");
    const person = (await linked(page)).filter((href) => /^\/admin\/people\/[0-9a-f-]{36}$/.test(href)).at(-1); // not their own
    const post = `/admin/pages/${job.post}`;
    const waiting = [
      ...["", "/publish", "/publish/withdraw", "/publish/redirect", "/publish/gone", "/publish/expire"].map((tab) => live + tab),
      ...["", "/publish"].map((tab) => planned.replace(/\/publish$/, "") + tab),
      forms, `${forms}/delete?before=${new Date().toISOString().slice(0, 10)}`, `${hub}/order`, `${person}/close`, `${post}/blocks?to=body`, `${post}/publish`, `${post}/revisions`, `${post}/compare`, "/admin", post, "/admin/account/factor/remove",
      "/admin/lists/search/try?q=privacy", "/admin/report",
      ...["pages", "people", "images", "files", "terms"].map((what) => `/admin/choose/${what}`),
    ];
    const known = new Set();
    while (waiting.length > 0) {
      const path = waiting.shift();
      const route = routeOf(path);
      if (known.has(path) || !route || noPage.test(route) || /^.signin|^.reset/.test(route)) continue;
      if ((times.get(route) ?? 0) > (/^.pages.\{page\}(.publish)?$/.test(route) ? 2 : 0)) continue;
      known.add(path);
      if (await view(page, path)) waiting.push(...(await linked(page)));
    }
    for (const route of job.routes) {
      if (!times.has(route) && !noPage.test(route)) office.report(`nobody has looked at ${route}`);
    }
  };

  // Dark and forced colours, once for each sort of page.
  for (const scheme of [{ colorScheme: "dark" }, { forcedColors: "active" }]) {
    steps[`in other colours: ${Object.values(scheme)}`] = async () => {
      const page = people.administrator;
      await page.emulateMedia(scheme);
      for (const path of ["/admin", "/admin/pages", `/admin/pages/${job.post}`, `/admin/pages/${job.post}/publish`, `/admin/pages/${job.post}/compare`, "/admin/files", "/admin/people", "/admin/lists/redirects", "/admin/account"]) {
        await view(page, path);
      }
      await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    };
  }
}

// routeOf is the pattern of an address of the admin. The words of a pattern go
// before its parameters.
function routeOf(path) {
  const parts = path.replace(/[?#].*/, "").replace(/^\/admin/, "").split("/").slice(1);
  const fits = job.routes.filter((route) => {
    const pattern = route === "/" ? [] : route.split("/").slice(1);
    return pattern.length === parts.length && pattern.every((part, i) => part.startsWith("{") || part === parts[i]);
  });
  return fits.sort((a, b) => a.split("{").length - b.split("{").length)[0];
}

for (const [name, play] of Object.entries(steps)) {
  office.scene = name;
  try {
    await play();
  } catch (error) {
    office.report(`stopped: ${error.message.split("\n").slice(0, 4).join(" ")}`);
    for (const [who, page] of Object.entries(people)) office.report(`${who} is at ${where(page)}, where it says ${await troubles(page)}`);
    break;
  }
}
await browser.close();
process.stdout.write(JSON.stringify({ findings: office.findings, looked }));
