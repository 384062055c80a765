// Measures pages with Lighthouse. The job comes as JSON on standard input, and
// the results go as JSON to standard output; ../lighthouse.go says what is in
// them.

import { text } from "node:stream/consumers";

import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const job = JSON.parse(await text(process.stdin));
const chrome = await chromeLauncher.launch({
  chromePath: job.chromium.path,
  chromeFlags: ["--headless=new", ...job.chromium.flags],
});

const categories = ["performance", "accessibility", "best-practices", "seo"];

// run has Lighthouse look once. On a busy machine a tab now and then does not
// answer in time; then it is asked again.
async function run(path, tries = 3) {
  const { lhr } = await lighthouse(job.origin + path, { port: chrome.port, output: "json", logLevel: "silent", onlyCategories: categories });
  if (!lhr.runtimeError) return lhr;
  if (tries === 1) throw new Error(`${path}: ${lhr.runtimeError.message}`);
  return run(path, tries - 1);
}

async function measure(path) {
  const lhr = await run(path);
  const faults = Object.values(lhr.categories).flatMap(({ auditRefs }) =>
    auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
      .map(({ id }) => `${lhr.audits[id].title} (${id})`),
  );
  return {
    scores: categories.map((name) => Math.round(lhr.categories[name].score * 100)),
    lcp: lhr.audits["largest-contentful-paint"].numericValue,
    cls: lhr.audits["cumulative-layout-shift"].numericValue,
    faults,
  };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const results = [];
try {
  for (const path of job.paths) {
    const runs = [];
    for (let run = 0; run < job.runs; run++) runs.push(await measure(path));
    results.push({
      path,
      scores: categories.map((_, i) => median(runs.map(({ scores }) => scores[i]))),
      lcp: median(runs.map(({ lcp }) => lcp)),
      cls: median(runs.map(({ cls }) => cls)),
      faults: [...new Set(runs.flatMap(({ faults }) => faults))],
    });
  }
} finally {
  await chrome.kill();
}
process.stdout.write(JSON.stringify(results));
