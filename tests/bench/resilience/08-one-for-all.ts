import { Pool } from "undici";
import { atLeast, exactly, NO_PROMISE } from "#tests/bench/bench.ts";
import { runMany } from "#tests/bench/load.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { latency } from "#tests/support/proxy-faults.ts";
import type { Requirement } from "./requirement.ts";

const QUERIES = 10_000;
const { query, variables } = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 8,
  promise: "10,000 identical concurrent queries reach the upstream once",
  measure: async (house) => {
    await using hub = await house.hub();
    const { proxy } = house.portals.of("sichuan-portal");
    await hub.ask(query, variables(1));
    proxy.front.forget();
    proxy.obey(scripted({ fault: latency(2_000) }));
    await using crowd = openCrowd(hub.url);
    const answers = await runMany(QUERIES, QUERIES, () => crowd.ask().catch(String));
    const counts = Map.groupBy(answers, (answer) => answer);
    const right = [...counts].filter(([answer]) => answer.startsWith("200 ") && !answer.includes('"errors"'));
    const shed = answers.filter((answer) => answer.startsWith("503 ")).length;
    if (right.length > 1) process.stderr.write(`   ${right.length} different answers\n`);
    const failed = answers.find((answer) => !answer.startsWith("503 ") && !right.some(([text]) => text === answer));
    if (failed !== undefined) process.stderr.write(`   ${failed}\n`);
    const same = Math.max(0, ...right.map(([, all]) => all.length));
    return [
      {
        what: `upstream calls of ${QUERIES} identical queries`,
        unit: "",
        promised: exactly(1),
        measured: proxy.front.requests.length,
      },
      {
        what: "answered whole and alike, or told at once to come back",
        unit: "",
        promised: atLeast(QUERIES),
        measured: same + shed,
      },
      { what: "of these told to come back", unit: "", promised: NO_PROMISE, measured: shed },
    ];
  },
};

/** Ten questions in a row on each of a thousand connections: the hub works on all of them at once. */
function openCrowd(url: string): AsyncDisposable & { ask(): Promise<string> } {
  const pool = new Pool(url, { connections: 1_000, pipelining: 10 });
  const body = JSON.stringify({ query, variables: variables(0) });
  const headers = { "content-type": "application/json" };
  return {
    ask: async () => {
      const answer = await pool.request({ path: "/graphql", method: "POST", headers, body, idempotent: true });
      return `${answer.statusCode} ${await answer.body.text()}`;
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}
