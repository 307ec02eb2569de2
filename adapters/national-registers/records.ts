import type { LoadedRecords } from "#adapters/runtime/load-records.ts";
import type { Window } from "#adapters/runtime/read-window.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { TrademarkFlow } from "#schema/codes/trademark-status.ts";
import type { LayoutDesignReading } from "#schema/ids/layout-design-number.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { PlantVarietyNumber } from "#schema/ids/plant-variety-number.ts";
import type { SoftwareRegistrationNumber } from "#schema/ids/software-registration.ts";
import type { TrademarkNumber } from "#schema/ids/trademark-number.ts";
import type { WorkRegistrationNumber } from "#schema/ids/work-registration.ts";

/** What every entry of the registers has. Days are calendar days in Asia/Shanghai. */
interface Entry {
  /** The register's own id: a snowflake, as text. */
  readonly recordId: string;
  readonly name: string | null;
  /** As printed, in order; several in one string are taken apart only where all are Chinese. */
  readonly owners: readonly string[];
  /** GB/T 2260 code of the first owner's address as printed; null abroad and where nothing is said. */
  readonly region: string | null;
}

export interface TrademarkRecord extends Entry {
  /** Application and registration number, which are one. A mark's classes are collected under it. */
  readonly number: TrademarkNumber;
  readonly kind: { readonly code: TrademarkKind; readonly raw: string | null };
  readonly agencyName: string | null;
  readonly filingDate: string | null;
  readonly preliminaryDate: string | null;
  readonly registrationDate: string | null;
  /** The printed term; null where the register prints none. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly classes: readonly TrademarkClassRecord[];
}

export type TrademarkKind = "ORDINARY" | "COLLECTIVE" | "CERTIFICATION" | "SPECIAL" | "UNKNOWN";

export interface TrademarkClassRecord {
  readonly niceClass: number;
  readonly goods: readonly GoodsRecord[];
  /** In order of date; undated ones last. */
  readonly flows: readonly TrademarkFlow[];
  /** The register's integer codes, of which there is no public table: kept to be shown, never read. */
  readonly statusCode: string | null;
  readonly flowCode: string | null;
}

export interface GoodsRecord {
  readonly text: string;
  /** 类似群, four digits; null where what is printed is none. */
  readonly similarGroup: string | null;
  readonly itemCode: string | null;
}

export interface SoftwareRecord extends Entry {
  readonly registrationNumber: SoftwareRegistrationNumber;
  readonly certificateNumber: string | null;
  readonly shortName: string | null;
  readonly version: string | null;
  /** `30200-0000`: software class and industry (GB/T 4754). */
  readonly classificationCode: string | null;
  readonly completionDate: string | null;
  readonly publicationDate: string | null;
  readonly registrationDate: string | null;
}

export interface WorkRecord extends Entry {
  readonly registrationNumber: WorkRegistrationNumber;
  /** 美术, 音乐 … as printed. */
  readonly category: string | null;
  readonly completionDate: string | null;
  readonly publicationDate: string | null;
  readonly registrationDate: string | null;
}

export type IndicationSystem = "PRODUCT" | "TRADEMARK" | "AGRICULTURAL";

/** The three systems are never merged; an announcement may cover several products, so that number and name are the key. */
export interface IndicationRecord extends Entry {
  readonly system: { readonly code: IndicationSystem; readonly raw: string | null };
  /** `2019年第990号`, a trademark number, `AGI01459`. */
  readonly number: string;
  readonly specificationNumber: string | null;
  readonly regionText: string | null;
  readonly announcementDate: string | null;
}

export interface LayoutDesignRecord extends Entry {
  readonly registrationNumber: LayoutDesignReading["number"];
  /** A doubt about the number's last digit. */
  readonly warning: Bilingual | null;
  readonly filingDate: string | null;
  readonly announcementNumber: string | null;
  readonly announcementDate: string | null;
  readonly creationDate: string | null;
  readonly exploitationDate: string | null;
}

export interface PlantVarietyRecord extends Entry {
  readonly authority: PlantVarietyNumber["authority"];
  readonly number: string;
  readonly species: string | null;
  readonly filingDate: string | null;
  readonly announcementDate: string | null;
  readonly grantDate: string | null;
}

export interface RightsSearch {
  /** An owner's full name, or its social credit code. */
  readonly party?: string | undefined;
  /** Current GB/T 2260 codes, every one that is meant (schema/codes/regions.ts expands). */
  readonly regions?: ReadonlySet<string> | undefined;
  /** In canonical form, at most 50. */
  readonly numbers?: readonly string[] | undefined;
  /** Part of the name. */
  readonly text?: string | undefined;
  readonly offset: number;
  /** At most 100. */
  readonly limit: number;
}

/** One register. Newest entries first. */
export interface RightsRegister<Entry> {
  /** Null keeps the place of a row whose number cannot be read: it counts in the total. Throws UpstreamError. */
  search(search: RightsSearch, context: CallContext): Promise<Sourced<Window<Entry | null>>>;
  /** All entries under each canonical number, in the order asked; null = not on the register. */
  byNumbers(numbers: readonly string[], context: CallContext): Promise<LoadedRecords<readonly Entry[]>>;
}

/** The national registers of rights other than patents, as subgraphs see them. */
export interface NationalRegisters {
  readonly trademarks: RightsRegister<TrademarkRecord>;
  readonly software: RightsRegister<SoftwareRecord>;
  readonly works: RightsRegister<WorkRecord>;
  readonly indications: RightsRegister<IndicationRecord>;
  readonly layoutDesigns: RightsRegister<LayoutDesignRecord>;
  readonly plantVarieties: RightsRegister<PlantVarietyRecord>;
}
