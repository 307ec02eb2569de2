import { type Element, element } from "./element.ts";
import { docdbId, epodocId } from "./number-elements.ts";
import type { SandboxPublication } from "./publication.ts";

const CATEGORIES = ["X", "Y", "A"] as const;

/** The search report: patent citations, and a text without a number every fifth time. Null when there is none. */
export function referencesCited(member: SandboxPublication, cited: readonly SandboxPublication[]): Element | null {
  const patents = cited.map((one, index) =>
    element(
      "patcit",
      { "dnum-type": "publication number", num: String(index + 1) },
      epodocId(one.publication),
      docdbId(one.publication),
    ),
  );
  const text = `ANON.: "Advances related to ${member.patent.titleEn}", pages 1 - 9`;
  const hasText = Number(member.familyId) % 5 === 0;
  const texts = hasText ? [element("nplcit", { num: String(cited.length + 1) }, element("text", {}, text))] : [];
  const citations = [...patents, ...texts].map((source, index) => citation(source, index));
  return citations.length === 0 ? null : element("references-cited", {}, ...citations);
}

function citation(source: Element, index: number): Element {
  return element(
    "citation",
    { "cited-phase": "national-search-report", "cited-by": "examiner", sequence: String(index + 1) },
    source,
    element("category", {}, CATEGORIES[index % CATEGORIES.length] ?? "A"),
  );
}
