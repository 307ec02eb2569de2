import { parseTemplate, placesIn } from "#adapters/manifest/dialect/template.ts";
import { FILTER_PLACES, FILTERS } from "#adapters/manifest/format/filter-places.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { KIND_FACTS } from "#adapters/manifest/search/kind-facts.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import { KIND_FIELDS } from "#schema/kind-fields.ts";
import { type Path, textsBelow } from "./scene.ts";

/** What a search promises, its request sends. */
export function* checkSearch({ kinds }: Manifest): Iterable<FoundProblem> {
  for (const [name, kind] of Object.entries(kinds)) {
    const path = ["kinds", name, "list"];
    const places = placesOf(kind);
    const { text, filters } = kind.list.search;
    if (text && !places.has("text")) yield missing("text", [...path, "search", "text"]);
    for (const [index, filter] of filters.entries())
      yield* checkFilter(filter, places, [...path, "search", "filters", index]);
    yield* checkWords(name, kind, [...path, "search", "words"]);
    const ids = { detail: "id", batch: "ids" } as const;
    for (const use of ["detail", "batch"] as const) {
      const question = kind[use];
      if (question === undefined || namesIn(question.request).has(ids[use])) continue;
      yield missing(ids[use], ["kinds", name, use, "request"]);
    }
  }
}

function* checkFilter(filter: string, places: ReadonlySet<string>, path: Path): Iterable<FoundProblem> {
  if (!FILTER_PLACES.includes(filter)) {
    const nearest = nearestName(filter, FILTER_PLACES);
    const list = Object.values(FILTERS).join(", ");
    yield {
      code: "UNKNOWN_FILTER",
      path,
      message: { zh: `没有过滤条件 ${filter}`, en: `There is no filter ${filter}` },
      suggestion:
        nearest === undefined
          ? { zh: `可用：${list}`, en: `One of: ${list}` }
          : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` },
    };
  } else if (!places.has(filter)) {
    yield missing(filter, path);
  }
}

function* checkWords(kind: string, { list: { search } }: KindFormat, path: Path): Iterable<FoundProblem> {
  for (const filter of Object.keys(search.words)) {
    const [plural = filter, place = filter] = Object.entries(FILTERS).find((names) => names.includes(filter)) ?? [];
    if (search.filters.includes(plural) || search.filters.includes(place)) {
      yield* checkCodes(codesOf(kind, plural), search.words[filter] ?? {}, [...path, filter]);
      continue;
    }
    yield {
      code: "OPTION_UNUSED",
      path: [...path, filter],
      onKey: true,
      message: { zh: `${filter} 不在 filters 中`, en: `${filter} is not in filters` },
      suggestion: { zh: `在 filters 中加上 ${filter}，或删去`, en: `Add ${filter} to filters, or leave it out` },
    };
  }
}

/** The graph's code stands left, the source's word right. */
function* checkCodes(
  codes: readonly string[],
  words: Readonly<Record<string, string>>,
  path: Path,
): Iterable<FoundProblem> {
  const list = codes.join(", ");
  for (const code of Object.keys(words)) {
    if (codes.length === 0 || codes.includes(code)) continue;
    const nearest = nearestName(code, codes);
    yield {
      code: "UNKNOWN_CODE",
      path: [...path, code],
      onKey: true,
      message: {
        zh: `没有代码 ${code}：左边写规范代码，右边写来源用词`,
        en: `There is no code ${code}: the canonical code stands left, the source's word right`,
      },
      suggestion:
        nearest === undefined
          ? { zh: `可用：${list}`, en: `One of: ${list}` }
          : { zh: `是否想写 ${nearest}？可用：${list}`, en: `Did you mean ${nearest}? One of: ${list}` },
    };
  }
}

/** Those of the field by which a filter finds records; none where it takes words. */
function codesOf(kind: string, filter: string): readonly string[] {
  const field = Object.entries(KIND_FACTS[kind]?.codes ?? {}).find(([name]) => name === filter)?.[1] ?? "";
  return Object.keys(KIND_FIELDS.get(kind)?.fields.get(field)?.codes ?? {});
}

function missing(place: string, path: Path): FoundProblem {
  return {
    code: "PLACE_MISSING",
    path,
    message: {
      zh: `请求中没有 {${place}}，此值无从送出`,
      en: `The request has no {${place}}, so the value cannot be sent`,
    },
    suggestion: {
      zh: `在 path、query、form、json 或 text 中写 {${place}}`,
      en: `Write {${place}} in path, query, form, json or text`,
    },
  };
}

/** Names of the places of a kind's list, hidden fields of a postback included. */
export function placesOf({ list: { request, paging } }: KindFormat): ReadonlySet<string> {
  return namesIn([request, paging.type === "postback" ? paging.fields : {}]);
}

function namesIn(value: unknown): ReadonlySet<string> {
  const names = textsBelow(value, []).flatMap(({ text }) => {
    const parsed = parseTemplate(text);
    return parsed.ok ? placesIn(parsed.template).map(({ name }) => name) : [];
  });
  return new Set(names);
}
