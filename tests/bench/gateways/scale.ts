import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { composeGraph } from "#gateway/supergraph/compose-graph.ts";
import { atMost, exactly, type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { inTurn } from "#tests/bench/measure.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { startChild } from "./child-process.ts";
import { manyNodes } from "./many-nodes.ts";

const SCRIPT = fileURLToPath(new URL("./scale-process.ts", import.meta.url));
const TYPES = 20;
const GRAPHS = [
  { nodes: 10, stallMs: 50 },
  { nodes: 50, stallMs: 150 },
] as const;

/** Graphs of many nodes: how long the journeys wait for their first plan, and how long a new graph holds up the old one. */
export async function measureScale(): Promise<readonly Figure[]> {
  return (await inTurn(GRAPHS, measureGraph)).flat();
}

async function measureGraph({ nodes, stallMs }: (typeof GRAPHS)[number]): Promise<readonly Figure[]> {
  await using folder = await temporaryFolder();
  const startedAt = performance.now();
  const file = await write(join(folder.path, "supergraph.graphql"), nodes);
  const composedMs = performance.now() - startedAt;
  const changed = await write(join(folder.path, "changed.graphql"), nodes + 1);
  await using child = startChild({ core: "both", args: [SCRIPT, file, changed] });
  const { journeys, kept, p50Ms, p95Ms, firstSwapMs, swapMs, swapCpuMs, stockMs } = await child.ready;
  const figure = (what: string, measured: unknown, promised: Figure["promised"] = NO_PROMISE): Figure => ({
    what: `scale ${nodes} × ${TYPES}: ${what}`,
    unit: "ms",
    promised,
    measured: Number(measured),
  });
  return [
    figure("composed in", composedMs),
    figure("cold plans of the journeys, p50", p50Ms),
    figure("cold plans of the journeys, p95", p95Ms),
    figure("a new supergraph stalls the serving thread", swapMs, atMost(stallMs)),
    figure("the first one since the start", firstSwapMs, atMost(stallMs)),
    figure("the most that it does in one turn, CPU", swapCpuMs),
    figure("stock stalls it", stockMs),
    {
      what: `scale ${nodes} × ${TYPES}: journeys that find their plans after it`,
      unit: "",
      promised: exactly(Number(journeys)),
      measured: Number(kept),
    },
  ];
}

async function write(file: string, nodes: number): Promise<string> {
  const { supergraphSdl, leftOut } = await composeGraph(await manyNodes(nodes, TYPES));
  if (leftOut.length > 0) throw new Error(`left out of the graph: ${leftOut.map(({ node }) => node)}`);
  await writeFile(file, supergraphSdl.join(""));
  return file;
}
