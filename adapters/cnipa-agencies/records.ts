import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import type { Uscc } from "#schema/ids/uscc.ts";

/** A patent agency as the national register (专利代理机构登记) has it. Days are Asia/Shanghai. */
export interface AgencyRecord {
  readonly code: AgencyCode;
  /** As printed, brackets included: 普通合伙 stands in full-width or half-width ones. */
  readonly name: string;
  /** Null where the register prints none or one whose check characters are wrong. */
  readonly uscc: Uscc | null;
  readonly type: { readonly code: AgencyType; readonly raw: string | null };
  readonly status: { readonly code: AgencyStatus; readonly raw: string | null };
  /** GB/T 2260 code of the registered address, six digits, as printed. Null for agencies abroad. */
  readonly region: string | null;
  readonly address: string | null;
  /** Masked. */
  readonly phone: string | null;
  readonly foundedDate: string | null;
  /** Agents on the register at present. */
  readonly agentCount: number | null;
  readonly businessScope: string | null;
  readonly branches: readonly AgencyBranch[];
  /** Last change of the entry, epoch milliseconds. */
  readonly updatedAt: number | null;
}

interface AgencyBranch {
  readonly name: string;
  readonly region: string | null;
  readonly address: string | null;
}

export type AgencyType =
  | "GENERAL_PARTNERSHIP"
  | "SPECIAL_GENERAL_PARTNERSHIP"
  | "LIMITED_COMPANY"
  | "LAW_FIRM"
  | "UNKNOWN";

/** 正常, 列入(经营)异常名录, 注销 or 撤销. */
export type AgencyStatus = "ACTIVE" | "ABNORMAL" | "CANCELLED" | "UNKNOWN";

/** A patent agent on the practice register (执业备案). The stable key is the qualification number. */
export interface AgentRecord {
  /** 资格证号, seven digits. */
  readonly qualificationNumber: string;
  /** Surname and stars. */
  readonly name: string;
  readonly agencyCode: AgencyCode;
  /** First day at this agency. */
  readonly sinceDate: string | null;
}

export interface AgencySearch {
  /** GB/T 2260 codes; descendants included ("500000" = all of Chongqing). Absent or empty = everywhere. */
  readonly regions?: readonly string[] | undefined;
  /** Part of the name. */
  readonly text?: string | undefined;
  readonly status?: Exclude<AgencyStatus, "UNKNOWN"> | undefined;
  readonly offset: number;
  /** At most 100. */
  readonly limit: number;
}

export interface RegisterPage<T> {
  readonly items: readonly T[];
  readonly total: { readonly value: number; readonly relation: "EXACT" | "AT_LEAST" };
}

/** The national register of patent agencies and agents, as subgraphs see it. */
export interface AgencyRegister {
  /** In the order of the codes; null = not on the register. Whole register questions are shared by many codes. */
  byCodes(
    codes: readonly string[],
    context: CallContext,
  ): Promise<readonly (Sourced<AgencyRecord | null> | UpstreamError)[]>;
  /** In the register's order: by code. Throws UpstreamError. */
  search(search: AgencySearch, context: CallContext): Promise<Sourced<RegisterPage<AgencyRecord>>>;
  /** The agents of one agency, by qualification number. Throws UpstreamError. */
  agents(
    code: string,
    page: { readonly offset: number; readonly limit: number },
    context: CallContext,
  ): Promise<Sourced<RegisterPage<AgentRecord>>>;
}
