import { z } from "zod";
import { type DemoAnswer, send, utf8Answer } from "#adapters/manifest/demo/wire/answers.ts";
import { printCsv } from "#adapters/manifest/demo/wire/csv.ts";
import { createSignatureCheck } from "#adapters/manifest/demo/wire/gateway-signature.ts";
import { filterOf, numberOf, pathOf, queryOf } from "#adapters/manifest/demo/wire/read-request.ts";
import type { SandboxHandler, SandboxOptions } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { makeTables, type Table } from "./rows.ts";

const SETTINGS = z.object({
  clientId: z.string().default("hub-demo"),
  secret: z.string().default("outlet-demo-secret"),
  /** Questions in a day before the gateway answers 429. */
  perDay: z.int().min(1).default(50_000),
});

const PREFIX = "/gateway/csv/";
const MAX_ROWS = 200;
const DAY_MS = 86_400_000;

/** A stand-in of a national patent-information outlet whose data a provincial gateway hands out: signed questions, CSV answers. */
export function createSandbox({ world, settings, clock }: SandboxOptions): SandboxHandler {
  const { clientId, secret, perDay } = SETTINGS.parse(settings);
  const refuse = createSignatureCheck(clock, { id: clientId, secret });
  const tables = makeTables(world);
  let day = 0;
  let asked = 0;
  return (request, response) => {
    const today = Math.floor(clock.now() / DAY_MS);
    asked = today === day ? asked + 1 : 1;
    day = today;
    if (asked > perDay) return send(response, refusal(429, "今日调用次数已用完"));
    const reason = refuse(request.headers);
    if (reason !== null) return send(response, refusal(401, reason));
    const path = pathOf(request);
    const table = path.startsWith(PREFIX) ? tables[path.slice(PREFIX.length)] : undefined;
    return send(response, table === undefined ? refusal(404, "接口不存在") : answerRows(table, queryOf(request)));
  };
}

/** `PAGE` from 1, `PAGENUM` rows a page, `GJC` a word; a page beyond the end has the header alone. */
function answerRows({ names, rows }: Table, query: ReadonlyMap<string, string>): DemoAnswer {
  const word = filterOf(query.get("GJC"));
  const id = filterOf(query.get("BH"));
  const found = rows.filter(
    (row) =>
      (word === null || Object.values(row).some((text) => text.includes(word))) &&
      (id === null || row[names[0] ?? ""] === id),
  );
  const size = Math.min(numberOf(query.get("PAGENUM"), 20), MAX_ROWS);
  const from = (numberOf(query.get("PAGE"), 1) - 1) * size;
  const shown = found.slice(from, from + size).map((row) => ({ ...row, ZTS: String(found.length) }));
  return utf8Answer(printCsv(names, shown), "text/csv;charset=UTF-8");
}

function refusal(status: number, words: string): DemoAnswer {
  return utf8Answer(JSON.stringify({ CODE: status, MSG: words }), "application/json;charset=UTF-8", status);
}
