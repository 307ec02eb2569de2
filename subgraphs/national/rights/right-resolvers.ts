import { normaliseName } from "#schema/ids/text.ts";
import type { TrademarkNumber } from "#schema/ids/trademark-number.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import { matchParty } from "#subgraphs/national/party/match-party.ts";
import type { OrganizationView } from "#subgraphs/national/party/organization-loaders.ts";
import type { PartyReferenceView } from "#subgraphs/national/party/party-reference.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";
import { type Connection, type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import { canonical, type RightCondition, type RightFilter, readRightFilter } from "./read-right-filter.ts";
import type { IndicationView } from "./register-views.ts";
import { RIGHT_KINDS, type RightKind } from "./right-kinds.ts";
import type { RightAccess } from "./right-loaders.ts";
import type { RightView } from "./right-view.ts";
import type { TrademarkView } from "./trademark-view.ts";

interface ListArguments extends PageArguments {
  readonly filter?: RightFilter | null;
}

export const rightResolvers: ResolverMap<NationalLoad> = {
  Query: {
    ...Object.fromEntries(RIGHT_KINDS.map((kind) => [kind.field, oneOf(kind)])),
    ...Object.fromEntries(
      RIGHT_KINDS.map((kind) => [
        kind.list,
        (_parent: never, args: ListArguments, { load }: NationalContext) =>
          listOf(load.rights[kind.list], readRightFilter(args.filter, kind), args),
      ]),
    ),
  },
  Organization: Object.fromEntries(
    RIGHT_KINDS.map(({ list }) => [
      list,
      ({ uscc, name }: OrganizationView, args: PageArguments, { load }: NationalContext) =>
        listOf(load.rights[list], { party: uscc ?? name }, args),
    ]),
  ),
  PartyReference: {
    match: async (parent: Partial<PartyReferenceView>, _args: never, { load }: NationalContext) =>
      parent.party === undefined ? null : ((await matchParty(parent.party, load))?.match ?? null),
  },
  Trademark: {
    splitFrom: async ({ number }: TrademarkView, _args: never, { load }: NationalContext) => {
      const parent = splitNumber(number)?.parent;
      return parent === undefined ? null : ((await load.rights.trademarks.byNumber.load(parent))[0] ?? null);
    },
    splitParts: async ({ number }: TrademarkView, _args: never, { load }: NationalContext) => {
      const parts = splitNumber(number)?.parts ?? [];
      return (await Promise.all(parts.map((part) => load.rights.trademarks.byNumber.load(part)))).flat();
    },
  },
  GeographicalIndication: {
    trademark: async ({ system, number }: IndicationView, _args: never, { load }: NationalContext) =>
      system.code === "TRADEMARK" ? ((await load.rights.trademarks.byNumber.load(number))[0] ?? null) : null,
  },
};

function oneOf(kind: RightKind) {
  return async (
    _parent: never,
    { number, name }: { readonly number: string; readonly name?: string | null },
    { load }: NationalContext,
  ): Promise<RightView | null> => {
    const found: readonly RightView[] = await load.rights[kind.list].byNumber.load(canonical(number, kind.parse));
    const named = name ? found.filter((view) => normaliseName(view.name ?? "") === normaliseName(name)) : found;
    if (named.length > 1) throw severalNames(named);
    return named[0] ?? null;
  };
}

/** One announcement covers several products: their names say which are meant. */
function severalNames(found: readonly RightView[]): OperationError {
  const candidates = found.map(({ name }) => name ?? "");
  return new OperationError("AMBIGUOUS_IDENTIFIER", {
    code: "AMBIGUOUS",
    message: {
      zh: `该公告包含多个产品，请指明名称：${candidates.join("、")}`,
      en: `This announcement covers several products; give the name of one: ${candidates.join(", ")}`,
    },
    candidates,
  });
}

/** One page; rows whose number cannot be read count, keep their place in the cursors and are not listed. */
async function listOf(
  access: RightAccess<RightView>,
  condition: RightCondition,
  args: PageArguments,
): Promise<Connection<RightView> | null> {
  const page = readPage(args);
  const found = await access.search({ ...condition, offset: page.offset, limit: page.first });
  if (found === null) return null;
  const { edges, nodes, ...rest } = toConnection(found.value.items, page, found.value.total);
  return {
    ...rest,
    edges: edges.flatMap(({ cursor, node }) => (node === null ? [] : [{ cursor, node }])),
    nodes: nodes.filter((node) => node !== null),
  };
}

/** Suffixes of marks split off; a letter behind a Madrid number means a change of owner in part, not a refusal. */
const SUFFIXES = ["A", "B"] as const;

function splitNumber(
  number: string,
): { readonly parent?: TrademarkNumber; readonly parts: readonly TrademarkNumber[] } | null {
  if (number.startsWith("G")) return null;
  const digits = number.replace(/[A-Z]$/, "");
  if (digits !== number) return { parent: digits as TrademarkNumber, parts: [] };
  return { parts: SUFFIXES.map((suffix) => `${digits}${suffix}` as TrademarkNumber) };
}
