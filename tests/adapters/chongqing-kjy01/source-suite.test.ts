import { source } from "#adapters/chongqing-kjy01/source.ts";
import { describeSource } from "#tests/conformance/source-suite.ts";

describeSource({
  name: "chongqing-kjy01",
  startWithUpstream: async (url, runtime) => {
    const client = await source.create(runtime, { baseUrl: url });
    return async (context) => client?.experts({}, { offset: 0, limit: 10 }, context);
  },
  good: {
    contentType: "application/json",
    text: '{"code":"rest.success","message":"操作成功","result":{"list":[{"id":122436693130000101,"expertName":"张示例","title":"教授"}],"total":1}}',
  },
});

describeSource({
  name: "chongqing-kjy01",
  startWithUpstream: async (url, runtime) => {
    const client = await source.create(runtime, { baseUrl: url });
    return async (context) =>
      client?.cases({ offset: 0, limit: 10 }, { ...context, credential: "Bearer t", partition: "p" });
  },
  prelude: ({ path }, response) => {
    if (path !== "/tsOauth2/session") return false;
    response.writeHead(200, {
      "content-type": "application/json",
      "set-cookie": "ts_session=0123456789; HttpOnly",
      connection: "close",
    });
    response.end('{"code":"rest.success","result":{"expiresIn":7200}}');
    return true;
  },
  good: {
    contentType: "application/json",
    text: '{"code":"rest.success","message":"操作成功","result":{"list":[{"caseId":122436693140000101,"stage":"专利权维持"}],"total":1}}',
  },
});
