import type { SubgraphFile } from "#adapters/manifest/format/subgraph-format.ts";
import type { SubgraphFound } from "#gateway/members/elsewhere/question-subgraph.ts";
import { offerOf, type SubgraphOffer } from "#gateway/registry/subgraph/subgraph-offer.ts";
import { type Given, print, printJson } from "./node-task.ts";
import { describeFailure, readHere, searchHere } from "./own-subgraph.ts";

interface TriedKind {
  readonly kind: string;
  readonly found: SubgraphFound;
}

/** What its server would bring into the graph, and what a search finds where it speaks the node contract. */
export async function trySubgraph(given: Given, file: SubgraphFile, first: number): Promise<number> {
  const read = await readHere(file);
  if (!read.ok) {
    if (given.json) printJson({ problems: read.problems });
    else process.stderr.write(describeFailure(read.problems));
    return 1;
  }
  const offer = offerOf(read.words);
  const kinds = offer.kinds.filter(({ kind, search }) => search !== "NONE" && kind === (given.text("kind") ?? kind));
  const tried: TriedKind[] = [];
  for (const { kind } of kinds)
    tried.push({ kind, found: await searchHere(file, { kind, text: given.text("text") ?? "", first }) });
  if (given.json) printJson({ ...offer, tried });
  else print([describe(file, offer), ...tried.map(describeTried)].join("\n"));
  return tried.some(({ found }) => !found.ok) ? 1 : 0;
}

function describe({ code, version, url }: SubgraphFile, { types, roots, kinds }: SubgraphOffer): string {
  return [
    `${code} ${version}  ${url}`,
    "类型 Types",
    ...types.map(({ name, keys, fields }) => {
      const by = keys.map((key) => ` @key(${key})`).join("");
      return `  ${name}${by}\n      ${fields.join(" ")}`;
    }),
    "查询 Queries",
    ...roots.map((root) => `  ${root}`),
    "节点契约 Node contract",
    ...(kinds.length === 0 ? ["  不说；其记录不在检索之列 / not spoken; its records are not found by search"] : []),
    ...kinds.map(({ kind, typeName, search }) => `  ${kind.padEnd(20)}${typeName.padEnd(28)}${search}`),
  ].join("\n");
}

function describeTried({ kind, found }: TriedKind): string {
  if (!found.ok) return `${kind}: ${found.message.zh} / ${found.message.en}`;
  const { total, relation, items } = found;
  const lines = items.map((item) => (item === null ? "  –" : `  ${item.id}  ${item.summary.title ?? ""}`));
  return [`${kind}: 共 total ${relation === "EXACT" ? "" : "≥ "}${total}`, ...lines].join("\n");
}
