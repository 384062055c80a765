// scroll goes through the page, so that whatever loads late does, and waits
// until it has been painted. Pictures load before they are seen: every second
// screen is enough.
export async function scroll(page) {
  await page.evaluate(async () => {
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const arrived = (image) => image.complete || new Promise((resolve) => (image.onload = image.onerror = resolve));
    for (let y = 0; y < document.documentElement.scrollHeight; y += 2 * innerHeight) {
      scrollTo({ top: y, behavior: "instant" });
      await painted();
    }
    const shown = [...document.images].filter((image) => image.checkVisibility()); // not in what is closed
    await Promise.all(shown.map(arrived));
    scrollTo({ top: 0, behavior: "instant" });
    await painted();
  });
}

// unfold opens what a reader has to open, so that the inside is looked at, too.
export function unfold(page) {
  return page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
}
