import { resolve } from "node:path";
import type { HostPolicy } from "#adapters/runtime/call/host-policy.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { SYSTEM_TIMER } from "#adapters/runtime/timer.ts";
import type { HubSettings } from "#gateway/hub-settings.ts";
import { dataOf, type ReadyMember, readyMember } from "#gateway/open-nodes.ts";
import type { SignatureKey } from "#subgraphs/runtime/message-signature.ts";
import type { FindStanding } from "#subgraphs/runtime/plug-in.ts";
import { DemoRunner } from "./demo-runner.ts";
import { quarantine } from "./member-keeper.ts";
import { releaseInGraph } from "./node-entry.ts";
import type { ReadNodeText } from "./node-maker.ts";
import { type NodeRegistry, openRegistry } from "./node-registry.ts";
import { NodeSecrets, SECRET_SETTINGS } from "./node-secrets.ts";
import { standingOf } from "./node-told.ts";
import { type PluggedNode, readPluggedNodes } from "./plugged-nodes.ts";
import { createReadNodeText } from "./read-node-text.ts";

/** What plugged-in nodes are kept and made by. */
export interface Plugging {
  readonly registry: NodeRegistry;
  readonly read: ReadNodeText;
  readonly demos: DemoRunner;
  /** Those that the hub starts with, and their settings. */
  readonly plugged: readonly (PluggedNode & { readonly member: ReadyMember })[];
  readonly standingOf: FindStanding;
  /** For start-ups that fail, and at the end. */
  close(): Promise<void>;
}

interface Around {
  readonly logger: Logger;
  /** Where addresses may lead that owners of nodes name. */
  readonly hosts: HostPolicy;
  readonly keys: readonly SignatureKey[];
}

/** Reads the registry of the data folder. A node of it that cannot start is quarantined there. Throws SettingsError. */
export async function openPlugging(settings: Settings, hub: HubSettings, around: Around): Promise<Plugging> {
  const { logger, hosts, keys } = around;
  const secrets = new NodeSecrets(settings.slice("hub", SECRET_SETTINGS));
  const registry = await openRegistry({ dataDir: resolve(hub.dataDir), timer: SYSTEM_TIMER, logger });
  const { generated } = dataOf(hub);
  const demos = new DemoRunner({ generated, secrets, logger });
  await demos.resume(registry.entries);
  const makings = { secrets, dataDir: resolve(hub.dataDir), hosts, hasStandIns: generated !== null };
  const read = createReadNodeText({ ...makings, keys, clock: systemClock });
  const parts = { registry, read, logger };
  const plugged: (PluggedNode & { readonly member: ReadyMember })[] = [];
  for (const node of await readPluggedNodes(parts)) {
    const member = await readyOrQuarantined(parts, node, settings);
    if (member !== undefined) plugged.push({ ...node, member: { ...member, openMs: hub.nodeOpenTimeout } });
  }
  const close = async () => {
    registry.close();
    await demos.stop();
  };
  const standing: FindStanding = (code) => {
    const entry = registry.of(code);
    return entry === undefined ? undefined : standingOf(entry);
  };
  return { registry, read, demos, plugged, standingOf: standing, close };
}

async function readyOrQuarantined(
  parts: { readonly registry: NodeRegistry; readonly logger: Logger },
  { definition, url, concurrency }: PluggedNode,
  settings: Settings,
): Promise<ReadyMember | undefined> {
  try {
    return readyMember(definition, settings, { url, concurrency });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const { code } = definition;
    const release = releaseInGraph(parts.registry.of(code));
    const problem = {
      code: "BAD_SETTING",
      message: error.text,
      suggestion: null,
      line: null,
      column: null,
      path: null,
    };
    if (release !== undefined) await quarantine(parts, release, { code, problems: [problem] });
    return undefined;
  }
}
