import { compactDate, fromDay, gazetteDay } from "./calendar.ts";
import type { WorldLegalEvent, WorldPatent } from "./types.ts";

/** What every gazette item repeats of its patent. */
export type GazetteSubject = Pick<WorldPatent, "applicationNumber" | "ipc" | "locarno" | "filingDate">;

type Items = WorldLegalEvent["items"];

/** Gazette entries as CNIPA prints them: an event name and labelled lines, days as yyyymmdd (FACTS D2). */
export const gazette = {
  published: (subject: GazetteSubject, date: string) => event("PB01", "公开", date, plain(subject)),

  examination: (subject: GazetteSubject, date: string) => event("SE01", "实质审查的生效", date, plain(subject)),

  granted: (subject: GazetteSubject, date: string) => event("GR01", "授权", date, plain(subject)),

  rejected: (subject: GazetteSubject, published: string, date: string) =>
    event("RJ01", "发明专利申请公布后的驳回", date, [...plain(subject), ["申请公布日", compactDate(published)]]),

  deemedWithdrawn: (subject: GazetteSubject, published: string, date: string) =>
    event("WD01", "发明专利申请公布后的视为撤回", date, [...plain(subject), ["申请公布日", compactDate(published)]]),

  lapsedForFee: (subject: GazetteSubject, granted: string, effective: string, date: string) =>
    event("CF01", "专利权的终止", date, [["终止原因", "未缴年费专利权终止"], ...ended(subject, granted, effective)]),

  expired: (subject: GazetteSubject, granted: string, effective: string, date: string) =>
    event("CX01", "专利权有效期届满", date, ended(subject, granted, effective)),

  abandonedForTwin: (subject: GazetteSubject, granted: string, effective: string) =>
    event("AR01", "避免重复授权放弃专利权", effective, [
      ...ofRight(subject),
      ["申请日", compactDate(subject.filingDate)],
      ["授权公告日", compactDate(granted)],
      ["放弃生效日", compactDate(effective)],
    ]),

  transferred: (subject: GazetteSubject, from: string, to: string, dates: RegisteredDates) =>
    event("TR01", "专利权的转移", dates.gazetted, [
      ...ofRight(subject),
      ["登记生效日", compactDate(dates.registered)],
      ["变更项目", "专利权人"],
      ["变更前权利人", from],
      ["变更后权利人", to],
    ]),

  pledged: (subject: GazetteSubject, pledgor: string, pledgee: string, dates: RegisteredDates & { number: string }) =>
    event("PE01", "专利权质押合同登记的生效", dates.gazetted, [
      ...ofRight(subject),
      ["登记号", dates.number],
      ["质押登记日", compactDate(dates.registered)],
      ["出质人", pledgor],
      ["质权人", pledgee],
    ]),

  pledgeCancelled: (
    subject: GazetteSubject,
    pledgor: string,
    pledgee: string,
    dates: RegisteredDates & { number: string },
  ) =>
    event("PC01", "专利权质押合同登记的注销", dates.gazetted, [
      ...ofRight(subject),
      ["登记号", dates.number],
      ["注销日", compactDate(dates.registered)],
      ["出质人", pledgor],
      ["质权人", pledgee],
    ]),

  licensed: (subject: GazetteSubject, licence: LicenceEntry, dates: RegisteredDates & { number: string }) =>
    event("EE01", "专利实施许可合同备案的生效", dates.gazetted, [
      ...ofRight(subject),
      ["备案号", dates.number],
      ["许可人", licence.licensor],
      ["被许可人", licence.licensee],
      ["许可种类", licence.type],
      ["备案日", compactDate(dates.registered)],
    ]),

  openLicence: (subject: GazetteSubject, owner: string, dates: RegisteredDates & { number: string }, terms: string) =>
    event("OL01", "专利开放许可声明", dates.gazetted, [
      ...ofRight(subject),
      ["声明编号", dates.number],
      ["专利权人", owner],
      ["使用费支付方式和标准", terms],
      ["生效日", compactDate(dates.gazetted)],
    ]),

  preserved: (subject: GazetteSubject, dates: RegisteredDates) =>
    event("PP01", "专利权的保全", dates.gazetted, [
      ...ofRight(subject),
      ["保全登记生效日", compactDate(dates.registered)],
    ]),

  partlyInvalidated: (subject: GazetteSubject, number: string, dates: RegisteredDates) =>
    event("IP01", "专利权的部分无效宣告", dates.gazetted, [
      ...ofRight(subject),
      ["无效宣告决定号", number],
      ["无效宣告决定日", compactDate(dates.registered)],
      ["维持有效的权利要求", "权利要求3及其后各项"],
    ]),
} as const;

export interface RegisteredDates {
  readonly registered: string;
  readonly gazetted: string;
}

export interface LicenceEntry {
  readonly licensor: string;
  readonly licensee: string;
  readonly type: "独占许可" | "排他许可" | "普通许可";
}

/** Reads a day back from an item of an entry ("终止日期" → 2024-04-06); null where the entry has no such item. */
export function itemDate(entry: WorldLegalEvent, label: string): string | null {
  const text = entry.items.find(([name]) => name === label)?.[1];
  return text === undefined ? null : text.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
}

/** The gazette day that follows a registration after the usual three weeks of printing. */
export function gazettedAfter(day: number): RegisteredDates {
  return { registered: fromDay(day), gazetted: fromDay(gazetteDay(day + 18)) };
}

function event(code: string, name: string, date: string, items: Items): WorldLegalEvent {
  return { code, name, date, items };
}

function plain(subject: GazetteSubject): Items {
  return [
    ...mainClass(subject),
    ["申请号", subject.applicationNumber.slice(2)],
    ["申请日", compactDate(subject.filingDate)],
  ];
}

function ofRight(subject: GazetteSubject): Items {
  return [...mainClass(subject), ["专利号", `ZL${subject.applicationNumber.slice(2)}`]];
}

function ended(subject: GazetteSubject, granted: string, effective: string): Items {
  return [
    ...ofRight(subject),
    ["申请日", compactDate(subject.filingDate)],
    ["授权公告日", compactDate(granted)],
    ["终止日期", compactDate(effective)],
  ];
}

function mainClass(subject: GazetteSubject): Items {
  const [ipc] = subject.ipc;
  if (ipc !== undefined) return [["IPC(主分类)", ipc]];
  const [locarno] = subject.locarno;
  return locarno === undefined ? [] : [["LOC分类号", locarno]];
}
