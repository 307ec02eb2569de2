import { expect, test } from "vitest";
import { inTurns } from "#adapters/runtime/call/in-turns.ts";

test("long work lets the event loop pass every few milliseconds", async () => {
  const loop = countPasses();
  expect(await inTurns(spin(60, () => {}))).toBe("done");
  // 60 steps of a millisecond, some four to a turn.
  expect(loop.stop()).toBeGreaterThanOrEqual(10);
});

test("works at the same time take one turn per pass of the event loop, each in its order", async () => {
  const loop = countPasses();
  const seen = new Map<number, Set<string>>();
  const works = ["a", "b", "c"].map((name) =>
    inTurns(
      spin(20, (step) => {
        if (step === 0) return;
        const pass = loop.passes();
        seen.set(pass, (seen.get(pass) ?? new Set()).add(name));
      }),
    ),
  );
  await Promise.all(works);
  loop.stop();
  expect(seen.size).toBeGreaterThan(6);
  expect([...seen.values()].every((names) => names.size === 1)).toBe(true);
  const order = [...seen.values()].flatMap((names) => [...names]).slice(0, 6);
  expect(order).toEqual(["a", "b", "c", "a", "b", "c"]);
});

test("work of one step is done at once", async () => {
  let steps = 0;
  const done = inTurns(spin(0, () => {}));
  setImmediate(() => {
    steps += 1;
  });
  expect(await done).toBe("done");
  expect(steps).toBe(0);
});

test("what the work throws is the failure, and others go on", async () => {
  const other = inTurns(spin(10, () => {}));
  const broken = inTurns(
    spin(10, (step) => {
      if (step === 5) throw new Error("broken");
    }),
  );
  await expect(broken).rejects.toThrow("broken");
  expect(await other).toBe("done");
});

/** Steps that hold the thread for a millisecond each. */
function* spin(steps: number, note: (step: number) => void): Generator<void, string, void> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    note(step);
    yield;
  }
  return "done";
}

function countPasses() {
  let passes = 0;
  let isOn = true;
  const pass = () => {
    passes += 1;
    if (isOn) setImmediate(pass);
  };
  setImmediate(pass);
  return {
    passes: () => passes,
    stop: () => {
      isOn = false;
      return passes;
    },
  };
}
