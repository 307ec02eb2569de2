import { addYears, fromDay, toDay, WORLD_TODAY } from "./calendar.ts";
import type { OrganizationSeat } from "./organizations.ts";
import type { Random } from "./random.ts";
import type { WorldFlow, WorldGoods, WorldTrademark, WorldTrademarkClass } from "./right-types.ts";

/** Numbers above any in use. */
const FIRST_NUMBER = 97_000_000;
const FIRST_MADRID_NUMBER = 1_990_000;
const FOREIGN_OWNERS = ["Nordlicht Klebetechnik GmbH", "Ardent & Sons, Ltd.", "株式会社サンプル光学"] as const;
const ACCEPTED = "商标注册申请受理通知书发文";
const PRELIMINARY = "商标注册申请初步审定公告排版完成";
const REGISTERED = "商标注册申请注册公告排版完成";

type Ending = "REGISTERED" | "RENEWED" | "REFUSED" | "OPPOSED" | "PENDING" | "INVALID" | "SIDE";
const ENDINGS: readonly Ending[] = [
  ...(["REGISTERED", "REGISTERED", "REGISTERED", "REGISTERED", "RENEWED"] as const),
  ...(["REFUSED", "OPPOSED", "PENDING", "INVALID", "SIDE"] as const),
];

/** One in thirty came in through the Madrid system, one in four covers several classes, each with a fate of its own. */
export function makeTrademark(random: Random, seat: OrganizationSeat, index: number): WorldTrademark {
  const filed = toDay("2012-01-04") + random.int(0, 4_500);
  const registered = filed + random.int(230, 420);
  const isForeign = random.chance(1 / 30);
  const classes = makeClasses(random, seat, { filed, registered });
  const isRegistered = classes.some(({ flows }) => flows.some(({ text }) => text === REGISTERED));
  const isRenewed = classes.some(({ flows }) => flows.some(({ text }) => text.includes("续展")));
  return {
    number: isForeign ? `G${FIRST_MADRID_NUMBER + index}` : String(FIRST_NUMBER + index),
    name: seat.organization.name.slice(0, 4),
    kind: "ORDINARY",
    owner: isForeign ? random.pick(FOREIGN_OWNERS) : seat.organization.uscc,
    coOwners: [],
    region: isForeign ? null : seat.organization.region,
    agency: random.chance(0.7) ? "拟例商标事务所有限公司" : null,
    filingDate: fromDay(filed),
    preliminaryDate: isRegistered ? fromDay(registered - 91) : null,
    registrationDate: isRegistered ? fromDay(registered) : null,
    validUntil: isRegistered ? fromDay(addYears(registered, isRenewed ? 20 : 10) - 1) : null,
    classes,
  };
}

interface Days {
  readonly filed: number;
  readonly registered: number;
}

function makeClasses(random: Random, seat: OrganizationSeat, days: Days): readonly WorldTrademarkClass[] {
  const count = random.chance(0.25) ? random.int(2, 3) : 1;
  const first = random.int(1, 43);
  return Array.from({ length: count }, (_, place) => {
    const niceClass = first + place;
    const [object] = random.pick(seat.field.objects);
    return {
      niceClass,
      goods: [makeGoods(random, niceClass, object), makeGoods(random, niceClass, `${object}零部件`)],
      flows: flowsOf(random.pick(ENDINGS), days),
    };
  });
}

function makeGoods(random: Random, niceClass: number, text: string): WorldGoods {
  const two = String(niceClass).padStart(2, "0");
  const group = String(random.int(1, 19)).padStart(2, "0");
  return { text, similarGroup: `${two}${group}`, itemCode: `C${two}9${random.int(100, 999)}` };
}

/** Nothing is later than the world's own day. */
function flowsOf(ending: Ending, { filed, registered }: Days): readonly WorldFlow[] {
  const accepted = flow(filed + 22, ACCEPTED);
  const granted = [accepted, flow(registered - 91, PRELIMINARY), flow(registered, REGISTERED)];
  const flows: Readonly<Record<Ending, readonly WorldFlow[]>> = {
    REGISTERED: granted,
    RENEWED: [...granted, flow(addYears(registered, 10) - 40, "商标续展完成")],
    REFUSED: [accepted, flow(filed + 150, "商标注册申请驳回通知发文")],
    OPPOSED: [accepted, flow(registered - 91, PRELIMINARY), flow(registered - 20, "商标异议申请中")],
    PENDING: [accepted],
    INVALID: [...granted, flow(registered + 800, "商标无效")],
    SIDE: [...granted, flow(registered + 500, "变更商标申请人/注册人名义/地址申请受理通知书发文")],
  };
  return flows[ending].filter(({ date }) => date <= WORLD_TODAY);
}

function flow(day: number, text: string): WorldFlow {
  return { date: fromDay(day), text };
}
