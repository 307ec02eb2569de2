import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "graphql";
import { z } from "zod";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { OpenedNode } from "#gateway/open-nodes.ts";
import type { NodeSchema } from "#gateway/supergraph/node-schemas.ts";
import { printDefinitions } from "#schema/print-definitions.ts";
import { typeDefsOf } from "#subgraphs/runtime/open-node.ts";

const FILE = "last-good-graph.json";
const PAGE = z.object({
  version: z.literal(1),
  nodes: z.array(z.object({ code: z.string(), standsAlone: z.boolean(), sdl: z.string() })),
});

type Page = z.output<typeof PAGE>;

/** The schemas of the last graph that was served, in a file: a node that breaks meanwhile keeps its types over a restart. */
export class LastGood {
  readonly #path: string;
  readonly #logger: Logger;
  #writing: Promise<void> = Promise.resolve();

  constructor(dataDir: string, logger: Logger) {
    this.#path = join(dataDir, FILE);
    this.#logger = logger;
  }

  /** By code. A file that is missing or cannot be understood holds nothing: the hub starts without. */
  async read(): Promise<ReadonlyMap<string, NodeSchema>> {
    try {
      const { nodes } = PAGE.parse(JSON.parse(await readFile(this.#path, "utf8")));
      return new Map(nodes.map((node) => [node.code, toSchema(node)]));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        this.#logger.error(
          { err: error },
          "the last good graph cannot be read; it is not needed where all nodes compose",
        );
      return new Map();
    }
  }

  /** Behind what goes on; the last one written holds. */
  keep(opened: readonly OpenedNode[]): void {
    this.#writing = this.#writing
      .then(() => this.#write(opened))
      .catch((error: unknown) => this.#logger.error({ err: error }, "the last good graph was not kept"));
  }

  /** When all is written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** Whole or not at all. */
  async #write(opened: readonly OpenedNode[]): Promise<void> {
    const draft = `${this.#path}.${process.pid}`;
    await writeFile(draft, pageText(opened), { mode: 0o600 });
    await rename(draft, this.#path);
  }
}

/** A PAGE as JSON, a node in a turn of the event loop: others are being served. */
async function* pageText(opened: readonly OpenedNode[]): AsyncGenerator<string> {
  yield '{"version":1,"nodes":[';
  let separator = "";
  for (const { node, schema, member } of opened) {
    if (node.seesOthers) continue;
    const standsAlone = member.ready.definition.standsAlone === true;
    const kept: Page["nodes"][number] = { code: node.code, standsAlone, sdl: printDefinitions(schema.own) };
    yield `${separator}${JSON.stringify(kept)}`;
    separator = ",";
  }
  yield "]}";
}

function toSchema({ sdl, standsAlone }: Page["nodes"][number]): NodeSchema {
  const own = parse(sdl, { noLocation: true });
  return { own, whole: standsAlone ? own : typeDefsOf(own) };
}
