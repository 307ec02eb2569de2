import type { DatabaseSync, StatementSync } from "node:sqlite";
import type {
  Claim,
  Paragraph,
  ParagraphPage,
  PatentPublication,
  PatentText,
} from "#adapters/cnipa-bulk/patent-record.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { splitParagraphs, unpackText } from "./description-text.ts";
import { MOST_PARAGRAPHS, type ParagraphRequest } from "./patent-store.ts";
import { readText, type TextPlace } from "./text-files.ts";

/** Newest first, as records are merged (merge-documents.ts). */
const NEWEST_FIRST = "ORDER BY date DESC, kind DESC, office || number DESC LIMIT 1";

/** Full text as processed fields. The document as received is not kept, so nothing can hand it out. */
export class TextReader {
  readonly #database: DatabaseSync;
  readonly #claims: StatementSync;
  readonly #description: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#claims = database.prepare(
      `SELECT publication, claims FROM documents WHERE application_number = ? AND claim_count > 0 ${NEWEST_FIRST}`,
    );
    this.#description = database.prepare(
      `SELECT publication, file, start, length, description
       FROM documents LEFT JOIN description_places USING (office, number, kind)
       WHERE application_number = ? AND (file IS NOT NULL OR description NOT IN ('', '[]')) ${NEWEST_FIRST}`,
    );
  }

  textOf(number: ApplicationNumber): PatentText | null {
    const claims = this.#claims.get(number);
    const description = this.#descriptionOf(number);
    const claimsOf = claims === undefined ? null : toPublication(claims["publication"]);
    const publication = claimsOf ?? description?.publication;
    if (publication === undefined) return null;
    return {
      publication,
      claims: claims === undefined ? [] : toClaims(claims["claims"]),
      description: description?.paragraphs ?? [],
      descriptionPublication: description?.publication ?? null,
    };
  }

  paragraphsOf({ number, offset, limit }: ParagraphRequest): ParagraphPage | null {
    const found = this.#descriptionOf(number);
    if (found === null) return null;
    const { publication, paragraphs } = found;
    const start = Math.max(0, offset);
    const count = Math.min(Math.max(0, limit), MOST_PARAGRAPHS);
    return { publication, total: paragraphs.length, paragraphs: paragraphs.slice(start, start + count) };
  }

  #descriptionOf(number: ApplicationNumber): Description | null {
    const row = this.#description.get(number);
    if (row === undefined) return null;
    const publication = toPublication(row["publication"]);
    if (row["file"] === null) {
      return { publication, paragraphs: JSON.parse(String(row["description"])) as Paragraph[] };
    }
    const packed = readText(this.#database, row as unknown as TextPlace);
    // Its file was cleared meanwhile: the text has a new place.
    return packed === null
      ? this.#descriptionOf(number)
      : { publication, paragraphs: splitParagraphs(unpackText(packed)) };
  }
}

interface Description {
  readonly publication: PatentPublication;
  readonly paragraphs: Paragraph[];
}

function toPublication(json: unknown): PatentPublication {
  return JSON.parse(String(json)) as PatentPublication;
}

/** Claims written by earlier versions do not say what they depend on. */
function toClaims(json: unknown): Claim[] {
  const claims = JSON.parse(String(json)) as Claim[];
  return claims.map((claim) => ({ ...claim, dependsOn: claim.dependsOn ?? [] }));
}
