import { DAY_MS, MINUTE_MS, timeOfShanghaiDay } from "./shanghai-day.ts";

/** Hours of every day, Asia/Shanghai, in which an upstream is not asked: "HH:MM", `to` excluded ("24:00" is midnight). They may cross midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** "HH:MM" up to "24:00". */
export function isTimeOfDay(text: string): boolean {
  return TIME.test(text);
}

/** Milliseconds until the quiet hours end that it is in; 0 outside of them. Those that follow on one another are one. */
export function quietForMs(hours: readonly QuietHours[], now: number): number {
  let quietMs = 0;
  while (quietMs < DAY_MS) {
    const left = Math.max(0, ...hours.map((span) => leftOf(span, timeOfShanghaiDay(now + quietMs))));
    if (left === 0) return quietMs;
    quietMs += left;
  }
  return DAY_MS;
}

function leftOf({ from, to }: QuietHours, time: number): number {
  const start = toMs(from);
  const end = toMs(to);
  const isIn = start < end ? time >= start && time < end : time >= start || time < end;
  if (!isIn) return 0;
  return end > time ? end - time : end + DAY_MS - time;
}

function toMs(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}
