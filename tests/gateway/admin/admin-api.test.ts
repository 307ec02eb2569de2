import { expect, test } from "vitest";
import type { Logger } from "#adapters/runtime/logger.ts";
import { createFindCaller } from "#gateway/access/admin-caller.ts";
import { createOperatorCheck } from "#gateway/access/operator-token.ts";
import { createAdminApi } from "#gateway/admin/admin-api.ts";
import type { OperatorDesk } from "#gateway/admin/operator-desk.ts";
import { admin, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { startFront } from "#tests/support/start-front.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A front whose operator can pause and look, and what the log was told. */
async function startAdmin() {
  const told: { readonly level: string; readonly fields: Fields }[] = [];
  const tell = (level: string) => (fields: object) => void told.push({ level, fields: fields as Fields });
  const logger: Logger = { debug: tell("debug"), info: tell("info"), warn: tell("warn"), error: tell("error") };
  const never = () => {
    throw new Error("a bug");
  };
  const desk: OperatorDesk = {
    status: () => ({
      nodes: [],
      responseCache: { responses: 0, bytes: 0 },
      entityCache: { entities: 0, bytes: 0 },
      load: LOAD,
      takenDown: 0,
    }),
    pause: async (code) => ({ code, kind: "node", paused: true }),
    resume: never,
    pauseFor: never,
    clearCache: never,
    invalidate: never,
    takeDown: never,
    restore: never,
    takeDowns: () => ({ takeDowns: [] }),
    stores: async () => ({ stores: [] }),
    run: never,
    close: () => {},
  };
  const findCaller = createFindCaller(createOperatorCheck(OPERATOR_TOKEN), () => undefined);
  const api = createAdminApi({ desk, findCaller, logger });
  return { told, front: await startFront({ admin: api }) };
}

const LOAD = { inFlight: 0, lagMs: 0, isShedding: false };

test("every act, every look and every one refused is an audit line; the token never is", async () => {
  const { told, front } = await startAdmin();
  await using _ = front;
  await admin(front.url, "status");
  await admin(front.url, "pause", { code: "a" });
  await admin(front.url, "pause", {});
  await admin(front.url, "pause", { code: "a" }, { authorization: "Bearer wrong-token" });
  await admin(front.url, "nonsense-of-a-caller");
  const lines = told.map(({ level, fields }) => [level, fields["action"], fields["target"], fields["outcome"]]);
  expect(lines).toEqual([
    ["info", "status", undefined, "done"],
    ["warn", "pause", "a", "done"],
    ["warn", "pause", undefined, "BAD_REQUEST"],
    ["warn", "pause", undefined, "ADMIN_TOKEN_REQUIRED"],
    ["warn", "unknown", undefined, "NOT_FOUND"],
  ]);
  for (const { fields } of told) {
    expect(fields).toMatchObject({ audit: "operator", from: "127.0.0.1", requestId: expect.any(String) });
  }
  expect(JSON.stringify(told) + front.lines.join()).not.toMatch(new RegExp(`${OPERATOR_TOKEN}|wrong-token|nonsense`));
});

test("an act that breaks is INTERNAL, masked, and the log is told why", async () => {
  const { told, front } = await startAdmin();
  await using _ = front;
  const { status, body } = await admin(front.url, "resume", { code: "a" });
  expect(told).toMatchObject([{ level: "warn", fields: { action: "resume", outcome: "INTERNAL" } }]);
  expect(status).toBe(500);
  expect(body).toMatchObject({ errors: [{ extensions: { code: "INTERNAL" } }] });
  expect(JSON.stringify(body)).not.toContain("a bug");
  expect(front.lines.join()).toContain("a bug");
});
