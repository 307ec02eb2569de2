import { z } from "zod";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";

/** Where the platform is. Its addresses have changed with every generation, so each part may have a host of its own. */
export const kjy01Settings = z.strictObject({
  /** Gateway host with `/tsAdmin` and `/tsOauth2`. Absent: the sandbox stands in. */
  baseUrl: httpUrl().optional(),
  /** Host of the resource API `/yzw/api`; absent = baseUrl. */
  resourceUrl: httpUrl().optional(),
  /** Host of the market service `/zM…Rest`; absent = baseUrl. */
  marketUrl: httpUrl().optional(),
  /** The public web site that links lead to; absent = baseUrl. */
  siteUrl: httpUrl().optional(),
  /** The hub's key for the resource API, sent as the header `ak`. A secret. */
  accessKey: z.string().min(1).optional(),
});

export type Kjy01Settings = z.infer<typeof kjy01Settings>;
