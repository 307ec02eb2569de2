import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { defineSource, type SourceRuntime } from "#adapters/runtime/source.ts";
import { type CnipaBulk, createCnipaBulk, SOURCE_CODE } from "./client.ts";
import { importCommand } from "./import/import-command.ts";
import { runImport } from "./import/run-import.ts";
import { createPatentStore } from "./store/create-patent-store.ts";

/** CNIPA's bulk data: imported files in an embedded store. Nothing is asked over the network. */
export const source = defineSource<CnipaBulk, z.ZodObject<Record<never, never>>>({
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
  settings: z.strictObject({}),
  politeness: POLITE_DEFAULTS,
  create: openStore,
  commands: [importCommand],
});

/** With generated data wanted, the invented world goes in through the same import as real files; else it is taken out. */
async function openStore(runtime: SourceRuntime): Promise<CnipaBulk> {
  const { dataDir, generated, logger, clock } = runtime;
  const task =
    generated === null ? { kind: "remove-generated" as const } : { kind: "generated" as const, ...generated };
  const summary = await runImport(dataDir, task);
  if (summary.imported > 0) {
    const { imported, legalEvents, durationMs } = summary;
    logger.info({ source: SOURCE_CODE, imported, legalEvents, durationMs }, "generated patents imported");
  }
  const store = createPatentStore(dataDir);
  runtime.onClose(() => store.close());
  const client = createCnipaBulk(store, clock);
  runtime.reportHealth?.(() => client.health());
  return client;
}
