import type { Variables } from "./hub-client.ts";

/** A question that asks one source over HTTP and, apart from it, only the embedded store. */
export interface PortalQuestion {
  readonly source: string;
  readonly node: string;
  readonly query: string;
  /** Each turn asks for something new, so that no cache can answer; turn 0 for what is there, in any world. */
  variables(turn: number): Variables;
  /** Where the answer is null when that source fails; the rest of it stays. */
  readonly path: readonly (string | number)[];
}

/** What the embedded store alone gives to each of the questions. */
export const STORE_ANSWER = { stored: { title: "一种低温固化光学胶及其制备方法" } } as const;

const STORED = `stored: patent(number: "CN202310123456.6") { title }`;
const PRESENT_ABROAD = "EP9912345A1";

export const PORTAL_QUESTIONS: readonly PortalQuestion[] = [
  {
    source: "sichuan-portal",
    node: "sichuan",
    query: `query OfSichuan($text: String) {
      ${STORED} hubNode(code: "sichuan") { listings(first: 2, filter: { text: $text }) { nodes { id title } } }
    }`,
    variables: text,
    path: ["hubNode", "listings"],
  },
  {
    source: "chongqing-kjy01",
    node: "chongqing",
    query: `query OfChongqing($text: String) {
      ${STORED} hubNode(code: "chongqing") { experts(first: 2, filter: { text: $text }) { nodes { id name } } }
    }`,
    variables: text,
    path: ["hubNode", "experts"],
  },
  {
    source: "cnipa-agencies",
    node: "national",
    query: `query OfRegister($text: String) {
      ${STORED} agencies(first: 2, filter: { text: $text }) { nodes { id code } }
    }`,
    variables: text,
    path: ["agencies"],
  },
  {
    source: "national-registers",
    node: "national",
    query: `query OfRights($text: String) {
      ${STORED} softwareCopyrights(first: 2, filter: { text: $text }) { nodes { id name } }
    }`,
    variables: text,
    path: ["softwareCopyrights"],
  },
  {
    source: "epo-ops",
    node: "national",
    query: `query OfOps($number: String!) { ${STORED} foreign: patent(number: $number) { title } }`,
    variables: (turn) => ({ number: turn === 0 ? PRESENT_ABROAD : `EP${1_000_000 + turn}A1` }),
    path: ["foreign"],
  },
];

/** A word that stands in no record makes the list empty, and the address new. */
function text(turn: number): Variables {
  return { text: turn === 0 ? null : `t${turn}` };
}

export function questionOf(source: string): PortalQuestion {
  const question = PORTAL_QUESTIONS.find((candidate) => candidate.source === source);
  if (question === undefined) throw new Error(`no question for ${source}`);
  return question;
}
