import { labelledItems } from "#adapters/cnipa-bulk/legal/labelled-items.ts";
import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";

/** A gazette entry as the feed gives it: code, name, day, and the text of its labelled lines. */
export function entry(code: string, name: string, date: string, text = ""): LegalEvent {
  return { code: code || null, name, date, items: labelledItems(text) };
}
