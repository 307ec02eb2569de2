import type { SubgraphFile } from "#adapters/manifest/format/subgraph-format.ts";
import { offerOf, type SubgraphOffer } from "#gateway/registry/subgraph/subgraph-offer.ts";
import { type Given, print, printJson } from "./node-task.ts";
import { describeFailure, readHere } from "./own-subgraph.ts";

/** What its server would bring into the graph; its records are its own affair. */
export async function trySubgraph(given: Given, file: SubgraphFile): Promise<number> {
  const read = await readHere(file);
  if (!read.ok) {
    if (given.json) printJson({ problems: read.problems });
    else process.stderr.write(describeFailure(read.problems));
    return 1;
  }
  const offer = offerOf(read.words);
  if (given.json) printJson(offer);
  else print(describe(file, offer));
  return 0;
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
