import type {
  CopyFacts,
  EncumbranceFacts,
  OfferFacts,
  OwnerFacts,
  PatentFacts,
} from "#subgraphs/discovery/records/facts.ts";

export const NUMBER = "CN202310123456.6";
export const OWNER = { name: "成都示例光电有限公司", uscc: "91510100MA0DEM0A77" };
export const BUYER = { name: "重庆示例新材料有限公司", uscc: "91500107MA0DEM1B1C" };

export function owner(
  { name, uscc }: { name: string; uscc: string | null },
  parts: Partial<OwnerFacts> = {},
): OwnerFacts {
  const organization = uscc === null ? null : { uscc };
  return { name, formerNames: [], organization, match: organization && { confidence: 1 }, ...parts };
}

/** A patent in force, its fees paid as far as can be known, without burdens. */
export function patent(parts: Partial<PatentFacts> = {}): PatentFacts {
  return {
    id: "patent",
    applicationNumber: NUMBER,
    title: "一种低温固化光学胶及其制备方法",
    patentType: { code: "INVENTION" },
    applicants: [{ name: OWNER.name }],
    legalStatus: {
      code: "IN_FORCE",
      label: "授权有效",
      raw: "授权",
      effectiveDate: "2024-08-20",
      knownThrough: "2026-11-20",
    },
    currentOwners: [owner(OWNER)],
    encumbrances: [],
    annuities: [{ graceEndDate: "2025-08-14", status: { code: "INFERRED_PAID" } }],
    provenance: { source: { name: "专利数据" }, hubNode: { code: "register" } },
    ...parts,
  };
}

export function offer(mode = "LICENSE", parts: Partial<OfferFacts> = {}): OfferFacts {
  return {
    id: "offer",
    patentNumberText: "202310123456.6",
    subject: { code: "PATENT" },
    mode: { code: mode },
    seller: { name: OWNER.name, organization: { uscc: OWNER.uscc } },
    patent: { applicationNumber: NUMBER },
    ...parts,
  };
}

export function burden(kind: string, licenceKind: string | null = null): EncumbranceFacts {
  const event = { details: licenceKind === null ? null : { licenceKind: { code: licenceKind } } };
  return { kind: { code: kind }, sinceDate: "2025-03-04", termEndDate: null, event };
}

/** A copy that agrees with the patent. */
export function copy(parts: Partial<CopyFacts> = {}): CopyFacts {
  return {
    id: "copy",
    title: "一种低温固化光学胶及其制备方法",
    applicantText: OWNER.name,
    patentNumberText: "ZL202310123456.6",
    legalStatus: { code: "IN_FORCE", label: "授权有效", raw: "有效", knownThrough: "2026-11-02" },
    patent: { applicationNumber: NUMBER },
    ...parts,
  };
}
