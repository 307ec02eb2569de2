import { z } from "zod";
import { KIND } from "./kind-format.ts";
import { NODE_CODE, OWNER, REGION, TERMS, VERSION } from "./owner-format.ts";
import { SOURCE } from "./source-format.ts";
import { BILINGUAL, DURATION } from "./text.ts";

/** Terms of the data, and fields that must not be given out. */
const LICENCE = TERMS.extend({
  /** Kind → field → "withheld" (never read) or "masked" (phones, addresses, names of persons). */
  fields: z.record(z.string(), z.record(z.string(), z.enum(["withheld", "masked"]))).default({}),
  /** Nothing that was read from the platform is kept longer, be it for want of better: answers, records, the index. */
  keepAtMost: DURATION.optional(),
});

/** A platform told in one file: `manifest: 1`. Unknown keys are refused. */
export const MANIFEST = z.strictObject({
  manifest: z.literal(1),
  code: NODE_CODE,
  version: VERSION,
  name: BILINGUAL,
  owner: OWNER,
  /** Absent for national platforms. */
  region: REGION.optional(),
  licence: LICENCE,
  sources: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/), SOURCE),
  kinds: z.record(z.string().regex(/^[A-Z_]+$/), KIND),
  /** What `node check` and the hub's canary ask, and what must come of it. */
  probes: z
    .array(z.strictObject({ kind: z.string(), id: z.string().max(200).optional(), atLeast: z.int().min(0).default(1) }))
    .max(20)
    .default([]),
  /** Further fields of the node's types, as SDL: each must be mapped in `kinds`. */
  sdl: z.string().max(100_000).optional(),
});

export type Manifest = z.infer<typeof MANIFEST>;
