import { z } from "zod";
import type { Kjy01Demand, Kjy01Offer, Kjy01Service, Kjy01Window } from "#adapters/chongqing-kjy01/records.ts";
import { marketPage, resourcePage } from "./envelopes.ts";
import { day, instant, snowflake, text, texts, wholeNumber } from "./fields.ts";
import { readPrice } from "./price.ts";

/** Amounts may be printed as numbers; the reader of prices wants their text with its placeholders. */
const amount = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value)));

const offer = z
  .object({
    id: snowflake,
    resourceName: text,
    resourceType: text,
    tradeMode: text,
    state: text,
    price: amount,
    priceUnit: text,
    appNo: text,
    patentStatus: text,
    ownerName: text,
    legalNum: text,
    area: text,
    summary: text,
    createTime: day,
    updateTime: instant,
  })
  .transform(
    (raw): Kjy01Offer => ({
      id: raw.id,
      title: raw.resourceName,
      subjectText: raw.resourceType,
      modeText: raw.tradeMode,
      statusText: raw.state,
      price: readPrice(raw.price, raw.priceUnit),
      patentNumberText: raw.appNo,
      patentStatusText: raw.patentStatus,
      seller: { name: raw.ownerName, uscc: raw.legalNum },
      areaText: raw.area,
      description: raw.summary,
      publishedDate: raw.createTime,
      updatedAt: raw.updateTime,
    }),
  );

const demand = z
  .object({
    demandId: snowflake,
    demandName: text,
    demandType: text,
    demandField: text,
    demandDesc: text,
    budget: amount,
    budgetUnit: text,
    deadline: day,
    organName: text,
    legalNum: text,
    area: text,
    statusName: text,
    publishTime: day,
    updateTime: instant,
  })
  .transform(
    (raw): Kjy01Demand => ({
      id: raw.demandId,
      title: raw.demandName,
      wantedText: raw.demandType,
      technicalField: raw.demandField,
      description: raw.demandDesc,
      budget: readPrice(raw.budget, raw.budgetUnit),
      deadlineDate: raw.deadline,
      publisher: { name: raw.organName, uscc: raw.legalNum },
      areaText: raw.area,
      statusText: raw.statusName,
      publishedDate: raw.publishTime,
      updatedAt: raw.updateTime,
    }),
  );

const window = z
  .object({
    windowId: snowflake,
    windowNo: text,
    windowName: text,
    address: text,
    openTime: text,
    linkPhone: text,
    area: text,
  })
  .transform(
    (raw): Kjy01Window => ({
      id: raw.windowId,
      number: raw.windowNo,
      name: raw.windowName,
      address: raw.address,
      openingHours: raw.openTime,
      phone: raw.linkPhone,
      areaText: raw.area,
    }),
  );

const service = z
  .object({
    serviceId: snowflake,
    serviceName: text,
    moduleName: text,
    categoryName: text,
    channel: text,
    audience: texts,
    materials: texts,
    fee: text,
    limitDays: wholeNumber,
    basis: text,
    area: text,
    windowId: snowflake.nullish(),
  })
  .transform(
    (raw): Kjy01Service => ({
      id: raw.serviceId,
      name: raw.serviceName,
      moduleText: raw.moduleName,
      categoryText: raw.categoryName,
      channelText: raw.channel,
      audience: raw.audience,
      materials: raw.materials,
      feeText: raw.fee,
      durationDays: raw.limitDays,
      legalBasis: raw.basis,
      areaText: raw.area,
      windowId: raw.windowId ?? null,
    }),
  );

/** `/yzw/api/resource/list` */
export const decodeOffers = resourcePage(offer);
/** `/zMarketDemandRest/page` */
export const decodeDemands = marketPage(demand);
/** `/zMarketWindowRest/page` */
export const decodeWindows = marketPage(window);
/** `/zMarketServiceRest/page` */
export const decodeServices = marketPage(service);
