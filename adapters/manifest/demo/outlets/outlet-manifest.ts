import { stringify } from "yaml";
import type { ContentKind } from "./content.ts";
import type { Dialect } from "./dialect.ts";

const MODULES = {
  信息: "INFORMATION",
  申请: "FILING",
  维权: "RIGHTS_PROTECTION",
  培训: "TRAINING",
  运营: "OPERATION",
  金融: "FINANCE",
};
const ACTIVITIES = { 培训: "TRAINING", 讲座: "LECTURE", 路演: "ROADSHOW", 对接会: "MATCHMAKING" };

type Fields = Readonly<Record<string, unknown>>;

/** How the columns of a kind become its fields, wherever a dialect has them. */
const FIELDS: Readonly<Record<ContentKind, (at: (column: string) => string) => Fields>> = {
  REPORT: (at) => ({ title: at("bgmc"), topic: at("zt"), publishedDate: { from: at("fbrq"), as: "date" } }),
  SERVICE: (at) => ({
    name: at("fwmc"),
    module: { from: at("mk"), as: "code", table: MODULES },
    feeText: at("sf"),
    category: { value: "CONSULTING", as: "code" },
    region: { value: "500106", as: "region" },
  }),
  LISTING: (at) => ({
    title: at("mc"),
    subject: { value: "PATENT", as: "code" },
    patent: { from: at("zlh"), as: "applicationNumber" },
    patentNumberText: at("zlh"),
    price: { from: at("jg"), as: "price" },
    mode: { from: at("fs"), as: "code", table: { 许可: "LICENSE", 转让: "ASSIGNMENT" } },
    publishedDate: { from: at("fbrq"), as: "date" },
  }),
  ACTIVITY: (at) => ({
    title: at("hdmc"),
    kind: { from: at("hdlx"), as: "code", table: ACTIVITIES },
    startsAt: { from: at("kssj"), as: "instant" },
    place: at("dd"),
  }),
  AGENCY_PROFILE: (at) => ({
    name: at("jgmc"),
    agency: { from: at("jgdm"), as: "agencyCode" },
    introduction: at("jj"),
  }),
  EXPERT: (at) => ({ name: at("xm"), jobTitle: at("zc"), organizationName: at("dw") }),
  TOPIC_COLLECTION: (at) => ({ title: at("ztmc"), topic: at("zt"), description: at("sm") }),
};

/** The manifest of one outlet: what differs from dialect to dialect is told by the dialect. */
export function outletManifest(dialect: Dialect, baseUrl: string): string {
  const name = {
    zh: `专利信息网点（模拟，${dialect.code}）`,
    en: `Patent-information outlet (stand-in, ${dialect.code})`,
  };
  return stringify(
    {
      manifest: 1,
      code: `outlet-${dialect.code}`,
      version: "1.0.0",
      name,
      owner: { name, contact: "outlet-demo@example.org" },
      licence: {
        code: "OUTLET-DEMO",
        name: { zh: "网点公开信息（条款为假定）", en: "Public information of the outlet (terms assumed)" },
        attribution: name,
        accessPolicy: "PUBLIC",
      },
      sources: {
        main: {
          name,
          kind: "API",
          baseUrl,
          politeness: { requestsPerSecond: 200, burst: 200, concurrency: 16 },
          ...dialect.source,
        },
      },
      kinds: {
        [dialect.kind]: { list: dialect.list, id: dialect.place("bh"), fields: FIELDS[dialect.kind](dialect.place) },
      },
      probes: [{ kind: dialect.kind, atLeast: 1 }],
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
