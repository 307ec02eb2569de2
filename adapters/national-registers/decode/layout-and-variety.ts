import { z } from "zod";
import type { LayoutDesignRecord, PlantVarietyRecord } from "#adapters/national-registers/records.ts";
import { parseLayoutDesignNumber } from "#schema/ids/layout-design-number.ts";
import { parsePlantVarietyNumber } from "#schema/ids/plant-variety-number.ts";
import { areaCode, day, owners, recordId, text } from "./fields.ts";

/** One layout design of integrated circuits; a doubtful last digit is a warning, never a refusal. */
export const layoutDesignRow = z
  .object({
    Id: recordId,
    RegisterNo: text,
    Name: text,
    Owner: owners,
    AreaCode: areaCode,
    AppDate: day,
    NoticeNo: text,
    NoticeDate: day,
    FinishDate: day,
    FirstUseDate: day,
  })
  .transform((row): LayoutDesignRecord | null => {
    const number = parseLayoutDesignNumber(row.RegisterNo ?? "");
    if (!number.ok) return null;
    return {
      recordId: row.Id,
      registrationNumber: number.value.number,
      warning: number.value.warning ?? null,
      name: row.Name,
      owners: row.Owner,
      region: row.AreaCode,
      filingDate: row.AppDate,
      announcementNumber: row.NoticeNo,
      announcementDate: row.NoticeDate,
      creationDate: row.FinishDate,
      exploitationDate: row.FirstUseDate,
    };
  });

/** One variety right; two ministries give them, and the form of the number tells which. */
export const plantVarietyRow = z
  .object({
    Id: recordId,
    RegisterNo: text,
    Name: text,
    Species: text,
    Owner: owners,
    AreaCode: areaCode,
    AppDate: day,
    NoticeDate: day,
    GrantDate: day,
  })
  .transform((row): PlantVarietyRecord | null => {
    const number = parsePlantVarietyNumber(row.RegisterNo ?? "");
    if (!number.ok) return null;
    return {
      recordId: row.Id,
      ...number.value,
      name: row.Name,
      species: row.Species,
      owners: row.Owner,
      region: row.AreaCode,
      filingDate: row.AppDate,
      announcementDate: row.NoticeDate,
      grantDate: row.GrantDate,
    };
  });
