import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { Refusal } from "#gateway/report/refusal.ts";
import { guardDocument } from "./guard-document.ts";
import type { GuardSettings } from "./guard-settings.ts";
import { refuseVariables } from "./variables-limit.ts";

/** A parsed document takes roughly thirty times its text. */
const MAX_CACHED_CHARACTERS = 500_000;
const MAX_CACHED_TEXT = 20_000;

export interface Guard {
  /** The parsed document, or why it is refused; the same text gives the same document object again. */
  checkDocument(text: string): DocumentNode | Refusal;
  checkVariables(variables: unknown): Refusal | undefined;
}

/** The guards with a bounded memory of documents that passed. */
export function createGuard(settings: GuardSettings): Guard {
  const passed = new LRUCache<string, DocumentNode>({
    max: 2_000,
    maxSize: MAX_CACHED_CHARACTERS,
    maxEntrySize: MAX_CACHED_TEXT,
    sizeCalculation: (_, text) => text.length + 1,
  });
  return {
    checkDocument: (text) => {
      const known = passed.get(text);
      if (known !== undefined) return known;
      const result = guardDocument(text, settings);
      if (result.kind === "Document") passed.set(text, result);
      return result;
    },
    checkVariables: (variables) => refuseVariables(variables, settings.limits.variablesDepth),
  };
}
