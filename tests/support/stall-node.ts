import { type DocumentNode, parse } from "graphql";
import { decodeNodeId, encodeNodeId } from "#schema/ids/node-id.ts";
import type { FoundItem, NodeDefinition } from "#subgraphs/runtime/define-node.ts";

export interface StallOptions {
  /** What it calls its offers; the second half of every title. */
  readonly label?: string;
  /** How many it has. */
  readonly offers?: number;
  /** Beside its own type. */
  readonly more?: string;
  /** Called before it answers. */
  readonly onAsked?: () => void | Promise<void>;
}

/** A small platform, all of it in memory: offers that are listed, searched and looked up. `far` gives `FarListing`. */
export function stallNode(code: string, options: StallOptions = {}): NodeDefinition {
  const { label = "摊位 Stall", offers = 3, more = "", onAsked } = options;
  const typeName = `${pascal(code)}Listing`;
  const idOf = (number: number) => encodeNodeId(typeName, String(number));
  const items: readonly FoundItem[] = Array.from({ length: offers }, (_, index) => ({
    id: idOf(index + 1),
    summary: { title: `${code} ${index + 1} ${label}`, fetchedAt: Date.UTC(2026, 10, 1) },
  }));
  return {
    code,
    name: { zh: `${code} 平台`, en: `${code} platform` },
    operator: { zh: "测试运营者", en: "Test operator" },
    region: null,
    schema: (): DocumentNode => parse(`${sdl(typeName)}\n${more}`),
    sources: {},
    createLoaders: () => ({}),
    resolvers: {
      [typeName]: { title: (listing: { readonly number: number }) => `${code} ${listing.number} ${label}` },
    },
    entities: {
      [typeName]: async (references) => {
        await onAsked?.();
        return references.map(({ id }) => {
          const number = Number(decodeNodeId(String(id))?.key);
          return number >= 1 && number <= offers ? { id, number } : null;
        });
      },
    },
    contract: {
      kinds: {
        LISTING: {
          typeName,
          search: "LIVE",
          about: [],
          filters: [],
          harvest: true,
          isPrivate: false,
          find: async ({ first, offset }) => {
            await onAsked?.();
            return { items: items.slice(offset, offset + first), total: items.length, relation: "EXACT" };
          },
        },
      },
    },
  };
}

/** The global id of one of its offers. */
export function offerId(code: string, number: number): string {
  return encodeNodeId(`${pascal(code)}Listing`, String(number));
}

function sdl(typeName: string): string {
  return /* GraphQL */ `
    "供给。 / An offer."
    type ${typeName} implements Listing & Node @key(fields: "id") {
      "全局标识。 / Global id."
      id: ID!
      "标题。 / Title."
      title: String
      "标的种类。 / What is offered."
      subject: ListingSubjectValue
      "交易方式。 / Mode."
      mode: TransferModeValue
      "价格。 / Price."
      price: Price
      "挂牌状态。 / State of the offer."
      listingStatus: ListingStatusValue
      "发布日。 / Day of publication."
      publishedDate: Date
      "出让方或发布方。 / Seller or publisher."
      seller: PartyReference
      "地区。 / Region."
      region: Region
      "说明。 / Description."
      description: String
      "标的专利。 / The patent offered."
      patent: Patent
      "专利号原文。 / The patent number as printed."
      patentNumberText: String
      "可采取的行动。 / What can be done."
      actions: [Action!]
      "溯源。 / Provenance."
      provenance: Provenance
    }`;
}

function pascal(code: string): string {
  return code.replaceAll(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
