import { setTimeout } from "node:timers/promises";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import { atLeast, atMost, exactly, type Figure, NO_PROMISE } from "#tests/bench/bench.ts";
import { until } from "#tests/bench/load.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { type HubProcess, startHubProcess } from "#tests/support/start-hub-process.ts";
import { type Portals, startPortals } from "#tests/support/start-portals.ts";
import { makeBadWeather } from "./bad-weather.ts";
import { compareAnswers } from "./compare-answers.ts";
import { createQuestionMix, type MixedQuestion } from "./question-mix.ts";
import { watchProcess } from "./watch-process.ts";

const PATENTS = 300;
const SEED = 43;
const WORKERS = 6;
const THINK_MS = 100;
/** Between two rounds, with nothing in flight, the clocks of both hubs jump: what is kept goes stale, or over. */
const ROUND_MS = 15_000;
const JUMPS_MS = [6 * 60_000, 40 * 60_000, 7 * 3_600_000, 30 * 3_600_000];
/** In less time the slope drowns in the ups and downs of a heap. */
const JUDGED_FROM_MINUTES = 30;
const DEADLINE_MS = 3_000;
/** Beyond a deadline, for two busy cores to bring the answer home. */
const GRACE_MS = 1_000;
const MANNERS = {
  REQUESTS_PER_SECOND: "200",
  BURST: "50",
  CONCURRENCY: "8",
  CONNECT_TIMEOUT: "500ms",
  TRY_TIMEOUT: "1s",
};
/** Told of, at most; the rest is counted. */
const EXAMPLES = 5;

/** A hub in bad weather beside a twin that asks the same stand-ins undisturbed: same questions, same answers, or an error that says why not. */
export async function runSoak(minutes: number): Promise<readonly Figure[]> {
  await using portals = await startPortals({ patents: PATENTS, manners: MANNERS });
  const env = { HUB_SANDBOX_PATENTS: String(PATENTS) };
  const undisturbed = Object.assign({}, ...portals.all.map(({ envAt, sandboxUrl }) => envAt(sandboxUrl)));
  await using hub = await startHubProcess({ env: { ...env, ...portals.env } });
  await using twin = await startHubProcess({ env: { ...env, ...undisturbed } });
  const atRest = await hub.tell({ kind: "resources" });
  const weather = new AbortController();
  const storms = makeBadWeather(portals.all, SEED, weather.signal);
  const watch = watchProcess(hub);
  const tally = await load({ hub, twin, portals, endAt: performance.now() + minutes * 60_000 });
  const memory = watch.end();
  weather.abort();
  await storms;
  return [
    ...toFigures(tally),
    {
      what: `RSS slope after warm-up, MB in 10 min (judged from ${JUDGED_FROM_MINUTES} min on)`,
      unit: "MB",
      promised: minutes >= JUDGED_FROM_MINUTES ? atMost(1) : NO_PROMISE,
      measured: memory.rssSlope,
    },
    { what: "heap slope after warm-up, MB in 10 min", unit: "MB", promised: NO_PROMISE, measured: memory.heapSlope },
    { what: "highest RSS", unit: "MB", promised: NO_PROMISE, measured: memory.peakRssMb },
    ...(await leaks(hub, portals, atRest)),
  ];
}

interface Tally {
  asked: number;
  whole: number;
  inPart: number;
  lost: number;
  late: number;
  wrong: number;
  unverified: number;
  twinFailed: number;
  faults: number;
}

interface Load {
  readonly hub: HubProcess;
  readonly twin: HubProcess;
  readonly portals: Portals;
  readonly endAt: number;
}

async function load({ hub, twin, portals, endAt }: Load): Promise<Tally> {
  const tally = { asked: 0, whole: 0, inPart: 0, lost: 0, late: 0, wrong: 0, unverified: 0, twinFailed: 0, faults: 0 };
  const random = createRandom(SEED, "clock");
  const mixes = Array.from({ length: WORKERS }, (_, worker) => createQuestionMix(SEED + worker));
  while (performance.now() < endAt) {
    const roundEndsAt = Math.min(endAt, performance.now() + ROUND_MS);
    const work = async (next: () => MixedQuestion) => {
      while (performance.now() < roundEndsAt) {
        const question = next();
        const [answer, due] = await Promise.all([askTimed(hub, question), askTimed(twin, question)]);
        judge(question, answer, due, tally);
        await setTimeout(THINK_MS);
      }
    };
    await Promise.all(mixes.map(work));
    for (const { proxy } of portals.all) proxy.front.forget();
    const byMs = random.pick(JUMPS_MS);
    await Promise.all([hub, twin].map((one) => one.tell({ kind: "move-clock", byMs })));
  }
  tally.faults = portals.all.flatMap(({ proxy }) => [...proxy.met.values()]).reduce((sum, count) => sum + count, 0);
  return tally;
}

interface TimedAnswer {
  /** Null where none came. */
  readonly answer: HubAnswer | null;
  readonly ms: number;
}

async function askTimed(hub: HubProcess, { query, variables, headers }: MixedQuestion): Promise<TimedAnswer> {
  const startedAt = performance.now();
  const answer = await hub
    .ask(query, variables, { ...headers, "hub-deadline-ms": String(DEADLINE_MS) })
    .catch(() => null);
  return { answer, ms: performance.now() - startedAt };
}

function judge(question: MixedQuestion, { answer, ms }: TimedAnswer, { answer: due }: TimedAnswer, tally: Tally): void {
  tally.asked += 1;
  if (ms > DEADLINE_MS + GRACE_MS) tally.late += 1;
  if (answer === null || answer.status !== 200) {
    tell(question, "lost", answer?.text ?? "no answer", tally);
    return;
  }
  if (due === null || due.status !== 200 || due.errors.length > 0) {
    tally.twinFailed += 1;
    return;
  }
  if (answer.errors.length === 0) tally.whole += 1;
  else tally.inPart += 1;
  const { differences, unverified } = compareAnswers(answer, due);
  tally.unverified += unverified;
  if (differences.length > 0) tell(question, "wrong", `${JSON.stringify(differences)} ${answer.text}`, tally);
}

function tell({ name, variables }: MixedQuestion, what: "lost" | "wrong", text: string, tally: Tally): void {
  tally[what] += 1;
  if (tally[what] <= EXAMPLES)
    process.stderr.write(`${what}: ${name} ${JSON.stringify(variables)} ${text.slice(0, 2_000)}\n`);
}

function toFigures(tally: Tally): readonly Figure[] {
  return [
    { what: "questions", unit: "", promised: atLeast(1), measured: tally.asked },
    { what: "faults met", unit: "", promised: atLeast(1), measured: tally.faults },
    { what: "answered whole", unit: "", promised: NO_PROMISE, measured: tally.whole },
    { what: "answered in part, with errors that say why", unit: "", promised: NO_PROMISE, measured: tally.inPart },
    { what: "lost: no answer, or not 200", unit: "", promised: exactly(0), measured: tally.lost },
    {
      what: "wrong: not the twin's, and no error that says why",
      unit: "",
      promised: exactly(0),
      measured: tally.wrong,
    },
    { what: "later than deadline + 1 s", unit: "", promised: NO_PROMISE, measured: tally.late },
    {
      what: "records of partial lists that the twin's page does not show",
      unit: "",
      promised: NO_PROMISE,
      measured: tally.unverified,
    },
    {
      what: "questions that the twin could not answer either",
      unit: "",
      promised: NO_PROMISE,
      measured: tally.twinFailed,
    },
  ];
}

/** What is still open when nobody has asked anything for a while. */
async function leaks(
  hub: HubProcess,
  portals: Portals,
  atRest: Readonly<Record<string, number>>,
): Promise<readonly Figure[]> {
  const open = () => portals.all.reduce((sum, { proxy }) => sum + proxy.front.openSockets, 0);
  await until(() => open() === 0, 15_000);
  const timersOf = async () => (await hub.tell({ kind: "resources" }))["Timeout"] ?? 0;
  const allowed = atRest["Timeout"] ?? 0;
  await until(async () => (await timersOf()) <= allowed, 60_000);
  return [
    { what: "sockets to portals still open", unit: "", promised: exactly(0), measured: open() },
    { what: "timers more than before the load", unit: "", promised: atMost(0), measured: (await timersOf()) - allowed },
  ];
}
