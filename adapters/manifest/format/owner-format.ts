import { z } from "zod";
import { BILINGUAL } from "./text.ts";

/** Names of types and of composition are made of it: no hyphen at its end, nor two in a row. "hub" is the hub's own. */
export const NODE_CODE_FORM = /^(?!hub$)(?=.{2,31}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export const NODE_CODE = z.string().regex(NODE_CODE_FORM);

/** The owner's own counting: semantic versioning. */
export const VERSION = z.string().regex(/^\d+\.\d+\.\d+$/);

/** GB/T 2260. */
export const REGION = z.string().regex(/^\d{6}$/);

export const OWNER = z.strictObject({
  name: BILINGUAL,
  /** Whom the hub's operator writes to; never shown to clients. */
  contact: z.string().min(3).max(200),
  uscc: z.string().length(18).optional(),
});

/** Terms of the data. */
export const TERMS = z.strictObject({
  code: z.string().min(1).max(60),
  name: BILINGUAL,
  url: z.url({ protocol: /^https?$/ }).optional(),
  attribution: BILINGUAL,
  accessPolicy: z.enum(["PUBLIC", "NODE_ONLY", "DERIVED_ONLY"]),
});
