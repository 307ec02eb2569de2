import { z } from "zod";
import { NODE_CODE, OWNER, REGION, TERMS, VERSION } from "./owner-format.ts";
import { BILINGUAL } from "./text.ts";

/** A Federation 2 subgraph server that its owner offers, told in one file: `subgraph: 1`. Unknown keys are refused. */
export const SUBGRAPH = z.strictObject({
  subgraph: z.literal(1),
  code: NODE_CODE,
  version: VERSION,
  name: BILINGUAL,
  owner: OWNER,
  /** Absent for national platforms. */
  region: REGION.optional(),
  licence: TERMS,
  /** Where it answers GraphQL over HTTP POST. */
  url: z.url({ protocol: /^https?$/ }),
  /** Questions that it may be asked at once; the hub's own limit holds where it is lower. */
  concurrency: z.int().min(1).max(256).optional(),
});

export type SubgraphFile = z.infer<typeof SUBGRAPH>;
