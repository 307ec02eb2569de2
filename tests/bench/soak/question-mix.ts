import { createRandom, type Random } from "#adapters/runtime/sandbox/world/random.ts";
import { readJourneys } from "#tests/journeys/read-journeys.ts";
import type { HeaderMap, Variables } from "#tests/support/hub-client.ts";
import { PORTAL_QUESTIONS } from "#tests/support/portal-questions.ts";

export interface MixedQuestion {
  readonly name: string;
  readonly query: string;
  readonly variables: Variables;
  readonly headers: HeaderMap;
}

const JOURNEYS: readonly MixedQuestion[] = readJourneys("foundation");
const USERS = ["demo", "other"];
const REGIONS = ["510000", "510100", "500000", "500107"];
const SPECIALTIES = ["新材料", "电子信息", "生物医药", "装备制造"];
/** Few enough that caches are full before memory is looked at. */
const TURNS = 150;

/** Questions by chance: the journeys as they stand, the journeys of other users and places, and single questions to each portal. */
export function createQuestionMix(seed: number): () => MixedQuestion {
  const random = createRandom(seed, "questions");
  return () => {
    const kind = random.next();
    if (kind < 0.3) return random.pick(JOURNEYS);
    if (kind < 0.5) return varied(random);
    const { source, query, variables } = random.pick(PORTAL_QUESTIONS);
    return { name: source, query, variables: variables(random.int(0, TURNS)), headers: {} };
  };
}

function varied(random: Random): MixedQuestion {
  const journey = random.pick(JOURNEYS);
  if (journey.name === "my-cases") {
    return {
      ...journey,
      headers: { "hub-node-authorization": `chongqing="Bearer ${random.pick(USERS)}-kjy01-sandbox"` },
    };
  }
  if (journey.name !== "agencies-and-experts") return journey;
  return { ...journey, variables: { regions: [random.pick(REGIONS)], specialty: random.pick(SPECIALTIES) } };
}
