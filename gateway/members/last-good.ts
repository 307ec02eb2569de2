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
    const page: Page = {
      version: 1,
      nodes: opened
        .filter(({ node }) => !node.seesOthers)
        .map(({ node, schema, member }) => ({
          code: node.code,
          standsAlone: member.ready.definition.standsAlone === true,
          sdl: printDefinitions(schema.own),
        })),
    };
    this.#writing = this.#writing
      .then(() => this.#write(page))
      .catch((error: unknown) => this.#logger.error({ err: error }, "the last good graph was not kept"));
  }

  /** When all is written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** Whole or not at all. */
  async #write(page: Page): Promise<void> {
    const draft = `${this.#path}.${process.pid}`;
    await writeFile(draft, JSON.stringify(page), { mode: 0o600 });
    await rename(draft, this.#path);
  }
}

function toSchema({ sdl, standsAlone }: Page["nodes"][number]): NodeSchema {
  const own = parse(sdl, { noLocation: true });
  return { own, whole: standsAlone ? own : typeDefsOf(own) };
}
