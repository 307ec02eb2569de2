/**
 * Rights other than patents. An owner is a USCC, or the name as printed of one who has none: abroad, a natural person,
 * an association.
 */
export interface WorldRights {
  readonly trademarks: readonly WorldTrademark[];
  readonly softwareCopyrights: readonly WorldSoftwareCopyright[];
  readonly registeredWorks: readonly WorldWork[];
  readonly layoutDesigns: readonly WorldLayoutDesign[];
  readonly geographicalIndications: readonly WorldGeographicalIndication[];
  readonly plantVarieties: readonly WorldPlantVariety[];
}

export interface WorldTrademark {
  /** Digits; `G` before it for Madrid designations; the suffix A for what was split off. */
  readonly number: string;
  readonly name: string;
  readonly kind: "ORDINARY" | "COLLECTIVE" | "CERTIFICATION";
  readonly owner: string;
  readonly coOwners: readonly string[];
  /** Of the first owner's address; null abroad. */
  readonly region: string | null;
  /** Name of the agency as printed. */
  readonly agency: string | null;
  readonly filingDate: string;
  readonly preliminaryDate: string | null;
  readonly registrationDate: string | null;
  /** Last day of the term, where there is one. */
  readonly validUntil: string | null;
  readonly classes: readonly WorldTrademarkClass[];
}

export interface WorldTrademarkClass {
  readonly niceClass: number;
  readonly goods: readonly WorldGoods[];
  /** What happened to the mark in this class, earliest first. */
  readonly flows: readonly WorldFlow[];
}

export interface WorldGoods {
  readonly text: string;
  /** 类似群, four digits. */
  readonly similarGroup: string;
  /** Item code of the Nice list or a Chinese addition. */
  readonly itemCode: string;
}

export interface WorldFlow {
  readonly date: string;
  readonly text: string;
}

export interface WorldSoftwareCopyright {
  readonly registrationNumber: string;
  /** Serial of the certificate: another number than the registration's. */
  readonly certificateNumber: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly version: string;
  readonly owner: string;
  readonly coOwners: readonly string[];
  readonly region: string | null;
  readonly completionDate: string;
  readonly publicationDate: string | null;
  readonly registrationDate: string;
}

export interface WorldWork {
  readonly registrationNumber: string;
  readonly name: string;
  /** 美术, 音乐: the two whose letters are known from published numbers. */
  readonly category: string;
  readonly owner: string;
  readonly region: string | null;
  readonly completionDate: string;
  readonly publicationDate: string | null;
  readonly registrationDate: string;
}

export interface WorldLayoutDesign {
  readonly registrationNumber: string;
  readonly name: string;
  readonly owner: string;
  readonly region: string | null;
  readonly filingDate: string;
  readonly announcementNumber: string;
  readonly announcementDate: string;
  readonly creationDate: string;
  readonly exploitationDate: string | null;
}

export interface WorldGeographicalIndication {
  readonly system: "PRODUCT" | "MARK" | "AGRICULTURAL";
  /** Announcement, trademark number or certificate. One announcement may cover several products. */
  readonly number: string;
  readonly name: string;
  readonly regionText: string;
  readonly region: string;
  readonly holder: string;
  readonly announcementDate: string;
}

export interface WorldPlantVariety {
  readonly authority: "AGRICULTURE" | "FORESTRY";
  readonly number: string;
  readonly name: string;
  readonly species: string;
  readonly owner: string;
  readonly region: string | null;
  readonly filingDate: string;
  readonly announcementDate: string;
  /** Null while the right is only applied for. */
  readonly grantDate: string | null;
}
