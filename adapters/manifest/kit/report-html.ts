import {
  type CheckResult,
  type ConformanceReport,
  countNotMade,
  type Finding,
  hasPassed,
  toldScore,
} from "./conformance-report.ts";
import { both, escapeHtml, htmlPage } from "./html-page.ts";

const OUTCOMES = { passed: "通过 passed", failed: "未通过 failed", skipped: "未检 skipped" } as const;
const MODES = {
  offline: "仅文件 file alone",
  recordings: "录制的应答 recordings",
  live: "实时访问 live",
} as const;

/** The kit's report as a page to be kept or passed on. */
export function reportHtml(report: ConformanceReport): string {
  const { notNow = [] } = report;
  const verdict = hasPassed(report) ? "passed" : notNow.length > 0 ? "skipped" : "failed";
  const title = `${report.code} ${report.version}`;
  const rows = report.results.map(toRow).join("\n");
  return htmlPage(
    title,
    `<h1>${escapeHtml(title)}</h1>
<p class="score ${verdict}">${OUTCOMES[verdict]} · ${scoreText(report)}</p>
<p>${escapeHtml(report.checkedAt)} · ${MODES[report.mode]}</p>
${toList(notNow)}
<table><thead><tr><th>检查 Check</th><th>结果 Outcome</th><th>内容 What</th><th>发现 Findings</th></tr></thead><tbody>
${rows}
</tbody></table>`,
  );
}

function scoreText(report: ConformanceReport): string {
  const score = toldScore(report);
  const left = countNotMade(report);
  return score === null ? `${left} 项检查未做，不计分 ${left} checks were not made, no score` : `${score} / 100`;
}

function toRow({ id, outcome, title, findings }: CheckResult): string {
  return `<tr><td><code>${id}</code></td><td class="${outcome}">${OUTCOMES[outcome]}</td><td>${both(title)}</td><td>${toList(findings)}</td></tr>`;
}

function toList(findings: readonly Finding[]): string {
  const found = findings.map(
    ({ about, message }) => `<li>${about === null ? "" : `<code>${escapeHtml(about)}</code> `}${both(message)}</li>`,
  );
  return found.length === 0 ? "" : `<ul>${found.join("")}</ul>`;
}
