import { both, escapeHtml, htmlPage } from "./html-page.ts";
import type { TriedKind, TriedRecord } from "./try-kind.ts";

/** Records as they would stand in the graph beside what the source gave; errors and warnings apart. */
export function triedHtml(title: string, tried: readonly TriedKind[]): string {
  return htmlPage(title, `<h1>${escapeHtml(title)}</h1>\n${tried.map(toSection).join("\n")}`);
}

function toSection({ kind, total, relation, records, leftOut, notes, detail, failure }: TriedKind): string {
  if (failure !== null) return `<h2>${escapeHtml(kind)}</h2><p class="failed">${both(failure)}</p>`;
  return `<h2>${escapeHtml(kind)} · ${relation === "EXACT" ? "" : "≥ "}${total}</h2>
${leftOut.map(({ message }) => `<p class="failed">${both(message)}</p>`).join("\n")}
${notes.map((note) => `<p class="warning">${note.field === null ? "" : `<code>${escapeHtml(note.field)}</code> `}${both(note)}</p>`).join("\n")}
<table><thead><tr><th>原文 Raw</th><th>图中 In the graph</th><th>错误 Errors</th><th>警告 Warnings</th></tr></thead><tbody>
${records.map(toRow).join("\n")}
</tbody></table>${toDetail(detail)}`;
}

function toDetail(detail: TriedKind["detail"]): string {
  if (detail === undefined) return "";
  const { id, tried, notes, failure } = detail;
  const head = `<h3>详情 Detail · ${escapeHtml(id)}</h3>`;
  if (tried === null) return `${head}${failure === null ? "" : `<p class="failed">${both(failure)}</p>`}`;
  const odd = notes.map(
    ({ field, message }) => `<p class="warning"><code>${escapeHtml(field)}</code> ${both(message)}</p>`,
  );
  return `${head}${odd.join("\n")}<table><tbody>${toRow(tried)}</tbody></table>`;
}

function toRow({ record, raw }: TriedRecord): string {
  const { id, fields } = record;
  const problems = (severity: "error" | "warning") =>
    record.problems
      .filter((problem) => problem.severity === severity)
      .map(
        ({ field, message, raw: given }) =>
          `<li class="${severity === "error" ? "failed" : "warning"}"><code>${escapeHtml(field)}</code> ${both(message)}${given === null ? "" : ` <code>${escapeHtml(given)}</code>`}</li>`,
      )
      .join("");
  const mapped = JSON.stringify({ id, ...fields }, null, 2);
  return `<tr><td><pre>${escapeHtml(raw)}</pre></td><td><pre>${escapeHtml(mapped)}</pre></td><td><ul>${problems("error")}</ul></td><td><ul>${problems("warning")}</ul></td></tr>`;
}
