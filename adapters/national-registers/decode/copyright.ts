import { z } from "zod";
import type { SoftwareRecord, WorkRecord } from "#adapters/national-registers/records.ts";
import { parseSoftwareRegistrationNumber } from "#schema/ids/software-registration.ts";
import { parseWorkRegistrationNumber } from "#schema/ids/work-registration.ts";
import { areaCode, day, owners, recordId, text } from "./fields.ts";

/** One entry of computer software. Where the certificate's serial stands in place of the registration's, it cannot be read. */
export const softwareRow = z
  .object({
    Id: recordId,
    RegisterNo: text,
    CertificateNo: text,
    Name: text,
    ShortName: text,
    VersionNo: text,
    Category: text,
    Owner: owners,
    AreaCode: areaCode,
    FinishDate: day,
    PublishDate: day,
    RegisterAperDate: day,
  })
  .transform((row): SoftwareRecord | null => {
    const number = parseSoftwareRegistrationNumber(row.RegisterNo ?? "");
    if (!number.ok) return null;
    return {
      recordId: row.Id,
      registrationNumber: number.value,
      certificateNumber: row.CertificateNo,
      name: row.Name,
      shortName: row.ShortName,
      version: row.VersionNo,
      classificationCode: row.Category,
      owners: row.Owner,
      region: row.AreaCode,
      completionDate: row.FinishDate,
      publicationDate: row.PublishDate,
      registrationDate: row.RegisterAperDate,
    };
  });

/** One entry of the registers of works, the national one or a province's. */
export const workRow = z
  .object({
    Id: recordId,
    RegisterNo: text,
    Name: text,
    Category: text,
    Owner: owners,
    AreaCode: areaCode,
    FinishDate: day,
    PublishDate: day,
    RegisterDate: day,
  })
  .transform((row): WorkRecord | null => {
    const number = parseWorkRegistrationNumber(row.RegisterNo ?? "");
    if (!number.ok) return null;
    return {
      recordId: row.Id,
      registrationNumber: number.value,
      name: row.Name,
      category: row.Category,
      owners: row.Owner,
      region: row.AreaCode,
      completionDate: row.FinishDate,
      publicationDate: row.PublishDate,
      registrationDate: row.RegisterDate,
    };
  });
