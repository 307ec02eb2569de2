import type { AgencyReference, PatentBibliography, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";

/** What the store keeps of one document for merging. */
export interface StoredDocument {
  readonly publication: PatentPublication;
  readonly bibliography: PatentBibliography;
  readonly claimCount: number;
  readonly sourceFile: string;
  readonly origin: string;
  readonly importedAt: number;
}

export interface MergedDocuments {
  readonly bibliography: PatentBibliography;
  readonly agencyAtFiling: AgencyReference | null;
  readonly publications: readonly PatentPublication[];
  readonly claimCount: number;
  readonly sourceFile: string;
  readonly origin: string;
  readonly importedAt: number;
}

/**
 * One application out of its publications: the newest one speaks (a correction is newer than what it corrects), older
 * ones fill what it leaves open. The result does not depend on the order of import.
 */
export function mergeDocuments(documents: readonly [StoredDocument, ...StoredDocument[]]): MergedDocuments {
  const ordered = [...documents].sort((a, b) => order(a.publication).localeCompare(order(b.publication)));
  const newestFirst = [...ordered].reverse();
  const newest = newestFirst[0] ?? documents[0];
  return {
    bibliography: newestFirst.map((document) => document.bibliography).reduce(fillGaps),
    agencyAtFiling: (ordered[0] ?? newest).bibliography.agency,
    publications: ordered.map((document) => document.publication),
    claimCount: newestFirst.find((document) => document.claimCount > 0)?.claimCount ?? 0,
    sourceFile: newest.sourceFile,
    // Real data wins over generated data of the same number.
    origin: ordered.some((document) => document.origin === "import") ? "import" : newest.origin,
    importedAt: Math.max(...ordered.map((document) => document.importedAt)),
  };
}

/** By day; on one day in the order of a case's life: A before A8 before B; a document without a day comes first. */
function order(publication: PatentPublication): string {
  return `${publication.date ?? "0000-00-00"} ${publication.kind} ${publication.office}${publication.number}`;
}

function fillGaps(newer: PatentBibliography, older: PatentBibliography): PatentBibliography {
  const filled = Object.entries(older).filter(([key, value]) => {
    const present = newer[key as keyof PatentBibliography];
    return (present === null || (Array.isArray(present) && present.length === 0)) && value !== null;
  });
  return { ...newer, ...Object.fromEntries(filled) };
}
