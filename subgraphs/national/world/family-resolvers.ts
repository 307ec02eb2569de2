import type { TypedReference } from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import { source as epoOps } from "#adapters/epo-ops/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import { findByPublication } from "#subgraphs/national/patent/find-patent.ts";
import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import { type ProvenanceFields, toProvenance } from "#subgraphs/runtime/provenance.ts";
import {
  type FamilyMemberView,
  type FamilyView,
  isWhole,
  toExtendedFamily,
  toFamilyOfNumbers,
  toSimpleFamily,
} from "./family-view.ts";
import { opsReferenceOf, toDocdbText } from "./ops-reference.ts";

type FamilyKind = FamilyView["kind"];
type Told = FamilyView & { readonly provenance: ProvenanceFields };

export const familyResolvers: ResolverMap<NationalLoad> = {
  Patent: {
    families: async (
      patent: PatentView,
      { kinds }: { kinds?: readonly FamilyKind[] | null },
      context: NationalContext,
      info,
    ) => {
      const wanted = new Set<FamilyKind>(kinds ?? ["SIMPLE", "INPADOC"]);
      const found = await findFamilies(patent, wanted, context);
      const [failure] = found.filter((one) => one instanceof UpstreamError);
      const families = found.filter((one) => !(one instanceof UpstreamError));
      if (failure !== undefined && families.length === 0) throw failure;
      if (failure !== undefined) context.report(failure, info);
      return families;
    },
  },
  PatentFamily: {
    members: ({ members, total }: FamilyView, args: PageArguments) => {
      const page = readPage(args);
      const nodes = members.slice(page.offset, page.offset + page.first);
      return { ...toConnection(nodes, page, { value: members.length, relation: "EXACT" }), total };
    },
  },
  PatentFamilyMember: {
    patent: (member: FamilyMemberView, _args: never, { load }: NationalContext) => patentOf(member, load),
  },
};

type Found = Told | UpstreamError;

/**
 * One answer of the family service holds both families. Only where it was not asked for, failed or is not whole is the
 * simple one asked for by itself.
 */
async function findFamilies(
  patent: PatentView,
  wanted: ReadonlySet<FamilyKind>,
  context: NationalContext,
): Promise<readonly Found[]> {
  const reference = opsReferenceOf(patent);
  if (reference === null) return [];
  const extended = wanted.has("INPADOC") ? await orFailure(context.load.inpadocFamilies.load(reference)) : null;
  const simple = wanted.has("SIMPLE") ? await findSimple(patent, reference, extended, context) : null;
  const rest = extended === null || extended instanceof UpstreamError ? extended : told(extended, toExtendedFamily);
  return [simple, rest].flatMap((one) => {
    if (one === null || one instanceof UpstreamError) return one ?? [];
    return { ...one, provenance: provenanceOf(one, reference, context) };
  });
}

type Extended = Sourced<OpsFamily | null> | UpstreamError | null;
type WithOrigin = FamilyView & Omit<Sourced<unknown>, "value">;

async function findSimple(
  patent: PatentView,
  reference: TypedReference,
  extended: Extended,
  { load }: NationalContext,
): Promise<WithOrigin | UpstreamError | null> {
  const known = extended === null || extended instanceof UpstreamError ? null : extended;
  const within = known && told(known, (family) => toSimpleFamily(patent, family));
  if (known !== null && (known.value === null || (within !== null && isWhole(known.value)))) return within;
  const numbers = await orFailure(load.simpleFamilies.load(reference));
  if (numbers instanceof UpstreamError) return within ?? numbers;
  return told(numbers, toFamilyOfNumbers) ?? within;
}

/** The family that an answer tells, with the answer's origin in time. */
function told<T>(
  { value, fetchedAt, freshness }: Sourced<T | null>,
  toFamily: (value: T) => FamilyView | null,
): WithOrigin | null {
  const family = value === null ? null : toFamily(value);
  return family && { ...family, fetchedAt, freshness };
}

function provenanceOf(
  family: WithOrigin,
  { reference }: TypedReference,
  { nodeCode }: NationalContext,
): ProvenanceFields {
  return toProvenance(family, { node: nodeCode, source: epoOps, recordId: toDocdbText(reference) });
}

async function orFailure<T>(asked: Promise<T>): Promise<T | UpstreamError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  }
}

async function patentOf(member: FamilyMemberView, load: NationalLoad) {
  const { applicationNumber, application, office, number, kindCode } = member;
  if (applicationNumber !== null) return load.patents.load(applicationNumber);
  if (application !== null) return load.opsPatents.load(application);
  const reference = { office: office.code, number, ...(kindCode === null ? {} : { kindCode }) };
  const [first = null, ...others] = await findByPublication(reference, load);
  return others.length === 0 ? first : null;
}
