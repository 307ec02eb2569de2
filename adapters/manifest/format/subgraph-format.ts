import { z } from "zod";
import { NODE_CODE, OWNER, REGION, TERMS, VERSION } from "./owner-format.ts";
import { BILINGUAL } from "./text.ts";

/** As in an address, with a port where it has one. */
export const PAGE_HOST = /^(?=.{3,260}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/;

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
  /** Hosts of its owner's own pages, to which its records link; the server's own host need not be told. */
  pages: z.array(z.string().regex(PAGE_HOST)).max(20).default([]),
  /** Questions that it may be asked at once; the hub's own limit holds where it is lower. */
  concurrency: z.int().min(1).max(256).optional(),
});

export type SubgraphFile = z.infer<typeof SUBGRAPH>;
