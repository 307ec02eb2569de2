const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for an element or attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/** `<base:Name>text</base:Name>`. */
export function tag(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

/** `2021-12-10` → `20211210`; placeholder zeros for no day. */
export function compactDay(day: string | null): string {
  return day?.replaceAll("-", "") ?? "00000000";
}
