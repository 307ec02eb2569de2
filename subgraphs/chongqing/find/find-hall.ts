import type { Kjy01Service, Kjy01Window } from "#adapters/chongqing-kjy01/records.ts";
import { source } from "#adapters/chongqing-kjy01/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import type { ChongqingContext } from "#subgraphs/chongqing/chongqing-load.ts";
import { CHANNEL_WORDS, MODULE_WORDS, toCoded } from "#subgraphs/chongqing/records/codes.ts";
import { idOf } from "#subgraphs/chongqing/records/origin.ts";
import { regionCodeOf } from "#subgraphs/chongqing/records/references.ts";
import type { FoundItem, FoundPage, ModuleCount, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { type FoundRecords, findInList } from "./find-in-list.ts";
import { type SplitFilter, splitRegions, testOfAll } from "./split-filter.ts";

/*
 * The hall has a dozen services and a few windows. They are read whole, in one page that stays cached, and filtered here,
 * so that windows, modules and filters together cost one call.
 */

const WHOLE = { first: 1_000, offset: 0 };

export async function findServices(search: NodeSearch, context: ChongqingContext): Promise<FoundPage> {
  const { channels, modules, regions } = search.filter;
  const test = testOfAll<Kjy01Service>(
    splitRegions(regions),
    inMemory(channels && ((service) => channels.some((channel) => isThrough(channel, service)))),
    inMemory(modules && ((service) => modules.includes(moduleOf(service)))),
    inMemory(search.text && ((service) => (service.name ?? "").includes(search.text ?? ""))),
  );
  const { records, ...total } = await listServices(test ?? (() => true), search, context);
  return { ...total, items: records.map(serviceItem) };
}

/** Services of one window, by the platform's id of it. */
export function servicesOfWindow(
  windowId: string,
  page: { readonly first: number; readonly offset: number },
  context: ChongqingContext,
): Promise<FoundRecords<Kjy01Service>> {
  return listServices((service) => service.windowId === windowId, page, context);
}

export async function findWindows(search: NodeSearch, context: ChongqingContext): Promise<FoundPage> {
  const test = testOfAll<Kjy01Window>(
    splitRegions(search.filter.regions),
    inMemory(search.text && ((window) => (window.name ?? "").includes(search.text ?? ""))),
  );
  const ask = (window: { offset: number; limit: number }) => context.load.kjy01().windows({}, window, context.call);
  const { records, ...total } = await findInList({ ask, rest: test ?? (() => true) }, search);
  return { ...total, items: records.map(windowItem) };
}

/** The modules that the platform's services fall under, by its own words. */
export async function countModules(context: ChongqingContext): Promise<readonly ModuleCount[]> {
  const { records } = await listServices(() => true, WHOLE, context);
  const counts = Map.groupBy(records, ({ value }) => value.moduleText);
  return [...counts].map(([raw, services]) => ({
    module: toCoded(MODULE_WORDS, raw, "OTHER").code,
    raw,
    count: services.length,
  }));
}

function listServices(
  rest: (service: Kjy01Service) => boolean,
  page: { readonly first: number; readonly offset: number },
  context: ChongqingContext,
): Promise<FoundRecords<Kjy01Service>> {
  return findInList({ ask: (window) => context.load.kjy01().services({}, window, context.call), rest }, page);
}

function inMemory<T>(test: ((item: T) => boolean) | "" | null | undefined): SplitFilter<T> {
  return { word: undefined, test: test || null };
}

/** ONLINE and WINDOW each include services that are given both ways. */
function isThrough(channel: string, { channelText }: Kjy01Service): boolean {
  const { code } = toCoded(CHANNEL_WORDS, channelText, "UNKNOWN");
  return code === channel || (code === "BOTH" && (channel === "ONLINE" || channel === "WINDOW"));
}

function moduleOf({ moduleText }: Kjy01Service): string {
  return toCoded(MODULE_WORDS, moduleText, "OTHER").code;
}

function serviceItem({ value, fetchedAt }: Sourced<Kjy01Service>): FoundItem {
  return {
    id: idOf("ChongqingServiceItem", value.id),
    summary: {
      title: value.name,
      text: [value.moduleText, value.categoryText].filter((part) => part !== null).join(" "),
      region: regionCodeOf(value.areaText),
      codes: { modules: [moduleOf(value)], channels: CHANNELS.filter((channel) => isThrough(channel, value)) },
      licence: source.licence.code,
      fetchedAt,
    },
  };
}

const CHANNELS = ["ONLINE", "WINDOW", "BOTH"] as const;

function windowItem({ value, fetchedAt }: Sourced<Kjy01Window>): FoundItem {
  return {
    id: idOf("ChongqingServiceWindow", value.id),
    summary: {
      title: value.name,
      text: value.address,
      numbers: value.number === null ? [] : [value.number],
      region: regionCodeOf(value.areaText),
      licence: source.licence.code,
      fetchedAt,
    },
  };
}
