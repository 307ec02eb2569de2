import type { DocdbReference, TypedReference } from "#adapters/epo-ops/docdb-reference.ts";
import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";

/**
 * By what OPS is asked about a case: its earliest publication, since all sources print publication numbers alike, while
 * the kinds of Chinese applications in DOCDB are only assumed. Null for a case that names neither.
 */
export function opsReferenceOf({
  publications,
  docdb,
}: Pick<PatentView, "publications" | "docdb">): TypedReference | null {
  const [first] = publications;
  if (first !== undefined && first.kindCode !== null) {
    return {
      type: "publication",
      reference: { office: first.office.code, number: first.number, kind: first.kindCode },
    };
  }
  return docdb === null ? null : { type: "application", reference: docdb };
}

/** The form in which DOCDB numbers are printed: EP.99203729.A. */
export function toDocdbText({ office, number, kind }: DocdbReference): string {
  return kind === undefined ? `${office}.${number}` : `${office}.${number}.${kind}`;
}
