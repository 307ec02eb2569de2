import { z } from "zod";
import { BILINGUAL, DURATION, EXPRESSION, PATH, SECRET_NAME, TEMPLATE } from "./text.ts";

const HTTP_URL = z.url({ protocol: /^https?$/ }).max(2_000);
const NAMED_TEMPLATES = z.record(z.string().min(1).max(100), TEMPLATE);

/** What goes out, in the source's own words. Places are filled from the question asked. */
export const REQUEST = z.strictObject({
  method: z.enum(["GET", "POST"]).default("GET"),
  /** Below the base URL of the source. */
  path: TEMPLATE,
  query: NAMED_TEMPLATES.optional(),
  headers: NAMED_TEMPLATES.optional(),
  /** One of the three. */
  form: NAMED_TEMPLATES.optional(),
  json: z.json().optional(),
  text: TEMPLATE.optional(),
  /** Needed for `text` bodies (SOAP: text/xml; charset=utf-8). */
  contentType: z.string().max(200).optional(),
});

/** What comes back: bytes to rows. */
export const DECODE = z.strictObject({
  /** xlsx and jsonl: of snapshots only. */
  format: z.enum(["json", "jsonp", "xml", "soap", "html", "csv", "xlsx", "jsonl"]),
  /**
   * Where the records lie in the answer (a path, or a CSS selector of one record); absent = the whole body is one record,
   * or its list. Of a workbook the name of the sheet.
   */
  rows: PATH.optional(),
  /** A path whose text is itself a document (JSON in a string, XML in a string): read with `format` before `rows`. */
  inner: z.strictObject({ from: PATH, format: z.enum(["json", "xml"]) }).optional(),
  /** Total number of records, a number or its text. */
  total: PATH.optional(),
  csv: z.strictObject({ delimiter: z.string().length(1).default(","), header: z.boolean().default(true) }).optional(),
});

const PLACED = { in: z.enum(["header", "query"]).default("header"), name: z.string().min(1).max(100) };

/** How the source knows the hub. A captcha means that a source is not supported; it is never worked round. */
const AUTHENTICATION = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  z.strictObject({ type: z.literal("apiKey"), ...PLACED, secret: SECRET_NAME, prefix: z.string().max(40).optional() }),
  z.strictObject({ type: z.literal("basic"), user: SECRET_NAME, password: SECRET_NAME }),
  z.strictObject({ type: z.literal("bearer"), secret: SECRET_NAME }),
  z.strictObject({
    type: z.literal("oauth2"),
    tokenUrl: HTTP_URL,
    clientId: SECRET_NAME,
    clientSecret: SECRET_NAME,
    scope: z.string().max(500).optional(),
  }),
  /** A cookie from a log-in page, or from guest log-in through URL parameters. */
  z.strictObject({ type: z.literal("login"), request: REQUEST, loggedIn: EXPRESSION, lasts: DURATION.default("20m") }),
  /** A token asked for first, then sent along (`{token}`). */
  z.strictObject({ type: z.literal("token"), request: REQUEST, from: PATH, lasts: DURATION.default("20m") }),
  /** Base64/hex of HMAC or MD5 over a template, placed as `{signature}` (FACTS B5); `{timestamp}` and `{nonce}` are one per request. */
  z.strictObject({
    type: z.literal("signed"),
    algorithm: z.enum(["hmac-sha256", "hmac-sha1", "hmac-md5", "md5", "sha256", "sm3"]),
    /** What is signed: `{secret.APP_SECRET}` stands for the secret. */
    over: TEMPLATE,
    /** Key of an HMAC. */
    secret: SECRET_NAME.optional(),
    encoding: z.enum(["base64", "hex", "HEX"]).default("hex"),
    /** `{timestamp}` in this form, Asia/Shanghai; "epoch-ms" and "epoch-s" too. */
    timestamp: z.string().max(40).default("yyyyMMddHHmmss"),
    headers: NAMED_TEMPLATES.optional(),
    query: NAMED_TEMPLATES.optional(),
  }),
]);

const PER_DAY = z.strictObject({
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
});

/** Hard ceilings set by the source's owner; nobody goes beyond them. What is absent is the hub's polite default. */
const POLITENESS = z.strictObject({
  requestsPerSecond: z.number().positive().max(1_000).optional(),
  burst: z.int().min(1).max(1_000).optional(),
  concurrency: z.int().min(1).max(256).optional(),
  dailyQuota: z.int().min(1).max(10_000_000).optional(),
  quietHours: z.array(PER_DAY).max(10).optional(),
  tryTimeout: DURATION.optional(),
});

/**
 * Files that the owner makes and signs, in place of a portal that must not be called. A kind's `list.request.path` is the
 * name of its file (`offers.csv`), its `decode.format` csv, xlsx or jsonl; `offers.csv.sig` stands beside it.
 */
const SNAPSHOT = z.strictObject({
  /** Where the files are fetched; absent = they are put into the source's folder. */
  url: HTTP_URL.optional(),
  /** Ed25519, base64 of the DER form; two while one takes the other's place. */
  publicKeys: z
    .array(z.string().regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/))
    .min(1)
    .max(2),
  /** How often new files are looked for. */
  every: DURATION.default("1h"),
  /** Records of a file that was made longer ago are told as stale. */
  maxAge: DURATION.default("30d"),
});

/** One system of the platform. */
export const SOURCE = z.strictObject({
  name: BILINGUAL,
  kind: z.enum(["PORTAL", "BULK", "REGISTER", "API"]).default("PORTAL"),
  /** Of a portal; a source of snapshots has none. */
  baseUrl: HTTP_URL.default(""),
  snapshot: SNAPSHOT.optional(),
  /** "auto": strict UTF-8 first, then what is declared, then GB18030. */
  charset: z
    .strictObject({
      response: z.enum(["auto", "utf-8", "gb18030", "big5"]).default("auto"),
      request: z.enum(["utf-8", "gbk"]).default("utf-8"),
    })
    .default({ response: "auto", request: "utf-8" }),
  headers: NAMED_TEMPLATES.optional(),
  authentication: AUTHENTICATION.default({ type: "none" }),
  politeness: POLITENESS.optional(),
  /** True for an answer that succeeded; absent = any 2xx. */
  success: EXPRESSION.optional(),
  /** The first that is true says what went wrong. */
  errors: z
    .array(
      z.strictObject({
        when: EXPRESSION,
        kind: z.enum(["not-found", "rate-limited", "login-required", "rejected", "maintenance"]),
        /** For rate-limited and maintenance. */
        retryAfter: DURATION.optional(),
      }),
    )
    .max(50)
    .default([]),
});

export type RequestFormat = z.infer<typeof REQUEST>;
export type DecodeFormat = z.infer<typeof DECODE>;
export type AuthenticationFormat = z.infer<typeof AUTHENTICATION>;
export type SnapshotFormat = z.infer<typeof SNAPSHOT>;
export type SourceFormat = z.infer<typeof SOURCE>;
