import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { placesOf } from "./check-search.ts";
import type { Path } from "./scene.ts";

/** The place that turns the pages; a list without it would be the same page again and again. */
const TURNING: Readonly<Record<string, string>> = {
  page: "page",
  offset: "offset",
  cursor: "cursor",
  resumption: "cursor",
};

export function* checkPaging({ kinds }: Manifest): Iterable<FoundProblem> {
  for (const [name, kind] of Object.entries(kinds)) {
    const path = ["kinds", name, "list", "paging"];
    const { type } = kind.list.paging;
    const places = placesOf(kind);
    const needed = TURNING[type];
    if (needed !== undefined && !places.has(needed)) yield missing(type, needed, [...path, "type"]);
    const turning = type === "none" ? ["page", "offset", "cursor"].find((place) => places.has(place)) : undefined;
    if (turning !== undefined) yield unturned(turning, ["kinds", name, "list"]);
  }
}

function missing(type: string, place: string, path: Path): FoundProblem {
  return {
    code: "PLACE_MISSING",
    path,
    message: {
      zh: `按 ${type} 翻页，但请求中没有 {${place}}`,
      en: `Pages are turned by ${type}, but the request has no {${place}}`,
    },
    suggestion: { zh: `例：query: { pageNo: "{${place}}" }`, en: `For example query: { pageNo: "{${place}}" }` },
  };
}

function unturned(place: string, path: Path): FoundProblem {
  const type = place === "page" || place === "offset" ? place : "cursor";
  return {
    code: "PLACE_MISSING",
    path,
    onKey: true,
    message: { zh: `请求中有 {${place}}，但没有写 paging`, en: `The request has {${place}}, but paging is not told` },
    suggestion: { zh: `加上 paging: { type: ${type}, size: 50 }`, en: `Add paging: { type: ${type}, size: 50 }` },
  };
}
