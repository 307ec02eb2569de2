import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";
import { defineSource } from "#adapters/runtime/source.ts";
import { createAgencyRegister } from "./client.ts";
import type { AgencyRegister } from "./records.ts";
import { SOURCE_CODE } from "./source-code.ts";

const settings = z.object({
  /** Address below which `/agency/list`, `/agency/listByCodes` and `/agent/list` answer; without it the sandbox stands in. */
  baseUrl: httpUrl().optional(),
});

/** The national register of patent agencies and agents: status, address, USCC, branches. Bulk data has only name and code. */
export const source = defineSource<AgencyRegister, typeof settings>({
  code: SOURCE_CODE,
  name: { zh: "全国专利代理机构和专利代理师登记", en: "National register of patent agencies and agents" },
  kind: "REGISTER",
  licence: {
    code: "CNIPA-PUBLIC-REGISTER",
    name: { zh: "国家知识产权局公开登记信息", en: "Public register of CNIPA" },
    attribution: { zh: "国家知识产权局", en: "China National Intellectual Property Administration (CNIPA)" },
    accessPolicy: "PUBLIC",
  },
  settings,
  politeness: POLITE_DEFAULTS,
  sandbox: {
    module: new URL("./sandbox/create-sandbox.ts", import.meta.url),
    isWanted: ({ baseUrl }) => baseUrl === undefined,
    pointAt: (url, own) => ({ ...own, baseUrl: `${url}/prod-api` }),
  },
  create: (runtime, { baseUrl }) => (baseUrl === undefined ? null : createAgencyRegister(runtime, baseUrl)),
});
