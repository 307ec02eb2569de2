import { expect, test } from "vitest";
import { openInTime } from "#gateway/opening-time.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

function slowNode() {
  const opening = Promise.withResolvers<{ close(): Promise<void> }>();
  let closes = 0;
  const close = async () => {
    closes += 1;
  };
  return { opening, node: { close }, closes: () => closes };
}

test("what opens in time is given, and nothing waits behind it", async () => {
  const timer = new ManualClock();
  const { opening, node, closes } = slowNode();
  const opened = openInTime(opening.promise, { timer, afterMs: 1_000 });
  await timer.advance(999);
  opening.resolve(node);
  expect(await opened).toBe(node);
  expect(timer.pending).toBe(0);
  await timer.advance(10_000);
  expect(closes()).toBe(0);
});

test("what does not open in time is refused in both languages, and closed when it opens at last", async () => {
  const timer = new ManualClock();
  const { opening, node, closes } = slowNode();
  const refused = openInTime(opening.promise, { timer, afterMs: 1_000 }).catch((error: unknown) => error);
  await timer.advance(1_000);
  expect(await refused).toMatchObject({
    name: "OpeningTimeout",
    text: { zh: expect.stringContaining("1000"), en: expect.stringContaining("1000 ms") },
    suggestion: { zh: expect.stringContaining("HUB_NODE_OPEN_TIMEOUT"), en: expect.any(String) },
  });
  expect(closes()).toBe(0);
  opening.resolve(node);
  await timer.advance(0);
  expect(closes()).toBe(1);
});

test("what cannot be opened says why, and nothing waits behind it", async () => {
  const timer = new ManualClock();
  const broken = Promise.reject(new Error("no file"));
  await expect(openInTime(broken, { timer, afterMs: 1_000 })).rejects.toThrow("no file");
  expect(timer.pending).toBe(0);
});
