import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { compareShapes, type DriftFinding } from "#adapters/manifest/kit/compare-shapes.ts";
import type { KindLook } from "#adapters/manifest/kit/look-at-kinds.ts";
import { type DriftStanding, type KindStanding, MOST_FINDINGS } from "./drift-book.ts";
import type { Release } from "./node-entry.ts";

/** How a node's kinds looked at that time. */
export interface Look {
  /** ISO 8601. */
  readonly at: string;
  readonly release: Pick<Release, "version" | "digest">;
  readonly probes: Manifest["probes"];
  readonly kinds: Readonly<Record<string, KindLook>>;
}

const NEVER_SEEN: KindStanding = { good: null, seenAt: null, since: null, findings: [], unanswered: null };

/** The standing after that look. Of another manifest nothing is taken over. Pure. */
export function afterLook(before: DriftStanding | undefined, { at, release, probes, kinds }: Look): DriftStanding {
  const { version, digest } = release;
  const known = before?.digest === digest ? before.kinds : {};
  const after = Object.entries(kinds).map(([kind, look]) => {
    const own = probes.filter((probe) => probe.kind === kind && probe.id === undefined);
    const atLeast = Math.max(0, ...own.map((probe) => probe.atLeast));
    return [kind, kindAfter(known[kind] ?? NEVER_SEEN, look, { at, atLeast })] as const;
  });
  return { version, digest, askedAt: at, kinds: Object.fromEntries(after) };
}

function kindAfter(
  before: KindStanding,
  look: KindLook,
  { at, atLeast }: { readonly at: string; readonly atLeast: number },
): KindStanding {
  // Whoever does not answer is as it was, as far as is known.
  if (look.kind === "unanswered") return { ...before, unanswered: look.failure };
  const findings = findingsOf(before, look, atLeast);
  const isGood = findings.length === 0;
  return {
    good: isGood && look.kind === "seen" ? look.shape : before.good,
    seenAt: at,
    since: isGood ? null : (before.since ?? at),
    findings: findings.slice(0, MOST_FINDINGS),
    unanswered: null,
  };
}

function findingsOf(
  { good }: KindStanding,
  look: Exclude<KindLook, { readonly kind: "unanswered" }>,
  atLeast: number,
): readonly DriftFinding[] {
  if (look.kind === "unreadable") return [{ code: "UNREADABLE", about: null, message: look.failure }];
  const gone = look.gone.map((id) => ({ code: "PROBE_GONE" as const, about: id, message: NOT_FOUND }));
  return [...compareShapes(look.shape, { good, atLeast }), ...gone];
}

const NOT_FOUND = { zh: "该记录已查不到", en: "this record is not found any more" };

/** Findings with the kind that they are about; by these an alarm is told from the one before. */
export function alarmsOf(standing: DriftStanding | undefined): readonly string[] {
  return Object.entries(standing?.kinds ?? {}).flatMap(([kind, { findings }]) =>
    findings.map(({ code, about }) => `${code} ${kind}${about === null ? "" : `.${about}`}`),
  );
}

/** A kind as the owner and the operator see it. */
interface KindDrift {
  readonly kind: string;
  readonly seenAt: string | null;
  readonly since: string | null;
  readonly findings: readonly DriftFinding[];
  readonly unanswered: KindStanding["unanswered"];
}

/** How a node's answers have changed since they were last as they should be. */
export interface DriftTold {
  readonly version: string;
  readonly askedAt: string;
  /** The earliest of its kinds; null where all are as they were. */
  readonly since: string | null;
  readonly kinds: readonly KindDrift[];
}

export function tellDrift({ version, askedAt, kinds }: DriftStanding): DriftTold {
  const told = Object.entries(kinds).map(([kind, { seenAt, since, findings, unanswered }]) => {
    return { kind, seenAt, since, findings, unanswered };
  });
  const [since = null] = told.flatMap((one) => (one.since === null ? [] : [one.since])).sort();
  return { version, askedAt, since, kinds: told };
}
