import fc from "fast-check";
import type {
  Applicant,
  LegalEvent,
  PatentBibliography,
  PatentPublication,
} from "#adapters/cnipa-bulk/patent-record.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { ApplicationNumber, PatentType } from "#schema/ids/application-number.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import { entry } from "#tests/adapters/cnipa-bulk/legal/gazette-entry.ts";

/** A patent as a store merges it, with all that statistics look at. */
export interface InventedPatent {
  readonly bibliography: PatentBibliography;
  readonly publications: readonly PatentPublication[];
  readonly legalEvents: readonly LegalEvent[];
}

export const AGENCY_NAMES: Readonly<Record<string, string>> = {
  "50990": "重庆示例知识产权代理事务所（普通合伙）",
  "51215": "成都九鼎天元知识产权代理有限公司",
  "51998": "四川力久律师事务所",
  "11204": "北京英赛嘉华知识产权代理有限责任公司",
  "72001": "中国专利代理(香港)有限公司",
};

const APPLICANTS = [
  ["成都示例光电有限公司", "91510100MA0DEM0A77", "510104"],
  ["重庆示例新材料有限公司", "91500107MA0DEM1B1C", "500107"],
  ["北川示例茶业有限公司", null, "510726"],
  ["绵阳示例大学", null, "510704"],
  ["四川示例研究院", null, "510000"],
  ["张三", null, "500234"],
  ["示例株式会社", null, null],
] as const;

/** The last day on which something is gazetted. */
export const TODAY = "2026-06-01";

/** Days gather on few, so that ends, terms and observations meet. */
const day = (from: number, to: number) =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.constantFrom("01-15", "02-28", "06-01", "12-31"))
    .map(([year, rest]) => `${year}-${rest}`);

const applicant = fc.constantFrom(...APPLICANTS).map(
  ([name, uscc, regionCode]): Omit<Applicant, "sequence"> => ({
    name,
    uscc: uscc as Uscc | null,
    regionCode,
    officeCode: regionCode === null ? "JP" : "CN",
    address: null,
    postCode: null,
  }),
);

const ends = fc.constantFrom(
  (at: string, gazetted: string) =>
    entry("CF01", "专利权的终止", gazetted, `终止原因：未缴年费\n终止日期：${compact(at)}`),
  (at: string) => entry("AR01", "避免重复授权放弃专利权", at, `放弃生效日：${compact(at)}`),
  (at: string) => entry("AV01", "专利权的主动放弃", at, `放弃生效日：${compact(at)}`),
  (at: string) => entry("IW01", "专利权的全部无效宣告", at, `无效宣告决定日：${compact(at)}`),
  (at: string) => entry("C35", "专利权的无效宣告", at),
  (at: string) => entry("CX01", "专利权有效期届满", at, `终止日期：${compact(at)}`),
);

const uses = fc.constantFrom(
  (at: string) =>
    entry("TR01", "专利权的转移", at, "变更事项：专利权人\n变更前权利人：甲技术有限公司\n变更后权利人：乙实业有限公司"),
  (at: string) =>
    entry(
      "TR01",
      "专利权的转移",
      at,
      "变更事项：专利权人\n变更前权利人：甲技术有限公司\n变更后权利人：甲技术有限公司绵阳分公司",
    ),
  (at: string) => entry("TA01", "专利申请权的转移", at, "变更前申请人：甲技术有限公司\n变更后申请人：乙实业有限公司"),
  (at: string) => entry("EE01", "专利实施许可合同备案的生效", at, `备案日：${compact(at)}`),
  (at: string) => entry("PE01", "专利权质押合同登记的生效", at, `质押登记日：${compact(at)}`),
  (at: string) => entry("OL01", "专利开放许可声明", at, `生效日：${compact(at)}`),
);

const life = fc.record({
  type: fc.constantFrom<PatentType>("INVENTION", "UTILITY_MODEL", "DESIGN"),
  filed: fc.option(day(2003, 2024), { freq: 12 }),
  publishedAfter: fc.integer({ min: 0, max: 2 }),
  grantedAfter: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 4 }),
  refused: fc.boolean(),
  end: fc.option(fc.tuple(ends, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 1 })), { freq: 2 }),
  uses: fc.array(fc.tuple(uses, fc.integer({ min: 0, max: 8 })), { maxLength: 3 }),
  applicants: fc.array(applicant, { maxLength: 3 }),
  agency: fc.option(fc.constantFrom(...Object.keys(AGENCY_NAMES)), { freq: 4 }),
  ipc: fc.array(fc.constantFrom("C09J11/06", "C09J4/00", "H02S40/10", "G06F17/30", "A45B25/00", "B64U10/10"), {
    maxLength: 4,
  }),
});

/** A store's worth of them, each with a number of its own. */
export const inventedPatents: fc.Arbitrary<readonly InventedPatent[]> = fc
  .array(life, { maxLength: 30 })
  .map((lives) => lives.map(toPatent));

function toPatent(invented: LifeValue, index: number): InventedPatent {
  const { type, filed, grantedAfter, publishedAfter, refused, end, applicants, agency, ipc } = invented;
  const from = filed ?? "2010-06-01";
  const granted = grantedAfter === null ? null : later(from, publishedAfter + grantedAfter);
  const isInvention = type === "INVENTION";
  const publications = [
    ...(isInvention ? [publication(index, "A", later(from, publishedAfter))] : []),
    ...(granted === null
      ? []
      : [publication(index, { INVENTION: "B", UTILITY_MODEL: "U", DESIGN: "S" }[type], granted)]),
  ];
  const rightEvents =
    granted === null
      ? []
      : [
          ...invented.uses.map(([use, years]) => use(later(granted, years))),
          ...(end === null ? [] : [end[0](later(granted, end[1]), later(granted, end[1] + end[2]))]),
        ];
  const refusal =
    isInvention && granted === null && refused ? [entry("RJ01", "发明专利申请公布后的驳回", later(from, 4))] : [];
  return {
    bibliography: {
      ...EMPTY,
      applicationNumber: `CN2010${10_000_000 + index}.0` as ApplicationNumber,
      type,
      filingDate: filed,
      applicants: applicants.map((party, position) => ({ ...party, sequence: position + 1 })),
      agency: agency === null ? null : { code: agency as AgencyCode, name: AGENCY_NAMES[agency] ?? "" },
      ipc: type === "DESIGN" ? [] : ipc,
    },
    publications: publications.filter(({ date }) => date !== null && date <= TODAY),
    legalEvents: [...rightEvents, ...refusal]
      .filter(({ date }) => date <= TODAY)
      .toSorted((a, b) => a.date.localeCompare(b.date)),
  };
}

type LifeValue = typeof life extends fc.Arbitrary<infer Value> ? Value : never;

const EMPTY: Omit<PatentBibliography, "applicationNumber" | "type" | "filingDate" | "applicants" | "agency" | "ipc"> = {
  isPctNationalPhase: false,
  title: null,
  titleEn: null,
  inventors: [],
  agents: [],
  locarno: [],
  priorities: [],
  pct: null,
  parent: null,
  citations: [],
  images: [],
  abstract: null,
  briefExplanation: null,
};

function publication(index: number, kind: string, date: string): PatentPublication {
  return { office: "CN", number: String(100_000_000 + index), kind, date, gazetteNumber: null };
}

function later(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}${date.slice(4)}`;
}

function compact(date: string): string {
  return date.replaceAll("-", "");
}
