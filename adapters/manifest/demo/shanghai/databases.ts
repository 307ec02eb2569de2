import { printNumber, printYuan } from "#adapters/manifest/demo/wire/print.ts";
import { printDay } from "#adapters/runtime/sandbox/print-values.ts";
import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import { itemDate } from "#adapters/runtime/sandbox/world/gazette.ts";
import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World, WorldLegalEvent, WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";

/** One entry of a database of the stand-in, before it is printed. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  /** YYYY-MM-DD: what the date range of a search asks about. */
  readonly day: string;
  /** GB/T 2260 of the first party, "" where unknown. */
  readonly region: string;
  /** Label and value as printed, by the id of the cell in `detail.jsp`. */
  readonly fields: readonly (readonly [id: string, label: string, value: string])[];
}

export interface Database {
  readonly title: string;
  /** Newest first. */
  readonly entries: readonly Entry[];
}

/** Story of the well-known records that this platform tells otherwise than the register. */
const STORY = {
  assigned: "CN201810555666.1",
  assignedOn: "2023-03-13",
  offered: "CN202310123456.6",
  startYuan: 180_000,
};
const SHANGHAI = "31";
const RIGHTS = { INVENTION: "发明专利", UTILITY_MODEL: "实用新型专利", DESIGN: "外观设计专利" } as const;

/** zl: copies of patents; jy: recorded deals; pm: lots of the patent fair. */
export function makeDatabases(world: World): Readonly<Record<string, Database>> {
  return {
    zl: { title: "专利检索", entries: sorted(patentEntries(world)) },
    jy: { title: "专利交易备案", entries: sorted(dealEntries(world)) },
    pm: { title: "专利展会与拍卖", entries: sorted(lotEntries(world)) },
  };
}

function patentEntries(world: World): readonly Entry[] {
  const { partyName, organization } = indexWorld(world);
  return world.patents.map((patent, index) => ({
    id: bodyOf(patent),
    title: patent.title,
    day: patent.filingDate,
    region: organization(patent.applicants[0] ?? "")?.region ?? "",
    fields: [
      ["sqh", "申请号", printNumber(patent.applicationNumber, index)],
      ["sqr", "申请人", patent.applicants.map(partyName).join(";")],
      ["fl", "分类号", patent.ipc[0] ?? patent.locarno[0] ?? "--"],
      ["rq", "申请日", printDay(patent.filingDate, index)],
      // The copy is renewed by hand: every nineteenth lags behind the gazette.
      ["zt", "法律状态", index % 19 === 7 ? "在审" : coarseStatus(patent)],
    ],
  }));
}

/** Every licence and every transfer of the gazette: a platform that records deals has those of its members elsewhere too. */
function dealEntries(world: World): readonly Entry[] {
  const { organization } = indexWorld(world);
  const codes = new Map(world.organizations.map(({ name, uscc }) => [name, uscc]));
  return world.patents.flatMap((patent, index) =>
    patent.legalEvents.flatMap((event): Entry[] => {
      const deal = dealOf(event);
      if (deal === null) return [];
      const day = patent.applicationNumber === STORY.assigned ? STORY.assignedOn : deal.day;
      const number = deal.number ?? `SHJY${day.replaceAll("-", "")}${String(index + 1).padStart(6, "0")}`;
      return [
        {
          id: number,
          title: patent.title,
          day,
          region: organization(patent.applicants[0] ?? "")?.region ?? "",
          fields: [
            ["bah", "备案号", number],
            ["fs", "交易方式", deal.mode],
            ["dsr", "当事人", `${deal.from}；${deal.to}`],
            ["zlh", "专利号", printNumber(patent.applicationNumber, index)],
            ["rq", "备案日", printDay(day, index)],
            ["xydm", "信用代码", [deal.from, deal.to].map((name) => codes.get(name) ?? "--").join("；")],
          ],
        },
      ];
    }),
  );
}

interface Deal {
  readonly number: string | null;
  readonly mode: string;
  readonly from: string;
  readonly to: string;
  readonly day: string;
}

function dealOf(event: WorldLegalEvent): Deal | null {
  const item = (label: string): string => event.items.find(([name]) => name === label)?.[1] ?? "";
  if (event.code === "EE01") {
    const day = itemDate(event, "备案日") ?? event.date;
    return { number: item("备案号"), mode: item("许可种类"), from: item("许可人"), to: item("被许可人"), day };
  }
  if (event.code !== "TR01") return null;
  const day = itemDate(event, "登记生效日") ?? event.date;
  return { number: null, mode: "专利权转让", from: item("变更前权利人"), to: item("变更后权利人"), day };
}

/** The story's patent, dearer than elsewhere, what owners in Shanghai have in force, and guests from other provinces. */
function lotEntries(world: World): readonly Entry[] {
  const { partyName, organization } = indexWorld(world);
  const isLocal = (patent: WorldPatent): boolean =>
    patent.owners.some((owner) => organization(owner)?.region.startsWith(SHANGHAI) === true);
  return world.patents
    .filter(
      (patent, index) =>
        patent.applicationNumber === STORY.offered ||
        ((isLocal(patent) || index % 9 === 4) && coarseStatus(patent) === "有效"),
    )
    .map((patent, index) => {
      const isStory = patent.applicationNumber === STORY.offered;
      const yuan = isStory ? STORY.startYuan : index % 4 === 3 ? null : (index % 30) * 10_000 + 20_000;
      const owner = patent.owners[0] ?? "";
      const day = lotDay(index);
      return {
        id: `PM2026${String(index + 1).padStart(4, "0")}`,
        title: `${RIGHTS[patent.type]}“${patent.title}”`,
        day,
        region: organization(owner)?.region ?? "",
        fields: [
          ["fs", "交易方式", index % 3 === 2 ? "许可" : "转让"],
          ["jg", "起拍价", printYuan(yuan, index)],
          ["mf", "委托方", partyName(owner)],
          ["dq", "所在地", placeOf(organization(owner)?.address ?? "")],
          ["zlh", "专利号", printNumber(patent.applicationNumber, index)],
          ["zt", "状态", ["挂牌中", "挂牌中", "已成交"][isStory ? 0 : index % 3] ?? ""],
          ["rq", "公告日", printDay(day, index)],
        ],
      };
    });
}

/** 四川省成都市, 上海市: as far as an address names its city. */
function placeOf(address: string): string {
  return /^(?:[^省市]+省)?[^省市]+市/.exec(address)?.[0] ?? "--";
}

function lotDay(index: number): string {
  return `2026-${String(10 - (index % 9)).padStart(2, "0")}-${String((index % 27) + 1).padStart(2, "0")}`;
}

function sorted(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => b.day.localeCompare(a.day) || a.id.localeCompare(b.id));
}

function bodyOf(patent: WorldPatent): string {
  return patent.applicationNumber.replace(".", "");
}
