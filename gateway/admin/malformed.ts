import type { z } from "zod";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";

export function malformed({ issues }: z.ZodError): Refusal {
  const place = issues.map(({ path, code }) => `${path.join(".") || "body"} (${code})`).join(", ");
  return refuse("BAD_REQUEST", { zh: `请求体无效：${place}`, en: `bad body: ${place}` });
}
