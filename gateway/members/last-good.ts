import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DefinitionNode, type DocumentNode, parse } from "graphql";
import { z } from "zod";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { OpenedNode } from "#gateway/open-nodes.ts";
import type { NodeSchema } from "#gateway/supergraph/node-schemas.ts";
import { printDefinition } from "#schema/print-definitions.ts";
import { typeDefsOf } from "#subgraphs/runtime/open-node.ts";

const FILE = "last-good-graph.json";
const PAGE = z.object({
  version: z.literal(1),
  nodes: z.array(z.object({ code: z.string(), standsAlone: z.boolean(), sdl: z.string() })),
});

/** Characters. */
const WRITTEN_AT_ONCE = 30_000;

type Page = z.output<typeof PAGE>;

/** The schemas of the last graph that was served, in a file: a node that breaks meanwhile keeps its types over a restart. */
export class LastGood {
  readonly #path: string;
  readonly #logger: Logger;
  #written: readonly Kept[] = [];
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
    const kept = opened.filter(({ node }) => node.seesOthers !== true).map(toKept);
    if (isSame(kept, this.#written)) return;
    const draft = `${this.#path}.${process.pid}`;
    await writeFile(draft, pageText(kept), { mode: 0o600 });
    await rename(draft, this.#path);
    this.#written = kept;
  }
}

/** A node of a PAGE before it is text. */
interface Kept {
  readonly code: string;
  readonly standsAlone: boolean;
  readonly own: DocumentNode;
}

function toKept({ node, schema, member }: OpenedNode): Kept {
  return { code: node.code, standsAlone: member.ready.definition.standsAlone === true, own: schema.own };
}

/** A schema that says what it said before is the same object. */
function isSame(a: readonly Kept[], b: readonly Kept[]): boolean {
  const isLike = ({ code, standsAlone, own }: Kept, other: Kept | undefined) =>
    code === other?.code && standsAlone === other.standsAlone && own === other.own;
  return a.length === b.length && a.every((kept, index) => isLike(kept, b[index]));
}

/** A PAGE as JSON, some definitions in a turn of the event loop: others are being served. */
async function* pageText(kept: readonly Kept[]): AsyncGenerator<string> {
  yield '{"version":1,"nodes":[';
  for (const [index, { code, standsAlone, own }] of kept.entries()) {
    yield `${index === 0 ? "" : ","}{"code":${JSON.stringify(code)},"standsAlone":${standsAlone},"sdl":"`;
    yield* escaped(own.definitions);
    yield '"}';
  }
  yield "]}";
}

/** The inside of a JSON string. */
function* escaped(definitions: readonly DefinitionNode[]): Generator<string> {
  let text = "";
  for (const definition of definitions) {
    text += JSON.stringify(`${printDefinition(definition)}\n\n`).slice(1, -1);
    if (text.length < WRITTEN_AT_ONCE) continue;
    yield text;
    text = "";
  }
  yield text;
}

function toSchema({ sdl, standsAlone }: Page["nodes"][number]): NodeSchema {
  const own = parse(sdl, { noLocation: true });
  return { own, whole: standsAlone ? own : typeDefsOf(own) };
}
