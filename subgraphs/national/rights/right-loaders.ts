import DataLoader from "dataloader";
import type { NationalRegisters, RightsRegister, RightsSearch } from "#adapters/national-registers/records.ts";
import type { Window } from "#adapters/runtime/read-window.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { type LoaderContext, type NationalClients, skipped } from "#subgraphs/national/national-clients.ts";
import { type SoftwareView, toSoftwareView, toWorkView, type WorkView } from "./copyright-views.ts";
import {
  type IndicationView,
  type LayoutDesignView,
  type PlantVarietyView,
  toIndicationView,
  toLayoutDesignView,
  toPlantVarietyView,
} from "./register-views.ts";
import type { EntryOf, RightView } from "./right-view.ts";
import { type TrademarkView, toTrademarkView } from "./trademark-view.ts";

/** How one register is asked within a request. */
export interface RightAccess<View extends RightView> {
  /** All entries under a canonical number; none where it is not on the register. */
  readonly byNumber: DataLoader<string, readonly View[]>;
  /** Null where the source is off. */
  search(search: RightsSearch): Promise<Sourced<Window<View | null>> | null>;
}

export interface RightsAccess {
  readonly trademarks: RightAccess<TrademarkView>;
  readonly softwareCopyrights: RightAccess<SoftwareView>;
  readonly registeredWorks: RightAccess<WorkView>;
  readonly geographicalIndications: RightAccess<IndicationView>;
  readonly layoutDesigns: RightAccess<LayoutDesignView>;
  readonly plantVarieties: RightAccess<PlantVarietyView>;
}

export function createRightsAccess({ rights }: NationalClients, context: LoaderContext): RightsAccess {
  const of = <Entry, View extends RightView>(
    register: (registers: NationalRegisters) => RightsRegister<Entry>,
    toView: (entry: EntryOf<Entry>) => View,
  ) => accessTo(rights === null ? null : register(rights), toView, context);
  return {
    trademarks: of((registers) => registers.trademarks, toTrademarkView),
    softwareCopyrights: of((registers) => registers.software, toSoftwareView),
    registeredWorks: of((registers) => registers.works, toWorkView),
    geographicalIndications: of((registers) => registers.indications, toIndicationView),
    layoutDesigns: of((registers) => registers.layoutDesigns, toLayoutDesignView),
    plantVarieties: of((registers) => registers.plantVarieties, toPlantVarietyView),
  };
}

function accessTo<Entry, View extends RightView>(
  register: RightsRegister<Entry> | null,
  toView: (entry: EntryOf<Entry>) => View,
  context: LoaderContext,
): RightAccess<View> {
  const view = (value: Entry, { fetchedAt, freshness }: Omit<Sourced<unknown>, "value">) =>
    toView({ value, fetchedAt, freshness, node: context.nodeCode });
  return {
    byNumber: new DataLoader<string, readonly View[]>(async (numbers) => {
      if (register === null) return numbers.map(() => skipped(context, "national-registers") ?? []);
      const found = await register.byNumbers(numbers, context.call);
      return found.map((entries) =>
        entries instanceof Error ? entries : (entries.value ?? []).map((entry) => view(entry, entries)),
      );
    }),
    search: async (search) => {
      if (register === null) return skipped(context, "national-registers");
      const found = await register.search(search, context.call);
      const items = found.value.items.map((entry) => (entry === null ? null : view(entry, found)));
      return { ...found, value: { ...found.value, items } };
    },
  };
}
