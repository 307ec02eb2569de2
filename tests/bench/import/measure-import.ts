import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { SaxesParser } from "saxes";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";

/** What one way of reading some files costs. A process of its own, so that its memory and CPU are nobody else's. */
export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Resident memory at its highest above what it was before. */
  readonly grownBytes: number;
  readonly bytes: number;
  readonly documents: number;
}

export type Way = "bare" | "unindexed" | "indexed";

const [way, dataDir, ...files] = process.argv.slice(2) as [Way, string, ...string[]];
const rss = process.memoryUsage.rss();
const cpu = process.cpuUsage();
const startedAt = performance.now();
/** As the import decodes: larger pieces cost the parser alone up to a fifth more. */
const PIECE_BYTES = 48 * 1024;

const documents = way === "bare" ? await parseBare() : await importAll();
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpu);
const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
process.stdout.write(
  JSON.stringify({
    cpuMs: (user + system) / 1_000,
    wallMs,
    grownBytes: process.resourceUsage().maxRSS * 1_024 - rss,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    documents,
  } satisfies Cost),
);

/** The parser alone: bytes to text, text to events, and the events counted. */
async function parseBare(): Promise<number> {
  let events = 0;
  for (const file of files) {
    const parser = new SaxesParser();
    parser.on("opentag", () => {
      events += 1;
    });
    parser.on("closetag", () => {
      events += 1;
    });
    parser.on("text", () => {
      events += 1;
    });
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const chunks = createReadStream(file, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Uint8Array>;
    for await (const chunk of chunks) parser.write(decoder.decode(chunk, { stream: true }));
    parser.close();
  }
  return events;
}

async function importAll(): Promise<number> {
  const summary = await runImport(dataDir, { kind: "paths", paths: files, withoutIndex: way === "unindexed" });
  if (summary.setAsideCount > 0) throw new Error(`set aside: ${JSON.stringify(summary.setAside[0])}`);
  return summary.imported;
}
