import type { World, WorldExpert } from "#adapters/runtime/sandbox/world/types.ts";
import { cutPage, dataPortalAnswer, filterValue, jsonAnswer, type PortalAnswer } from "./answers.ts";
import { MODULES, type PortalService, SERVICES } from "./catalogue-content.ts";
import { ACTIVITIES, FINANCE_PRODUCTS } from "./programme-content.ts";

/** Catalogue of services: modules and services in one answer, JSON inside a string. */
export function catalogueList(): PortalAnswer {
  const mk = MODULES.map((name, index) => ({ mkbh: `0${index + 1}`, mkmc: `${name}` }));
  return dataPortalAnswer({ mk, sx: SERVICES.map(serviceRow) }, SERVICES.length, true);
}

/** Training, roadshows, matchmaking: the envelope of a common admin framework. */
export function activityList(query: URLSearchParams): PortalAnswer {
  const rows = cutPage(ACTIVITIES, query, { page: "pageNum", rows: "pageSize" }).map((one) => ({
    hdId: Number(one.id),
    hdmc: one.title,
    hdlx: one.kind,
    kssj: one.starts,
    jssj: one.ends,
    dd: one.place,
    xzqh: one.region,
  }));
  return jsonAnswer({ code: 200, msg: "查询成功", rows, total: ACTIVITIES.length });
}

/** Finance products, all at once. */
export function financeList(): PortalAnswer {
  const result = FINANCE_PRODUCTS.map((one) => ({
    cpbh: one.id,
    cpmc: one.name,
    jgmc: one.institution,
    cplx: one.kind,
    ed: one.amount,
    fwqy: one.region,
  }));
  return jsonAnswer({ success: true, message: "", result });
}

/** The directory of experts, upper-case envelope of a content-management framework. */
export function createExpertList(world: World) {
  const experts = world.experts.filter((expert) => expert.node === "sichuan");
  return (query: URLSearchParams): PortalAnswer => {
    const keyword = filterValue(query, "gjc");
    const found = experts.filter((one) => keyword === null || `${one.name}${one.specialties.join()}`.includes(keyword));
    const rows = cutPage(found, query, { page: "pageNo", rows: "pageSize" }).map(expertRow);
    return jsonAnswer({
      pageNo: query.get("pageNo"),
      pageSize: query.get("pageSize"),
      count: found.length,
      DATA: rows,
      RESULTCODE: "0",
      MSG: "",
    });
  };
}

function expertRow(expert: WorldExpert) {
  return {
    zjid: expert.id,
    xm: expert.name,
    zc: expert.jobTitle,
    dw: expert.organization,
    zcly: expert.specialties.join("、"),
    jj: expert.introduction,
    lxdh: expert.phone,
    xzqh: expert.region,
  };
}

function serviceRow(service: PortalService, index: number) {
  return {
    sxbm: service.code,
    sxmc: service.name,
    ssmk: service.module,
    sxlb: service.category,
    blqd: service.channel,
    ckh: service.windows.map((number) => (index % 2 === 0 ? String(number) : `${number}号窗口`)).join("、"),
    fwdx: service.audience.join(index % 3 === 0 ? "、" : "，"),
    sxcl: service.materials.join("；"),
    sfbz: service.fee,
    blsx: service.duration,
    flyj: service.basis,
    xzqh: "510000",
    gxsj: "2026-10-08 09:00:00",
  };
}
