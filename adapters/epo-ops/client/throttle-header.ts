import type { IncomingHttpHeaders } from "node:http";

/** The service classes by which OPS counts requests. */
export const OPS_SERVICES = ["images", "inpadoc", "other", "retrieval", "search"] as const;
export type OpsService = (typeof OPS_SERVICES)[number];

export interface ServiceAllowance {
  /** green < 50 % of the allowance used, yellow < 75 %, red above, black = blocked. */
  readonly colour: "green" | "yellow" | "red" | "black";
  readonly requestsPerMinute: number;
}

/** What OPS says about its load and our use of it, on every answer. */
export interface ThrottleReport {
  readonly system: "idle" | "busy" | "overloaded" | null;
  readonly services: ReadonlyMap<OpsService, ServiceAllowance>;
  /** Bytes used of the hourly quota per user; null where the header is absent. */
  readonly hourBytesUsed: number | null;
  /** Bytes used of the weekly quota of the registration. */
  readonly weekBytesUsed: number | null;
  readonly rejectionReason: string | null;
}

/**
 * Reads X-Throttling-Control (`idle (images=green:200, search=green:30, …)`), which OPS has been seen to send twice in
 * one answer (the stricter value of the two holds), and the quota headers, whose letter case varies.
 */
export function readThrottleHeaders(headers: IncomingHttpHeaders): ThrottleReport {
  const control = textOf(headers, "x-throttling-control");
  return {
    system: toSystem(control),
    services: toServices(control),
    hourBytesUsed: toCount(textOf(headers, "x-individualquotaperhour-used")),
    weekBytesUsed: toCount(textOf(headers, "x-registeredquotaperweek-used")),
    rejectionReason: textOf(headers, "x-rejection-reason") || null,
  };
}

/** Node joins repeated headers with commas; an upstream proxy or another client may hand on lists or other letter cases. */
function textOf(headers: IncomingHttpHeaders, name: string): string {
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? [])
    .join(", ")
    .trim();
}

const SYSTEM_STATES = ["overloaded", "busy", "idle"] as const;
const COLOURS = ["green", "yellow", "red", "black"] as const;
const SERVICES: ReadonlySet<string> = new Set(OPS_SERVICES);

function toSystem(control: string): ThrottleReport["system"] {
  return SYSTEM_STATES.find((state) => new RegExp(`\\b${state}\\b`, "i").test(control)) ?? null;
}

function toServices(control: string): ReadonlyMap<OpsService, ServiceAllowance> {
  const services = new Map<OpsService, ServiceAllowance>();
  for (const [, name = "", colourText = "", limit = ""] of control.matchAll(/([a-z]+)\s*=\s*([a-z]+)\s*:\s*(\d+)/gi)) {
    const service = name.toLowerCase();
    const colour = COLOURS.find((known) => known === colourText.toLowerCase());
    if (!isService(service) || colour === undefined) continue;
    services.set(service, stricter(services.get(service), { colour, requestsPerMinute: Number(limit) }));
  }
  return services;
}

function stricter(one: ServiceAllowance | undefined, other: ServiceAllowance): ServiceAllowance {
  if (one === undefined) return other;
  return {
    colour: COLOURS.indexOf(one.colour) > COLOURS.indexOf(other.colour) ? one.colour : other.colour,
    requestsPerMinute: Math.min(one.requestsPerMinute, other.requestsPerMinute),
  };
}

function isService(name: string): name is OpsService {
  return SERVICES.has(name);
}

/** A duplicate header gives "17114891, 17114891". */
function toCount(text: string): number | null {
  const counts = text.split(",").map((part) => part.trim());
  const valid = counts.filter((part) => /^\d+$/.test(part)).map(Number);
  return valid.length === 0 ? null : Math.max(...valid);
}
