import type { WorldTrademark, WorldTrademarkClass } from "#adapters/runtime/sandbox/world/right-types.ts";
import type { NameOf, Shelved } from "./shelves.ts";
import { joinOwners, orNothing, snowflake, spellDay, spellNothing, spellTerm } from "./spelling.ts";

const KINDS = { ORDINARY: "一般", COLLECTIVE: "集体商标", CERTIFICATION: "证明商标" } as const;

/** Lists name a mark once with its classes joined; a look-up gives one line for each class. */
export function printTrademark(mark: WorldTrademark, index: number, nameOf: NameOf): Shelved {
  const owners = [mark.owner, ...mark.coOwners];
  const names = owners.map(nameOf);
  const common = {
    RegNo: mark.number,
    Name: mark.name,
    Applicant: joinOwners(names, index),
    AreaCode: orNothing(mark.region, index),
    AppDate: spellDay(mark.filingDate, index),
  };
  return {
    number: mark.number,
    name: mark.name,
    owners: [...owners, ...names],
    region: mark.region,
    date: mark.filingDate,
    row: {
      Id: snowflake(1, index),
      ...common,
      IntCls: mark.classes.map(({ niceClass }) => niceClass).join(";"),
    },
    entries: mark.classes.map((one, place) => ({
      Id: snowflake(2, index * 50 + place),
      ...common,
      ...details(mark, index),
      ...printClass(one, index),
    })),
  };
}

function details(mark: WorldTrademark, index: number) {
  const { registrationDate, validUntil } = mark;
  return {
    MarkTypeDesc: KINDS[mark.kind],
    Agent: orNothing(mark.agency, index + 1),
    TrialPubDate: spellDay(mark.preliminaryDate, index + 2),
    RegDate: spellDay(registrationDate, index + 3),
    // Every third is printed without its term.
    ValidPeriod:
      registrationDate === null || validUntil === null || index % 3 === 2
        ? spellNothing(index + 4)
        : spellTerm(registrationDate, validUntil),
  };
}

/** The integers follow no rule that anybody has published, and may contradict the steps; the newest step stands first. */
function printClass({ niceClass, goods, flows }: WorldTrademarkClass, index: number) {
  const codes = [202, 224, 225];
  return {
    IntCls: String(niceClass).padStart(index % 2 === 0 ? 2 : 1, "0"),
    Status: index % 2 === 0 ? 2 : 4,
    FlowStatus: String(codes[flows.length % codes.length]),
    GoodsList: goods.map(({ text, similarGroup, itemCode }) => ({
      GoodsName: text,
      SimilarGroup: similarGroup,
      GoodsCode: itemCode,
    })),
    FlowList:
      flows.length === 0
        ? "--"
        : flows
            .map(({ date, text }, place) => ({
              FlowDate: spellDay(date, index + place),
              FlowCode: codes[place % codes.length],
              FlowDesc: text,
            }))
            .toReversed(),
  };
}
