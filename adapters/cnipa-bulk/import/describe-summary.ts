import type { ImportSummary } from "./import-report.ts";

/** Entries of the set-aside list that a terminal is shown. */
const SHOWN = 50;
const MB = 1_000_000;

/** What became of an import, in both languages. */
export function describeSummary(summary: ImportSummary, isDryRun: boolean): string {
  const seconds = summary.durationMs / 1000;
  const speed = seconds > 0 ? ` · ${(summary.bytesRead / MB / seconds).toFixed(1)} MB/s` : "";
  const head = isDryRun ? "检查完成，未写入 / check finished, nothing written" : "导入完成 / import finished";
  const lines = rows(summary)
    .filter(([, count, always]) => always || count > 0)
    .map(([label, count]) => `  ${label}: ${count}`);
  return [
    `${head} (${seconds.toFixed(1)} s${speed})`,
    ...lines,
    ...passedOver(summary),
    ...setAsideLines(summary),
    ...(summary.interrupted ? ["已中断，之前的内容已保留 / interrupted; what came before was kept"] : []),
    "",
  ].join("\n");
}

function rows(summary: ImportSummary): readonly (readonly [label: string, count: number, always: boolean])[] {
  return [
    ["文件 / files", summary.files, true],
    ["早已导入的文件 / files imported before", summary.known, false],
    ["早于起始日 / before the first day asked for", summary.before, false],
    ["新导入 / imported", summary.imported, true],
    ["已更新 / updated", summary.updated, true],
    ["未变化 / unchanged", summary.unchanged, true],
    ["法律状态新增 / new legal events", summary.legalEvents, true],
    ["法律状态未变 / legal events unchanged", summary.legalEventsUnchanged, true],
    ["搁置 / set aside", summary.setAsideCount, true],
    ["拒收（涉密）/ refused (secret)", summary.refused, true],
  ];
}

function passedOver({ passedOver: kinds }: ImportSummary): string[] {
  const entries = Object.entries(kinds).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return [];
  const shown = entries.slice(0, SHOWN).map(([kind, count]) => `${printable(kind)} ${count}`);
  return [`  略过的其他文件 / other files passed over: ${shown.join(", ")}`];
}

function setAsideLines({ setAside, setAsideCount, report }: ImportSummary): string[] {
  const shown = setAside.slice(0, SHOWN).map(({ file, document, code, reason }) => {
    const place = document === null ? file : `${file} #${document}`;
    return `  - ${printable(place)} [${code}] ${reason.zh} / ${reason.en}`;
  });
  const more = setAsideCount - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`  … ${more}`] : []),
    ...(report === null ? [] : [`  全部搁置清单 / all of them: ${printable(report)}`]),
  ];
}

/** File names are the deliverer's: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}
