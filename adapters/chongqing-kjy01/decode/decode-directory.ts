import { z } from "zod";
import type { Kjy01AgencyProfile, Kjy01Expert } from "#adapters/chongqing-kjy01/records.ts";
import { restPage } from "./envelopes.ts";
import { instant, snowflake, text, texts } from "./fields.ts";

const agencyProfile = z
  .object({
    id: snowflake,
    agencyCode: text,
    organName: text,
    introduction: text,
    goodAt: texts,
    contactPhone: text,
    area: text,
    updateTime: instant,
  })
  .transform(
    (raw): Kjy01AgencyProfile => ({
      id: raw.id,
      agencyCode: raw.agencyCode,
      name: raw.organName,
      introduction: raw.introduction,
      specialties: raw.goodAt,
      phone: raw.contactPhone,
      areaText: raw.area,
      updatedAt: raw.updateTime,
    }),
  );

const expert = z
  .object({
    id: snowflake,
    expertName: text,
    title: text,
    unit: text,
    field: texts,
    introduction: text,
    contact: text,
    area: text,
    updateTime: instant,
  })
  .transform(
    (raw): Kjy01Expert => ({
      id: raw.id,
      name: raw.expertName,
      jobTitle: raw.title,
      organizationName: raw.unit,
      specialties: raw.field,
      introduction: raw.introduction,
      phone: raw.contact,
      areaText: raw.area,
      updatedAt: raw.updateTime,
    }),
  );

/** `/tsAdmin/patentAgency/list` */
export const decodeAgencyProfiles = restPage(agencyProfile);
/** `/tsAdmin/expert/list` */
export const decodeExperts = restPage(expert);
