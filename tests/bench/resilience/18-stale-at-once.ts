import { atMost, exactly, type Figure } from "#tests/bench/bench.ts";
import { countBy, measureCalmly, quantile, runMany, timed, until } from "#tests/bench/load.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { latency } from "#tests/support/proxy-faults.ts";
import type { House } from "./house.ts";
import type { Requirement } from "./requirement.ts";

/** Past the five minutes that the source lets an offer live. */
const PAST_TTL_MS = 6 * 60_000;
const ASKED = 50;
const HEADERS = { "hub-sources": "1" };
const { query, variables, source } = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 18,
  promise: "a stale answer in ≤ 20 ms with one refresh behind it",
  measure: (house) => measureCalmly("stale", () => askStale(house)),
};

async function askStale(house: House): Promise<readonly Figure[]> {
  await house.tidy();
  await using hub = await house.hub();
  const { proxy } = house.portals.of(source);
  await runMany(30, 1, (index) => hub.ask(query, variables(1 + index), HEADERS));
  const fresh = await hub.ask(query, variables(0), HEADERS);
  await hub.ask(query, variables(0), HEADERS);
  proxy.front.forget();
  proxy.obey(scripted({ fault: latency(1_500) }));
  await hub.tell({ kind: "move-clock", byMs: PAST_TTL_MS });
  const answers = await runMany(ASKED, 1, () => timed(() => hub.ask(query, variables(0), HEADERS)));
  const same = answers.filter(({ result }) => JSON.stringify(result.data) === JSON.stringify(fresh.data)).length;
  await until(async () => outcomeIn(await hub.ask(query, variables(0), HEADERS)) === "OK", 5_000);
  const refreshes = countBy(proxy.front.requests, ({ path }) => path);
  return [
    {
      what: "stale answers, median",
      unit: "ms",
      promised: atMost(20),
      measured: quantile(
        answers.map(({ ms }) => ms),
        0.5,
      ),
    },
    {
      what: "stale answers, p95",
      unit: "ms",
      promised: atMost(20),
      measured: quantile(
        answers.map(({ ms }) => ms),
        0.95,
      ),
    },
    { what: `of ${ASKED} the answer that was kept`, unit: "", promised: exactly(ASKED), measured: same },
    {
      what: "told as STALE",
      unit: "",
      promised: exactly(1),
      measured: outcomeIn(answers[0]?.result) === "STALE" ? 1 : 0,
    },
    {
      what: "refreshes of one address behind them",
      unit: "",
      promised: exactly(1),
      measured: Math.max(...refreshes.values()),
    },
  ];
}

function outcomeIn(answer: HubAnswer | undefined): string | undefined {
  return answer?.sources.find((report) => report.source === source)?.outcome;
}
