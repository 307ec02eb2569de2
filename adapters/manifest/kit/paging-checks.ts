import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type CheckedKind, type KindSample, readWindow, tellFailure } from "./sample-kind.ts";

/** Rows of the two windows that are laid side by side. */
const WINDOW = 5;
/** Lists that are longer are not read to their end. */
const WHOLE_LIST = 500;

/** Two windows that meet, and what comes after the end. */
export async function checkPaging(checked: CheckedKind, sample: KindSample): Promise<void> {
  const { name, run } = checked;
  if (sample.records.length > WINDOW) await checkNext(checked, sample);
  if (sample.relation !== "EXACT" || sample.total > WHOLE_LIST) return;
  const after = await readWindow(checked, { offset: sample.total, limit: WINDOW });
  if (after instanceof UpstreamError) return run.fail("MUST-PAGING-HONEST", name, tellFailure(after));
  run.expect("MUST-PAGING-HONEST", after.items.length === 0, {
    about: name,
    zh: `第 ${sample.total} 条之后仍有 ${after.items.length} 条`,
    en: `${after.items.length} records come after the last, number ${sample.total}`,
  });
}

async function checkNext(checked: CheckedKind, { records, places }: KindSample): Promise<void> {
  const { name, run } = checked;
  checked.open.forget();
  const again = await readWindow(checked, { offset: WINDOW, limit: WINDOW });
  if (again instanceof UpstreamError) return run.fail("MUST-PAGING-HONEST", name, tellFailure(again));
  const idsFrom = (start: number) =>
    records.flatMap(({ id }, index) => (isWithin(places[index] ?? index, start) ? [id] : []));
  const first = idsFrom(0);
  const expected = idsFrom(WINDOW);
  const seen = again.items.map(({ value }) => value.id);
  const repeated = seen.filter((id) => first.includes(id));
  run.expect("MUST-PAGING-HONEST", repeated.length === 0, {
    about: name,
    zh: `后一页重复了前一页的 ${repeated.join(", ")}`,
    en: `the next page repeats ${repeated.join(", ")}`,
  });
  const isSame = expected.every((id, index) => seen[index] === id);
  run.expect("MUST-IDS-STABLE", isSame || seen.some((id) => expected.includes(id)), {
    about: name,
    zh: "再次读取同一段，标识全不相同",
    en: "the same window, read again, has other ids",
  });
}

function isWithin(place: number, start: number): boolean {
  return place >= start && place < start + WINDOW;
}
