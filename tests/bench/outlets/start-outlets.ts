import { DEMOS } from "#adapters/manifest/demo/demos.ts";
import { DIALECTS } from "#adapters/manifest/demo/outlets/dialects.ts";
import { type RunningDemo, startDemo } from "#adapters/manifest/demo/start-demo.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { SHARED_KINDS, type SharedKind } from "#schema/kinds.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";

export interface Outlet {
  readonly code: string;
  /** The one kind that it has. */
  readonly kind: SharedKind;
  readonly definition: NodeDefinition;
  readonly demo: RunningDemo;
}

export interface Outlets extends AsyncDisposable {
  readonly all: readonly Outlet[];
}

/** The stand-ins of the ten outlets, each in a process of its own, and the nodes that their manifests tell. */
export async function startOutlets(world: { readonly seed: number; readonly patents: number }): Promise<Outlets> {
  const codes = new Set(DIALECTS.map(({ code }) => `outlet-${code}`));
  const names = DEMOS.map(({ name }) => name).filter((name) => codes.has(name));
  if (names.length !== codes.size) throw new Error("an outlet cannot be started by its name");
  const all = await Promise.all(names.map((name) => startOutlet(name, world)));
  return {
    all,
    [Symbol.asyncDispose]: async () => void (await Promise.all(all.map(({ demo }) => demo.stop()))),
  };
}

async function startOutlet(name: string, world: Parameters<typeof startOutlets>[0]): Promise<Outlet> {
  const demo = await startDemo(name, world);
  const read = readManifest(demo.manifest);
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  const kind = SHARED_KINDS.find((candidate) => candidate.name in read.manifest.kinds);
  if (kind === undefined) throw new Error(`${name} has no kind`);
  return { code: name, kind, demo, definition: nodeOf(read.manifest, { secrets: (secret) => demo.secrets[secret] }) };
}
