import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
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
}

/** Reads every slice, then refuses what nobody declares. Throws SettingsError. */
export async function readHubConfig(settings: Settings): Promise<HubConfig> {
  const hub = settings.slice("hub", HUB_SETTINGS);
  const front = settings.slice("hub", FRONT_SETTINGS);
  const guard = settings.slice("hub", GUARD_SETTINGS);
  const { load } = settings.slice("hub", LOAD_SETTINGS);
  const cache = settings.slice("hub", CACHE_SETTINGS);
  const log = settings.slice("hub", LOG_SETTINGS);
  const builtIn = await discoverNodes();
  const own = readyMembers(builtIn, settings);
  await openDataDir(hub.dataDir);
  const logger = createLogger(log);
  const plugging = await openPlugging(settings, hub, logger);
  try {
    settings.assertAllUsed();
    const members = [...own, ...plugging.plugged.map(({ member }) => member)];
    const keys = readKeys(
      hub.signingKeys,
      members.some(({ url }) => url !== undefined),
    );
    const definitions = [...builtIn, ...plugging.plugged.map(({ definition }) => definition)];
    return { hub, front, guard, load, cache, logger, settings, definitions, members, keys, plugging };
  } catch (error) {
    await plugging.close();
    throw error;
  }
}

/** The keys of HUB_SIGNING_KEYS; at least one where requests are to be signed or checked. */
export function readKeys(text: string, isRequired: boolean): readonly SignatureKey[] {
  const keys = readSignatureKeys(text);
  if (keys !== undefined && (keys.length > 0 || !isRequired)) return keys;
  throw new SettingsError({
    zh: "HUB_SIGNING_KEYS 应为 “标识:密钥”（密钥至少 16 字符，至多两把）；有远程节点时必填",
    en: 'HUB_SIGNING_KEYS must be "id:secret" (secrets of 16 characters or more, two keys at most); required with nodes elsewhere',
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
