import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { duration, httpUrl } from "#adapters/runtime/settings/fields.ts";
import { defineSource, type SourceRuntime } from "#adapters/runtime/source.ts";
import { type CnipaBulk, createCnipaBulk, SOURCE_CODE } from "./client.ts";
import { GazetteWatch } from "./gazette-watch.ts";
import { importCommand } from "./import/import-command.ts";
import { runImport } from "./import/run-import.ts";
import { createPatentStore } from "./store/create-patent-store.ts";
import type { PatentStore } from "./store/patent-store.ts";

const DAY_MS = 86_400_000;
/** How often the feed is looked at when nobody asks. */
const WATCH_EVERY_MS = 3_600_000;

const settings = z.strictObject({
  /** Where the operator serves the image files of deliveries himself, by their names; without it images have no address. */
  imageBaseUrl: httpUrl().optional(),
  /** Beyond this age of the newest gazette day the feed is taken to lag: gazettes are weekly at least, and updates are kept for 30 days. */
  gazettePeriod: duration().default(8 * DAY_MS),
});

/** CNIPA's bulk data: imported files in an embedded store. Nothing is asked over the network. */
export const source = defineSource<CnipaBulk, typeof settings>({
  code: SOURCE_CODE,
  name: { zh: "国家知识产权局专利数据（批量）", en: "CNIPA patent bulk data" },
  kind: "BULK",
  licence: {
    code: "CNIPA-BULK",
    name: { zh: "国家知识产权局专利基础数据使用协议", en: "CNIPA agreement on the use of patent data" },
    url: "https://ipdps.cnipa.gov.cn/",
    attribution: { zh: "数据来源：国家知识产权局", en: "Source: China National Intellectual Property Administration" },
    accessPolicy: "DERIVED_ONLY",
  },
  settings,
  politeness: POLITE_DEFAULTS,
  create: openStore,
  commands: [importCommand],
});

/** A world of this many patents is imported in seconds, before the hub is ready; a larger one goes in behind it. */
const MOST_BEFORE_START = 5_000;

/** With generated data wanted, the invented world goes in through the same import as real files; else it is taken out. */
async function openStore(
  runtime: SourceRuntime,
  { imageBaseUrl, gazettePeriod }: z.infer<typeof settings>,
): Promise<CnipaBulk> {
  const { dataDir, generated, clock, logger } = runtime;
  const stopping = new AbortController();
  const filling = fill(runtime, stopping.signal);
  if ((generated?.patents ?? 0) <= MOST_BEFORE_START) await filling;
  // Behind the hub's back a failure may only be told; what was imported by then is served.
  const filled = filling.catch((err: unknown) =>
    logger.error({ source: SOURCE_CODE, err }, "generating patents failed"),
  );
  const store = createPatentStore(dataDir);
  runtime.onClose(async () => {
    stopping.abort();
    await filled;
    await store.close();
  });
  const client = createCnipaBulk(store, clock, imageBaseUrl === undefined ? null : `${imageBaseUrl}/`);
  const watch = new GazetteWatch(runtime, { store, periodMs: gazettePeriod });
  await watch.look();
  const hourly = setInterval(() => void watch.look(), WATCH_EVERY_MS).unref();
  runtime.onClose(() => clearInterval(hourly));
  runtime.reportHealth?.(() => watch.judge(client.health()));
  if (generated === null || generated.patents > MOST_BEFORE_START) warmUp(store);
  return client;
}

/** A large index takes seconds to load: not at the cost of the first who searches. Failures are told to those who ask. */
function warmUp(store: PatentStore): void {
  const order = { field: "FILING_DATE", direction: "DESC" } as const;
  const nothing = { query: null, filter: null, order, first: 0, after: null, facets: [], facetTop: 0 };
  store.search({ ...nothing, wantsHighlights: false, today: "2000-01-01" }).catch(() => {});
}

async function fill({ dataDir, generated, logger }: SourceRuntime, signal: AbortSignal): Promise<void> {
  const task =
    generated === null ? { kind: "remove-generated" as const } : { kind: "generated" as const, ...generated };
  const { imported, legalEvents, durationMs } = await runImport(dataDir, task, { signal });
  if (imported === 0) return;
  logger.info({ source: SOURCE_CODE, imported, legalEvents, durationMs }, "generated patents imported");
}
