import DataLoader from "dataloader";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { othersOf } from "#subgraphs/discovery/find-records.ts";
import type { NodeContext } from "#subgraphs/runtime/define-node.ts";
import type { EntityReference } from "#subgraphs/runtime/ports.ts";
import { checkOffer } from "./check-offer.ts";
import { type FactLoader, factsOf } from "./fact-loaders.ts";
import type { OfferFacts, PatentFacts } from "./facts.ts";
import type { RegisterCheck } from "./finding.ts";
import { patentReference } from "./patent-views.ts";

/** Null where there is no such offer. */
export type CheckLoader = DataLoader<EntityReference, RegisterCheck | null, string>;

export interface CheckParts {
  readonly offers: FactLoader<OfferFacts>;
  readonly patents: FactLoader<PatentFacts>;
  readonly context: Omit<NodeContext, "load">;
}

/** All offers of a page together: each platform is asked once for its offers, then the register once for their patents. */
export function createCheckLoader({ offers, patents, context }: CheckParts): CheckLoader {
  return new DataLoader(
    async (references) => {
      const told = await Promise.all(references.map((reference) => factsOf(offers, reference)));
      const registers = await Promise.all(told.map((offer) => registerOf(offer, patents)));
      return references.map(({ __typename }, index) => {
        const offer = told[index] ?? null;
        return offer === null ? null : check(offer, registers[index] ?? null, namesOf(__typename, context));
      });
    },
    { cacheKeyFn: (reference) => JSON.stringify(reference) },
  );
}

async function registerOf(offer: OfferFacts | null | Error, patents: FactLoader<PatentFacts>) {
  if (offer === null || offer instanceof Error) return null;
  const number = offer.patent?.applicationNumber ?? null;
  return number === null ? null : factsOf(patents, patentReference(number));
}

interface Names {
  readonly platformName: Bilingual;
  readonly registerName: Bilingual;
}

function check(offer: OfferFacts | Error, register: PatentFacts | null | Error, names: Names): RegisterCheck {
  return checkOffer({ offer, register, ...names });
}

function namesOf(typeName: string, context: CheckParts["context"]): Names {
  const { directory } = othersOf(context);
  const nobody = { zh: "枢纽", en: "The hub" };
  return {
    platformName: directory.ownerOf(typeName)?.name ?? nobody,
    registerName: directory.ownerOf("Patent")?.name ?? nobody,
  };
}
