import { startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";
import { settingNames } from "#adapters/runtime/settings/setting-names.ts";
import type { SourceDefinition } from "#adapters/runtime/source.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

/** A source that is asked over HTTP: its stand-in in a process of its own, a proxy of ours in front. */
export interface Portal {
  readonly source: string;
  readonly node: string;
  readonly proxy: FaultProxy;
  /** Past the proxy. */
  readonly sandboxUrl: string;
  /** What the source's own settings must say to ask at that address. */
  envAt(url: string): Env;
}

export interface Portals extends AsyncDisposable {
  readonly all: readonly Portal[];
  /** The portal of that source. */
  of(source: string): Portal;
  /** Settings that lead a hub's sources to the proxies. */
  readonly env: Env;
}

export type Env = Readonly<Record<string, string>>;

/** Manners by the names of their settings, without the source: { REQUESTS_PER_SECOND: "5" }. */
type Manners = Readonly<Record<string, string>>;

/** Nothing waits for its turn, and a fault shows soon. */
const QUICK_MANNERS: Manners = {
  REQUESTS_PER_SECOND: "1000",
  BURST: "1000",
  CONCURRENCY: "16",
  CONNECT_TIMEOUT: "1s",
  TRY_TIMEOUT: "1500ms",
};

export interface PortalsOptions {
  readonly patents: number;
  readonly manners?: Manners;
}

const SEED = 1;

/** Starts all of them, over the world that a hub with as many patents generates for itself. */
export async function startPortals({ patents, manners = QUICK_MANNERS }: PortalsOptions): Promise<Portals> {
  await using started = new AsyncDisposableStack();
  const nodes = await discoverNodes();
  const owned = nodes.flatMap(({ code, sources }) =>
    Object.values(sources).flatMap((source) => (source.sandbox === undefined ? [] : [{ node: code, source }])),
  );
  const all = await Promise.all(
    owned.map(async ({ node, source }): Promise<Portal> => {
      const sandbox = await startSandbox(sandboxOf(source), { seed: SEED, patents });
      started.defer(() => sandbox.stop());
      const proxy = started.use(await startFaultProxy(sandbox.url));
      return {
        source: source.code,
        node,
        proxy,
        sandboxUrl: sandbox.url,
        envAt: (url) => ({ ...mannersOf(source, manners), ...at(source, url) }),
      };
    }),
  );
  const stack = started.move();
  return {
    all,
    env: Object.assign({}, ...all.map(({ envAt, proxy }) => envAt(proxy.front.url))),
    of: (code) => {
      const portal = all.find(({ source }) => source === code);
      if (portal === undefined) throw new Error(`no portal of ${code}`);
      return portal;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function sandboxOf({ sandbox, code }: SourceDefinition) {
  if (sandbox === undefined) throw new Error(`${code} has no sandbox`);
  return sandbox;
}

/** As the hub points the source at its stand-in, in words of the environment. */
function at(source: SourceDefinition, url: string): Env {
  const pointed: Readonly<Record<string, unknown>> = sandboxOf(source).pointAt(url, {});
  const named = settingNames(source.code, source.settings).flatMap(({ path, variable }) => {
    const value = path.length === 1 ? pointed[String(path[0])] : undefined;
    return typeof value === "string" ? [[variable, value] as const] : [];
  });
  return Object.fromEntries(named);
}

function mannersOf({ code }: SourceDefinition, manners: Manners): Env {
  const prefix = `HUB_${code.replaceAll("-", "_").toUpperCase()}_POLITENESS_`;
  return Object.fromEntries(Object.entries(manners).map(([name, value]) => [`${prefix}${name}`, value]));
}
