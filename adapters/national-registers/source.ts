import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";
import { defineSource } from "#adapters/runtime/source.ts";
import { createNationalRegisters } from "./client.ts";
import type { NationalRegisters } from "./records.ts";
import { SOURCE_CODE } from "./source-code.ts";

const settings = z.object({
  /** Address below which `/Trademark/Search` and its neighbours answer; without it the sandbox stands in. */
  baseUrl: httpUrl().optional(),
});

/** The registers of trademarks, copyright, geographical indications, layout designs and plant varieties, as data vendors hand them on. */
export const source = defineSource<NationalRegisters, typeof settings>({
  code: SOURCE_CODE,
  name: {
    zh: "全国商标、著作权、地理标志、布图设计和植物新品种登记",
    en: "National registers of trademarks, copyright, geographical indications, layout designs and plant varieties",
  },
  kind: "REGISTER",
  licence: {
    code: "NATIONAL-PUBLIC-REGISTERS",
    name: { zh: "各登记机关公开登记信息", en: "Public registers of the competent authorities" },
    attribution: {
      zh: "国家知识产权局、中国版权保护中心、农业农村部、国家林业和草原局",
      en: "CNIPA, Copyright Protection Center of China, Ministry of Agriculture and Rural Affairs, National Forestry and Grassland Administration",
    },
    accessPolicy: "PUBLIC",
  },
  settings,
  politeness: POLITE_DEFAULTS,
  sandbox: {
    module: new URL("./sandbox/sandbox.ts", import.meta.url),
    isWanted: ({ baseUrl }) => baseUrl === undefined,
    pointAt: (url, own) => ({ ...own, baseUrl: `${url}/openapi/ip` }),
  },
  create: (runtime, { baseUrl }) => (baseUrl === undefined ? null : createNationalRegisters(runtime, baseUrl)),
});
