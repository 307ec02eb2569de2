import { type Refusal, refuse } from "#gateway/report/refusal.ts";

/** Refuses variables nested so deeply that copying or printing them would end the stack. */
export function refuseVariables(variables: unknown, limit: number): Refusal | undefined {
  let level: readonly unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) {
      return refuse("QUERY_TOO_DEEP", {
        zh: `变量嵌套上限为 ${limit} 层`,
        en: `variables may be nested ${limit} levels deep`,
      });
    }
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return undefined;
}
