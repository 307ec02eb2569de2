import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from "node:tls";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createPoster, type Poster } from "#gateway/execute/post-json.ts";
import { type Certificate, certificateFor } from "#tests/support/certificates.ts";
import { startHubProcess } from "#tests/support/start-hub-process.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const SYSTEM = getCACertificates("default");

let trusted: Certificate;
beforeAll(async () => {
  trusted = await certificateFor("localhost");
});
afterEach(() => setDefaultCACertificates(SYSTEM));

interface SecureServer extends AsyncDisposable {
  readonly url: string;
  /** Names by which it was asked, one for each connection. */
  readonly names: readonly unknown[];
}

type Answering = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function serve(certificate: Certificate, answer: Answering): Promise<SecureServer> {
  const names: unknown[] = [];
  const server = createServer(certificate, async (request, response) => {
    answer(request, response, await text(request));
  });
  server.on("secureConnection", (socket: TLSSocket) => names.push(socket.servername));
  server.listen(0, "localhost");
  await once(server, "listening");
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}/graphql`,
    names,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function withPoster<Result>(url: string, use: (poster: Poster) => Promise<Result>): Promise<Result> {
  const poster = createPoster({ name: "far", url, maxBytes: 1_000_000, connections: 1 });
  try {
    return await use(poster);
  } finally {
    await poster.close();
  }
}

function ask(poster: Poster, body = "{}") {
  const headers = { "content-type": "application/json" };
  return poster.post({ headers, body, signal: new AbortController().signal, isRepeatable: false });
}

const echo: Answering = (_request, response, body) => void response.end(body);

describe("a subgraph over TLS with a certificate that is trusted", () => {
  test("is told its name, and asked again on the line that is kept", async () => {
    setDefaultCACertificates([...SYSTEM, trusted.cert]);
    await using server = await serve(trusted, echo);
    await withPoster(server.url, async (poster) => {
      for (const body of ["one", "two", "成渝", "x".repeat(300_000)]) expect((await ask(poster, body)).text).toBe(body);
    });
    expect(server.names).toEqual(["localhost"]);
  });

  test("is understood in chunks, and where it closes the line after each answer", async () => {
    setDefaultCACertificates([...SYSTEM, trusted.cert]);
    const answers: readonly Answering[] = [
      (_request, response) => {
        response.write(Buffer.from("成渝").subarray(0, 4));
        setImmediate(() => response.end(Buffer.from("成渝").subarray(4)));
      },
      (_request, response) => void response.writeHead(200, { connection: "close" }).end("last"),
      (request, _response) => void request.socket.end("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nwithout a length"),
      echo,
    ];
    let asked = 0;
    await using server = await serve(trusted, (...exchange) => answers[asked++]?.(...exchange));
    const texts = await withPoster(server.url, async (poster) => {
      const told: string[] = [];
      for (const body of ["a", "b", "c", "d"]) told.push((await ask(poster, body)).text);
      return told;
    });
    expect(texts).toEqual(["成渝", "last", "without a length", "d"]);
    expect(server.names).toHaveLength(3);
  });
});

describe("a subgraph over TLS is not asked", () => {
  test.each([
    ["that nobody vouches for", async () => trusted, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["of another name", () => certificateFor("elsewhere.example"), "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["that is past its time", () => certificateFor("localhost", new Date(Date.now() - 3_600_000)), "CERT_HAS_EXPIRED"],
  ])("with a certificate %s", async (_what, make, code) => {
    const certificate = await make();
    if (certificate !== trusted) setDefaultCACertificates([...SYSTEM, certificate.cert]);
    let asked = 0;
    await using server = await serve(certificate, (_request, response) => {
      asked += 1;
      response.end();
    });
    const refused = withPoster(server.url, (poster) => ask(poster));
    await expect(refused).rejects.toMatchObject({ source: "far", failure: { kind: "unreachable" }, cause: { code } });
    expect(asked).toBe(0);
  });
});

describe("NODE_EXTRA_CA_CERTS", () => {
  const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { up: Int }`;

  async function askRouter(server: SecureServer, env: (certificateFile: string) => Readonly<Record<string, string>>) {
    const { supergraphSdl = "" } = composeServices([{ name: "up", url: server.url, typeDefs: parse(SDL) }]);
    await using folder = await temporaryFolder();
    const [file, certificateFile] = [join(folder.path, "supergraph.graphql"), join(folder.path, "ca.pem")];
    await writeFile(file, supergraphSdl);
    await writeFile(certificateFile, trusted.cert);
    await using router = await startHubProcess({ env: { SUPERGRAPH_FILE: file, ...env(certificateFile) } });
    return await router.ask("{ up }");
  }

  test("names who vouches for subgraphs", async () => {
    await using server = await serve(trusted, (_request, response) => void response.end('{"data":{"up":1}}'));
    expect(await askRouter(server, (file) => ({ NODE_EXTRA_CA_CERTS: file }))).toMatchObject({ data: { up: 1 } });
    expect(await askRouter(server, () => ({}))).toMatchObject({ data: { up: null }, errors: [{}] });
  });
});
