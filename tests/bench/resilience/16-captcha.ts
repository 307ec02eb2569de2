import { atMost, exactly } from "#tests/bench/bench.ts";
import { runMany } from "#tests/bench/load.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import { questionOf } from "#tests/support/portal-questions.ts";
import { loginPage } from "#tests/support/proxy-faults.ts";
import type { Requirement } from "./requirement.ts";

const ASKED = 30;
const { query, variables } = questionOf("sichuan-portal");

export const requirement: Requirement = {
  number: 16,
  promise: "a captcha page with status 200 is a failure and is never cached",
  measure: async (house) => {
    await using hub = await house.hub();
    const { proxy } = house.portals.of("sichuan-portal");
    await hub.ask(query, variables(1));
    proxy.front.forget();
    proxy.obey(scripted({ fault: loginPage }));
    const [first, again] = [await hub.ask(query, variables(2)), await hub.ask(query, variables(2))];
    const whole = [first, again].filter(({ errors }) => errors.length === 0).length;
    const arrivedTwice = proxy.front.requests.length;
    await runMany(ASKED, 1, (index) => hub.ask(query, variables(3 + index)));
    const arrived = proxy.front.requests.length;
    proxy.heal();
    await hub.tell({ kind: "move-clock", byMs: 15 * 60_000 });
    const { errors } = await hub.ask(query, variables(2));
    return [
      { what: "answers that pass it off as data", unit: "", promised: exactly(0), measured: whole },
      { what: "calls for the same question twice", unit: "", promised: exactly(2), measured: arrivedTwice },
      {
        what: `calls of ${ASKED + 2} questions until it is left alone`,
        unit: "",
        promised: atMost(10),
        measured: arrived,
      },
      {
        what: "errors for that question when the page is gone",
        unit: "",
        promised: exactly(0),
        measured: errors.length,
      },
    ];
  },
};
