import type { HubNode, NodeSource } from "./fetch-nodes.ts";
import { HEALTH, type Language, STATES, TEXTS } from "./texts.ts";
import { useNodes } from "./use-nodes.ts";

/** The nodes with their live state. */
export function NodeList({ language }: { readonly language: Language }) {
  const texts = TEXTS[language];
  const { state, refresh } = useNodes(language);
  return (
    <section aria-labelledby="nodes">
      <header className="row">
        <h2 id="nodes">{texts.nodes}</h2>
        <span className="hint">{texts.nodesHint}</span>
        <button type="button" className="quiet push" onClick={refresh}>
          {texts.refresh}
        </button>
      </header>
      {state.kind === "loading" && (
        <p className="notice" role="status">
          <span className="spinner" aria-hidden="true" /> {texts.loading}
        </p>
      )}
      {state.kind === "failed" && (
        <p className="notice bad" role="alert">
          {texts.failed}：{state.message}
          <button type="button" onClick={refresh}>
            {texts.retry}
          </button>
        </p>
      )}
      {state.kind === "shown" && state.nodes.length === 0 && <p className="notice">{texts.empty}</p>}
      {state.kind === "shown" && (
        <ul className="nodes">
          {state.nodes.map((node) => (
            <NodeCard key={node.code} node={node} language={language} />
          ))}
        </ul>
      )}
    </section>
  );
}

function NodeCard({ node, language }: { readonly node: HubNode; readonly language: Language }) {
  const place = [node.region?.name ?? TEXTS[language].national, node.operator].filter(Boolean).join(" · ");
  return (
    <li className="card" data-node={node.code}>
      <header className="row">
        <h3>{node.name ?? node.code}</h3>
        <span className={`badge ${node.state.toLowerCase()} push`}>{STATES[node.state]?.[language] ?? node.state}</span>
      </header>
      <p className="hint">
        <code>{node.code}</code> · {place}
      </p>
      <ul className="sources">
        {node.sources.map((source) => (
          <SourceRow key={source.code} source={source} language={language} />
        ))}
      </ul>
      {node.provides.length > 0 && (
        <p className="kinds">
          {node.provides.map(({ kind }) => (
            <code key={kind}>{kind}</code>
          ))}
        </p>
      )}
    </li>
  );
}

function SourceRow({ source, language }: { readonly source: NodeSource; readonly language: Language }) {
  const texts = TEXTS[language];
  const licence = source.licence?.attribution ?? source.licence?.name ?? "";
  return (
    <li title={licence === "" ? undefined : `${texts.licence}: ${licence}`}>
      <span className={`dot ${source.health.toLowerCase()}`} aria-hidden="true" />
      <span className="source-name">{source.name}</span>
      <span className="health">{HEALTH[source.health]?.[language] ?? source.health}</span>
      <time className="hint push" dateTime={source.lastSuccessAt ?? undefined}>
        {source.lastSuccessAt === null ? "" : `${texts.lastSuccess} ${toAge(source.lastSuccessAt, language)}`}
      </time>
    </li>
  );
}

function toAge(instant: string, language: Language): string {
  const seconds = Math.round((Date.parse(instant) - Date.now()) / 1_000);
  const format = new Intl.RelativeTimeFormat(language === "zh" ? "zh-CN" : "en", { numeric: "auto" });
  if (seconds > -60) return format.format(Math.min(0, seconds), "second");
  return seconds > -5_400
    ? format.format(Math.round(seconds / 60), "minute")
    : format.format(Math.round(seconds / 3_600), "hour");
}
