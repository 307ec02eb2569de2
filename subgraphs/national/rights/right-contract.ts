import { decodeNodeId } from "#schema/ids/node-id.ts";
import { orNumbered } from "#subgraphs/national/find-numbered.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import type { FoundItem, FoundPage, KindContract, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { readRightFilter } from "./read-right-filter.ts";
import { RIGHT_KINDS, type RightKind } from "./right-kinds.ts";
import type { RightView } from "./right-view.ts";

const NOTHING: FoundPage = { items: [], total: 0, relation: "EXACT" };

/** How the hub may ask for rights besides patents. */
export const rightKindContracts: Readonly<Record<string, KindContract<NationalLoad>>> = Object.fromEntries(
  RIGHT_KINDS.map((kind) => [
    kind.assetKind,
    {
      typeName: kind.typeName,
      search: "LIVE",
      about: ["Organization"],
      filters: ["regions", "party", "numbers"],
      harvest: false,
      isPrivate: false,
      find: orNumbered(
        (search: NodeSearch, context: NationalContext) => find(kind, search, context),
        async (number, load) => (await entriesOf(kind, number, load)).map(toFound),
      ),
    } as const,
  ]),
);

async function find(kind: RightKind, search: NodeSearch, { load }: NationalContext): Promise<FoundPage> {
  const { regions, party } = search.filter;
  const about = search.about ? await partyAbout(search.about.key, load) : null;
  if (search.about && about === null) return NOTHING;
  const condition = readRightFilter(
    { regions: regions ?? null, party: about ?? (party?.trim() || null), text: search.text?.trim() || null },
    kind,
  );
  const found = await load.rights[kind.list].search({ ...condition, offset: search.offset, limit: search.first });
  if (found === null) return NOTHING;
  const { items, total } = found.value;
  return { items: items.map(toItem), total: total.value, relation: total.relation };
}

function entriesOf(kind: RightKind, number: string, load: NationalLoad): Promise<readonly RightView[]> {
  const parsed = kind.parse(number);
  return parsed.ok ? load.rights[kind.list].byNumber.load(parsed.value) : Promise.resolve([]);
}

function toItem(view: RightView | null): FoundItem | null {
  return view === null ? null : toFound(view);
}

function toFound({ id, summary }: RightView): FoundItem {
  return { id, summary };
}

/** The registers know an organisation by credit code, or by name where it has none. */
async function partyAbout(key: string, load: NationalLoad): Promise<string | null> {
  const decoded = decodeNodeId(key);
  const natural = decoded?.typename === "Organization" ? decoded.key : key;
  if (!natural.startsWith("n:")) return natural;
  return (await load.organizations.load(natural))?.name ?? null;
}
