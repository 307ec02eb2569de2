import { describe, expect, test } from "vitest";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { adjustPoliteness, POLITENESS_SETTINGS } from "#adapters/runtime/politeness-settings.ts";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";

const read = (env: Record<string, string>) =>
  readSettings({ env, file: null }).slice("sichuan-portal", POLITENESS_SETTINGS).politeness;

describe("politeness settings", () => {
  test("leave the declared manners where nothing is set", () => {
    expect(adjustPoliteness(POLITE_DEFAULTS, read({}))).toEqual(POLITE_DEFAULTS);
  });

  test("replace single figures of one source", () => {
    const set = read({
      HUB_SICHUAN_PORTAL_POLITENESS_REQUESTS_PER_SECOND: "0.2",
      HUB_SICHUAN_PORTAL_POLITENESS_TRY_TIMEOUT: "3s",
    });
    expect(adjustPoliteness(POLITE_DEFAULTS, set)).toEqual({
      ...POLITE_DEFAULTS,
      requestsPerSecond: 0.2,
      tryTimeoutMs: 3_000,
    });
  });

  test.each(["0", "-1", "fast"])("refuse a rate of %s", (rate) => {
    expect(() => read({ HUB_SICHUAN_PORTAL_POLITENESS_REQUESTS_PER_SECOND: rate })).toThrow("REQUESTS_PER_SECOND");
  });
});
