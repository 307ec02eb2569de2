import { printedNumber } from "#adapters/national-registers/decode/indication.ts";
import { parseGiNumber } from "#schema/ids/gi-number.ts";
import { parseLayoutDesignNumber } from "#schema/ids/layout-design-number.ts";
import type { Parsed } from "#schema/ids/parsed.ts";
import { parsePlantVarietyNumber } from "#schema/ids/plant-variety-number.ts";
import { parseSoftwareRegistrationNumber } from "#schema/ids/software-registration.ts";
import { parseTrademarkNumber } from "#schema/ids/trademark-number.ts";
import { parseWorkRegistrationNumber } from "#schema/ids/work-registration.ts";
import type { RightsAccess } from "./right-loaders.ts";

/** How the graph knows one kind of right. */
export interface RightKind {
  readonly typeName: string;
  /** Value of AssetKind. */
  readonly assetKind: string;
  /** Root field of one, and the field of many. */
  readonly field: string;
  readonly list: keyof RightsAccess;
  /** A number in any spelling → canonical. */
  parse(text: string): Parsed<string>;
  /** The canonical number inside the key of a global id. */
  numberOfKey(key: string): string;
  /** The field that is a key beside the id. */
  readonly naturalKey: string | null;
}

export const RIGHT_KINDS: readonly RightKind[] = [
  {
    typeName: "Trademark",
    assetKind: "TRADEMARK",
    field: "trademark",
    list: "trademarks",
    parse: parseTrademarkNumber,
    numberOfKey: itself,
    naturalKey: "number",
  },
  {
    typeName: "SoftwareCopyright",
    assetKind: "SOFTWARE_COPYRIGHT",
    field: "softwareCopyright",
    list: "softwareCopyrights",
    parse: parseSoftwareRegistrationNumber,
    numberOfKey: itself,
    naturalKey: "registrationNumber",
  },
  {
    typeName: "RegisteredWork",
    assetKind: "REGISTERED_WORK",
    field: "registeredWork",
    list: "registeredWorks",
    parse: parseWorkRegistrationNumber,
    numberOfKey: itself,
    naturalKey: "registrationNumber",
  },
  {
    typeName: "GeographicalIndication",
    assetKind: "GEOGRAPHICAL_INDICATION",
    field: "geographicalIndication",
    list: "geographicalIndications",
    parse: (text) => mapped(parseGiNumber(text), printedNumber),
    numberOfKey: (key) => key.split(":")[1] ?? "",
    naturalKey: null,
  },
  {
    typeName: "LayoutDesign",
    assetKind: "LAYOUT_DESIGN",
    field: "layoutDesign",
    list: "layoutDesigns",
    parse: (text) => mapped(parseLayoutDesignNumber(text), ({ number }) => number),
    numberOfKey: itself,
    naturalKey: "registrationNumber",
  },
  {
    typeName: "PlantVariety",
    assetKind: "PLANT_VARIETY",
    field: "plantVariety",
    list: "plantVarieties",
    parse: (text) => mapped(parsePlantVarietyNumber(text), ({ number }) => number),
    numberOfKey: (key) => key.split(":")[1] ?? "",
    naturalKey: null,
  },
];

function itself(key: string): string {
  return key;
}

function mapped<T>(parsed: Parsed<T>, toNumber: (value: T) => string): Parsed<string> {
  return parsed.ok ? { ok: true, value: toNumber(parsed.value) } : parsed;
}
