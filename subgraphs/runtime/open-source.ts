import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { PUBLIC_HOSTS } from "#adapters/runtime/call/host-policy.ts";
import { leadsAnywhere } from "#adapters/runtime/call/told-hosts.ts";
import {
  type ClearedCache,
  createSourceRuntime,
  type KeptInCache,
  type OwnedSourceRuntime,
} from "#adapters/runtime/create-source-runtime.ts";
import { type Politeness, SANDBOX_POLITENESS } from "#adapters/runtime/politeness.ts";
import {
  adjustPoliteness,
  assertWithinCeilings,
  POLITENESS_SETTINGS,
  type PolitenessSettings,
} from "#adapters/runtime/politeness-settings.ts";
import { type SandboxProcess, startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import type { SourceDefinition, SourceHealth } from "#adapters/runtime/source.ts";
import { UNKNOWN_HEALTH } from "#adapters/runtime/unknown-health.ts";
import type { NodeSurroundings } from "./open-node.ts";
import { switchedClient } from "./switched-client.ts";

/** A source whose settings have been read. */
export interface ReadySource {
  readonly definition: SourceDefinition;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly politeness: PolitenessSettings;
}

export interface OpenSource {
  readonly definition: SourceDefinition;
  /** Null when the settings leave the source off. */
  readonly client: unknown;
  readonly sandbox: SandboxProcess | null;
  health(): SourceHealth;
  /** Switched off by the operator. */
  readonly isPaused: boolean;
  pause(isPaused: boolean): void;
  /** What its caches hold. */
  kept(): KeptInCache;
  /** Forgets every answer and record of it; returns how many there were. */
  clearCache(): ClearedCache;
  close(): Promise<void>;
}

export function readySource(definition: SourceDefinition, settings: Settings): ReadySource {
  const { politeness } = settings.slice(definition.code, POLITENESS_SETTINGS);
  assertWithinCeilings(definition.code, definition.politeness, politeness);
  return { definition, settings: settings.slice(definition.code, definition.settings), politeness };
}

/** Starts the sandbox where no real system is named, and builds the client over the call pipeline. */
export async function openSource(ready: ReadySource, surroundings: NodeSurroundings): Promise<OpenSource> {
  const { definition } = ready;
  const sandbox = await startStandIn(ready, surroundings);
  const settings =
    sandbox === null ? ready.settings : (definition.sandbox?.pointAt(sandbox.url, ready.settings) ?? ready.settings);
  const runtime = createSourceRuntime({
    code: definition.code,
    politeness: adjustPoliteness(
      sandbox === null ? definition.politeness : quick(definition.politeness),
      ready.politeness,
    ),
    userAgent: surroundings.userAgent,
    ...reachable(settings, definition, surroundings),
    dataDir: surroundings.dataDir,
    generated: surroundings.generated,
    // A stand-in is this process's own and ends with it; the next one at its port is not to inherit its pauses.
    gates: sandbox === null ? surroundings.gates : new HostGates(),
    logger: surroundings.logger,
    metrics: surroundings.metrics,
  });
  try {
    const client = await definition.create(runtime, settings);
    let isPaused = false;
    const isStore = hostsIn(settings).length === 0;
    return {
      definition,
      client: isStore && isObject(client) ? switchedClient(definition.code, client, () => isPaused) : client,
      sandbox,
      get isPaused() {
        return isPaused;
      },
      pause: (wanted) => {
        isPaused = wanted;
        runtime.switch(wanted ? "off" : "on");
      },
      health: () => healthOf(runtime, client),
      kept: () => runtime.kept(),
      clearCache: () => runtime.clearCache(),
      close: () => closeBoth(runtime, sandbox),
    };
  } catch (error) {
    await closeBoth(runtime, sandbox);
    throw error;
  }
}

async function startStandIn(
  { definition, settings }: ReadySource,
  { generated }: NodeSurroundings,
): Promise<SandboxProcess | null> {
  if (definition.sandbox === undefined || generated === null || !definition.sandbox.isWanted(settings)) return null;
  return startSandbox(definition.sandbox, generated);
}

/** The sandbox's own profile, with the body limits that the source's answers need. */
function quick({ maxBodyBytes, maxDecodedBytes }: Politeness): Politeness {
  return { ...SANDBOX_POLITENESS, maxBodyBytes, maxDecodedBytes };
}

/** The hosts that the operator named in the source's settings; the source may reach no other. */
export function hostsIn(settings: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(settings).flatMap((value) =>
    typeof value === "string" && /^https?:\/\//.test(value) && URL.canParse(value) ? [new URL(value).host] : [],
  );
}

/**
 * Addresses of the owner's lead anywhere where the operator named their hosts, else at public addresses only; with stand-ins
 * wanted, this machine is one of them. Throws SettingsError.
 */
function reachable(
  settings: Readonly<Record<string, unknown>>,
  { toldUrls = [] }: SourceDefinition,
  { hosts: policy = PUBLIC_HOSTS, generated }: NodeSurroundings,
): { readonly allowHosts: readonly string[]; readonly toldHosts: readonly string[] } {
  const told = new Map(toldUrls.map((url) => [new URL(url).host, url]));
  const allowHosts: string[] = [];
  const toldHosts: string[] = [];
  for (const host of hostsIn(settings)) {
    const url = told.get(host);
    const isOwn = url === undefined || leadsAnywhere(url, { policy, hasStandIns: generated !== null });
    (isOwn ? allowHosts : toldHosts).push(host);
  }
  return { allowHosts, toldHosts };
}

function healthOf(runtime: OwnedSourceRuntime, client: unknown): SourceHealth {
  if (client !== null) return runtime.health();
  return { ...UNKNOWN_HEALTH, state: "OFF" };
}

async function closeBoth(runtime: OwnedSourceRuntime, sandbox: SandboxProcess | null): Promise<void> {
  await runtime.close();
  await sandbox?.stop();
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
