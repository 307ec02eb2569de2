import { readdir } from "node:fs/promises";
import type { NodeDefinition } from "./define-node.ts";

const FOLDER = new URL("../", import.meta.url);
const NOT_A_NODE = "runtime";

/** Every folder beside this one is a node: `subgraphs/CODE/node.ts` exports `node`. Nothing registers them. */
export async function discoverNodes(): Promise<readonly NodeDefinition[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && entry.name !== NOT_A_NODE)
    .map((entry) => entry.name);
  return Promise.all(folders.sort().map(loadNode));
}

async function loadNode(folder: string): Promise<NodeDefinition> {
  const { node } = (await import(new URL(`${folder}/node.ts`, FOLDER).href)) as { readonly node?: NodeDefinition };
  if (node?.code === folder) return node;
  throw new Error(`subgraphs/${folder}/node.ts must export "node" with code "${folder}"`);
}
