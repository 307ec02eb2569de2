/** The parts of a CPU profile that are counted here (Chrome DevTools protocol, Profiler.Profile). */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Area {
  readonly name: string;
  /** Of the time that the thread was busy. */
  readonly share: number;
}

/** Where the time went itself, callees left out: by package, by file of our own, by part of Node; the largest first. */
export function areasOf({ nodes, samples, timeDeltas }: CpuProfile): readonly Area[] {
  const areaById = new Map(nodes.map(({ id, callFrame }) => [id, areaOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const area = areaById.get(id);
    // A sample stands for the time until the next one.
    const time = timeDeltas[index + 1] ?? 0;
    if (area !== undefined && area !== "(idle)") times.set(area, (times.get(area) ?? 0) + time);
  }
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([name, time]) => ({ name, share: time / busy })).toSorted((a, b) => b.share - a.share);
}

function areaOf({ functionName, url }: { readonly functionName: string; readonly url: string }): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "native code";
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/");
  const packages = url.split("/node_modules/");
  const [scope = "", name = ""] = (packages.length > 1 ? packages.at(-1) : "")?.split("/") ?? [];
  if (scope !== "") return scope.startsWith("@") ? `${scope}/${name}` : scope;
  return /(?:gateway|adapters|subgraphs|schema|tests)\/.*$/.exec(url)?.[0] ?? url;
}

/** The largest areas, in microseconds per answered request. */
export function toAreaTable(title: string, areas: readonly Area[], cpuUs: number, top: number): string {
  const lines = areas.slice(0, top).map(({ name, share }) => {
    const us = Math.round(share * cpuUs).toLocaleString("en");
    return `${(share * 100).toFixed(1).padStart(5)} %  ${us.padStart(7)} µs  ${name}`;
  });
  return [title, ...lines].join("\n");
}
