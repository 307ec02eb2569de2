import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";
import { defineSource } from "#adapters/runtime/source.ts";
import { createEpoOpsClient, type EpoOpsClient } from "./client/epo-ops-client.ts";
import { SANDBOX_KEY, SANDBOX_SECRET } from "./sandbox/accounts.ts";

const bytes = () => z.union([z.literal("none"), z.coerce.number().int().positive()]);

const settings = z
  .object({
    /** Up to the version: token and REST services lie below it. */
    baseUrl: httpUrl().default("https://ops.epo.org/3.2"),
    /** Consumer key and secret of the operator's own registration with the EPO. */
    key: z.string().default(""),
    secret: z.string().default(""),
    /** Bytes of a week after which OPS is asked no more: nine tenths of the 4 GB of its free plan (seen 2026-11). */
    weeklyBytes: bytes().default(3_600_000_000),
    /** The same for an hour; how many bytes OPS allows is not known. */
    hourlyBytes: bytes().default("none"),
  })
  .refine(({ key, secret }) => (key === "") === (secret === ""), {
    error: "key and secret belong together",
    path: ["secret"],
  });

/** Families, foreign documents, and what CNIPA's data lacks in English. Off without credentials, unless the sandbox stands in. */
export const source = defineSource<EpoOpsClient, typeof settings>({
  code: "epo-ops",
  name: { zh: "欧洲专利局开放专利服务（OPS）", en: "EPO Open Patent Services (OPS)" },
  kind: "API",
  licence: {
    code: "EPO-OPS-FAIR-USE",
    name: { zh: "欧洲专利局 OPS 使用条款（合理使用章程）", en: "EPO OPS terms and conditions (fair use charter)" },
    url: "https://www.epo.org/en/service-support/ordering/fair-use",
    attribution: { zh: "数据来源：欧洲专利局（EPO）", en: "Source: European Patent Office (EPO)" },
    accessPolicy: "PUBLIC",
  },
  settings,
  pageHosts: ["worldwide.espacenet.com"],
  politeness: {
    ...POLITE_DEFAULTS,
    burst: 4,
    // A hundred documents of 35 kB, and families with twenty years of events, are ordinary answers.
    maxBodyBytes: 16 * 1024 * 1024,
    maxDecodedBytes: 48 * 1024 * 1024,
  },
  sandbox: {
    module: new URL("./sandbox/create-sandbox.ts", import.meta.url),
    isWanted: ({ key }) => key === "",
    pointAt: (url, own) => ({ ...own, baseUrl: `${url}/3.2`, key: SANDBOX_KEY, secret: SANDBOX_SECRET }),
  },
  create: (runtime, access) => (access.key === "" ? null : createEpoOpsClient(runtime, access)),
});
