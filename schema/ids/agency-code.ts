import type { Branded } from "./branded.ts";
import type { Parsed } from "./parsed.ts";
import { refuseForm, refuseUnreadable } from "./refuse.ts";
import { compactText } from "./text.ts";

/** A patent agency's code (专利代理机构代码): five digits, province code and serial, as `50990`. */
export type AgencyCode = Branded<"AgencyCode">;

/** An agency as XML and portals print it: the name, and the code where one is appended. */
export interface AgencyName {
  readonly name: string;
  readonly code: AgencyCode | null;
}

const NAME = { zh: "专利代理机构代码", en: "patent agency code" };

/** Five digits. The first two are a province mostly, but 72 and others exist, so they are not checked. */
export function parseAgencyCode(text: string): Parsed<AgencyCode> {
  const unreadable = refuseUnreadable(text, NAME);
  if (unreadable) return unreadable;
  const code = compactText(text);
  return /^\d{5}$/.test(code) ? { ok: true, value: code as AgencyCode } : refuseForm(NAME, "50990");
}

/** `杭州求是专利事务所有限公司 33200` → name and code. The name keeps its spelling; `null` code where none is appended. */
export function parseAgencyName(text: string): AgencyName {
  const trimmed = text.replace(/[\s\u3000]+/g, " ").trim();
  const [, name, code] = /^(.*[^\d０-９(（ ]) ?[(（]?([\d０-９]{5})[)）]?$/u.exec(trimmed) ?? [];
  if (name === undefined || code === undefined) return { name: trimmed, code: null };
  const parsed = parseAgencyCode(code);
  return parsed.ok ? { name: name.trim(), code: parsed.value } : { name: trimmed, code: null };
}

/** The two leading digits: a GB/T 2260 province for agencies of the mainland. */
export function agencyProvince(code: AgencyCode): string {
  return code.slice(0, 2);
}
