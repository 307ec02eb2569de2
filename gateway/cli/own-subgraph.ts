import { randomBytes } from "node:crypto";
import type { SubgraphFile } from "#adapters/manifest/format/subgraph-format.ts";
import type { ConformanceReport } from "#adapters/manifest/kit/conformance-report.ts";
import { readHostPolicy } from "#adapters/runtime/call/host-policy.ts";
import { loadSettings } from "#adapters/runtime/settings/load-settings.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { HUB_SETTINGS } from "#gateway/hub-settings.ts";
import {
  type SubgraphFound,
  type SubgraphSearch,
  searchSubgraph,
} from "#gateway/members/elsewhere/question-subgraph.ts";
import { type ReadingSubgraph, type ReadSubgraph, readSubgraph } from "#gateway/members/elsewhere/read-subgraph.ts";
import type { MemberProblem } from "#gateway/members/member-problem.ts";
import { checkSubgraph } from "#gateway/registry/subgraph/check-subgraph.ts";
import { factsOf } from "#gateway/registry/subgraph/subgraph-facts.ts";
import { readSignatureKeys } from "#subgraphs/runtime/message-signature.ts";

const ASK_MS = 60_000;

/** The checks that need no graph, from this machine. */
export async function checkHere(file: SubgraphFile): Promise<ConformanceReport> {
  const parts = { ...(await readingHere(file.url)), whyNot: null, words: null, wasLive: false };
  return (await checkSubgraph(file, parts)).report;
}

export async function readHere(file: SubgraphFile): Promise<ReadSubgraph> {
  return readSubgraph(factsOf(file), await readingHere(file.url));
}

/** What one kind finds, as the hub would ask. */
export async function searchHere(file: SubgraphFile, search: SubgraphSearch): Promise<SubgraphFound> {
  return searchSubgraph(factsOf(file), search, await readingHere(file.url));
}

/** Of a server whose file is yet to be written. */
export async function sniffSubgraph(code: string, url: string): Promise<ReadSubgraph> {
  const words = { zh: code, en: code };
  const licence = { code, name: words, attribution: words, accessPolicy: "PUBLIC" } as const;
  const facts = { code, url, name: words, operator: words, region: null, licence };
  return readSubgraph(facts, await readingHere(url));
}

export function describeFailure(problems: readonly MemberProblem[]): string {
  return problems.map(({ message }) => `${message.zh} / ${message.en}\n`).join("");
}

/** Whoever types an address here may ask it. Signed by the hub's key where it is set, else by one that nobody knows. */
async function readingHere(url: string): Promise<ReadingSubgraph> {
  const { signingKeys } = (await loadSettings()).slice("hub", HUB_SETTINGS);
  const keys = readSignatureKeys(signingKeys) ?? [];
  const hosts = readHostPolicy(new URL(url).host) ?? readHostPolicy("*");
  if (hosts === undefined) throw new Error("no policy of hosts");
  const once = { id: "command-line", secret: randomBytes(24).toString("hex") };
  return {
    ...{ hosts, clock: systemClock, signal: AbortSignal.timeout(ASK_MS) },
    keys: keys.length > 0 ? keys : [once],
  };
}
