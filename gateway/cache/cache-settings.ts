import { z } from "zod";
import { duration, flag } from "#adapters/runtime/settings/fields.ts";

const MIB = 1_048_576;
const bytes = () => z.coerce.number().int().min(0);

/** The front's caches' slice of the section "hub": HUB_RESPONSE_CACHE_BYTES, HUB_TRUSTED_DOCUMENTS, … */
export const CACHE_SETTINGS = z.object({
  /** Memory of whole answers; 0 keeps none. */
  responseCacheBytes: bytes().default(64 * MIB),
  /** Memory of what nodes answered, entity by entity. */
  entityCacheBytes: z.coerce
    .number()
    .int()
    .min(MIB)
    .default(64 * MIB),
  /** Longest that clients and proxies may keep an answer: what is taken down cannot be taken back from them. */
  clientCacheMaxAge: duration().pipe(z.number().max(86_400_000)).default(60_000),
  /** Identical queries under way share one execution. */
  sharesInFlight: flag().default(true),
  /** Memory of the documents that clients register by hash; 0 switches that off. */
  persistedQueryBytes: bytes().default(12 * MIB),
  /** Manifest of the only documents that may be asked by whoever is not the operator. */
  trustedDocuments: z.string().min(1).optional(),
});

export type CacheSettings = z.output<typeof CACHE_SETTINGS>;
