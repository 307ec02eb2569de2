import { z } from "zod";

/** Chinese and English. */
export const BILINGUAL = z.strictObject({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) });

/** A template: text with `{name}` places (docs: README.md, "Templates"); `{{` is a brace. */
export const TEMPLATE = z.string().max(4_000);

/**
 * Where a value stands in a record: a dotted path in JSON, XML and SOAP (`data.list[0].bt`), a CSS selector with an
 * optional `@attribute` in HTML (`td:nth-child(2) a@href`), a column in CSV.
 */
export const PATH = z.string().min(1).max(500);

/** An expression in CEL over `row`, `body`, `status`, `headers`; bounded in time and size. */
export const EXPRESSION = z.string().min(1).max(1_000);

/** "90s", "10m", "24h", "7d". */
export const DURATION = z.string().regex(/^\d{1,6}(ms|s|m|h|d)$/);

/** Name of a secret: its value comes from the operator's settings, never from the manifest. */
export const SECRET_NAME = z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/);
