/** `data.list[0].bt`, compiled: names and places in lists. `[]` and `[*]` say "all" and may be left out. */
export type DottedPath = readonly (string | number)[];

const STEP = /^(?:[^.[\]]+|\[(?:\d{1,6}|\*)?\])/;
const KNOWN_PATHS = 5_000;
const known = new Map<string, DottedPath>();

/** Null where the text is no dotted path. */
export function parseDottedPath(text: string): DottedPath | null {
  const steps: (string | number)[] = [];
  let rest = text;
  while (rest !== "") {
    const [step] = STEP.exec(rest) ?? [];
    if (step === undefined) return null;
    const place = /\d+/.exec(step)?.[0];
    if (!step.startsWith("[")) steps.push(step);
    else if (place !== undefined) steps.push(Number(place));
    rest = rest.slice(step.length);
    if (rest.startsWith(".") && rest.length > 1) rest = rest.slice(1);
    else if (rest !== "" && !rest.startsWith("[")) return null;
  }
  return steps.length === 0 ? null : steps;
}

/** The paths of a manifest are read once for all its records. What is no path leads nowhere. */
export function dottedPath(text: string): DottedPath {
  const path = known.get(text);
  if (path !== undefined) return path;
  const parsed = parseDottedPath(text) ?? [text];
  if (known.size >= KNOWN_PATHS) known.clear();
  known.set(text, parsed);
  return parsed;
}
