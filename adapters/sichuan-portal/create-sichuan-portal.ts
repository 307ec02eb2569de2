import type { Decoder } from "#adapters/runtime/call/decode.ts";
import type { CallContext, SourceRuntime } from "#adapters/runtime/source.ts";
import { type AskPortal, createAskPortal, TTL_MS } from "./ask-portal.ts";
import { decodeCatalogue } from "./decode/decode-catalogue.ts";
import { decodeMembers, decodeRightsAid, decodeWindows } from "./decode/decode-hall.ts";
import { decodeActivities, decodeExperts, decodeFinanceProducts } from "./decode/decode-lists.ts";
import type { PortalRows } from "./decode/envelope.ts";
import { publicPages } from "./decode/public-pages.ts";
import { createOffers } from "./offers.ts";
import { createPatentCopies } from "./patent-copies.ts";
import { fullPage, PAGE_ROWS, readWindow } from "./read-pages.ts";
import { FULL_LIST, type SichuanPortal } from "./sichuan-portal.ts";

export interface PortalAddresses {
  /** Where the hub asks; without a trailing slash. */
  readonly baseUrl: string;
  /** Where people read; links lead here. */
  readonly publicUrl: string;
}

/** The client: several dialects of one portal behind one typed face. */
export function createSichuanPortal(runtime: SourceRuntime, { baseUrl, publicUrl }: PortalAddresses): SichuanPortal {
  const pages = publicPages(publicUrl);
  const ask = createAskPortal(runtime, baseUrl);
  const { catalogue, hall, programme, experts } = TTL_MS;
  return {
    catalogue: whole(
      ask,
      { operation: "catalogue", path: "/api/fwml/list?page=1&rows=200", ttlMs: catalogue },
      decodeCatalogue(pages),
    ),
    windows: whole(ask, { operation: "windows", path: "/fwck/index.html", ttlMs: hall }, decodeWindows(pages)),
    members: whole(ask, { operation: "members", path: "/cydw/index.html", ttlMs: hall }, decodeMembers(pages)),
    rightsAid: whole(ask, { operation: "rights-aid", path: "/wqyz/index.html", ttlMs: hall }, decodeRightsAid(pages)),
    financeProducts: whole(
      ask,
      { operation: "finance-products", path: "/api/jrcp/list", ttlMs: programme },
      rowsOf(decodeFinanceProducts(pages)),
    ),
    activities: paged(
      ask,
      { operation: "activities", path: "/api/pxhd/list", ttlMs: programme, page: "pageNum" },
      decodeActivities(pages),
    ),
    experts: paged(
      ask,
      { operation: "experts", path: "/api/zjk/list", ttlMs: experts, page: "pageNo" },
      decodeExperts(pages),
    ),
    ...createOffers(runtime, ask, pages),
    ...createPatentCopies(runtime, ask, pages),
  };
}

interface Address {
  readonly operation: string;
  readonly path: string;
  readonly ttlMs: number;
}

/** What stands on one page. */
function whole<T>(ask: AskPortal, address: Address, decode: Decoder<T>) {
  return (context: CallContext) => ask({ ...address, decode }, context);
}

/** All of a list that comes in pages. `page` names the parameter that counts them. */
function paged<T extends { readonly id: string }>(
  ask: AskPortal,
  { page, ...address }: Address & { readonly page: string },
  read: Decoder<PortalRows<T>>,
) {
  return (context: CallContext) =>
    readWindow(
      (number) => {
        const query = { [page]: number, pageSize: PAGE_ROWS };
        return ask({ ...address, query, decode: fullPage(read, number) }, context);
      },
      { offset: 0, limit: FULL_LIST },
    );
}

function rowsOf<T>(read: Decoder<PortalRows<T>>): Decoder<readonly T[]> {
  return (answer) => read(answer).rows;
}
