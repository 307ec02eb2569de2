import { z } from "zod";
import { DECODE, REQUEST } from "./source-format.ts";
import { DURATION, EXPRESSION, PATH, TEMPLATE } from "./text.ts";

const CEILING = { size: z.int().min(1).max(1_000), maxPages: z.int().min(1).max(100_000).optional() };

/** How a long list is read. `{page}`, `{offset}`, `{size}`, `{cursor}` stand in the request; `maxPages` is the source's own cap. */
/** Rows that the source leaves out after it has cut its pages: an empty page ends the list, a short one does not. */
const SHORT_PAGES = { shortPages: z.boolean().default(false) };

const PAGING = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  z.strictObject({
    type: z.literal("page"),
    ...CEILING,
    first: z.int().min(0).max(1).default(1),
    /** The source answers its last page again when asked beyond it. */
    lastPageRepeats: z.boolean().default(false),
    ...SHORT_PAGES,
  }),
  z.strictObject({ type: z.literal("offset"), ...CEILING, first: z.int().min(0).max(1).default(0), ...SHORT_PAGES }),
  z.strictObject({ type: z.literal("cursor"), ...CEILING, next: PATH }),
  /** A link to the next page in the answer (same host only). */
  z.strictObject({ type: z.literal("link"), ...CEILING, next: PATH }),
  /** OAI-PMH and its like: `{cursor}` is the token; where it is absent the list has ended. */
  z.strictObject({ type: z.literal("resumption"), ...CEILING, next: PATH }),
  /** ASP.NET pages: hidden fields (`__VIEWSTATE` …) are sent back with `javascript:gotoPage(n)` as a POST. */
  z.strictObject({
    type: z.literal("postback"),
    ...CEILING,
    pageField: z.string().min(1).max(100),
    hiddenFields: z.array(z.string().min(1).max(100)).max(20).default(["__VIEWSTATE", "__EVENTVALIDATION"]),
    fields: z.record(z.string().min(1).max(100), TEMPLATE).default({}),
  }),
]);

/** Normalisers: a closed set (README.md tells each one's input and output). */
export const NORMALISERS = [
  "text",
  "html",
  "integer",
  "decimal",
  "boolean",
  "date",
  "instant",
  "money",
  "price",
  "region",
  "code",
  "codes",
  "party",
  "parties",
  "uscc",
  "agencyCode",
  "applicationNumber",
  "publicationNumber",
  "patentNumber",
  "url",
  "list",
] as const;

/** A field: a path, or one told in full. */
const FIELD = z.union([
  PATH,
  z.strictObject({
    /** One of `from`, `value`, `expression`; several paths: the first that has something. */
    from: z.union([PATH, z.array(PATH).min(1).max(10)]).optional(),
    /** Where it stands in the detail (or the batch), if not there: `from` is then the list's alone. */
    fromDetail: z.union([PATH, z.array(PATH).min(1).max(10)]).optional(),
    value: z.union([z.string().max(1_000), z.number(), z.boolean()]).optional(),
    expression: EXPRESSION.optional(),
    as: z.enum(NORMALISERS).optional(),
    /** dates: "yyyy年MM月dd日"; tried in order. */
    formats: z.array(z.string().max(60)).max(10).optional(),
    /** money: what one unit is. */
    unit: z.enum(["元", "万元", "亿元"]).optional(),
    /** money: where the record itself says the unit. */
    unitFrom: PATH.optional(),
    /** parties: where their unified social credit codes stand. */
    uscc: PATH.optional(),
    /** codes: source's text → canonical code. */
    table: z.record(z.string().max(200), z.string().max(60)).optional(),
    /** lists in one text. */
    separator: z.string().min(1).max(10).optional(),
    /** Linear-time (RE2); the first group, or the whole match. */
    match: z.string().max(300).optional(),
  }),
]);

/** One way to ask for records. */
const QUESTION = z.strictObject({
  source: z.string().max(40).optional(),
  request: REQUEST,
  decode: DECODE,
});

const SEARCH = z.strictObject({
  /** The request's places that a search fills: `{text}`, `{region}`, `{party}` … empty without one. */
  text: z.boolean().default(false),
  filters: z.array(z.string().max(40)).max(20).default([]),
  /** Canonical code → the source's word, by filter. */
  words: z.record(z.string().max(40), z.record(z.string().max(60), z.string().max(100))).default({}),
});

/** One kind of record that the platform has (AssetKind), from one list. */
export const KIND = z.strictObject({
  /** REPORT may come from several lists: what distinguishes the records of this one (letters, digits, hyphen). */
  list: QUESTION.extend({
    paging: PAGING.default({ type: "none" }),
    search: SEARCH.default({ text: false, filters: [], words: {} }),
  }),
  /** One record by `{id}`; without it what the list shows is all there is. */
  detail: QUESTION.extend({
    /** Fields that only the detail shows: a record is whole only with it. Without any, what the list shows is the record. */
    adds: z.array(z.string().max(60)).max(60).default([]),
  }).optional(),
  /** Many records by `{ids}` at once. */
  batch: QUESTION.extend({ size: z.int().min(1).max(1_000), separator: z.string().max(5).default(",") }).optional(),
  /** The source's own id of a record, from the list and from the detail alike. */
  id: FIELD,
  fields: z.record(z.string().min(1).max(60), FIELD),
  /** When the source last changed the record. */
  updatedAt: FIELD.optional(),
  /** Links to the owner's own pages: what can be done there. */
  actions: z
    .array(z.strictObject({ kind: z.enum(["VIEW", "APPLY", "BOOK", "CONTACT"]), url: TEMPLATE }))
    .max(5)
    .default([]),
  /** Records to leave out: where it is true. */
  skip: EXPRESSION.optional(),
  cache: z
    .strictObject({
      list: DURATION.default("10m"),
      record: DURATION.default("1h"),
      /** For so long what a harvest read stands in where the source cannot be asked; absent = it is not kept. */
      harvested: DURATION.optional(),
    })
    .default({ list: "10m", record: "1h" }),
  /** May the hub keep an index of summaries of them? */
  harvest: z.boolean().default(true),
});

export type PagingFormat = z.infer<typeof PAGING>;
export type FieldFormat = z.infer<typeof FIELD>;
export type KindFormat = z.infer<typeof KIND>;
export type NormaliserName = (typeof NORMALISERS)[number];
