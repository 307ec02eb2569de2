import { inTurn } from "#tests/bench/measure.ts";
import type { Case } from "./cases.ts";
import type { Child } from "./child-process.ts";
import { checkAnswers, type Reference } from "./compare-entrants.ts";
import type { LoadRequest, LoadResult } from "./control.ts";
import type { Entrant, Running } from "./entrants.ts";
import { FIRST_SEASON, type Size } from "./shop-queries.ts";
import type { Stage } from "./stage.ts";

const CONNECTIONS = 32;
/** So many answers, or so many turns where answers are slow. */
const WARM_UP = { answers: 1_000, turns: 4 } as const;

export interface RunOptions {
  readonly seconds: number;
  readonly rounds: number;
  /** Called around one more turn of each contestant, after the rounds. */
  readonly profile?: ((name: string, running: Running, turn: () => Promise<Turn>) => Promise<void>) | undefined;
}

/** One contestant under load for some seconds. */
export interface Turn {
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMb: number;
  /** Requests that the subgraphs had, per answer. */
  readonly fetches: number;
  readonly answered: number;
  /** How busy it kept its core, and load and subgraphs kept theirs: where neither is near 1, others used the machine. */
  readonly ownShare: number;
  readonly loadShare: number;
}

export interface Outcome {
  readonly name: string;
  /** Null where it is not there; empty where it answered wrongly. */
  readonly turns: readonly Turn[] | null;
}

interface Competitor {
  readonly name: string;
  readonly running: Running;
  readonly request: LoadRequest;
}

/** All contestants of a case at one query: compared first, then in turn, round after round. */
export async function runCase(
  stage: Stage,
  test: Case,
  { size, reference, options }: { readonly size: Size; readonly reference: Reference; readonly options: RunOptions },
): Promise<readonly Outcome[]> {
  await stage.canned.tell("cache-control", { value: test.cacheControl });
  await using stack = new AsyncDisposableStack();
  const ms = options.seconds * 1_000;
  const competitors: Competitor[] = [];
  const outcomes = new Map<string, Turn[] | null>();
  for (const entrant of test.entrants) {
    const running = await entrant.start(stage, reference.answerFile);
    outcomes.set(entrant.name, running === null ? null : []);
    if (running === null) continue;
    stack.use(running);
    const request = await prepare(test, { size, entrant, running, reference });
    if (request !== null) competitors.push({ name: entrant.name, running, request: { ...request, ms } });
  }
  await inTurn(competitors, (competitor) => warmUp(stage, competitor));
  for (let round = 0; round < options.rounds; round++) {
    const order = [
      ...competitors.slice(round % competitors.length),
      ...competitors.slice(0, round % competitors.length),
    ];
    for (const competitor of order) outcomes.get(competitor.name)?.push(await takeTurn(stage, competitor));
  }
  for (const competitor of competitors) {
    await options.profile?.(competitor.name, competitor.running, () => takeTurn(stage, competitor));
  }
  return [...outcomes].map(([name, turns]) => ({ name, turns }));
}

interface Preparation {
  readonly size: Size;
  readonly entrant: Entrant;
  readonly running: Running;
  readonly reference: Reference;
}

/** What it will be asked, and what every answer is held against; null, with a word about it, where it answers wrongly. */
async function prepare(
  test: Case,
  { size, entrant, running, reference }: Preparation,
): Promise<Omit<LoadRequest, "ms"> | null> {
  const request = {
    origin: new URL(running.url).origin,
    size,
    style: test.style,
    season: test.isDistinct ? null : FIRST_SEASON,
    headers: {},
    connections: CONNECTIONS,
    status: test.hasEtag === true ? 304 : 200,
    length: test.hasEtag === true ? 0 : null,
  };
  if (entrant.isFloor === true) return request;
  try {
    const { etag, length } = await checkAnswers(test, size, running, reference);
    if (test.hasEtag !== true) return { ...request, length };
    if (etag === null) throw new Error("an answer without an ETag");
    return { ...request, headers: { "if-none-match": etag } };
  } catch (error) {
    process.stdout.write(
      `${test.name} ${size}: ${entrant.name} is left out: ${error instanceof Error ? error.message : error}\n`,
    );
    return null;
  }
}

/** Turns that do not count, until its code is compiled. */
async function warmUp(stage: Stage, competitor: Competitor): Promise<void> {
  let answered = 0;
  for (let turn = 0; turn < WARM_UP.turns && answered < WARM_UP.answers; turn++) {
    answered += (await takeTurn(stage, competitor)).answered;
  }
}

async function takeTurn({ load, canned }: Stage, { name, running, request }: Competitor): Promise<Turn> {
  const loadCpu = async () => (await Promise.all([canned, load].map(cpuOf))).reduce((sum, cpuUs) => sum + cpuUs, 0);
  await canned.tell("counts", null);
  const loadBefore = await loadCpu();
  const before = await running.child.tell("usage", null);
  const result = await load.tell("load", request);
  const after = await running.child.tell("usage", null);
  const loadUs = (await loadCpu()) - loadBefore;
  const counts = Object.values(await canned.tell("counts", null));
  refuseWrong(name, result);
  const ownUs = after.cpuUs - before.cpuUs;
  return {
    answered: result.answered,
    cpuUs: ownUs / result.answered,
    perSecond: result.answered / (result.ms / 1_000),
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    rssMb: after.rssBytes / 1_000_000,
    fetches: counts.reduce((sum, count) => sum + count, 0) / result.answered,
    ownShare: ownUs / 1_000 / result.ms,
    loadShare: loadUs / 1_000 / result.ms,
  };
}

async function cpuOf(child: Child): Promise<number> {
  return (await child.tell("usage", null)).cpuUs;
}

function refuseWrong(name: string, { answered, wrong }: LoadResult): void {
  if (answered === 0) throw new Error(`${name} answered nothing`);
  if (wrong > 0) throw new Error(`${name} answered ${wrong} of ${answered} wrongly under load`);
}
