import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";

/** What stands as international filing of a design is its registration under the Hague Agreement, in a form not confirmed. */
export function hagueNumberOf({ type, pct }: Pick<PatentRecord, "type" | "pct">): string | null {
  return type === "DESIGN" ? (pct?.applicationNumber ?? pct?.publicationNumber ?? null) : null;
}
