// Builds ../static/css/*.css and ../static/fonts/ from src/ and the packages.
// Steps: esbuild joins the files, prune drops what no page can reach, lightningcss makes it small.
// The result is committed: running the site needs no Node.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { browserslistToTargets, transform } from "lightningcss";
import { prune } from "./prune.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "..", "static");
const GZIP_MAX = 20 * 1024;
const FONT = "node_modules/@fontsource-variable/source-sans-3";
// Firefox 115 and Safari 15 are the oldest browsers of people whose machine gets no more updates.
const TARGETS = browserslistToTargets(["chrome 100", "firefox 102", "safari 15", "ios_saf 15"]);

async function joined(name) {
  const result = await build({
    entryPoints: [join(HERE, "src", name)],
    bundle: true,
    write: false,
    external: ["*.woff2"],
    logLevel: "warning",
  });
  return result.outputFiles[0].text;
}

async function sheet(name, clean) {
  const { code } = transform({
    filename: name,
    code: Buffer.from(clean(await joined(name))),
    minify: true,
    targets: TARGETS,
  });
  writeFileSync(join(STATIC, "css", name), Buffer.concat([code, Buffer.from("\n")]));
  return gzipSync(code, { level: 9 }).length;
}

mkdirSync(join(STATIC, "css"), { recursive: true });
mkdirSync(join(STATIC, "fonts"), { recursive: true });
for (const part of ["latin", "latin-ext"]) {
  const file = `source-sans-3-${part}-wght-normal.woff2`;
  copyFileSync(join(HERE, FONT, "files", file), join(STATIC, "fonts", file));
}
copyFileSync(join(HERE, FONT, "LICENSE"), join(STATIC, "fonts", "source-sans-3-LICENSE.txt"));

// The others read and set properties of site.css, so they are not pruned.
const whole = (css) => css;
const SHEETS = { "site.css": prune, "print.css": whole, "day.css": whole, "hall.css": whole, "ticket.css": whole };
for (const [name, clean] of Object.entries(SHEETS)) {
  const bytes = await sheet(name, clean);
  console.log(`${name}: ${bytes} bytes gzip`);
  if (bytes > GZIP_MAX) throw new Error(`${name} is over ${GZIP_MAX} bytes gzip`);
}
