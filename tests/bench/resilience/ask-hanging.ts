import { setTimeout } from "node:timers/promises";
import { atMost, exactly, type Figure } from "#tests/bench/bench.ts";
import { measureCalmly, timed } from "#tests/bench/load.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { PORTAL_QUESTIONS, type PortalQuestion, STORE_ANSWER } from "#tests/support/portal-questions.ts";
import type { ProxyFault } from "#tests/support/proxy-faults.ts";
import type { House } from "./house.ts";

const DEADLINE_MS = 1_000;
const EACH = 20;
/** Between one question and the next, so that their deadlines do not all fall on one moment. */
const APART_MS = 20;

/** Every source meets that fault; queries that touch them come back in time, in part, each failure named. */
export function askHanging(house: House, fault: ProxyFault): Promise<readonly Figure[]> {
  return measureCalmly(fault.name, () => askOnce(house, fault));
}

async function askOnce(house: House, fault: ProxyFault): Promise<readonly Figure[]> {
  await house.tidy();
  await using hub = await house.hub();
  for (const { query, variables } of PORTAL_QUESTIONS) await hub.ask(query, variables(1));
  for (const { proxy } of house.portals.all) proxy.obey(scripted({ fault }));
  const turns = Array.from({ length: EACH }, (_, index) => index + 2);
  const answers = await Promise.all(
    turns.flatMap((turn) =>
      PORTAL_QUESTIONS.map(async (question, index) => {
        await setTimeout((turn * PORTAL_QUESTIONS.length + index) * APART_MS);
        const headers = { "hub-deadline-ms": String(DEADLINE_MS) };
        const asked = await timed(() => hub.ask(question.query, question.variables(turn), headers));
        return { lateMs: asked.ms - DEADLINE_MS, text: asked.result.text, isRight: isPartial(asked.result, question) };
      }),
    ),
  );
  const wrong = answers.filter(({ isRight }) => !isRight);
  if (wrong[0] !== undefined) process.stderr.write(`   ${fault.name}: ${wrong[0].text}\n`);
  return [
    {
      what: `${fault.name}: latest answer after its deadline`,
      unit: "ms",
      promised: atMost(50),
      measured: Math.max(...answers.map(({ lateMs }) => lateMs)),
    },
    {
      what: `${fault.name}: answers without partial data, NODE_TIMEOUT, node and path`,
      unit: "",
      promised: exactly(0),
      measured: wrong.length,
    },
  ];
}

function isPartial({ status, data, errors }: HubAnswer, { node, path }: PortalQuestion): boolean {
  const [error, ...others] = errors;
  const stored = data?.["stored"];
  return (
    status === 200 &&
    others.length === 0 &&
    JSON.stringify(stored) === JSON.stringify(STORE_ANSWER.stored) &&
    error?.extensions.code === "NODE_TIMEOUT" &&
    error.extensions["node"] === node &&
    JSON.stringify(error.path) === JSON.stringify(path)
  );
}
