import {
  type Entrant,
  emptyFloor,
  floor,
  hive,
  hiveSharing,
  ours,
  oursInProcess,
  stock,
  stockInProcess,
} from "./entrants.ts";
import type { Size, Style } from "./shop-queries.ts";

/** CPU of the slower one to that of the faster one, per answered request. */
export interface Bar {
  readonly slower: string;
  readonly faster: string;
  /** Null where the figure is only told. */
  readonly atLeast: Readonly<Record<Size, number>> | null;
  readonly aim?: string;
}

export interface Case {
  readonly name: string;
  readonly title: string;
  readonly entrants: readonly Entrant[];
  readonly style: Style;
  /** Every request of a season of its own, or all of one. */
  readonly isDistinct: boolean;
  /** What the subgraphs say of how long an answer may be kept; null where they say nothing. */
  readonly cacheControl: string | null;
  /** Every request names the ETag of an answer that the client has. */
  readonly hasEtag?: boolean;
  readonly bars: readonly Bar[];
  /** What the second does that the first does not, and with it costs. */
  readonly extra?: { readonly what: string; readonly without: string; readonly with: string };
}

const KEPT = "public, max-age=3600";
const NO_RESPONSES = { HUB_RESPONSE_CACHE_BYTES: "0" };
const NO_SHARING = { ...NO_RESPONSES, HUB_SHARES_IN_FLIGHT: "false" };

const PLAIN = { isDistinct: true, style: "variable", cacheControl: null } as const;

export const CASES: readonly Case[] = [
  {
    ...PLAIN,
    name: "distinct",
    title: "distinct queries, remote subgraphs",
    entrants: [stock, hive, ours("ours", NO_SHARING)],
    bars: [
      { slower: "stock", faster: "ours", atLeast: { L: 8, M: 8, S: 5 }, aim: "12" },
      { slower: "hive", faster: "ours", atLeast: { L: 1.8, M: 1.8, S: 1.8 }, aim: "3" },
      { slower: "stock", faster: "hive", atLeast: null },
    ],
  },
  {
    ...PLAIN,
    name: "literals",
    title: "the same with varying literals",
    style: "literal",
    entrants: [stock, hive, ours("ours", NO_SHARING)],
    bars: [
      { slower: "stock", faster: "ours", atLeast: null },
      { slower: "hive", faster: "ours", atLeast: null },
    ],
  },
  {
    ...PLAIN,
    name: "identical",
    title: "identical concurrent queries, in-flight sharing on in both",
    isDistinct: false,
    entrants: [stock, hiveSharing, ours("ours", NO_RESPONSES)],
    bars: [
      { slower: "stock", faster: "ours", atLeast: { L: 60, M: 40, S: 15 }, aim: "the floor" },
      { slower: "hive", faster: "ours", atLeast: { L: 1.3, M: 1.3, S: 1.3 } },
    ],
  },
  {
    ...PLAIN,
    name: "cached",
    title: "public operation answered from the response cache",
    isDistinct: false,
    cacheControl: KEPT,
    entrants: [floor, ours("ours", {}), ours("ours, log", { HUB_LOG_LEVEL: "info" })],
    bars: [
      { slower: "floor", faster: "ours", atLeast: { L: 0.7, M: 0.7, S: 0.7 }, aim: "0.9" },
      { slower: "floor", faster: "ours, log", atLeast: { L: 0.5, M: 0.5, S: 0.5 } },
    ],
    extra: { what: "access log", without: "ours", with: "ours, log" },
  },
  {
    ...PLAIN,
    name: "304",
    title: "304 on a matching ETag",
    isDistinct: false,
    cacheControl: KEPT,
    hasEtag: true,
    entrants: [emptyFloor, ours("ours", {})],
    bars: [{ slower: "floor", faster: "ours", atLeast: { L: 0.7, M: 0.7, S: 0.7 }, aim: "0.9" }],
  },
  {
    ...PLAIN,
    name: "entities",
    title: "all entities and root fetches cached, response not",
    isDistinct: false,
    cacheControl: KEPT,
    entrants: [stock, ours("ours", NO_SHARING)],
    bars: [{ slower: "stock", faster: "ours", atLeast: { L: 12, M: 12, S: 8 }, aim: "20" }],
  },
  {
    ...PLAIN,
    name: "in-process",
    title: "in-process subgraphs executing for real",
    entrants: [stockInProcess, oursInProcess(NO_SHARING)],
    bars: [{ slower: "stock", faster: "ours", atLeast: { L: 2, M: 2, S: 2 }, aim: "4" }],
  },
];
