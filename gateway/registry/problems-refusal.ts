import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import type { NodeProblem } from "./node-problem.ts";

/** Told in one line, too; the answer has all of them. */
export function problemsRefusal(problems: readonly NodeProblem[]): Refusal {
  const [first] = problems;
  const more = problems.length - 1;
  const line = first?.line ?? null;
  return refuse(
    "NODE_REFUSED",
    {
      zh: `${line === null ? "" : `第 ${line} 行：`}${first?.message.zh ?? ""}${more > 0 ? `（另有 ${more} 处）` : ""}`,
      en: `${line === null ? "" : `line ${line}: `}${first?.message.en ?? ""}${more > 0 ? ` (and ${more} more)` : ""}`,
    },
    { problems },
  );
}
