import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions, Metafile } from "esbuild";
import type { PageData } from "./page/page-data.ts";
import { readExamples } from "./read-examples.ts";
import { toPage } from "./to-page.ts";

const here = new URL("./", import.meta.url);
const out = new URL("dist/", here);

const WORKERS = {
  editor: "monaco-editor/esm/vs/editor/editor.worker.js",
  graphql: "monaco-graphql/esm/graphql.worker.js",
  json: "monaco-editor/esm/vs/language/json/json.worker.js",
} as const;

const COMMON = {
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  logLevel: "error",
  target: "es2022",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  outdir: fileURLToPath(new URL("assets/", out)),
  absWorkingDir: fileURLToPath(here),
  define: { "process.env.NODE_ENV": '"production"' },
} as const satisfies BuildOptions;

/** Bundles the console into dist/: everything it needs is in there, nothing comes from elsewhere. */
async function buildConsole(): Promise<void> {
  await rm(out, { recursive: true, force: true });
  // Loaded here, so that an install without development packages only reports that there is no console.
  const { build } = await import("esbuild");
  const [page, styles, workers] = await Promise.all([
    // monaco imports its styles file by file; they all stand in graphiql's style sheet.
    build({
      ...COMMON,
      entryPoints: ["page/main.tsx"],
      format: "esm",
      splitting: true,
      jsx: "automatic",
      loader: { ".css": "empty" },
    }),
    build({ ...COMMON, entryPoints: ["page/start.css", "page/query.css"] }),
    build({ ...COMMON, entryPoints: WORKERS, format: "iife", loader: { ".css": "empty" } }),
  ]);
  const script = addressOf(page.metafile, "page/main.tsx");
  const data: PageData = {
    examples: await readExamples(new URL("examples/", here)),
    queryStyles: addressOf(styles.metafile, "page/query.css"),
    workers: {
      editor: addressOf(workers.metafile, WORKERS.editor),
      graphql: addressOf(workers.metafile, WORKERS.graphql),
      json: addressOf(workers.metafile, WORKERS.json),
    },
  };
  const styleSheet = addressOf(styles.metafile, "page/start.css");
  await mkdir(out, { recursive: true });
  await writeFile(new URL("index.html", out), toPage({ script, styles: styleSheet, data }));
}

/** The public address of the file that an entry point became. */
function addressOf(metafile: Metafile, entryPoint: string): string {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint?.endsWith(entryPoint));
  if (found === undefined) throw new Error(`no output for ${entryPoint}`);
  return `/console/assets/${basename(found[0])}`;
}

try {
  const startedAt = performance.now();
  await buildConsole();
  console.log(`console built in ${Math.round(performance.now() - startedAt)} ms`);
} catch (error) {
  // Runs at install: the hub works without its pages, so this only reports.
  console.warn(`console not built (${error instanceof Error ? error.message : String(error)}); later: npm run console`);
}
