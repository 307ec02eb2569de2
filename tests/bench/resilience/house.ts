import { type HubProcess, startHubProcess } from "#tests/support/start-hub-process.ts";
import { type Env, type Portals, startPortals } from "#tests/support/start-portals.ts";

/** What all measurements share: the stand-ins with a fault proxy in front of each. */
export interface House extends AsyncDisposable {
  readonly portals: Portals;
  /** A hub of its own that asks every source through its proxy, patiently enough that only deadlines end a wait. */
  hub(env?: Env, dataDir?: string): Promise<HubProcess>;
  /** Lets everything through again and forgets what arrived. */
  tidy(): Promise<void>;
}

const PATENTS = 150;

/** Nothing waits for its turn; tries last as long as a node may take. */
const PATIENT = {
  REQUESTS_PER_SECOND: "1000",
  BURST: "1000",
  CONCURRENCY: "64",
  QUEUE_LIMIT: "1000",
  TRY_TIMEOUT: "30s",
} as const;

export async function openHouse(): Promise<House> {
  const portals = await startPortals({ patents: PATENTS, manners: PATIENT });
  return {
    portals,
    hub: (env = {}, dataDir) =>
      startHubProcess({
        env: { HUB_SANDBOX_PATENTS: String(PATENTS), ...portals.env, ...env },
        ...(dataDir === undefined ? {} : { dataDir }),
      }),
    tidy: async () => {
      for (const { proxy } of portals.all) {
        proxy.heal();
        proxy.front.forget();
      }
    },
    [Symbol.asyncDispose]: () => portals[Symbol.asyncDispose](),
  };
}
