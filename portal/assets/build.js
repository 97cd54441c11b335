// Builds ../static/build: one htmx bundle, our script with those parts of GOV.UK's that pages use, and
// the style sheet in both directions, all under names that change with their content, and manifest.json
// that maps them.
// Beside each file lies what a browser gets of it: compressed by brotli, or by gzip for older ones.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync } from "esbuild-wasm";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = import.meta.dirname;
const out = join(here, "../static/build");
const manifest = {};

const vendor = (path) => readFileSync(join(here, "node_modules", path), "utf8");
const withoutSourceMap = (text) => text.replace(/^\/\/# sourceMappingURL=.*$/gm, "");

function write(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const [stem, ...extensions] = name.split(".");
  const hashed = [stem, hash, ...extensions].join(".");
  writeFileSync(join(out, hashed), text);
  const bytes = Buffer.from(text);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(join(out, `${hashed}.br`), brotliCompressSync(bytes, { params }));
  writeFileSync(join(out, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
  manifest[name] = hashed;
  return hashed;
}

mkdirSync(out, { recursive: true });
for (const old of readdirSync(out)) rmSync(join(out, old), { recursive: true });

// One file: loaded apart, the feed's extension registers too late in every other page load.
const htmx = ["htmx.min.js", "ext/hx-sse.min.js", "ext/hx-csp.min.js"]
  .map((file) => withoutSourceMap(vendor(`htmx.org/dist/${file}`)))
  .join(";\n");
write("htmx.js", htmx);

const script = ["portal.js", "find.js", "keys.js", "languages.js", "pace.js", "passkeys.js", "redaction.js"]
  .map((file) => readFileSync(join(here, "src", file), "utf8"))
  .join("\n");
const [bundle] = buildSync({
  stdin: { contents: script, resolveDir: here },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  write: false,
}).outputFiles;
write("portal.js", bundle.text);

const { css } = sass.compile(join(here, "src/portal.scss"), {
  loadPaths: [join(here, "node_modules")],
  style: "compressed",
  quietDeps: true,
});
if (css.includes("GDS Transport") || css.includes("/assets/")) {
  throw new Error("The style sheet uses a font or a picture that is not ours to use.");
}
write("portal.css", css);
write("portal.rtl.css", rtlcss.process(css));

writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
