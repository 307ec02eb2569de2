import type { Inventor } from "#adapters/cnipa-bulk/patent-record.ts";
import { emptyToNull } from "#schema/ids/text.ts";

/** Nobody where the file leaves the entry empty; where the inventor asked not to be named, the entry without the name. */
export function inventorOf(printed: {
  readonly name: string;
  readonly sequence: number;
  readonly withheld: boolean;
}): Inventor[] {
  const name = emptyToNull(printed.name);
  if (printed.withheld || (name !== null && /请求不公布/.test(name))) {
    return [{ name: null, sequence: printed.sequence, withheld: true }];
  }
  return name === null ? [] : [{ name, sequence: printed.sequence, withheld: false }];
}
