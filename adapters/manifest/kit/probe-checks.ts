import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type CheckedKind, type KindSample, readWindow, tellFailure } from "./sample-kind.ts";

/** How many there are at least. What a total does not tell for certain is read. */
export async function checkProbes(checked: CheckedKind, sample: KindSample): Promise<void> {
  const { name, manifest, run } = checked;
  for (const { atLeast } of manifest.probes.filter(({ kind, id }) => kind === name && id === undefined)) {
    const total =
      sample.relation === "AT_LEAST" && sample.total < atLeast ? await count(checked, atLeast) : sample.total;
    if (total instanceof UpstreamError) run.fail("MUST-PROBES-MET", name, tellFailure(total));
    else
      run.expect("MUST-PROBES-MET", total >= atLeast, {
        about: name,
        zh: `应不少于 ${atLeast}，实为 ${total}`,
        en: `${atLeast} at least were due, there are ${total}`,
      });
  }
}

async function count(checked: CheckedKind, atLeast: number): Promise<number | UpstreamError> {
  const last = await readWindow(checked, { offset: atLeast - 1, limit: 1 });
  if (last instanceof UpstreamError) return last;
  return last.items.length > 0 ? Math.max(atLeast, last.total) : Math.min(atLeast - 1, last.total);
}
