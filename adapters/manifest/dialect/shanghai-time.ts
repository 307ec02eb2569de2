const OFFSET_MS = 8 * 3_600_000;
const PARTS = /yyyy|MM|dd|HH|mm|ss|SSS/g;

/** A moment in a form of the source's: letters of its pattern (`yyyyMMddHHmmss`, Asia/Shanghai), `epoch-ms`, `epoch-s`. */
export function writeTime(epochMs: number, form: string): string {
  if (form === "epoch-ms") return String(Math.trunc(epochMs));
  if (form === "epoch-s") return String(Math.trunc(epochMs / 1_000));
  // China has had no daylight-saving time since 1991.
  const [date = "", time = ""] = new Date(epochMs + OFFSET_MS).toISOString().split("T");
  const written: Readonly<Record<string, string>> = {
    yyyy: date.slice(0, 4),
    MM: date.slice(5, 7),
    dd: date.slice(8, 10),
    HH: time.slice(0, 2),
    mm: time.slice(3, 5),
    ss: time.slice(6, 8),
    SSS: time.slice(9, 12),
  };
  return form.replaceAll(PARTS, (part) => written[part] ?? part);
}
