import { printNumber, printYuan } from "#adapters/manifest/demo/wire/print.ts";
import { printDay } from "#adapters/runtime/sandbox/print-values.ts";
import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { TECHNICAL_FIELDS } from "#adapters/runtime/sandbox/world/vocabulary.ts";

export type Row = Readonly<Record<string, string>>;

/** What one outlet has. Column names are pinyin initials, as such platforms have them. */
export const CONTENT = {
  REPORT: { rows: reportRows, columns: ["bh", "bgmc", "zt", "fbrq"] },
  SERVICE: { rows: serviceRows, columns: ["bh", "fwmc", "mk", "sf"] },
  LISTING: { rows: listingRows, columns: ["bh", "mc", "zlh", "jg", "fs", "fbrq"] },
  ACTIVITY: { rows: activityRows, columns: ["bh", "hdmc", "hdlx", "kssj", "dd"] },
  AGENCY_PROFILE: { rows: agencyRows, columns: ["bh", "jgmc", "jgdm", "jj"] },
  EXPERT: { rows: expertRows, columns: ["bh", "xm", "zc", "dw"] },
  TOPIC_COLLECTION: { rows: topicRows, columns: ["bh", "ztmc", "zt", "sm"] },
} as const satisfies Readonly<Record<string, Content>>;

export type ContentKind = keyof typeof CONTENT;

interface Content {
  readonly columns: readonly string[];
  readonly rows: (world: World, outlet: number) => readonly Row[];
}

/** Every outlet has its own part of the shared world: those whose place in a list leaves this remainder. */
function share<T>(list: readonly T[], outlet: number, most: number): readonly T[] {
  return list.filter((_, index) => index % 5 === outlet % 5).slice(0, most);
}

function reportRows(world: World, outlet: number): readonly Row[] {
  return [2024, 2025, 2026].flatMap((year) =>
    TECHNICAL_FIELDS.map((field, index) => {
      const random = createRandom(world.seed, `outlet-${outlet}-${year}`, index);
      const day = `${year}-0${random.int(1, 9)}-${random.int(10, 28)}`;
      return {
        bh: `BG${outlet}${year}${String(index).padStart(2, "0")}`,
        bgmc: `${field.name}专利简报（网点${outlet + 1}，${year}）`,
        zt: field.name,
        fbrq: printDay(day, index),
      };
    }),
  );
}

const SERVICES = [
  ["专利检索咨询", "信息"],
  ["查新与分析", "信息"],
  ["专利申请咨询", "申请"],
  ["维权线索受理", "维权"],
  ["专利信息培训", "培训"],
  ["成果转化对接", "运营"],
  ["质押融资咨询", "金融"],
] as const;

function serviceRows(_world: World, outlet: number): readonly Row[] {
  return SERVICES.flatMap(([name, module], index) =>
    ["到馆", "上门", "远程"].map((form, turn) => ({
      bh: `FW${outlet}${String(index * 3 + turn).padStart(3, "0")}`,
      fwmc: `${name}（${form}）`,
      mk: module,
      sf: turn === 1 ? "面议" : "免费",
    })),
  );
}

function listingRows(world: World, outlet: number): readonly Row[] {
  const inForce = world.patents.filter((patent) => coarseStatus(patent) === "有效");
  return share(inForce, outlet, 200).map((patent, index) => ({
    bh: `GP${outlet}${String(index).padStart(5, "0")}`,
    mc: patent.title,
    zlh: printNumber(patent.applicationNumber, index),
    jg: printYuan(index % 4 === 1 ? null : 20_000 + (index % 40) * 5_000, index),
    fs: index % 3 === 0 ? "许可" : "转让",
    fbrq: printDay(`2026-0${(index % 9) + 1}-15`, index),
  }));
}

function activityRows(_world: World, outlet: number): readonly Row[] {
  return ["培训", "讲座", "路演", "对接会"].flatMap((kind, turn) =>
    TECHNICAL_FIELDS.map((field, index) => ({
      bh: `HD${outlet}${String(turn * 20 + index).padStart(3, "0")}`,
      hdmc: `${field.name}专利${kind}`,
      hdlx: kind,
      kssj: `2026-12-${String(1 + ((index + turn * 7) % 28)).padStart(2, "0")} 09:30:00`,
      dd: `网点${outlet + 1}报告厅`,
    })),
  );
}

function agencyRows(world: World, outlet: number): readonly Row[] {
  return share(world.agencies, outlet, 100).map((agency) => ({
    bh: `JG${outlet}${agency.code}`,
    jgmc: agency.name,
    jgdm: agency.code,
    jj: `擅长${agency.specialties.join("、")}`,
  }));
}

function expertRows(world: World, outlet: number): readonly Row[] {
  return share(world.experts, outlet, 100).map((expert, index) => ({
    bh: `ZJ${outlet}${String(index).padStart(4, "0")}`,
    xm: expert.name,
    zc: expert.jobTitle,
    dw: expert.organization,
  }));
}

function topicRows(world: World, outlet: number): readonly Row[] {
  const { partyName } = indexWorld(world);
  return TECHNICAL_FIELDS.map((field, index) => {
    const own = world.patents.filter((patent) => patent.ipc.some((symbol) => field.ipc.includes(symbol)));
    return {
      bh: `ZT${outlet}${String(index).padStart(2, "0")}`,
      ztmc: `${field.name}专利专题库（网点${outlet + 1}）`,
      zt: field.name,
      sm: `收录专利${own.length}件，如${partyName(own[0]?.applicants[0] ?? "")}的“${own[0]?.title ?? ""}”`,
    };
  });
}
