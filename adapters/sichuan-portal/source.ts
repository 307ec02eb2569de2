import { z } from "zod";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";
import { defineSource } from "#adapters/runtime/source.ts";
import { createSichuanPortal } from "./create-sichuan-portal.ts";
import type { SichuanPortal } from "./sichuan-portal.ts";
import { SOURCE_CODE } from "./source-code.ts";

const settings = z.object({
  /** Where the portal's interfaces and pages answer; without it the sandbox stands in. */
  baseUrl: httpUrl().optional(),
  /** Where people read the portal, when that is another address than the hub asks (a government network, say). */
  publicUrl: httpUrl().optional(),
});

/** 四川省知识产权公共服务平台: services, windows, members, offers, training, finance, rights aid, its own copies of patents. */
export const source = defineSource<SichuanPortal, typeof settings>({
  code: SOURCE_CODE,
  name: { zh: "四川省知识产权公共服务平台", en: "Sichuan intellectual-property public service platform" },
  kind: "PORTAL",
  // No terms were found; that a public platform's pages may be shown with its name is an assumption.
  licence: {
    code: "SICHUAN-PORTAL-PUBLIC",
    name: {
      zh: "四川省知识产权公共服务平台公开信息（条款为假定）",
      en: "Public information of the Sichuan platform (terms assumed)",
    },
    attribution: {
      zh: "四川省知识产权公共服务平台",
      en: "Sichuan intellectual-property public service platform (四川省知识产权公共服务平台)",
    },
    accessPolicy: "PUBLIC",
  },
  settings,
  politeness: POLITE_DEFAULTS,
  sandbox: {
    module: new URL("./sandbox/sandbox.ts", import.meta.url),
    isWanted: ({ baseUrl }) => baseUrl === undefined,
    pointAt: (url, own) => ({ ...own, baseUrl: url }),
  },
  create: (runtime, { baseUrl, publicUrl }) =>
    baseUrl === undefined ? null : createSichuanPortal(runtime, { baseUrl, publicUrl: publicUrl ?? baseUrl }),
});
