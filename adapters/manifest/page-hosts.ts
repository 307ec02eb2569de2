import type { Manifest } from "./format/manifest-format.ts";

/** A whole address as it is written in a template or an expression; not one whose host a record fills in. */
const WRITTEN = /https?:\/\/[^\s"'`\\/?#{}<>@]+(?![^\s"'`\\/?#<>])/gi;

/** Hosts of the owner's pages that a manifest names where it says what records and actions link to. */
export function pageHostsOf({ kinds }: Pick<Manifest, "kinds">): readonly string[] {
  const told = Object.values(kinds).flatMap(({ actions, fields }) => [
    ...actions.map(({ url }) => url),
    ...Object.values(fields).flatMap(wordsOf),
  ]);
  const written = told.flatMap((text) => [...text.matchAll(WRITTEN)].map(([url]) => URL.parse(url)?.host ?? ""));
  return [...new Set(written)].filter((host) => host !== "");
}

/** What a field is made of beside what its record has. */
function wordsOf(field: Manifest["kinds"][string]["fields"][string]): readonly string[] {
  if (typeof field === "string") return [];
  const { value, expression } = field;
  return [value, expression].filter((text) => typeof text === "string");
}
