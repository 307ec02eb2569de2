import { rememberTexts } from "./remember-texts.ts";
import { readWeightedList, type Weighted } from "./weighted-list.ts";

/** What answers may be written as (GraphQL over HTTP, section "Media Types"). */
export type MediaType = "application/graphql-response+json" | "application/json";

const BY_RANGE: Readonly<Record<string, MediaType>> = {
  "application/graphql-response+json": "application/graphql-response+json",
  "application/json": "application/json",
  // Whoever takes anything is a legacy client: https://graphql.github.io/graphql-over-http/draft/#sec-Legacy-Watershed
  "application/*": "application/json",
  "*/*": "application/json",
};

/** The media type to answer with; undefined when the client accepts none of ours. */
export const negotiateMediaType = rememberTexts((accept): MediaType | undefined => {
  if (accept === undefined || accept.trim() === "") return "application/json";
  const ranges = readWeightedList(accept);
  const refused = new Set(ranges.filter(({ weight }) => weight === 0).map(({ value }) => value));
  const best = ranges.find((range) => isServable(range) && !refused.has(BY_RANGE[range.value] ?? ""));
  return best && BY_RANGE[best.value];
});

function isServable({ value, weight, parameters }: Weighted): boolean {
  const charset = parameters.get("charset");
  return weight > 0 && Object.hasOwn(BY_RANGE, value) && (charset === undefined || /^utf-?8$/.test(charset));
}
