// Copies the two typefaces of documents and charts, with their licences, from
// the npm packages to where the crate `documents` embeds them.
// PDF needs TrueType: the usual web fonts (woff2) cannot be read there.

import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const target = join(dirname(fileURLToPath(import.meta.url)), "../platform/documents/fonts");

const fonts = [
  { from: "noto-serif-sc", file: "400Regular/NotoSerifSC_400Regular.ttf", to: "NotoSerifSC-Regular" },
  { from: "noto-sans-sc", file: "500Medium/NotoSansSC_500Medium.ttf", to: "NotoSansSC-Medium" },
];

mkdirSync(target, { recursive: true });
for (const { from, file, to } of fonts) {
  const home = dirname(require.resolve(`@expo-google-fonts/${from}/package.json`));
  copyFileSync(join(home, file), join(target, `${to}.ttf`));
  copyFileSync(join(home, "LICENSE_FONT"), join(target, `${to}.OFL.txt`));
}
