import { parseTemplate, placesIn } from "#adapters/manifest/dialect/template.ts";
import { FILTER_PLACES, FILTERS } from "#adapters/manifest/format/filter-places.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
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
    yield* checkWords(kind, [...path, "search", "words"]);
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

function* checkWords({ list: { search } }: KindFormat, path: Path): Iterable<FoundProblem> {
  for (const filter of Object.keys(search.words)) {
    const [plural = filter, place = filter] = Object.entries(FILTERS).find((names) => names.includes(filter)) ?? [];
    if (search.filters.includes(plural) || search.filters.includes(place)) continue;
    yield {
      code: "OPTION_UNUSED",
      path: [...path, filter],
      onKey: true,
      message: { zh: `${filter} 不在 filters 中`, en: `${filter} is not in filters` },
      suggestion: { zh: `在 filters 中加上 ${filter}，或删去`, en: `Add ${filter} to filters, or leave it out` },
    };
  }
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
