import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { samplesDir } from "#tests/support/samples.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { atMost, type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import type { Cost, Way } from "./import/measure-import.ts";
import { repeatSamples, writeFeed, writeOne } from "./import/write-feed.ts";
import { onlyCount } from "./wrong-use.ts";

const CHILD = fileURLToPath(new URL("./import/measure-import.ts", import.meta.url));
/** One import of all of it, as in life: threads start once. Bare parsing before and after, so that a busy moment of the machine shows. */
const TURNS: readonly Way[] = ["bare", "unindexed", "indexed", "bare"];
const DOCUMENTS = 20_000;
/** Of four samples: as many documents as are generated. */
const COPIES = 5_000;
const SAMPLES = [
  "cnipa_xml_standard/cn_new1.xml",
  "cnipa_xml_standard/cn_new2.xml",
  "cnipa_xml_legacy/cn_old1.xml",
  "cnipa_xml_legacy/cn_old3.xml",
];
const MB = 1_000_000;

/** `npm run bench -- import [DOCUMENTS]` */
export const bench: Bench = {
  summary: "CPU and memory of an import with full text, beside bare saxes over the same bytes",
  usage: "[DOCUMENTS]",
  run: async (args) => {
    const documents = onlyCount("DOCUMENTS", args, DOCUMENTS);
    await using folder = await temporaryFolder();
    const one = await writeOne(folder.path);
    const place = (name: string): Place => ({ name, folder: folder.path, one });
    const generated = await compare(place("generated"), await writeFeed(folder.path, documents));
    const figures = [...toFigures("generated", generated), taken(generated, documents)];
    if (samplesDir === null) {
      process.stdout.write("no real samples beside the project: they are left out\n");
      return figures;
    }
    const samples = SAMPLES.map((name) => join(samplesDir ?? "", name));
    const real = await compare(place("real"), await repeatSamples(samples, folder.path, COPIES));
    return [...figures, ...toFigures("real samples", real), taken(real, samples.length * COPIES)];
  },
};

interface Costs extends Readonly<Record<Way, readonly Cost[]>> {
  /** Of the first import of a folder, one document. */
  readonly starts: readonly Cost[];
}

interface Place {
  readonly name: string;
  readonly folder: string;
  readonly one: string;
}

/** Every folder has seen an import of one document, as folders have in life: what threads load is kept there. */
async function compare({ name, folder, one }: Place, files: readonly string[]): Promise<Costs> {
  const costs = { bare: [] as Cost[], unindexed: [] as Cost[], indexed: [] as Cost[], starts: [] as Cost[] };
  for (const way of TURNS) {
    const dataDir = join(folder, `${name}-${way}`);
    if (way !== "bare") costs.starts.push(await measure(way, dataDir, [one]));
    const cost = await measure(way, dataDir, files);
    costs[way].push(cost);
    process.stdout.write(`${name} ${way}: ${megabytesPerSecond(cost.bytes, cost.wallMs)} MB/s\n`);
  }
  return costs;
}

async function measure(way: Way, dataDir: string, files: readonly string[]): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, way, dataDir, ...files], { maxBuffer: MB });
  return JSON.parse(stdout) as Cost;
}

function toFigures(what: string, costs: Costs): readonly Figure[] {
  const bare = perMegabyte(costs.bare);
  const figure = (name: string, unit: string, measured: number): Figure => ({
    what: `${what}: ${name}`,
    unit,
    promised: NO_PROMISE,
    measured,
  });
  const grown = Math.max(...[...costs.unindexed, ...costs.indexed].map(({ grownBytes }) => grownBytes)) / MB;
  return [
    figure(
      "the first import of a folder, one document, CPU",
      "ms",
      Math.min(...costs.starts.map(({ cpuMs }) => cpuMs)),
    ),
    figure("read", "MB", sum(costs.indexed, "bytes") / MB),
    figure("bare saxes, CPU", "ms/MB", bare),
    figure("import without the text index, CPU", "ms/MB", perMegabyte(costs.unindexed)),
    figure("import with it, CPU", "ms/MB", perMegabyte(costs.indexed)),
    {
      ...figure("without the text index : bare saxes", "×", perMegabyte(costs.unindexed) / bare),
      promised: atMost(2.5),
    },
    { ...figure("with the text index : bare saxes", "×", perMegabyte(costs.indexed) / bare), promised: atMost(6) },
    figure(
      "without the text index",
      "MB/s",
      megabytesPerSecond(sum(costs.unindexed, "bytes"), sum(costs.unindexed, "wallMs")),
    ),
    figure(
      "with the text index",
      "MB/s",
      megabytesPerSecond(sum(costs.indexed, "bytes"), sum(costs.indexed, "wallMs")),
    ),
    { ...figure("memory grown by at most", "MB", grown), promised: atMost(400) },
  ];
}

function taken(costs: Costs, documents: number): Figure {
  const imported = Math.min(sum(costs.indexed, "documents"), sum(costs.unindexed, "documents"));
  return { what: "documents imported", unit: "", promised: exactly(documents), measured: imported };
}

function perMegabyte(costs: readonly Cost[]): number {
  return (sum(costs, "cpuMs") / sum(costs, "bytes")) * MB;
}

function megabytesPerSecond(bytes: number, ms: number): number {
  return Math.round((bytes / MB / ms) * 10_000) / 10;
}

function sum(costs: readonly Cost[], of: keyof Cost): number {
  return costs.reduce((total, cost) => total + cost[of], 0);
}
