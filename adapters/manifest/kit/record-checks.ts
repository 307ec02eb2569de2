import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type CheckedKind, type KindSample, SAMPLE } from "./sample-kind.ts";
import { NAMING_FIELDS } from "./static-checks.ts";

/** Share of records with a field that cannot be read, beyond which the mapping is taken to be wrong. */
const MOST_UNREAD = 0.2;

/** What the records of a sample tell of their mapping. */
export function checkRecords(
  { name, format, run }: CheckedKind,
  { records, total, relation }: KindSample,
  notes: ReadonlyMap<string, Bilingual> = new Map(),
): void {
  if (records.length === 0) return;
  // A record that comes twice is given once.
  const due = Math.min(SAMPLE, relation === "EXACT" ? total : records.length);
  if (format.skip === undefined)
    run.expect("MUST-IDS-UNIQUE", records.length * 2 > due, {
      about: name,
      zh: `应有 ${due} 条记录，只有 ${records.length} 个不同的标识`,
      en: `of ${due} records due there are ${records.length} different ids`,
    });
  run.expect("MUST-TOTAL-HONEST", total >= records.length, {
    about: name,
    zh: `总数 ${total}，所见 ${records.length}`,
    en: `a total of ${total} with ${records.length} records seen`,
  });
  checkValues({ name, run }, records);
  const { adds = [] } = format.detail ?? {};
  const listed = Object.keys(format.fields).filter((field) => !adds.includes(field));
  checkFilled({ name, run, notes }, records, listed);
}

/** Each of these fields, in some of these records: of lists what they show, of details what they add. */
export function checkFilled(
  { name, run, notes }: Pick<CheckedKind, "name" | "run"> & { readonly notes?: ReadonlyMap<string, Bilingual> },
  records: readonly MappedRecord[],
  fields: readonly string[],
): void {
  if (records.length === 0) return;
  for (const field of fields) {
    run.expect(
      "SHOULD-FIELDS-FILLED",
      records.some((record) => isFilled(record, field)),
      {
        about: `${name}.${field}`,
        ...(notes?.get(field) ?? {
          zh: `${records.length} 条记录中均无值`,
          en: `no value in any of ${records.length} records`,
        }),
      },
    );
  }
}

/** Mapped fields without a value in any record. */
export function unfilledFields({ format }: Pick<CheckedKind, "format">, { records }: KindSample): readonly string[] {
  const { adds = [] } = format.detail ?? {};
  return Object.keys(format.fields).filter(
    (field) => !adds.includes(field) && !records.some((record) => isFilled(record, field)),
  );
}

function checkValues({ name, run }: Pick<CheckedKind, "name" | "run">, records: readonly MappedRecord[]): void {
  const naming = NAMING_FIELDS.find((field) => records.some(({ fields }) => field in fields));
  const named = naming === undefined ? 0 : records.filter((record) => isFilled(record, naming)).length;
  if (naming !== undefined)
    run.expect("MUST-TITLED", named * 2 > records.length, {
      about: `${name}.${naming}`,
      zh: `${records.length} 条记录中仅 ${named} 条有`,
      en: `${named} of ${records.length} records have it`,
    });
  const problems = records.flatMap((record) => record.problems.map((problem) => ({ id: record.id, ...problem })));
  const errors = problems.filter(({ severity }) => severity === "error");
  const unread = new Set(errors.map(({ id }) => id));
  if (unread.size / records.length <= MOST_UNREAD) run.made("MUST-VALUES-READ");
  else
    for (const { field, code, message, raw } of errors)
      run.fail("MUST-VALUES-READ", `${name}.${field}`, {
        zh: `${code} ${message.zh}${raw === null ? "" : `：${raw}`}`,
        en: `${code} ${message.en}${raw === null ? "" : `: ${raw}`}`,
      });
  const invalid = problems.filter(({ code }) => code === "INVALID_IDENTIFIER");
  if (invalid.length === 0) run.made("SHOULD-IDENTIFIERS-VALID");
  for (const { id, field, raw } of invalid)
    run.fail("SHOULD-IDENTIFIERS-VALID", `${name}.${field}`, { zh: `${id}：${raw}`, en: `${id}: ${raw}` });
}

function isFilled({ fields }: MappedRecord, field: string): boolean {
  const value = fields[field];
  return value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
}
