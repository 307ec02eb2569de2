import type { ListedNode, NodeDirectory } from "#subgraphs/runtime/ports.ts";
import type { Suggestion, Summary, SummaryIndex, SummaryQuestion } from "./summary-index.ts";

/** A suggester looks at no more; some of these fall to the paused nodes. */
const MOST_SUGGESTED = 50;
/** Records that are looked at for one with the very title. */
const SAME_WORDS = 20;

/** The index without what paused nodes have in it: pausing shows nothing of theirs. Looks who is paused when it is first asked. */
export function shownSummaries(summaries: SummaryIndex, directory: NodeDirectory): SummaryIndex {
  let made: SummaryIndex | null = null;
  const shown = () => {
    made ??= withoutPaused(summaries, directory);
    return made;
  };
  return {
    search: (question, signal) => shown().search(question, signal),
    suggest: (prefix, kinds, first, signal) => shown().suggest(prefix, kinds, first, signal),
    byNumbers: (numbers, signal) => shown().byNumbers(numbers, signal),
    byIds: (ids, signal) => shown().byIds(ids, signal),
    coverage: () => summaries.coverage(),
  };
}

function withoutPaused(summaries: SummaryIndex, directory: NodeDirectory): SummaryIndex {
  const listed = directory.list();
  const paused = new Set(listed.filter(isPaused).map(({ code }) => code));
  if (paused.size === 0) return summaries;
  const others = listed.map(({ code }) => code).filter((code) => !paused.has(code));
  const isShown = ({ node }: Summary) => !paused.has(node);
  const search: SummaryIndex["search"] = async (question, signal) => {
    const nodes = question.nodes?.filter((code) => !paused.has(code)) ?? others;
    return nodes.length === 0 ? NOTHING : summaries.search({ ...question, nodes }, signal);
  };
  return {
    search,
    byNumbers: async (numbers, signal) => (await summaries.byNumbers(numbers, signal)).filter(isShown),
    byIds: async (ids, signal) => (await summaries.byIds(ids, signal)).filter(isShown),
    coverage: () => summaries.coverage(),
    suggest: async (prefix, kinds, first, signal) => {
      const found = await summaries.suggest(prefix, kinds, MOST_SUGGESTED, signal);
      const isOfOthers = async (suggestion: Suggestion) => {
        const owner = suggestion.record === null ? undefined : directory.ownerOf(suggestion.record.typeName);
        if (owner !== undefined) return !isPaused(owner);
        const { hits } = await search(questionFor(suggestion), signal);
        return hits.some(({ summary }) => suggestion.kind !== "TITLE" || bears(summary, suggestion.text));
      };
      const shown: Suggestion[] = [];
      for (const suggestion of found) {
        if (shown.length === first) break;
        if (await isOfOthers(suggestion)) shown.push(suggestion);
      }
      return shown;
    },
  };
}

const NOTHING = { hits: [], total: 0, relation: "EXACT", facets: [], perNode: new Map() } as const;

function isPaused({ state }: ListedNode): boolean {
  return state === "PAUSED";
}

/** Finds a record that carries it. */
function questionFor({ kind, text }: Suggestion): SummaryQuestion {
  const every = { kinds: [], first: 1 };
  if (kind === "TITLE") return { ...every, text, first: SAME_WORDS };
  return kind === "ORGANIZATION" ? { ...every, filter: { party: text } } : { ...every, filter: { classes: [text] } };
}

/** Long titles are suggested by their beginning. */
function bears({ title }: Summary, text: string): boolean {
  return title?.startsWith(text) === true;
}
