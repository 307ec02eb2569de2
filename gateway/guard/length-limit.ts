import { type Refusal, refuse } from "#gateway/report/refusal.ts";

/** Refuses a text too long to be read in a few milliseconds: comments and block texts are single tokens of any length. */
export function refuseLength(text: string, limit: number): Refusal | undefined {
  if (text.length <= limit) return undefined;
  return refuse("QUERY_TOO_LONG", { zh: `上限为 ${limit} 个字符`, en: `the limit is ${limit} characters` });
}
