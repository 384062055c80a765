// Opens trees of text as the editor does, and stores each again. They come as
// JSON on standard input and go as JSON to standard output.

import { createRequire } from "node:module";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const home = new URL("../../../static/", import.meta.url);
const { buildSync } = createRequire(home)("esbuild");

const { outputFiles } = buildSync({
  entryPoints: [fileURLToPath(new URL("src/admin/rich-text/tree.ts", home))],
  bundle: true,
  format: "esm",
  write: false,
});
const { fromTree, toTree } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const { job } = await json(process.stdin);
const again = job.map((tree) => {
  const doc = fromTree(tree);
  doc.check();
  return toTree(doc);
});
process.stdout.write(JSON.stringify(again));
