import { source } from "#adapters/cnipa-agencies/source.ts";
import { describeSource } from "#tests/conformance/source-suite.ts";

describeSource({
  name: source.code,
  startWithUpstream: async (baseUrl, runtime) => {
    const register = await source.create(runtime, { baseUrl });
    if (register === null) throw new Error("the source is off");
    return (context) => register.search({ offset: 0, limit: 10 }, context);
  },
  good: {
    contentType: "application/json;charset=UTF-8",
    text: JSON.stringify({
      code: 200,
      msg: "查询成功",
      total: 1,
      rows: [{ agencyCode: "50990", agencyName: "重庆示例知识产权代理事务所（普通合伙）", statusText: "正常" }],
    }),
  },
});
