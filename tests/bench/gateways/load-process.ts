import { Client } from "undici";
import { quantile } from "#tests/bench/load.ts";
import { type LoadRequest, type LoadResult, obey } from "./control.ts";
import { createBody, FIRST_SEASON, SEASONS } from "./shop-queries.ts";

/** Of so many answers one is read: it must speak of its own season. */
const READ_EVERY = 32;
const ANSWER_WITHIN_MS = 60_000;

let lastSeason = Math.floor(Math.random() * SEASONS);

obey({ load });
process.send?.({ ready: {} });

/** So many connections, each asking again as soon as it is answered, until the time is over and the last has its answer. */
async function load(request: LoadRequest): Promise<LoadResult> {
  const latencies: number[] = [];
  const check = createCheck(request);
  const bodyOf = createBody(request.size, request.style);
  const headers = { "content-type": "application/json", ...request.headers };
  const startedAt = performance.now();
  const connect = async (): Promise<void> => {
    const client = new Client(request.origin, {
      bodyTimeout: ANSWER_WITHIN_MS,
      headersTimeout: ANSWER_WITHIN_MS,
    });
    while (performance.now() - startedAt < request.ms) {
      const season = request.season ?? nextSeason();
      const askedAt = performance.now();
      const answer = await ask(client, headers, bodyOf(season));
      latencies.push(performance.now() - askedAt);
      check.see(answer, season);
    }
    await client.close();
  };
  await Promise.all(Array.from({ length: request.connections }, connect));
  return {
    answered: latencies.length,
    wrong: check.wrong(),
    length: check.length(),
    ms: performance.now() - startedAt,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

function nextSeason(): number {
  lastSeason = (lastSeason + 1) % SEASONS;
  return FIRST_SEASON + lastSeason;
}

interface Answer {
  readonly status: number;
  readonly length: number;
  readonly chunks: readonly Buffer[];
}

function ask(client: Client, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const chunks: Buffer[] = [];
  let status = 0;
  let length = 0;
  client.dispatch(
    { path: "/graphql", method: "POST", headers, body },
    {
      onRequestStart: () => {},
      onResponseStart: (_, code) => {
        status = code;
      },
      onResponseData: (_, chunk) => {
        chunks.push(chunk);
        length += chunk.length;
      },
      onResponseEnd: () => resolve({ status, length, chunks }),
      onResponseError: (_, error) => reject(error),
    },
  );
  return promise;
}

/** Answers of one query have one length, whatever the season; some are read too. */
function createCheck({ status, length: expected, season: fixed }: LoadRequest) {
  let length = expected;
  let seen = 0;
  let wrong = 0;
  return {
    see: (answer: Answer, season: number): void => {
      length ??= answer.length;
      seen += 1;
      if (answer.status !== status || answer.length !== length) wrong += 1;
      else if (fixed === null && seen % READ_EVERY === 0 && !speaksOf(answer, season)) wrong += 1;
    },
    wrong: () => wrong,
    length: () => length,
  };
}

function speaksOf({ chunks }: Answer, season: number): boolean {
  const text = Buffer.concat(chunks).toString("utf8");
  return text.includes(`${season}-0"`) && !text.includes('"errors"');
}
