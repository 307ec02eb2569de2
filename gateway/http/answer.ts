import type { CachePolicy } from "#gateway/cache/answer-policy.ts";
import type { RequestOutcome } from "#gateway/report/metrics.ts";
import type { Encoding } from "./compress.ts";
import type { MediaType } from "./negotiate-media-type.ts";
import type { Language, OperationOutcome } from "./operation.ts";
import { ReadyBody } from "./ready-body.ts";
import { CONTENT_LANGUAGE, DATA_SECURITY_HEADERS, VARY } from "./standing-headers.ts";
import { outcomeStatus } from "./to-reply.ts";

/** How long an answer holds: for the hub itself, and for whoever keeps it on the way. */
export interface Validity {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
  readonly isPrivate: boolean;
  /** Longest that others may keep it, milliseconds: nothing can be taken back from them. */
  readonly elsewhereMs: number;
}

/** How an answer goes over the wire. */
export interface AnswerForm {
  readonly mediaType: MediaType;
  readonly encoding: Encoding | undefined;
}

/** What is remembered of one form; headers as they were in that second. */
interface KnownForm extends AnswerForm {
  readonly etag: string | undefined;
  whole: AgedHeaders | undefined;
  notModified: AgedHeaders | undefined;
}

interface AgedHeaders {
  readonly ageSeconds: number;
  readonly headers: readonly string[];
}

/** What an operation gave, ready to be sent to everybody who asked the same in one language. */
export class Answer {
  readonly body: ReadyBody;
  /** Codes of its errors. */
  readonly codes: readonly string[];
  readonly kind: OperationOutcome["kind"];
  readonly validity: Validity | undefined;
  readonly #language: Language;
  readonly #forms: KnownForm[] = [];
  /** Of what was given past its time, when it was. */
  readonly #staleAgeMs: number | null;

  constructor({ kind, body, policy }: OperationOutcome, language: Language, validity?: Validity) {
    this.kind = kind;
    this.codes = (body.errors ?? []).map(({ extensions }) => String(extensions?.["code"] ?? "INTERNAL"));
    this.body = new ReadyBody(JSON.stringify(body));
    this.validity = validity;
    this.#staleAgeMs = policy?.staleAgeMs ?? null;
    this.#language = language;
  }

  /** What became of the operation, for log and metrics. */
  get result(): RequestOutcome {
    if (this.codes.includes("INTERNAL")) return "failed";
    if (this.kind === "request-error") return "request-error";
    return this.codes.length === 0 ? "ok" : "partial";
  }

  status(mediaType: MediaType): number {
    return outcomeStatus(this.kind, this.codes, mediaType);
  }

  /** A strong validator: each form that goes over the wire has its own (RFC 9110, 8.8.3). Only of what may be kept. */
  etag(form: AnswerForm): string | undefined {
    return this.#known(form).etag;
  }

  /** Headers for everybody who is given this form now, name after name and value after value. */
  headers(form: AnswerForm, now: number): readonly string[] {
    const known = this.#known(form);
    const ageSeconds = this.#age(now);
    if (known.whole?.ageSeconds === ageSeconds) return known.whole.headers;
    const headers = [...this.#standing(known), ...this.#aged(now)];
    known.whole = { ageSeconds, headers };
    return headers;
  }

  /** The same for whoever has it already (RFC 9110, 15.4.5). */
  headersOfNotModified(form: AnswerForm, now: number): readonly string[] {
    const known = this.#known(form);
    const ageSeconds = this.#age(now);
    if (known.notModified?.ageSeconds === ageSeconds) return known.notModified.headers;
    const headers = ["etag", known.etag ?? "", "vary", VARY, ...this.#aged(now)];
    known.notModified = { ageSeconds, headers };
    return headers;
  }

  /** There are few forms, and looking through them is cheaper than naming them. */
  #known({ mediaType, encoding }: AnswerForm): KnownForm {
    for (const form of this.#forms) if (form.encoding === encoding && form.mediaType === mediaType) return form;
    const kind = mediaType === "application/json" ? "j" : "g";
    const etag = this.validity === undefined ? undefined : `"${this.body.hash}-${kind}${encoding ?? ""}"`;
    const made: KnownForm = { mediaType, encoding, etag, whole: undefined, notModified: undefined };
    this.#forms.push(made);
    return made;
  }

  /** `Age` where it was kept for a while, and `Cache-Control`: what is left of its time, within what others may have. */
  #aged(now: number): readonly string[] {
    if (this.#staleAgeMs !== null) return [...NOT_KEPT, "age", String(Math.floor(this.#staleAgeMs / 1_000))];
    if (this.validity === undefined) return NOT_KEPT;
    const ageSeconds = this.#age(now);
    const cacheControl = ["cache-control", toCacheControl(this.validity, ageSeconds)];
    return ageSeconds === 0 ? cacheControl : [...cacheControl, "age", String(ageSeconds)];
  }

  #age(now: number): number {
    return this.validity === undefined ? 0 : Math.max(0, Math.floor((now - this.validity.since) / 1_000));
  }

  #standing({ mediaType, encoding, etag }: KnownForm): readonly string[] {
    return Object.entries({
      ...DATA_SECURITY_HEADERS,
      "content-language": CONTENT_LANGUAGE[this.#language],
      vary: VARY,
      "content-type": `${mediaType}; charset=utf-8`,
      ...(encoding === undefined ? {} : { "content-encoding": encoding }),
      ...(etag === undefined ? {} : { etag }),
    }).flat();
  }
}

const NOT_KEPT = ["cache-control", "no-store"];

/** The age counts into `max-age` (RFC 9111, 4.2). */
function toCacheControl({ since, until, isPrivate, elsewhereMs }: Validity, ageSeconds: number): string {
  const whole = Math.floor((until - since) / 1_000);
  const seconds = Math.min(whole, ageSeconds + Math.floor(elsewhereMs / 1_000));
  return `${isPrivate ? "private" : "public"}, max-age=${seconds}`;
}

/** The validity that a policy gives to an answer made now; undefined for what nobody may keep. */
export function toValidity({ ttlMs, isPrivate }: CachePolicy, now: number, elsewhereMs: number): Validity | undefined {
  return ttlMs < 1_000 ? undefined : { since: now, until: now + ttlMs, isPrivate, elsewhereMs };
}
