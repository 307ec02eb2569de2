import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

/** Requests to nodes elsewhere are signed. */
export function missingKeys(): SettingsError {
  return new SettingsError({
    zh: "HUB_SIGNING_KEYS 应为 “标识:密钥”（密钥至少 16 字符，至多两把）；有远程节点时必填",
    en: 'HUB_SIGNING_KEYS must be "id:secret" (secrets of 16 characters or more, two keys at most); required with nodes elsewhere',
  });
}
