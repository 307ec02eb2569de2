import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import { ASSET_KINDS, KIND_FIELDS } from "#schema/kind-fields.ts";
import type { Path } from "./scene.ts";

const OPEN_KINDS: readonly string[] = [...KIND_FIELDS.values()]
  .filter(({ isPrivate }) => !isPrivate)
  .map(({ kind }) => kind);

/** Kinds of one authority, and what a platform gives instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  PATENT: "PATENT_RECORD",
  AGENCY: "AGENCY_PROFILE",
  ORGANIZATION: "MEMBER_ORGANIZATION",
};

/** Kinds and sources that there are, and what else refers to them. */
export function* checkKinds(manifest: Manifest): Iterable<FoundProblem> {
  const kinds = Object.keys(manifest.kinds);
  if (kinds.length === 0) yield nothing("kinds", { zh: "没有任何种类", en: "no kind at all" });
  if (Object.keys(manifest.sources).length === 0)
    yield nothing("sources", { zh: "没有任何来源", en: "no source at all" });
  for (const kind of kinds) {
    const problem = refuseKind(kind, ["kinds", kind]);
    if (problem !== undefined) yield problem;
  }
  yield* checkSources(manifest);
  yield* checkProbes(manifest);
  yield* checkLicence(manifest);
}

function nothing(path: string, what: { zh: string; en: string }): FoundProblem {
  return {
    code: "NOTHING_OFFERED",
    path: [path],
    message: { zh: `清单里${what.zh}`, en: `The manifest has ${what.en}` },
    suggestion: { zh: `在 ${path} 下至少写一个`, en: `Write one at least below ${path}` },
  };
}

function refuseKind(kind: string, path: Path): FoundProblem | undefined {
  const known = KIND_FIELDS.get(kind);
  if (known !== undefined && !known.isPrivate) return undefined;
  if (known !== undefined || ASSET_KINDS.includes(kind)) return notOpen(kind, path);
  const nearest = nearestName(kind, OPEN_KINDS);
  return {
    code: "UNKNOWN_KIND",
    path,
    onKey: true,
    message: { zh: `没有 ${kind} 这个种类`, en: `There is no kind ${kind}` },
    suggestion:
      nearest === undefined
        ? { zh: `可用：${OPEN_KINDS.join(", ")}`, en: `One of: ${OPEN_KINDS.join(", ")}` }
        : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` },
  };
}

function notOpen(kind: string, path: Path): FoundProblem {
  const instead = INSTEAD[kind];
  const isPrivate = KIND_FIELDS.get(kind)?.isPrivate === true;
  const message = isPrivate
    ? {
        zh: `${kind} 是用户私有的种类，不能由清单提供`,
        en: `${kind} is private to its user and cannot be told in a manifest`,
      }
    : { zh: `${kind} 由国家节点统一提供`, en: `${kind} is provided by the national node alone` };
  const suggestion =
    instead === undefined
      ? { zh: `可用：${OPEN_KINDS.join(", ")}`, en: `One of: ${OPEN_KINDS.join(", ")}` }
      : { zh: `平台自有的记录用 ${instead}`, en: `Records of a platform's own are ${instead}` };
  return { code: "KIND_NOT_OPEN", path, onKey: true, message, suggestion };
}

/** A question names its source, unless there is only one. */
function* checkSources({ kinds, sources }: Manifest): Iterable<FoundProblem> {
  const names = Object.keys(sources);
  for (const [kind, { list, detail, batch }] of Object.entries(kinds)) {
    for (const [use, question] of Object.entries({ list, detail, batch })) {
      if (question === undefined) continue;
      const { source } = question;
      const path = ["kinds", kind, use];
      if (source !== undefined && !names.includes(source)) yield unknownSource(source, [...path, "source"], names);
      if (source === undefined && names.length > 1) yield sourceNeeded(path, names);
    }
  }
}

function unknownSource(source: string, path: Path, names: readonly string[]): FoundProblem {
  const nearest = nearestName(source, names);
  return {
    code: "UNKNOWN_SOURCE",
    path,
    message: { zh: `sources 中没有 ${source}`, en: `There is no ${source} in sources` },
    suggestion:
      nearest === undefined
        ? { zh: `已有：${names.join(", ")}`, en: `There are: ${names.join(", ")}` }
        : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` },
  };
}

function sourceNeeded(path: Path, names: readonly string[]): FoundProblem {
  return {
    code: "SOURCE_NEEDED",
    path,
    onKey: true,
    message: { zh: "有多个来源，须说明向哪个提问", en: "There are several sources; say which one is asked" },
    suggestion: { zh: `加上 source: ${names[0]}`, en: `Add source: ${names[0]}` },
  };
}

function* checkProbes({ probes, kinds }: Manifest): Iterable<FoundProblem> {
  for (const [index, { kind, id }] of probes.entries()) {
    const path = ["probes", index, "kind"];
    const known = Object.keys(kinds);
    if (!known.includes(kind)) {
      const suggestion = { zh: `已有：${known.join(", ")}`, en: `There are: ${known.join(", ")}` };
      yield {
        code: "PROBE",
        path,
        message: { zh: `清单没有种类 ${kind}`, en: `The manifest has no kind ${kind}` },
        suggestion,
      };
    } else if (id !== undefined && kinds[kind]?.detail === undefined && kinds[kind]?.batch === undefined) {
      const message = {
        zh: `${kind} 没有 detail 或 batch，不能按 id 探测`,
        en: `${kind} has neither detail nor batch: nothing can be asked by id`,
      };
      yield {
        code: "PROBE",
        path: ["probes", index, "id"],
        message,
        suggestion: { zh: "删去 id，或写 detail", en: "Leave id out, or write detail" },
      };
    }
  }
}

/** Terms for fields that there are. */
function* checkLicence({ licence, kinds }: Manifest): Iterable<FoundProblem> {
  for (const [kind, fields] of Object.entries(licence.fields)) {
    const path = ["licence", "fields", kind];
    const mapped = Object.keys(kinds[kind]?.fields ?? {});
    if (!Object.hasOwn(kinds, kind)) {
      const nearest = nearestName(kind, Object.keys(kinds));
      const suggestion =
        nearest === undefined ? undefined : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` };
      yield {
        code: "UNKNOWN_KIND",
        path,
        onKey: true,
        message: { zh: `清单没有种类 ${kind}`, en: `The manifest has no kind ${kind}` },
        suggestion,
      };
      continue;
    }
    for (const field of Object.keys(fields).filter(
      (name) => !mapped.includes(name) && !KIND_FIELDS.get(kind)?.fields.has(name),
    )) {
      const nearest = nearestName(field, [...mapped, ...(KIND_FIELDS.get(kind)?.fields.keys() ?? [])]);
      const suggestion =
        nearest === undefined ? undefined : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` };
      yield {
        code: "UNKNOWN_FIELD",
        path: [...path, field],
        onKey: true,
        message: { zh: `${kind} 没有字段 ${field}`, en: `${kind} has no field ${field}` },
        suggestion,
      };
    }
  }
}
