// What somebody does with a form who has a keyboard and no mouse: sends it as
// it is, mends what is wrong, and sends it again. The function returns what
// does not work, in words; look(status) looks at the page that has come.

const form = 'main form[method="post"]';
const samples = { email: "name@example.org", tel: "0300 303 5678", text: "Some words", textarea: "Some words" };

// focused describes the field or link that has the focus, once the page has
// been painted with it.
function focused(page) {
  return page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const group = element.closest("fieldset");
    const described = `${element.getAttribute("aria-describedby") ?? ""} ${group?.getAttribute("aria-describedby") ?? ""}`;
    const question = group?.querySelector("legend") ?? element.labels?.[0];
    return {
      id: element.id,
      name: element.name ?? "",
      kind: element.localName === "input" ? element.type : element.localName,
      text: element.textContent.trim(),
      href: element.getAttribute("href") ?? "",
      inForm: element.closest('main form[method="post"]') !== null,
      inSummary: element.closest("[role=alert]") !== null,
      described: described.split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? "").join(" "),
      questionSeen: question ? question.getBoundingClientRect().top >= 0 : false,
      visible: box.width > 1 && box.height > 1 && box.top >= -1 && box.left >= 0 && box.bottom <= innerHeight + 1,
    };
  });
}

// stops goes through the form by the Tab key and does something at each stop,
// the button included. It returns the names of the fields.
async function stops(page, findings, visit = async () => {}) {
  const names = [];
  for (let tries = 0; tries < 100; tries++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (!stop.inForm) continue;
    if (!stop.visible && stop.kind !== "textarea") findings.push(`“${stop.name || stop.text}” has the focus and cannot be seen`);
    if (stop.kind === "button") return names;
    if (stop.name) names.push(stop.name); // and not a link
    await visit(stop);
  }
  findings.push("the Tab key does not reach the button of the form");
  return names;
}

// send presses the button that has the focus, and waits for the answer.
async function send(page) {
  await page.scripts(false); // the page's own, where it has none
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.scripts(true);
}

// summary: it has the focus, and each of its links leads to a field that is
// told what is wrong with it.
async function summary(page, findings) {
  if (!(await page.title()).startsWith("Error: ")) findings.push(`the title is “${await page.title()}” and does not say Error`);
  if (!(await focused(page)).inSummary) findings.push("the summary of errors does not have the focus");
  const links = await page.locator("[role=alert] a").count();
  if (links === 0) findings.push("the summary of errors leads nowhere");
  for (let i = 0; i < links; i++) {
    await page.locator("[role=alert]").focus();
    for (let n = 0; n <= i; n++) await page.keyboard.press("Tab");
    const link = await focused(page);
    if (!link.inSummary) findings.push(`link ${i + 1} of the summary cannot be reached by the Tab key`);
    await page.keyboard.press("Enter");
    const field = await focused(page);
    if (`#${field.id}` !== link.href) findings.push(`“${link.text}” leads to “${field.name || field.text}”`);
    if (!field.described.includes(link.text)) findings.push(`“${field.name}” is not described by “${link.text}”`);
    if (!field.questionSeen) findings.push(`after “${link.text}” the question cannot be seen`);
  }
}

export async function fillIn(page, path, look) {
  const findings = [];
  const shown = await page.evaluate(
    (form) => [...new Set([...document.querySelector(form).elements].filter((e) => e.checkVisibility() && e.name).map((e) => e.name))],
    form,
  );
  const reached = await stops(page, findings);
  if (shown.join() !== [...new Set(reached)].join()) findings.push(`the Tab key reaches ${reached} and not ${shown}`);

  await send(page);
  await look(422);
  await summary(page, findings);

  await page.locator("[role=alert]").focus();
  await stops(page, findings, async ({ kind }) => {
    if (kind === "radio" || kind === "checkbox") await page.keyboard.press("Space");
    else await page.keyboard.type(samples[kind] ?? samples.text);
  });
  await send(page);
  await look(200);
  const heading = () => page.locator("h1").innerText();
  if (new URL(page.url()).pathname !== path || !new URL(page.url()).searchParams.has("sent")) findings.push(`after sending it, the address is ${page.url()}`);
  const thanks = await heading();
  await page.reload();
  if ((await heading()) !== thanks) findings.push(`loaded again, the page says “${await heading()}” and not “${thanks}”`);
  return findings;
}
