import { expandRegions } from "#schema/codes/regions.ts";
import type { Summary, SummaryIndex, SummaryQuestion } from "#subgraphs/discovery/summaries/summary-index.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

/** A summary of which only this is known. */
export function summary(known: Partial<Summary> & Pick<Summary, "id" | "kind">): Summary {
  return { node: "a", ...nodeSummary(known), ...known };
}

/** The port over a few summaries in memory: texts match by containing, the newest first. */
export function memoryIndex(summaries: readonly Summary[]): SummaryIndex {
  return {
    search: async ({ first, offset = 0, ...question }) => {
      const found = summaries.filter((one) => isFound(one, question));
      const hits = found
        .slice(offset, offset + first)
        .map((one, at) => ({ summary: one, score: 0, rank: offset + at }));
      return { hits, total: found.length, relation: "EXACT", facets: [], perNode: new Map() };
    },
    suggest: async (prefix, kinds, first) =>
      summaries
        .filter(({ title }) => kinds.includes("TITLE") && title?.startsWith(prefix))
        .map(({ title, typeName, id }) => ({
          kind: "TITLE" as const,
          text: title ?? "",
          count: 1,
          record: { typeName, id },
        }))
        .slice(0, first),
    byNumbers: async (numbers) => summaries.filter((one) => one.numbers.some((number) => numbers.includes(number))),
    byIds: async (ids) => summaries.filter(({ id }) => ids.includes(id)),
    coverage: async () => [],
  };
}

function isFound(
  { node, kind, title, text, numbers, codes, region }: Summary,
  question: Pick<SummaryQuestion, "kinds" | "nodes" | "about" | "text" | "match" | "filter">,
): boolean {
  const { specialties, regions } = question.filter ?? {};
  const matcher = regions ? expandRegions(regions) : null;
  return (
    (question.kinds.length === 0 || question.kinds.includes(kind)) &&
    (question.nodes?.includes(node) ?? true) &&
    (question.about === undefined || numbers.includes(question.about.key)) &&
    isMet(`${title} ${text}`, question) &&
    (!specialties || specialties.some((one) => codes["specialties"]?.includes(one))) &&
    (matcher === null || (matcher.ok && matcher.value.matches(region)))
  );
}

/** Any of the words or pairs of characters, or the text as it is. */
function isMet(text: string, question: Pick<SummaryQuestion, "text" | "match">): boolean {
  const asked = question.text ?? "";
  if (question.match !== "ANY") return text.includes(asked);
  const words = asked.split(" ").flatMap((word) => word.match(/[\x21-\x7e]+|..(?=.?)/gu) ?? []);
  return words.some((word) => text.includes(word));
}
