import { atMost, type Bench, exactly, type Figure, NO_PROMISE } from "./bench.ts";
import { type OffersReader, openBothWays } from "./manifest/both-ways.ts";
import { inTurn } from "./measure.ts";
import { onlyCount } from "./wrong-use.ts";

const PATENTS = 40_000;
const ROUNDS = 15;
const WARM_UP = 5;
const WINDOW = 50;
/** A manifest's records cost at most so many times what those of an adapter written by hand cost. */
const SHARE = 1.3;

/** CPU of this process alone: the stand-in runs in another. `-- manifest 4000` invents fewer patents. */
export const bench: Bench = {
  summary: "the Sichuan platform's offers read by a manifest and by the adapter written for it: CPU per record",
  usage: "[PATENTS]",
  run: async (args) => {
    await using ways = await openBothWays(onlyCount("PATENTS", args, PATENTS));
    const hand: Round[] = [];
    const told: Round[] = [];
    // Side by side, round by round: what disturbs the machine disturbs both.
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const pair =
        round % 2 === 0
          ? await both(ways.byHand, ways.byManifest)
          : (await both(ways.byManifest, ways.byHand)).toReversed();
      if (round < WARM_UP) continue;
      hand.push(...pair.slice(0, 1));
      told.push(...pair.slice(1));
    }
    return [
      ...figures("a list read through, asked anew", "read", { hand, told }),
      ...figures("records of a list looked up", "lookUp", { hand, told }),
      {
        what: "records in the list by hand and by manifest: difference",
        unit: "records",
        promised: exactly(0),
        measured: (hand[0]?.records ?? 0) - (told[0]?.records ?? Number.NaN),
      },
    ];
  },
};

interface Round {
  readonly records: number;
  /** CPU in microseconds, all records. */
  readonly read: number;
  readonly lookUp: number;
}

function both(first: OffersReader, second: OffersReader): Promise<readonly Round[]> {
  return inTurn([first, second], readThrough);
}

async function readThrough(reader: OffersReader): Promise<Round> {
  reader.forget();
  const ids: string[] = [];
  const read = await cpuOf(async () => {
    for (let offset = 0, total = 1; offset < total; offset += WINDOW) {
      const window = await reader.read(offset, WINDOW);
      total = window.total;
      ids.push(...window.ids);
    }
  });
  const lookUp = await cpuOf(async () => {
    for (let start = 0; start < ids.length; start += WINDOW) await reader.lookUp(ids.slice(start, start + WINDOW));
  });
  return { records: ids.length, read, lookUp };
}

async function cpuOf(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function figures(
  what: string,
  part: "read" | "lookUp",
  { hand, told }: Readonly<Record<"hand" | "told", readonly Round[]>>,
): readonly Figure[] {
  const perRecord = (rounds: readonly Round[]) => median(rounds.map((round) => round[part] / round.records));
  const byHand = perRecord(hand);
  const byManifest = perRecord(told);
  const isPromised = part === "read";
  return [
    { what: `${what}: by hand`, unit: "µs/record", promised: NO_PROMISE, measured: byHand },
    { what: `${what}: by manifest`, unit: "µs/record", promised: NO_PROMISE, measured: byManifest },
    {
      what: `${what}: by manifest / by hand`,
      unit: "×",
      promised: isPromised ? atMost(SHARE) : NO_PROMISE,
      measured: byManifest / byHand,
    },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
