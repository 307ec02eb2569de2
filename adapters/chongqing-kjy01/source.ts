import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { defineSource } from "#adapters/runtime/source.ts";
import { createKjy01Client } from "./client/kjy01-client.ts";
import { SANDBOX_ACCESS_KEY } from "./sandbox/access-key.ts";
import { kjy01Settings } from "./settings.ts";
import { SOURCE_CODE } from "./source-code.ts";

/** 重庆 kjy01 (易智网、专利全流程管理): offers, demands, directories, the hall, and a user's own dockets. */
export const source = defineSource({
  code: SOURCE_CODE,
  name: { zh: "重庆科技服务云平台（kjy01）", en: "Chongqing science and technology service cloud (kjy01)" },
  kind: "PORTAL",
  licence: {
    code: "KJY01-PUBLIC",
    name: {
      zh: "平台公开信息，注明出处（暂定）",
      en: "Public information of the platform, with attribution (assumed)",
    },
    attribution: {
      zh: "来源：重庆科技服务云平台（kjy01）",
      en: "Source: Chongqing science and technology service cloud (kjy01)",
    },
    accessPolicy: "PUBLIC",
  },
  settings: kjy01Settings,
  politeness: POLITE_DEFAULTS,
  sandbox: {
    module: new URL("./sandbox/sandbox.ts", import.meta.url),
    pointAt: (baseUrl) => ({ baseUrl, accessKey: SANDBOX_ACCESS_KEY }),
    isWanted: ({ baseUrl }) => baseUrl === undefined,
  },
  create: createKjy01Client,
});
