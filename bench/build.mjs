// Bundles both pages as they would be deployed: `node build.mjs DIRECTORY`.

import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [into] = process.argv.slice(2);

for (const [page, files] of [
    ["ag-grid", ["page.js", "page.css"]],
    ["react-admin", ["page.jsx"]],
]) {
    const outdir = join(into, page);
    await build({
        entryPoints: files.map(file => join(here, page, file)),
        outdir,
        bundle: true,
        minify: true,
        format: "esm",
        target: "es2022",
        jsx: "automatic",
        define: { "process.env.NODE_ENV": '"production"' },
        logLevel: "warning",
    });
    await cp(join(here, page, "index.html"), join(outdir, "index.html"));
}
