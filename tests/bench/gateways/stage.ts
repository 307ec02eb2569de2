import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";
import { type Child, startChild } from "./child-process.ts";
import { leaveMeasuredCore } from "./cores.ts";
import { shopServices } from "./shop-schema.ts";

const CANNED = fileURLToPath(new URL("./canned-subgraphs.ts", import.meta.url));
const LOAD = fileURLToPath(new URL("./load-process.ts", import.meta.url));

/** What all contestants share: the composed shop, its canned subgraphs, and who asks. */
export interface Stage extends AsyncDisposable {
  readonly folder: string;
  readonly supergraphFile: string;
  /** Folder of the project whose gateway is measured. */
  readonly checkout: string;
  readonly canned: Child;
  readonly load: Child;
}

export async function openStage(checkout: string): Promise<Stage> {
  leaveMeasuredCore();
  await using opening = new AsyncDisposableStack();
  const { path: folder } = opening.use(await temporaryFolder());
  const canned = opening.use(startChild({ core: "load", args: [CANNED] }));
  const load = opening.use(startChild({ core: "load", args: [LOAD] }));
  const addresses = await canned.ready;
  await load.ready;
  const supergraphFile = join(folder, "supergraph.graphql");
  await writeFile(supergraphFile, await composeShop(addresses));
  const stack = opening.move();
  return { folder, checkout, supergraphFile, canned, load, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function composeShop(addresses: Readonly<Record<string, string>>): Promise<string> {
  const composition = await apolloComposer.compose(shopServices((name) => addresses[name] ?? ""));
  if (composition.kind === "composed") return composition.supergraphSdl.join("");
  throw new Error(composition.problems.map(({ message }) => message).join("\n"));
}
