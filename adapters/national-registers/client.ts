import type { SourceRuntime } from "#adapters/runtime/source.ts";
import { softwareRow, workRow } from "./decode/copyright.ts";
import { indicationRow } from "./decode/indication.ts";
import { layoutDesignRow, plantVarietyRow } from "./decode/layout-and-variety.ts";
import { toTrademark, trademarkRow } from "./decode/trademark.ts";
import type { NationalRegisters } from "./records.ts";
import { createRegister } from "./register.ts";

/** The registers behind `baseUrl`, each asked in its own way and read by its own rows. */
export function createNationalRegisters(runtime: SourceRuntime, baseUrl: string): NationalRegisters {
  return {
    trademarks: createRegister(runtime, baseUrl, {
      path: "Trademark",
      kind: "trademarks",
      row: trademarkRow,
      numberOf: ({ number }) => number,
      assemble: toTrademark,
      listed: "NUMBER",
    }),
    software: createRegister(runtime, baseUrl, {
      path: "SoftwareCopyright",
      kind: "software-copyrights",
      row: softwareRow,
      numberOf: ({ registrationNumber }) => registrationNumber,
      assemble: asTheyAre,
      listed: "WHOLE",
    }),
    works: createRegister(runtime, baseUrl, {
      path: "WorksCopyright",
      kind: "registered-works",
      row: workRow,
      numberOf: ({ registrationNumber }) => registrationNumber,
      assemble: asTheyAre,
      listed: "WHOLE",
    }),
    indications: createRegister(runtime, baseUrl, {
      path: "GeoIndication",
      kind: "geographical-indications",
      row: indicationRow,
      numberOf: ({ number }) => number,
      assemble: asTheyAre,
      listed: "ONE_OF_SEVERAL",
    }),
    layoutDesigns: createRegister(runtime, baseUrl, {
      path: "LayoutDesign",
      kind: "layout-designs",
      row: layoutDesignRow,
      numberOf: ({ registrationNumber }) => registrationNumber,
      assemble: asTheyAre,
      listed: "WHOLE",
    }),
    plantVarieties: createRegister(runtime, baseUrl, {
      path: "PlantVariety",
      kind: "plant-varieties",
      row: plantVarietyRow,
      numberOf: ({ number }) => number,
      assemble: asTheyAre,
      listed: "WHOLE",
    }),
  };
}

function asTheyAre<Row>(rows: readonly Row[]): readonly Row[] {
  return rows;
}
