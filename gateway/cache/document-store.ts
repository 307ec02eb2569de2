import { hash } from "node:crypto";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { RegisteredDocuments } from "./registered-documents.ts";
import type { TrustedDocuments } from "./trusted-documents.ts";

/** What a request says about its document. */
export interface AskedDocument {
  readonly query: string | undefined;
  /** `documentId` (GraphQL over HTTP, persisted documents): an id of the manifest, or `sha256:` and the hash. */
  readonly documentId: string | undefined;
  /** `extensions.persistedQuery` (automatic persisted queries). */
  readonly persistedQuery: unknown;
}

export interface DocumentCaller {
  /** Who pays for what is registered. */
  readonly client: string;
  readonly isOperator: boolean;
}

export interface FoundDocument {
  readonly query: string;
  /** To be called once the document has proved good: it is registered by its hash. */
  readonly register?: (() => void) | undefined;
}

const SHA_256 = /^[0-9a-f]{64}$/;
const PREFIX = "sha256:";

/** Documents that need not be sent each time, and, where the operator keeps a list, those that may be asked at all. */
export class DocumentStore {
  /** Null where clients may not register any. */
  readonly registered: RegisteredDocuments | null;
  readonly #trusted: TrustedDocuments | null;

  constructor(registered: RegisteredDocuments | null, trusted: TrustedDocuments | null) {
    this.registered = registered;
    this.#trusted = trusted;
  }

  /** The text to run; undefined when the request names none in any way. */
  find(asked: AskedDocument, caller: DocumentCaller): FoundDocument | Refusal | undefined {
    const { documentId, query } = asked;
    if (documentId !== undefined) return query === undefined ? this.#byId(documentId, caller) : refuseTwoNames();
    if (asked.persistedQuery !== undefined) return this.#persisted(asked, caller);
    return query === undefined ? undefined : this.#allow({ query }, caller);
  }

  #byId(documentId: string, caller: DocumentCaller): FoundDocument | Refusal {
    const id = documentId.startsWith(PREFIX) ? documentId.slice(PREFIX.length) : documentId;
    const trusted = this.#trusted?.find(documentId) ?? this.#trusted?.find(id);
    if (trusted !== undefined) return { query: trusted };
    const query = this.#registered(id, caller.client);
    // What the operator registered is not thereby on the list.
    return query === undefined ? refuse("PERSISTED_QUERY_NOT_FOUND") : this.#allow({ query }, caller);
  }

  #persisted({ query, persistedQuery }: AskedDocument, caller: DocumentCaller): FoundDocument | Refusal {
    const id = readHash(persistedQuery);
    if (typeof id !== "string") return id;
    if (query === undefined) return this.registered === null && this.#trusted === null ? OFF : this.#byId(id, caller);
    if (hash("sha256", query, "hex") !== id) {
      return malformed("sha256Hash 与 query 不符", "sha256Hash is not the hash of query");
    }
    const { registered } = this;
    const register = registered === null ? undefined : () => registered.register(id, query, caller.client);
    return this.#allow({ query, register }, caller);
  }

  #registered(id: string, client: string): string | undefined {
    return SHA_256.test(id) ? this.registered?.find(id, client) : undefined;
  }

  #allow(found: FoundDocument, { isOperator }: DocumentCaller): FoundDocument | Refusal {
    if (this.#trusted === null || isOperator || this.#trusted.has(found.query)) return found;
    return refuse("QUERY_NOT_IN_SAFELIST");
  }
}

const OFF = refuse("PERSISTED_QUERY_NOT_SUPPORTED");

function readHash(persistedQuery: unknown): string | Refusal {
  if (typeof persistedQuery !== "object" || persistedQuery === null)
    return malformed("应为 JSON 对象", "must be a JSON object");
  const { version, sha256Hash } = persistedQuery as Readonly<Record<string, unknown>>;
  if (version !== 1) return malformed("version 应为 1", "version must be 1");
  if (typeof sha256Hash === "string" && sha256Hash !== "" && sha256Hash.length <= 512) return sha256Hash;
  return malformed("sha256Hash 应为散列值", "sha256Hash must be a hash");
}

function refuseTwoNames(): Refusal {
  return refuse("BAD_REQUEST", {
    zh: "documentId 与 query 只能给出一个",
    en: "send documentId or query, not both",
  });
}

function malformed(zh: string, en: string): Refusal {
  return refuse("BAD_REQUEST", { zh: `extensions.persistedQuery ${zh}`, en: `extensions.persistedQuery: ${en}` });
}
