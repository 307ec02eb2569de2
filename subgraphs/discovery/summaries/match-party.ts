import { addIds, type BitSet, hasId, idsOf, intersect, noIds } from "#adapters/runtime/text-index/bit-set.ts";
import { decodeWeights, headReader, WeightedIds } from "#adapters/runtime/text-index/decode-postings.ts";
import type { TermPostings } from "#adapters/runtime/text-index/postings.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { withKeywords } from "./compile-filter.ts";
import type { StoreFollower } from "./follow-store.ts";
import { KEYWORD_SPACES, TEXT_GROUP } from "./index-layout.ts";
import { queryTerms } from "./query-terms.ts";

/** Of more candidates than these the names are not read: all their pairs of characters occur, which is nearly the same. */
const MOST_READ = 3_000;

/** Documents with a party of this credit code, or a part of whose name this is; ascending. */
export function partyDocuments(
  wanted: string,
  follower: StoreFollower,
  partiesOf: (id: number) => readonly string[],
): Int32Array {
  const named = withKeywords([KEYWORD_SPACES.party + wanted], follower);
  const candidates = idsOf(withAllTerms(wanted, follower));
  const isRead = candidates.length <= MOST_READ;
  const { isAlive } = follower.columns.arrays;
  const found = candidates.filter((id) => {
    if (hasId(named, id)) return true;
    if (!isRead || isAlive[id] !== 1) return !isRead;
    return partiesOf(id).some((name) => normaliseName(name).includes(wanted));
  });
  const both = noIds(follower.columns.size);
  addIds(both, found, found.length);
  const codes = idsOf(named);
  addIds(both, codes, codes.length);
  return idsOf(both);
}

const PARTIES = headReader(TEXT_GROUP, (field) => (field === "PARTIES" ? 1 : 0));

function addNamed(bits: BitSet, postings: TermPostings): void {
  const found = new WeightedIds(postings.documents + 1);
  decodeWeights(postings, PARTIES, found);
  addIds(bits, found.ids, found.count);
}

function withAllTerms(wanted: string, { sources, columns: { size } }: StoreFollower) {
  const sets = queryTerms(wanted).map((term) => {
    const bits = noIds(size);
    for (const source of sources) {
      const postings = source.find(TEXT_GROUP.prefix + term);
      if (postings !== undefined) addNamed(bits, postings);
    }
    return bits;
  });
  return sets.length === 0 ? noIds(size) : sets.reduce(intersect);
}
