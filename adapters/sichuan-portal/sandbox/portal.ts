import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { dataPortalFault, type PortalAnswer } from "./answers.ts";
import { membersPage, plainPage, rightsAidPage, windowsPage } from "./hall-pages.ts";
import { activityList, catalogueList, createExpertList, financeList } from "./lists.ts";
import { createOfferPages } from "./offers-pages.ts";
import { createPatentCopies } from "./patent-copies.ts";

type PortalPage = (query: URLSearchParams) => PortalAnswer;

/** All addresses of the stand-in. `partyName` prints the party of a social credit code. */
export function createPortal(world: World, partyName: (uscc: string) => string): (url: URL) => PortalAnswer {
  const offers = createOfferPages(world, partyName);
  const pages: Readonly<Record<string, PortalPage>> = {
    "/api/fwml/list": catalogueList,
    "/api/yygp/list": offers.list,
    "/api/zljs/list": createPatentCopies(world, partyName),
    "/api/zjk/list": createExpertList(world),
    "/api/pxhd/list": activityList,
    "/api/jrcp/list": financeList,
    "/yygp/detail.do": offers.detail,
    "/fwck/index.html": windowsPage,
    "/cydw/index.html": membersPage,
    "/wqyz/index.html": rightsAidPage,
    "/fwml/sx.do": () => plainPage("服务事项"),
    "/pxhd/hd.do": () => plainPage("培训活动"),
    "/jrcp/cp.do": () => plainPage("金融产品"),
    "/zjk/zj.do": () => plainPage("专家"),
    "/zljs/zl.do": () => plainPage("专利检索"),
    "/": () => plainPage("首页"),
  };
  return (url) => pages[url.pathname]?.(url.searchParams) ?? missing(url.pathname);
}

/** Unknown interfaces are refused with status 200, unknown pages with an honest 404. */
function missing(path: string): PortalAnswer {
  if (path.startsWith("/api/")) return dataPortalFault("10003", "接口不存在");
  return { ...plainPage("页面不存在"), status: 404 };
}
