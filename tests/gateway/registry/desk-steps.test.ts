import { expect, test } from "vitest";
import type { NodeDesk } from "#gateway/registry/node-desk.ts";
import { openDesk, told } from "./open-desk.ts";

const OPERATOR = { code: "fujian", by: "OPERATOR" } as const;
const SIGNAL = AbortSignal.timeout(60_000);

const toldIn = (version: string) => told({ code: "fujian", version });

async function goLive(desk: NodeDesk, version: string): Promise<void> {
  await desk.register(OPERATOR, toldIn(version));
  await desk.check(OPERATOR, version, SIGNAL);
  expect(await desk.promote(OPERATOR, version)).toMatchObject({ lifecycle: "LIVE", version });
}

test("a step that a version cannot take is refused by the stage that it is in, with what can be done", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  const refusal = (zh: string) => ({ code: "ADMIN_CONFLICT", detail: { zh: expect.stringContaining(zh) } });
  await desk.register(OPERATOR, toldIn("1.0.0"));
  expect(await desk.shadow(OPERATOR)).toMatchObject(refusal("1.0.0 尚未通过检查：先 node check"));
  expect(await desk.promote(OPERATOR)).toMatchObject(refusal("1.0.0 尚未通过检查"));
  await desk.check(OPERATOR, undefined, SIGNAL);
  await desk.shadow(OPERATOR);
  expect(await desk.shadow(OPERATOR)).toMatchObject(refusal("1.0.0 已在影子运行"));
  await desk.promote(OPERATOR);
  for (const step of [desk.promote(OPERATOR), desk.shadow(OPERATOR)])
    expect(await step).toMatchObject(refusal("1.0.0 已上线"));
  await goLive(desk, "1.1.0");
  expect(await desk.promote(OPERATOR, "1.0.0")).toMatchObject(refusal("1.0.0 已停用"));
});

test("the text that is shown is that of the version in use; before there is one, of the latest", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  await desk.register(OPERATOR, toldIn("0.9.0"));
  expect(await desk.text(OPERATOR)).toMatchObject({ version: "0.9.0" });
  await goLive(desk, "1.0.0");
  await goLive(desk, "1.1.0");
  await desk.register(OPERATOR, toldIn("1.2.0"));
  expect(await desk.text(OPERATOR)).toMatchObject({ version: "1.1.0" });
  await desk.rollBack(OPERATOR);
  expect(await desk.text(OPERATOR)).toMatchObject({ version: "1.0.0" });
  expect(await desk.text(OPERATOR, "1.2.0")).toMatchObject({ version: "1.2.0" });
});
