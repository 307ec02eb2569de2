import { expect, test } from "vitest";
import { areasOf, toAreaTable } from "./profile-report.ts";

const frame = (id: number, functionName: string, url: string) => ({ id, callFrame: { functionName, url } });

test("time is counted where it was spent, by package, own file and part of Node, without what was idle", () => {
  const areas = areasOf({
    nodes: [
      frame(1, "a", "file:///x/node_modules/@apollo/gateway/dist/a.js"),
      frame(2, "b", "file:///x/node_modules/@apollo/gateway/node_modules/lru-cache/b.js"),
      frame(3, "c", "file:///x/gateway/http/front.ts"),
      frame(4, "d", "node:internal/streams/readable"),
      frame(5, "(idle)", ""),
      frame(6, "(garbage collector)", ""),
      frame(7, "writev", ""),
    ],
    samples: [1, 1, 2, 3, 4, 5, 6, 7, 7],
    timeDeltas: [9, 20, 20, 10, 10, 10, 500, 20, 10],
  });
  expect(Object.fromEntries(areas.map(({ name, share }) => [name, share]))).toEqual({
    "@apollo/gateway": 0.4,
    "lru-cache": 0.1,
    "gateway/http/front.ts": 0.1,
    "node:internal/streams": 0.1,
    "(garbage collector)": 0.2,
    "native code": 0.1,
  });
  expect(areas[0]?.name).toBe("@apollo/gateway");
  expect(toAreaTable("ours", areas, 1_000, 2).split("\n")).toEqual([
    "ours",
    " 40.0 %      400 µs  @apollo/gateway",
    " 20.0 %      200 µs  (garbage collector)",
  ]);
});
