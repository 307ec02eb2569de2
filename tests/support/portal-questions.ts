/** A question that asks one source over HTTP and, apart from it, only the embedded store. */
export interface PortalQuestion {
  readonly source: string;
  readonly node: string;
  /** Each turn asks for something new, so that no cache can answer; turn 0 for what is there, in any world. */
  query(turn: number): string;
  /** Where the answer is null when that source fails; the rest of it stays. */
  readonly path: readonly (string | number)[];
}

/** Answered by the embedded store alone. */
export const STORE_QUESTION = `stored: patent(number: "CN202310123456.6") { title }`;
export const STORE_ANSWER = { stored: { title: "一种低温固化光学胶及其制备方法" } } as const;

const PRESENT_ABROAD = "EP9912345A1";

export const PORTAL_QUESTIONS: readonly PortalQuestion[] = [
  {
    source: "sichuan-portal",
    node: "sichuan",
    query: (turn) =>
      `{ ${STORE_QUESTION} hubNode(code: "sichuan") { listings(first: 2, ${text(turn)}) { nodes { id title } } } }`,
    path: ["hubNode", "listings"],
  },
  {
    source: "chongqing-kjy01",
    node: "chongqing",
    query: (turn) =>
      `{ ${STORE_QUESTION} hubNode(code: "chongqing") { experts(first: 2, ${text(turn)}) { nodes { id name } } } }`,
    path: ["hubNode", "experts"],
  },
  {
    source: "cnipa-agencies",
    node: "national",
    query: (turn) => `{ ${STORE_QUESTION} agencies(first: 2, ${text(turn)}) { nodes { id code } } }`,
    path: ["agencies"],
  },
  {
    source: "epo-ops",
    node: "national",
    query: (turn) =>
      `{ ${STORE_QUESTION} foreign: patent(number: "${turn === 0 ? PRESENT_ABROAD : `EP${1_000_000 + turn}A1`}") { title } }`,
    path: ["foreign"],
  },
];

/** Words that stand in no record make the list empty, and the address new. */
function text(turn: number): string {
  return turn === 0 ? "filter: {}" : `filter: { text: "t${turn}" }`;
}

export function questionOf(source: string): PortalQuestion {
  const question = PORTAL_QUESTIONS.find((candidate) => candidate.source === source);
  if (question === undefined) throw new Error(`no question for ${source}`);
  return question;
}
