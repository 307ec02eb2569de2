import { decodeNodeId } from "#schema/ids/node-id.ts";
import { othersOf, type SearchLoader } from "#subgraphs/discovery/find-records.ts";
import type { SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import type { ListedNode, NodePage } from "#subgraphs/runtime/ports.ts";
import type { Candidate, IdentifierKind } from "./candidate.ts";

type Context = NodeContext<{ readonly search: SearchLoader; readonly summaries: SummaryIndex | null }>;

export interface AssetReference {
  readonly __typename: string;
  readonly id: string;
}

/** The kinds of records that bear such numbers. */
const ASSET_KINDS: Partial<Readonly<Record<IdentifierKind, string>>> = {
  APPLICATION_NUMBER: "PATENT",
  PUBLICATION_NUMBER: "PATENT",
  PCT_NUMBER: "PATENT",
  SOCIAL_CREDIT_CODE: "ORGANIZATION",
  AGENCY_CODE: "AGENCY",
  TRADEMARK_NUMBER: "TRADEMARK",
  SOFTWARE_REGISTRATION_NUMBER: "SOFTWARE_COPYRIGHT",
  WORK_REGISTRATION_NUMBER: "REGISTERED_WORK",
  GEOGRAPHICAL_INDICATION_NUMBER: "GEOGRAPHICAL_INDICATION",
  LAYOUT_DESIGN_NUMBER: "LAYOUT_DESIGN",
  PLANT_VARIETY_NUMBER: "PLANT_VARIETY",
};

/**
 * The one record under a candidate's number; all look-ups of a request go to a node in one question. Throws what befell
 * the nodes only where none of them has it.
 */
export async function findAsset(candidate: Candidate, context: Context): Promise<AssetReference | null> {
  const { kind, canonical } = candidate;
  if (canonical === null) return null;
  if (kind === "HUB_ID") return byId(canonical, context);
  const wanted = ASSET_KINDS[kind];
  if (wanted === undefined) return null;
  const answers = await Promise.allSettled(
    holdersOf(wanted, context).map(({ code }) => lookUp(code, wanted, canonical, context)),
  );
  const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? onlyOne(answer.value) : []));
  const failure = answers.find((answer) => answer.status === "rejected");
  const [asset] = found.length > 0 ? found : await fromIndex(wanted, canonical, context);
  if (asset === undefined && failure !== undefined) throw failure.reason;
  return asset ?? null;
}

/** Of nodes that are not asked by numbers, or did not answer. */
async function fromIndex(
  wanted: string,
  number: string,
  { load: { summaries }, call }: Context,
): Promise<readonly AssetReference[]> {
  const known = (await summaries?.byNumbers([number], call.signal)) ?? [];
  const records = known.filter(({ kind }) => kind === wanted);
  return records.length === 1 ? records.map(({ typeName, id }) => ({ __typename: typeName, id })) : [];
}

function holdersOf(asset: string, context: Context): readonly ListedNode[] {
  return othersOf(context)
    .directory.list()
    .filter(({ kinds }) =>
      kinds.some(({ kind, filters, isPrivate }) => kind === asset && filters.includes("numbers") && !isPrivate),
    );
}

function lookUp(node: string, kind: string, number: string, { load }: Context): Promise<NodePage> {
  return load.search.load({ node, search: { kind, filter: { numbers: [number] }, first: 2, offset: 0 } });
}

/** Several records under one number (products of one announcement) are no single asset. */
function onlyOne({ items }: NodePage): readonly AssetReference[] {
  const shown = items.filter((item) => item !== null);
  return shown.length === 1 ? shown.map(({ typeName, id }) => ({ __typename: typeName, id })) : [];
}

async function byId(id: string, context: Context): Promise<AssetReference | null> {
  const { directory, caller } = othersOf(context);
  const typeName = decodeNodeId(id)?.typename ?? "";
  const owner = directory.ownerOf(typeName);
  if (owner === undefined) return null;
  const [exists] = await caller.exist(owner.code, typeName, [id]);
  return exists ? { __typename: typeName, id } : null;
}
