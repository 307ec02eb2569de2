/** Every host that the settings name by an http(s) address, as URL.host; nested objects and lists are entered. */
export function hostsInSettings(settings: unknown): readonly string[] {
  if (typeof settings === "string") return hostOf(settings);
  if (typeof settings !== "object" || settings === null) return [];
  return Object.values(settings).flatMap(hostsInSettings);
}

function hostOf(text: string): readonly string[] {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? [new URL(text).host] : [];
}
