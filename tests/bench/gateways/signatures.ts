import { fileURLToPath } from "node:url";
import { type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { startChild } from "./child-process.ts";

const SCRIPT = fileURLToPath(new URL("./signature-cost.ts", import.meta.url));

/** The comparison has no signatures; this is what they add in the hub, for every question to a node elsewhere. */
export async function measureSignatures(): Promise<readonly Figure[]> {
  await using child = startChild({ core: "measured", args: [SCRIPT] });
  const { signUs, verifyUs } = await child.ready;
  const figure = (what: string, us: string | undefined): Figure => ({
    what: `signatures: ${what}, CPU per question`,
    unit: "µs",
    promised: NO_PROMISE,
    measured: Number(us),
  });
  return [figure("signing in the hub", signUs), figure("checking at the node", verifyUs)];
}
