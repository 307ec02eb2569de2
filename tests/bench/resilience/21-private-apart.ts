import { atLeast, exactly, NO_PROMISE } from "#tests/bench/bench.ts";
import { runMany } from "#tests/bench/load.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import type { Requirement } from "./requirement.ts";

const QUERIES = 10_000;
const AT_ONCE = 50;
const QUERY = `query Mine { viewer { accounts { userName } cases(first: 50) { nodes { id caseNumber } } } }`;
const USERS = ["demo", "other"] as const;

export const requirement: Requirement = {
  number: 21,
  promise: "two users and a private type: no cross-hit in 10,000 interleaved queries, in-flight sharing included",
  measure: async (house) => {
    await using hub = await house.hub();
    const own = { demo: await mine(hub, "demo"), other: await mine(hub, "other") };
    if (own.demo === own.other || own.demo === null || own.other === null) throw new Error("the users are not apart");
    const { front } = house.portals.of("chongqing-kjy01").proxy;
    front.forget();
    const answers = await runMany(QUERIES, AT_ONCE, async (index) => {
      const user = USERS[index % 2] ?? "demo";
      const answer = await mine(hub, user);
      return { isRight: answer === own[user], isAnother: answer === own[user === "demo" ? "other" : "demo"] };
    });
    const crossed = answers.filter(({ isAnother }) => isAnother).length;
    return [
      { what: `cross-hits in ${QUERIES} queries`, unit: "", promised: exactly(0), measured: crossed },
      {
        what: "answered with one's own and nothing else",
        unit: "",
        promised: atLeast(QUERIES),
        measured: answers.filter(({ isRight }) => isRight).length,
      },
      {
        what: "upstream calls per query (shared in flight)",
        unit: "",
        promised: NO_PROMISE,
        measured: front.requests.length / QUERIES,
      },
    ];
  },
};

async function mine(hub: HubProcess, user: (typeof USERS)[number]): Promise<string | null> {
  const headers = { "hub-node-authorization": `chongqing="Bearer ${user}-kjy01-sandbox"` };
  const { data, errors } = await hub.ask(QUERY, {}, headers);
  return errors.length === 0 ? JSON.stringify(data) : null;
}
