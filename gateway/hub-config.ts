import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { type HostPolicy, readHostPolicy } from "#adapters/runtime/call/host-policy.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Settings } from "#adapters/runtime/settings/read-settings.ts";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { readSignatureKeys, type SignatureKey } from "#subgraphs/runtime/message-signature.ts";
import { CACHE_SETTINGS, type CacheSettings } from "./cache/cache-settings.ts";
import { GUARD_SETTINGS, type GuardSettings } from "./guard/guard-settings.ts";
import { LOAD_SETTINGS, type LoadLimits } from "./guard/load-settings.ts";
import { FRONT_SETTINGS, type FrontSettings } from "./http/front-settings.ts";
import { HUB_SETTINGS, type HubSettings } from "./hub-settings.ts";
import { missingKeys } from "./missing-keys.ts";
import { type ReadyMember, readyMembers } from "./open-nodes.ts";
import { openPlugging, type Plugging } from "./registry/open-plugging.ts";
import { createLogger, LOG_SETTINGS } from "./report/logger.ts";

/** All that the settings decide, read before anything is opened. */
export interface HubConfig {
  readonly hub: HubSettings;
  readonly front: FrontSettings;
  readonly guard: GuardSettings;
  readonly load: LoadLimits;
  readonly cache: CacheSettings;
  readonly logger: Logger;
  /** For nodes that join later. */
  readonly settings: Settings;
  readonly definitions: readonly NodeDefinition[];
  readonly members: readonly ReadyMember[];
  readonly keys: readonly SignatureKey[];
  /** Nodes that were plugged in; those that start are among the definitions and members. */
  readonly plugging: Plugging;
  /** Where addresses may lead that owners of nodes name. */
  readonly hosts: HostPolicy;
}

/** Reads every slice, then refuses what nobody declares. Throws SettingsError. */
export async function readHubConfig(settings: Settings): Promise<HubConfig> {
  const hub = settings.slice("hub", HUB_SETTINGS);
  const front = settings.slice("hub", FRONT_SETTINGS);
  const guard = settings.slice("hub", GUARD_SETTINGS);
  const { load } = settings.slice("hub", LOAD_SETTINGS);
  const cache = settings.slice("hub", CACHE_SETTINGS);
  const log = settings.slice("hub", LOG_SETTINGS);
  const hosts = readHosts(hub.nodeHosts);
  const builtIn = await discoverNodes();
  const own = readyMembers(builtIn, settings);
  await openDataDir(hub.dataDir);
  const logger = createLogger(log);
  const keys = readKeys(
    hub.signingKeys,
    own.some(({ url }) => url !== undefined),
  );
  const plugging = await openPlugging(settings, hub, { logger, hosts, keys });
  try {
    settings.assertAllUsed();
    const members = [...own, ...plugging.plugged.map(({ member }) => member)];
    const definitions = [...builtIn, ...plugging.plugged.map(({ definition }) => definition)];
    return { hub, front, guard, load, cache, logger, settings, definitions, members, keys, hosts, plugging };
  } catch (error) {
    await plugging.close();
    throw error;
  }
}

/** The keys of HUB_SIGNING_KEYS; at least one where requests are to be signed or checked. */
export function readKeys(text: string, isRequired: boolean): readonly SignatureKey[] {
  const keys = readSignatureKeys(text);
  if (keys !== undefined && (keys.length > 0 || !isRequired)) return keys;
  throw missingKeys();
}

/** The hosts of HUB_NODE_HOSTS. */
function readHosts(text: string): HostPolicy {
  const hosts = readHostPolicy(text);
  if (hosts !== undefined) return hosts;
  throw new SettingsError({
    zh: "HUB_NODE_HOSTS 应为以逗号分隔的主机，如 “portal.example.cn,10.0.0.7:8080,*.gov.cn”",
    en: 'HUB_NODE_HOSTS must list hosts with commas between, such as "portal.example.cn,10.0.0.7:8080,*.gov.cn"',
  });
}

async function openDataDir(dataDir: string): Promise<void> {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SettingsError({
      zh: `无法使用数据目录 HUB_DATA_DIR=${path}（${error.code}）`,
      en: `Cannot use the data folder HUB_DATA_DIR=${path} (${error.code})`,
    });
  });
}
