import type { DocumentNode } from "graphql";
import type { Clock } from "#adapters/runtime/source.ts";
import type { CacheFigures } from "#gateway/cache/cache-metrics.ts";
import type { CacheSettings } from "#gateway/cache/cache-settings.ts";
import { DocumentStore } from "#gateway/cache/document-store.ts";
import { Flights } from "#gateway/cache/flights.ts";
import type { Forgetful } from "#gateway/cache/invalidation.ts";
import type { OperationTypes } from "#gateway/cache/operation-types.ts";
import { RegisteredDocuments } from "#gateway/cache/registered-documents.ts";
import { RequestMemo } from "#gateway/cache/request-memo.ts";
import { ResponseCache } from "#gateway/cache/response-cache.ts";
import { readTrustedDocuments } from "#gateway/cache/trusted-documents.ts";
import type { Landed } from "./execute-once.ts";
import type { PreparedOperation } from "./prepare-operation.ts";

/** What the front remembers between requests. */
export interface FrontCaches extends Forgetful {
  readonly figures: CacheFigures;
  readonly documents: DocumentStore;
  readonly prepared: RequestMemo<PreparedOperation>;
  readonly flights: Flights<Landed>;
  /** Identical operations share one execution. */
  readonly isSharing: boolean;
  /** Null where whole answers are not kept. */
  readonly responses: ResponseCache | null;
  /** Longest that others may keep an answer, milliseconds. */
  readonly elsewhereMs: number;
  readonly typesOf: (document: DocumentNode) => OperationTypes;
}

export interface FrontCacheParts {
  readonly clock: Clock;
  /** Whose records an answer may hold, by its document. */
  readonly typesOf?: FrontCaches["typesOf"] | undefined;
}

const PREPARED_BYTES = 8 * 1_048_576;
/** One client's share of the registered documents. */
const CLIENT_SHARE = 1 / 8;
const MAX_CLIENTS = 5_000;

/** Throws SettingsError when the trusted documents cannot be read. */
export async function openFrontCaches(settings: CacheSettings, parts: FrontCacheParts): Promise<FrontCaches> {
  const { trustedDocuments, responseCacheBytes, persistedQueryBytes } = settings;
  const trusted = trustedDocuments === undefined ? null : await readTrustedDocuments(trustedDocuments);
  const registered = persistedQueryBytes === 0 ? null : openRegistered(persistedQueryBytes);
  const responses = responseCacheBytes === 0 ? null : new ResponseCache(parts.clock, responseCacheBytes);
  const prepared = new RequestMemo<PreparedOperation>(PREPARED_BYTES);
  const flights = new Flights<Landed>();
  return {
    documents: new DocumentStore(registered, trusted),
    prepared,
    flights,
    isSharing: settings.sharesInFlight,
    responses,
    elsewhereMs: settings.clientCacheMaxAge,
    typesOf: parts.typesOf ?? (() => ({ names: null, isPrivate: false })),
    get figures() {
      return { responses: responses?.figures ?? null, shared: flights.shared, documents: registered };
    },
    invalidate: (what) => {
      flights.close();
      return responses?.invalidate(what) ?? 0;
    },
  };
}

/** Nothing kept, nothing shared. */
export function noFrontCaches(): FrontCaches {
  return {
    documents: new DocumentStore(null, null),
    prepared: new RequestMemo(1),
    flights: new Flights(),
    isSharing: false,
    responses: null,
    elsewhereMs: 0,
    typesOf: () => ({ names: null, isPrivate: false }),
    figures: { responses: null, shared: 0, documents: null },
    invalidate: () => 0,
  };
}

function openRegistered(maxBytes: number): RegisteredDocuments {
  return new RegisteredDocuments({ maxBytes, clientBytes: maxBytes * CLIENT_SHARE, maxClients: MAX_CLIENTS });
}
