import { z } from "zod";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import type { AgencyRecord, AgencyStatus, AgencyType, AgentRecord } from "./records.ts";

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => emptyToNull(value === null || value === undefined ? null : String(value)));

/** A count, also as text; here "0" is a number and no placeholder. */
const count = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (/^\d{1,6}$/.test(String(value).trim()) ? Number(value) : null));

const code = z.string().transform((value, issues) => {
  const parsed = parseAgencyCode(value);
  if (parsed.ok) return parsed.value;
  issues.addIssue({ code: "custom", message: "agency code" });
  return z.NEVER;
});

/** A list; the register prints "--" for an empty one. */
const branches = z
  .union([z.array(z.object({ branchName: z.string(), areaCode: text, address: text })), text.transform(() => [])])
  .transform((list) =>
    list.map(({ branchName, areaCode, address }) => ({ name: branchName, region: toRegion(areaCode), address })),
  );

/** One entry of the register of agencies. */
export const agencyRow = z
  .object({
    agencyCode: code,
    agencyName: z.string().min(1),
    socialCreditCode: text,
    agencyType: text,
    statusText: text,
    areaCode: text,
    address: text,
    phone: text,
    establishDate: text,
    agentCount: count,
    businessScope: text,
    branchList: branches,
    updateTime: text,
  })
  .transform(
    (row): AgencyRecord => ({
      code: row.agencyCode,
      name: row.agencyName.trim(),
      uscc: toUscc(row.socialCreditCode),
      type: { code: toType(row.agencyType), raw: row.agencyType },
      status: { code: toStatus(row.statusText), raw: row.statusText },
      region: toRegion(row.areaCode),
      address: row.address,
      phone: row.phone,
      foundedDate: toDay(row.establishDate),
      agentCount: row.agentCount,
      businessScope: row.businessScope,
      branches: row.branchList,
      updatedAt: toInstant(row.updateTime),
    }),
  );

/** One entry of the register of agents. */
export const agentRow = z
  .object({ qualificationNo: z.string().regex(/^\d{7}$/), agentName: z.string().min(1), agencyCode: code, since: text })
  .transform(
    (row): AgentRecord => ({
      qualificationNumber: row.qualificationNo,
      name: maskName(row.agentName.trim()),
      agencyCode: row.agencyCode,
      sinceDate: toDay(row.since),
    }),
  );

const TYPES: readonly (readonly [pattern: RegExp, type: AgencyType])[] = [
  [/特殊(的)?普通合伙/, "SPECIAL_GENERAL_PARTNERSHIP"],
  [/合伙/, "GENERAL_PARTNERSHIP"],
  [/有限/, "LIMITED_COMPANY"],
  [/律师/, "LAW_FIRM"],
];

const STATUSES: readonly (readonly [pattern: RegExp, status: AgencyStatus])[] = [
  [/注销|撤销|吊销/, "CANCELLED"],
  [/异常|严重违法/, "ABNORMAL"],
  [/正常|存续/, "ACTIVE"],
];

function toType(raw: string | null): AgencyType {
  return TYPES.find(([pattern]) => raw !== null && pattern.test(raw))?.[1] ?? "UNKNOWN";
}

function toStatus(raw: string | null): AgencyStatus {
  return STATUSES.find(([pattern]) => raw !== null && pattern.test(raw))?.[1] ?? "UNKNOWN";
}

function toUscc(raw: string | null) {
  const parsed = raw === null ? null : parseUscc(raw);
  return parsed?.ok ? parsed.value : null;
}

function toRegion(raw: string | null): string | null {
  return raw !== null && /^\d{6}$/.test(raw) ? raw : null;
}

function toDay(raw: string | null): string | null {
  return raw === null ? null : (/^\d{4}-\d{2}-\d{2}/.exec(raw)?.[0] ?? null);
}

/** `yyyy-MM-dd HH:mm:ss`, in Beijing's time though nothing says so. */
function toInstant(raw: string | null): number | null {
  const found = raw === null ? null : /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})/.exec(raw);
  return found === null ? null : Date.parse(`${found[1]}T${found[2]}+08:00`);
}

/** A register of persons: the hub hands on who is registered, not their full names. */
function maskName(name: string): string {
  return `${[...name][0] ?? ""}${"*".repeat(Math.max(1, [...name].length - 1))}`;
}
