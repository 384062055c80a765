// What those share who write on edit pages: signing in, what the page says of a
// save, and what the browser keeps.

// signIn signs somebody in, by the first part of an address.
export async function signIn(page, { origin, password }, who) {
  await page.goto(`${origin}/admin/signin`);
  await giveName(page, password, who);
  await page.waitForURL(`${origin}/admin`);
}

// giveName fills in the page to sign in.
export async function giveName(page, password, who) {
  await page.getByLabel("Email address").fill(`${who}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

// signInAgain signs somebody in beside a page that has told of the end of the
// session, and comes back to it.
export async function signInAgain(page, { origin, password }, who) {
  const link = page.getByRole("link", { name: "Sign in in a new tab" });
  const [fresh] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await giveName(fresh, password, who);
  await fresh.waitForURL(`${origin}/admin`);
  await fresh.close();
  await comeBack(page);
}

// comeBack looks at a page again.
export const comeBack = (page) => page.evaluate(() => dispatchEvent(new Event("focus")));

// says waits until the bar at the bottom says something of how saving goes.
export const says = (page, words) => page.locator(".edit-saved", { hasText: words }).waitFor();
export const saved = (page) => says(page, /^Draft saved at /);

export const announced = (page) => page.evaluate(() => document.getElementById("announcements")?.textContent ?? "");

// saveDraft presses the button at the bottom.
export const saveDraft = (page) => page.getByRole("button", { name: "Save draft" }).last().click();

// keptIn is what the browser keeps: when it was typed, and how it is written down.
export const keptIn = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open("lectern").onsuccess = ({ target }) => {
          const all = target.result.transaction("kept").objectStore("kept").getAll();
          all.onsuccess = () => {
            target.result.close();
            resolve(all.result.map(({ at, data }) => ({ at, text: new TextDecoder().decode(data) })));
          };
        };
      }),
  );

// isKept waits until the browser keeps all that was typed. The form is told of one
// more change, so that there is something to wait for.
export async function isKept(page) {
  const typed = await page.evaluate(() => {
    const now = Date.now();
    document.getElementById("edit").dispatchEvent(new Event("input"));
    return now;
  });
  while (!(await keptIn(page)).some(({ at }) => at >= typed)) await page.evaluate(() => new Promise(requestAnimationFrame));
}
