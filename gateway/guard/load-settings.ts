import { z } from "zod";
import { duration } from "#adapters/runtime/settings/fields.ts";

/** The load shedder's slice of the section "hub": HUB_LOAD_LAG, HUB_LOAD_REQUESTS. */
export const LOAD_SETTINGS = z.object({
  load: z
    .object({
      /** Lag of the event loop, as a median over half a second and twice in a row, above which requests are refused unread. */
      lag: duration().pipe(z.number().min(10).max(60_000)).default(1_000),
      /** Requests being served at once; what comes beyond is refused unread. */
      requests: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
    })
    .prefault({}),
});

export type LoadLimits = z.output<typeof LOAD_SETTINGS>["load"];
