import { type FilingYears, spanOf } from "./filing-years.ts";
import type { CountTable } from "./tally.ts";

/** What was counted of some patents: of those of two parts together it is the sum. Plain data, handed from thread to thread. */
export interface Counts {
  readonly total: number;
  /** By the figure that they are for. */
  readonly tables: ReadonlyMap<string, CountTable>;
}

/** Of all parts together; the first one's numbers become the sum. */
export function sumOf(parts: readonly Counts[]): Counts {
  const [first, ...others] = parts;
  if (first === undefined) return { total: 0, tables: new Map() };
  return others.reduce(
    (sum, part) => ({
      total: sum.total + part.total,
      tables: new Map([...sum.tables].map(([figure, table]) => [figure, added(table, part.tables.get(figure))])),
    }),
    first,
  );
}

function added(table: CountTable, other: CountTable | undefined): CountTable {
  if (other === undefined) return table;
  const isAlike = table.first === other.first && table.width === other.width;
  const [sum, summand] = isAlike ? [table, other] : widened(table, other);
  for (let at = 0; at < sum.cells.length; at++) {
    sum.cells[at] = (sum.cells[at] as number) + (summand.cells[at] as number);
  }
  return sum;
}

/** States are years, and those of the one are not those of the other: both over the years of both. */
function widened(a: CountTable, b: CountTable): readonly [CountTable, CountTable] {
  const years = spanOf(
    [a, b].filter(({ width }) => width > 1).flatMap(({ first, width }) => [first, first + width - 2]),
  );
  return [moved(a, years), moved(b, years)];
}

function moved({ cells, width, first }: CountTable, years: FilingYears): CountTable {
  const rows = cells.length / width;
  const found = new Uint32Array(rows * years.width);
  for (let row = 0; row < rows; row++) {
    for (let state = 0; state < width; state++) {
      const moved = state === 0 ? 0 : Math.max(0, state + first - years.first);
      const at = row * years.width + moved;
      found[at] = (found[at] as number) + (cells[row * width + state] as number);
    }
  }
  return { cells: found, ...years };
}
