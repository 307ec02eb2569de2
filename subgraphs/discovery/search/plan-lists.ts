import type { IdentifierKind } from "#subgraphs/discovery/identify/candidate.ts";
import type { NodeSearch } from "#subgraphs/runtime/define-node.ts";
import type { ListedKind, ListedNode } from "#subgraphs/runtime/ports.ts";
import { conditionsOf, type FilterName } from "./after-filter.ts";
import type { SearchQuestion } from "./search-question.ts";

/** One question that a node is asked, page by page. */
export interface LiveList {
  readonly key: string;
  readonly node: string;
  readonly kind: string;
  readonly search: Pick<NodeSearch, "kind" | "text" | "filter" | "about">;
  /** What the node cannot apply. */
  readonly filteredByHub: readonly FilterName[];
}

/** Subjects about which a number tells something. */
const SUBJECTS: Partial<Readonly<Record<IdentifierKind, string>>> = {
  APPLICATION_NUMBER: "Patent",
  AGENCY_CODE: "Agency",
  SOCIAL_CREDIT_CODE: "Organization",
};

/** Conditions that the contract's filter has. */
const CONTRACT_FILTERS: ReadonlySet<FilterName> = new Set<FilterName>(["regions", "party"]);

/** What is asked live: one question for each kind that a node declares as searched live, none for private ones. */
export function planLists(question: SearchQuestion, nodes: readonly ListedNode[]): readonly LiveList[] {
  return nodes
    .filter(({ code }) => question.nodes === null || question.nodes.has(code))
    .flatMap((node) =>
      node.kinds.flatMap((kind) => {
        const isWanted = !kind.isPrivate && question.kinds.has(kind.kind);
        const asked = isWanted ? (byNumber(question, kind) ?? byWords(question, kind)) : null;
        return asked === null ? [] : [{ key: `${node.code}/${kind.kind}`, node: node.code, kind: kind.kind, ...asked }];
      }),
    );
}

type Asked = Pick<LiveList, "search" | "filteredByHub">;

/** Numbers are looked up as such where a node can, alone: the contract takes no other condition beside them. */
function byNumber({ numbers, filter }: SearchQuestion, { kind, filters, about, search }: ListedKind): Asked | null {
  if (numbers.length === 0) return null;
  const wanted = [...new Set(numbers.map(({ canonical }) => canonical))];
  if (filters.includes("numbers")) {
    return { search: { kind, filter: { numbers: wanted } }, filteredByHub: conditionsOf(filter) };
  }
  const subject = numbers.find((number) => about.includes(SUBJECTS[number.kind] ?? ""));
  if (subject === undefined || search !== "LIVE") return null;
  const typeName = SUBJECTS[subject.kind] ?? "";
  return {
    search: { kind, about: { typeName, key: subject.canonical }, ...pushedDown(filter, filters) },
    ...rest(filter, filters),
  };
}

function byWords({ text, filter, numbers }: SearchQuestion, { kind, filters, search }: ListedKind): Asked | null {
  if (search !== "LIVE" || (text === null && numbers.length > 0)) return null;
  return { search: { kind, text, ...pushedDown(filter, filters) }, ...rest(filter, filters) };
}

function pushedDown(filter: SearchQuestion["filter"], filters: readonly string[]): Pick<NodeSearch, "filter"> {
  const { regions, party } = filter;
  return {
    filter: {
      ...(regions !== null && filters.includes("regions") ? { regions } : {}),
      ...(party !== null && filters.includes("party") ? { party } : {}),
    },
  };
}

function rest(filter: SearchQuestion["filter"], filters: readonly string[]): Pick<LiveList, "filteredByHub"> {
  const isTaken = (name: FilterName) => CONTRACT_FILTERS.has(name) && filters.includes(name);
  return { filteredByHub: conditionsOf(filter).filter((name) => !isTaken(name)) };
}
