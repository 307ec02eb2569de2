import type { ManifestClient } from "#adapters/manifest/client.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { checkFilled } from "./record-checks.ts";
import { type CheckedKind, type KindSample, readWindow, SAMPLE, tellFailure } from "./sample-kind.ts";
import { NAMING_FIELDS } from "./static-checks.ts";

type LookedUp = Awaited<ReturnType<ManifestClient["records"]>>[number];

const ASKED = 4;
const NOBODYS = "kit-no-such-record";
/** Characters of a title that are searched for. */
const WORD = 6;

/** By id: in another order, with one that is not there among them, and without what the list left in the caches. */
export async function checkLookUps(checked: CheckedKind, { records }: KindSample): Promise<void> {
  const { name, format, open, signal, manifest } = checked;
  if (records.length === 0) return;
  open.forget();
  const wanted = records.slice(0, ASKED).map(({ id }) => id);
  const [first = "", ...others] = wanted;
  const ids = [...others.toReversed(), NOBODYS, first];
  const answers = await open.client.records(name, ids, open.context(signal));
  for (const [index, id] of ids.entries()) judge(checked, id, answers[index]);
  const whole = answers.flatMap((answer) => (answer instanceof UpstreamError ? [] : (answer.value ?? [])));
  checkFilled(checked, whole, format.detail?.adds ?? []);
  for (const { id } of manifest.probes.filter(({ kind }) => kind === name))
    if (id !== undefined) await probe(checked, id);
}

function judge({ name, run }: CheckedKind, id: string, answer: LookedUp | undefined): void {
  if (answer === undefined || answer instanceof UpstreamError) {
    const told = answer === undefined ? { zh: "没有应答", en: "no answer" } : tellFailure(answer);
    run.fail(id === NOBODYS ? "MUST-BATCH-ALIGNED" : "MUST-RECORDS-FOUND", name, told);
    return;
  }
  const found = answer.value?.id ?? null;
  if (id !== NOBODYS)
    run.expect("MUST-RECORDS-FOUND", found !== null, { about: name, zh: `${id} 查不到`, en: `${id} is not found` });
  run.expect("MUST-BATCH-ALIGNED", found === null || found === id, {
    about: name,
    zh: `问 ${id}，答 ${found}`,
    en: `${found} was the answer to ${id}`,
  });
}

async function probe({ name, open, run, signal }: CheckedKind, id: string): Promise<void> {
  const [answer] = await open.client.records(name, [id], open.context(signal));
  const isThere = answer !== undefined && !(answer instanceof UpstreamError) && answer.value !== null;
  run.expect("MUST-PROBES-MET", isThere, { about: name, zh: `${id} 查不到`, en: `${id} is not found` });
}

/** By words of a record's own title, where the source searches. */
export async function checkSearch(checked: CheckedKind, { records }: KindSample): Promise<void> {
  const { name, format, run } = checked;
  if (!format.list.search.text) return;
  const naming = NAMING_FIELDS.find((field) => records.some(({ fields }) => typeof fields[field] === "string"));
  const record = records.find(({ fields }) => typeof fields[naming ?? ""] === "string");
  const title = naming === undefined ? undefined : record?.fields[naming];
  if (record === undefined || typeof title !== "string") return;
  const word = [...title].slice(0, WORD).join("");
  const found = await readWindow(checked, { offset: 0, limit: SAMPLE }, word);
  if (found instanceof UpstreamError) return run.fail("SHOULD-SEARCH-FINDS", name, tellFailure(found));
  run.expect(
    "SHOULD-SEARCH-FINDS",
    found.items.some(({ value }) => value.id === record.id),
    {
      about: name,
      zh: `检索“${word}”未见 ${record.id}`,
      en: `${record.id} is not found by “${word}”`,
    },
  );
}
