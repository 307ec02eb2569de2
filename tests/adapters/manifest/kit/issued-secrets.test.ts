import { expect, test } from "vitest";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { openManifest } from "#adapters/manifest/kit/open-manifest.ts";
import { recordTraffic } from "#adapters/manifest/kit/record-traffic.ts";
import { readRecordings } from "#adapters/manifest/kit/recording.ts";
import { replayTraffic } from "#adapters/manifest/kit/replay-traffic.ts";
import { KIND, SECRETS, startGuarded } from "#tests/adapters/manifest/dialect/guarded-portal.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";
import { jsonReply, type PortalPage, pageReply, startPortal } from "#tests/support/portal-server.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

/** One of the secrets stands in it. */
const TOKEN = "eyJhbGciOi.issued-to-the-hub.7f3a";
const END = "7f3a";
const SIGNAL = AbortSignal.timeout(60_000);

const TOKEN_PAGE: PortalPage = () =>
  jsonReply({ access_token: TOKEN, refresh_token: `${TOKEN}-again`, token_type: "Bearer", expires_in: 600 });

function manifestOf(url: string, authentication: object): Manifest {
  return manifestFor(url, { source: { authentication }, kind: KIND });
}

/** How many records the list gives, first with what is said recorded, then from the recordings alone. */
async function recorded(manifest: Manifest, stop: () => Promise<unknown>) {
  await using folder = await temporaryFolder();
  const secrets = new Map(Object.entries(SECRETS));
  const list = async (asked: Manifest, secretOf: (name: string) => string | undefined) => {
    await using open = await openManifest(asked, { secrets: secretOf });
    const { items } = await open.client.list("LISTING", { words: {}, offset: 0, limit: 10 }, open.context(SIGNAL));
    return items.length;
  };
  const first = await recordTraffic(manifest, { folder: folder.path, secrets });
  const live = await list(first.manifest, (name) => secrets.get(name));
  await first[Symbol.asyncDispose]();
  await stop();
  const kept = await readRecordings(folder.path);
  await using again = await replayTraffic(manifest, kept);
  return { live, replayed: await list(again.manifest, () => "recorded"), kept: JSON.stringify(kept) };
}

test("a token of OAuth 2 is had where the manifest says, and does not stay in the recordings", async () => {
  await using sso = await startPortal({ "/oauth/token": TOKEN_PAGE });
  await using portal = await startGuarded(({ request }) => request.headers.authorization === `Bearer ${TOKEN}`);
  const authentication = {
    type: "oauth2",
    tokenUrl: `${sso.url}/oauth/token`,
    clientId: "KEY",
    clientSecret: "SECRET",
  };
  const { live, replayed, kept } = await recorded(manifestOf(portal.url, authentication), async () => {
    await Promise.all([sso.stopListening(), portal.stopListening()]);
  });
  expect([live, replayed]).toEqual([3, 3]);
  expect(sso.requests).toHaveLength(1);
  expect(kept).toContain("/oauth/token");
  expect(kept).not.toContain(END);
});

test("neither does one that is asked for first, wherever it is sent", async () => {
  await using portal = await startGuarded(({ fields }) => fields.get("token") === TOKEN, {
    "/guest": () => jsonReply({ data: { token: TOKEN } }),
  });
  const authentication = { type: "token", request: { path: "/guest" }, from: "data.token" };
  const list = { ...KIND.list, request: { path: "/list", query: { page: "{page}", token: "{token}" } } };
  const manifest = manifestFor(portal.url, { source: { authentication }, kind: { list } });
  const { live, replayed, kept } = await recorded(manifest, () => portal.stopListening());
  expect([live, replayed]).toEqual([3, 3]);
  expect(kept).toMatch(/token=SECRET_ISSUED_/);
  expect(kept).not.toContain(END);
});

test("nor the cookie of a session, nor links that carry it", async () => {
  const session = "0A1B2C3D4E5F60718293";
  await using portal = await startGuarded(({ request }) => request.headers.cookie?.includes(session) === true, {
    "/login": () => ({
      ...pageReply(`<a href="/exit;jsessionid=${session}">退出</a>`),
      headers: { "content-type": "text/html", "set-cookie": [`JSESSIONID=${session}; Path=/`, "city=chengdu; Path=/"] },
    }),
  });
  const authentication = { type: "login", request: { path: "/login" }, loggedIn: 'body.contains("退出")' };
  const { live, replayed, kept } = await recorded(manifestOf(portal.url, authentication), () => portal.stopListening());
  expect([live, replayed]).toEqual([3, 3]);
  expect(kept).not.toContain(session);
});
