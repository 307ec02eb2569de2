import { type Figure, isMet, type Promised } from "./bench.ts";

const SIGNS = { "at-most": "≤ ", "at-least": "≥ ", exactly: "= ", none: "" } as const;

/** The promised figure beside the measured one, a line each. */
export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    toPromise(figure.promised),
    figure.measured === null ? "none" : toNumber(figure.measured),
    figure.unit,
    toVerdict(figure),
  ]);
  const table = [["", "promised", "measured", "", ""], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map(([what = "", promised = "", measured = "", unit = "", verdict = ""]) =>
      [
        what.padEnd(widths[0] ?? 0),
        promised.padStart(widths[1] ?? 0),
        measured.padStart(widths[2] ?? 0),
        unit.padEnd(widths[3] ?? 0),
        verdict,
      ]
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function toPromise(promised: Promised): string {
  return promised.kind === "none" ? "" : `${SIGNS[promised.kind]}${toNumber(promised.value)}`;
}

function toVerdict(figure: Figure): string {
  if (figure.promised.kind === "none") return "";
  return isMet(figure) ? "ok" : "SHORT";
}

function toNumber(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
