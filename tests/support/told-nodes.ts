import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { MemoryClient, nodeOver, sampleManifest } from "./declared-nodes.ts";
import { HARBOUR_ROWS, PLATEAU_ROWS } from "./declared-rows.ts";

const HARBOUR_COLUMNS = { region: "area", mode: "way", number: "zl" };

export function harbourClient(): MemoryClient {
  return new MemoryClient(sampleManifest("harbour"), HARBOUR_ROWS, { columns: HARBOUR_COLUMNS });
}

export function plateauClient(): MemoryClient {
  return new MemoryClient(sampleManifest("plateau"), PLATEAU_ROWS);
}

/** Two platforms told in manifests alone: what holds for every node of the repository holds for them. */
export const toldNodes: readonly NodeDefinition[] = [
  nodeOver(sampleManifest("harbour"), harbourClient()),
  nodeOver(sampleManifest("plateau"), plateauClient()),
];
