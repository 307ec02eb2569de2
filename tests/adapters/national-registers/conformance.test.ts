import { source } from "#adapters/national-registers/source.ts";
import { describeSource } from "#tests/conformance/source-suite.ts";

describeSource({
  name: source.code,
  startWithUpstream: async (baseUrl, runtime) => {
    const registers = await source.create(runtime, { baseUrl });
    if (registers === null) throw new Error("the source is off");
    return (context) => registers.software.search({ offset: 0, limit: 10 }, context);
  },
  good: {
    contentType: "application/json; charset=utf-8",
    text: JSON.stringify({
      Status: "200",
      Message: "查询成功",
      Paging: { PageSize: 50, PageIndex: 1, TotalRecords: "1" },
      Result: [{ Id: "1", RegisterNo: "2023SR0123456", Name: "光学胶固化监控软件", Owner: "成都示例光电有限公司" }],
    }),
  },
});
