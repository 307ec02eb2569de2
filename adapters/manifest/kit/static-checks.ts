import type { SecretReader } from "#adapters/manifest/dialect/authentication.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { KIND_FIELDS } from "#schema/kind-fields.ts";
import type { CheckRun } from "./check-run.ts";
import { missingSecrets } from "./open-manifest.ts";

/** Of these a record is told by; the first that a kind has is the one. */
export const NAMING_FIELDS: readonly string[] = ["title", "name"];

/** A kind whose mapping fills less of its fields is hardly of use. */
const CORE_SHARE = 0.4;

/** What the file alone tells. */
export function checkStatically(manifest: Manifest, secrets: SecretReader, run: CheckRun): void {
  const missing = missingSecrets(manifest, secrets);
  const names = missing.join(", ");
  run.expect("MUST-SECRETS-SET", missing.length === 0, {
    about: null,
    zh: `未设置 ${names}：写入 HUB_NODE_SECRETS_FILE 所指文件`,
    en: `${names} not set: put into the file named by HUB_NODE_SECRETS_FILE`,
  });
  for (const [name, { politeness, snapshot }] of Object.entries(manifest.sources)) {
    // Of files nobody is asked for records.
    if (snapshot !== undefined) continue;
    run.expect("SHOULD-MANNERS-TOLD", politeness?.requestsPerSecond !== undefined, {
      about: name,
      zh: "未写 politeness.requestsPerSecond，按枢纽的默认（每秒一次）",
      en: "politeness.requestsPerSecond is not told; the hub's own (one a second) holds",
    });
  }
  for (const kind of Object.keys(manifest.kinds)) checkKind(manifest, kind, run);
}

function checkKind({ kinds, probes }: Manifest, kind: string, run: CheckRun): void {
  const told = kinds[kind];
  if (told === undefined) return;
  run.expect(
    "SHOULD-PROBED",
    probes.some((probe) => probe.kind === kind),
    {
      about: kind,
      zh: "没有探测项",
      en: "has no probe",
    },
  );
  run.expect("MAY-LOOK-UP", told.detail !== undefined || told.batch !== undefined, {
    about: kind,
    zh: "只能经列表取得",
    en: "is read through its list alone",
  });
  run.expect("MAY-PAGES-LINKED", told.actions.length > 0, { about: kind, zh: "没有链接", en: "has no links" });
  run.expect("MAY-HARVESTED", told.harvest, { about: kind, zh: "不允许", en: "may not be" });
  checkCore(kind, Object.keys(told.fields), run);
}

function checkCore(kind: string, mapped: readonly string[], run: CheckRun): void {
  const fields = [...(KIND_FIELDS.get(kind)?.fields.keys() ?? [])];
  if (fields.length === 0) return;
  const unmapped = fields.filter((field) => !mapped.includes(field));
  const naming = NAMING_FIELDS.find((field) => fields.includes(field));
  const isNamed = naming === undefined || mapped.includes(naming);
  run.expect("SHOULD-CORE-MAPPED", isNamed && 1 - unmapped.length / fields.length >= CORE_SHARE, {
    about: kind,
    zh: `未映射 ${unmapped.join(", ")}`,
    en: `not mapped: ${unmapped.join(", ")}`,
  });
}
