import { regionByChineseName } from "#schema/codes/region-names.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { NODE_CODE_FORM } from "./owner-format.ts";
import { PAGE_HOST } from "./subgraph-format.ts";

/** How a text of a certain form is written, and what a wrong one was probably meant to be. */
export interface ValueForm {
  readonly told: Bilingual;
  readonly mend?: (wrong: string) => string | null;
}

const CODE: ValueForm = {
  told: {
    zh: "小写字母开头，2 至 31 个小写字母、数字或连字符；连字符不在末尾、不相连；hub 为枢纽自用",
    en: "2 to 31 lower-case letters, digits or hyphens, beginning with a letter, no hyphen at the end nor two in a row; hub is the hub's own",
  },
  mend: toNodeCode,
};
const SOURCE_NAME: ValueForm = {
  told: {
    zh: "来源名：小写字母开头，小写字母、数字或连字符",
    en: "Name of a source: lower-case letters, digits or hyphens, beginning with a letter",
  },
  mend: toCode,
};

/** By the pattern of the format that the text does not have. */
export const FORMS: Readonly<Record<string, ValueForm>> = {
  [NODE_CODE_FORM.source]: CODE,
  "^[a-z][a-z0-9-]{0,30}$": SOURCE_NAME,
  "^\\d+\\.\\d+\\.\\d+$": {
    told: { zh: "版本号须形如 1.0.0", en: "A version looks like 1.0.0" },
    mend: toVersion,
  },
  "^\\d{6}$": {
    told: { zh: "行政区划代码为六位数字（GB/T 2260）", en: "A division's code has six digits (GB/T 2260)" },
    mend: toRegion,
  },
  [PAGE_HOST.source]: {
    told: {
      zh: "主机名，小写，不带 https:// 与路径，如 www.example.org",
      en: "A host in lower case, without https:// and path, such as www.example.org",
    },
    mend: (wrong) => (/^https?:\/\//i.test(wrong) && URL.canParse(wrong) ? new URL(wrong).host : null),
  },
  "^[A-Z_]+$": {
    told: { zh: "种类名为大写字母与下划线", en: "A kind is written in capitals and underscores" },
    mend: (wrong) => kindName(wrong),
  },
  "^[A-Z][A-Z0-9_]{0,39}$": {
    told: {
      zh: "此处写密钥的名称（大写字母、数字、下划线），不写其值；值由枢纽运营方配置",
      en: "The name of a secret stands here (capitals, digits, underscores), never its value; the hub's operator sets that",
    },
  },
  "^\\d{1,6}(ms|s|m|h|d)$": {
    told: { zh: "时长须形如 90s、10m、24h、7d", en: "A span of time looks like 90s, 10m, 24h, 7d" },
    mend: toDuration,
  },
  "^([01]\\d|2[0-3]):[0-5]\\d$": {
    told: { zh: '时刻须形如 "08:30"', en: 'A time of day looks like "08:30"' },
    mend: (wrong) => (/^\d:[0-5]\d$/.test(wrong) ? `"0${wrong}"` : null),
  },
};

/** By zod's name of a format. */
export const NAMED_FORMS: Readonly<Record<string, ValueForm>> = {
  url: {
    told: { zh: "须是完整的 http 或 https 网址", en: "A full http or https address is needed" },
    mend: (wrong) => {
      if (!/^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/\S*)?$/.test(wrong)) return null;
      // Inner networks and ports of their own hardly ever have a certificate.
      return /^[\d.]+(?:[:/]|$)|:(?!443(?:\/|$))\d/.test(wrong) ? `http://${wrong}` : `https://${wrong}`;
    },
  },
};

function toCode(wrong: string): string | null {
  const code = wrong
    .toLowerCase()
    .replace(/[\s_.]+/g, "-")
    .replace(/[^a-z0-9-]/g, "")
    .replace(/^[^a-z]+/, "")
    .slice(0, 31);
  return code.length >= 2 ? code : null;
}

function toNodeCode(wrong: string): string | null {
  const code = toCode(wrong)?.replace(/-+/g, "-").replace(/-$/, "") ?? "";
  return NODE_CODE_FORM.test(code) ? code : null;
}

function toVersion(wrong: string): string | null {
  const [, major, minor = "0"] = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.0)?$/i.exec(wrong) ?? [];
  return major === undefined ? null : `${major}.${minor}.0`;
}

function toRegion(wrong: string): string | null {
  if (/^\d{2}$|^\d{4}$/.test(wrong)) return `"${wrong.padEnd(6, "0")}"`;
  const named = regionByChineseName(wrong);
  return named === null ? null : `"${named.code}"`;
}

function kindName(wrong: string): string | null {
  const name = wrong
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/[\s-]+/g, "_")
    .toUpperCase();
  return /^[A-Z_]+$/.test(name) ? name : null;
}

function toDuration(wrong: string): string | null {
  const [, count, unit = ""] = /^(\d{1,6})\s*([a-z\p{Script=Han}]*)$/iu.exec(wrong) ?? [];
  const known = UNITS.find(([pattern]) => pattern.test(unit));
  return count === undefined || known === undefined ? null : `${count}${known[1]}`;
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|毫秒|milli.*)$/i, "ms"],
  [/^(?:s|sec.*|秒)$/i, "s"],
  [/^(?:m|min.*|分钟?)$/i, "m"],
  [/^(?:h|hour.*|hr|小时|时)$/i, "h"],
  [/^(?:d|days?|天|日)$/i, "d"],
];
