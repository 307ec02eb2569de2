import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { parsePatentNumber } from "#schema/ids/patent-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import type { FoundItem, FoundPage, KindContract, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { NationalContext, NationalLoad } from "./national-load.ts";
import { candidatesFor } from "./patent/find-patent.ts";
import type { PatentView } from "./patent/patent-view.ts";

type Find = KindContract<NationalLoad>["find"];
type Numbered = (number: string, load: NationalLoad, now: number) => Promise<readonly FoundItem[]>;

/** More numbers are never asked together: every one may take an upstream's time. */
const MAX_NUMBERS = 100;

/** A question by numbers is a look-up; every other one goes on to `find`. */
export function orNumbered(find: Find, numbered: Numbered): Find {
  return (search, context) =>
    search.filter.numbers ? lookUp(search.filter.numbers, numbered, search, context) : find(search, context);
}

/** Of a kind that is known by its numbers alone. */
export const nothingFound: Find = async () => ({ items: [], total: 0, relation: "EXACT" });

export function numberedPatents(toItem: (patent: PatentView, now: number) => FoundItem): Numbered {
  return async (number, load, now) => {
    const parsed = parsePatentNumber(number);
    return parsed.ok ? (await candidatesFor(parsed.value, load)).map((patent) => toItem(patent, now)) : [];
  };
}

export async function numberedOrganization(number: string, load: NationalLoad): Promise<readonly FoundItem[]> {
  const parsed = parseUscc(number);
  const found = parsed.ok ? await load.organizations.load(parsed.value) : null;
  if (found === null) return [];
  const { id, name, uscc, region, provenance } = found;
  const numbers = uscc === null ? [] : [uscc];
  return [{ id, summary: { title: name, numbers, region: region?.code ?? null, fetchedAt: provenance.fetchedAt } }];
}

/** The names under which publications show an agency count too: the register may have struck it off. */
export async function numberedAgency(number: string, load: NationalLoad): Promise<readonly FoundItem[]> {
  const parsed = parseAgencyCode(number);
  const found = parsed.ok ? await load.agencies.load(parsed.value) : null;
  if (found === null) return [];
  return [{ id: encodeNodeId("Agency", found.code), summary: { title: found.name, numbers: [found.code] } }];
}

async function lookUp(
  numbers: readonly string[],
  numbered: Numbered,
  { first, offset }: NodeSearch,
  { load, now }: NationalContext,
): Promise<FoundPage> {
  const asked = [...new Set(numbers)].slice(0, MAX_NUMBERS);
  const found = (await Promise.all(asked.map((number) => numbered(number, load, now)))).flat();
  const items = [...new Map(found.map((item) => [item.id, item])).values()];
  const relation = asked.length < new Set(numbers).size ? "AT_LEAST" : "EXACT";
  return { items: items.slice(offset, offset + first), total: items.length, relation };
}
