// Makes dist/: the few files that the program carries in itself and serves.
// Names are fixed; the program puts a hash of the contents into the address.

import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

// The icons in use, by their names at tabler.io/icons.
const icons = readFileSync(join(here, "src/icons.txt"), "utf8").split("\n").filter(Boolean);

function sprite() {
  const folder = join(here, "node_modules/@tabler/icons/icons/outline");
  const symbols = icons.map((name) => {
    const svg = readFileSync(join(folder, `${name}.svg`), "utf8");
    const paths = svg
      .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
      .replace(/<path stroke="none"[^>]*\/>/g, "")
      .replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

// The file is there in three forms, so that nothing is compressed while somebody waits.
function put(name, content) {
  const bytes = Buffer.from(content);
  writeFileSync(join(dist, name), bytes);
  writeFileSync(join(dist, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(bytes, { params: quality }));
}

async function bundle(entry) {
  const result = await build({
    entryPoints: [join(here, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["chrome123", "firefox128", "safari17.5"],
    legalComments: "eof",
    logLevel: "warning",
    loader: { ".svg": "dataurl" },
  });
  return result.outputFiles[0].contents;
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
put("jishi.css", await bundle("jishi.css"));
put("jishi.js", await bundle("jishi.js"));
put("theme.js", await bundle("theme.js"));
put("icons.svg", sprite());
put("mark.svg", readFileSync(join(here, "src/mark.svg")));

if (existsSync(join(here, "fonts.mjs"))) {
  await import("./fonts.mjs");
}
