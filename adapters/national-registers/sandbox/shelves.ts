import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { printLayoutDesign, printSoftware, printVariety, printWork } from "./print-entries.ts";
import { printIndication } from "./print-indication.ts";
import { printTrademark } from "./print-trademark.ts";

/** One number of a register and what is known of it for searching. */
export interface Shelved {
  readonly number: string;
  readonly name: string;
  /** Names and codes of its owners. */
  readonly owners: readonly string[];
  readonly region: string | null;
  readonly date: string;
  /** The line in a list, and the lines that a look-up gives. */
  readonly row: object;
  readonly entries: readonly object[];
}

/** The registers by their path, the newest entry of each first. */
export type Shelves = ReadonlyMap<string, readonly Shelved[]>;

/** How a party's code is printed: by name. */
export type NameOf = (owner: string) => string;

export function stockShelves(world: World): Shelves {
  const { partyName } = indexWorld(world);
  const { rights } = world;
  const stock = <T>(list: readonly T[], print: (right: T, index: number, nameOf: NameOf) => Shelved) =>
    list.map((right, index) => print(right, index, partyName)).sort(newestFirst);
  return new Map([
    ["Trademark", stock(rights.trademarks, printTrademark)],
    ["SoftwareCopyright", stock(rights.softwareCopyrights, printSoftware)],
    ["WorksCopyright", stock(rights.registeredWorks, printWork)],
    ["GeoIndication", stock(rights.geographicalIndications, printIndication)],
    ["LayoutDesign", stock(rights.layoutDesigns, printLayoutDesign)],
    ["PlantVariety", stock(rights.plantVarieties, printVariety)],
  ]);
}

function newestFirst(one: Shelved, other: Shelved): number {
  return other.date.localeCompare(one.date) || one.number.localeCompare(other.number);
}
