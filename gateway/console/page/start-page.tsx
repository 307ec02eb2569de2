import { useState } from "react";
import { NodeList } from "./node-list.tsx";
import type { PageData } from "./page-data.ts";
import { HEADERS, type Language, TEXTS } from "./texts.ts";

interface StartPageProps {
  readonly data: PageData;
  readonly language: Language;
}

/** What the hub is, who is in it, and where to begin. */
export function StartPage({ data, language }: StartPageProps) {
  return (
    <main className="start">
      <Introduction />
      <NodeList language={language} />
      <FirstQuery language={language} />
      <ExampleList data={data} language={language} />
      <HeaderTable language={language} />
    </main>
  );
}

const INTRODUCTION_ZH =
  "：一个接口查专利、代理机构、专家、服务与供需。各平台保留自己的系统与数据权，无须替换或迁移；每条记录写明来源、新鲜程度与许可条款；某一平台停运，只影响它自己的字段。";

/** In both languages, whichever the page is in. */
function Introduction() {
  return (
    <section className="intro">
      <h1>
        成渝知识产权联邦枢纽 <small lang="en">Chengyu IP Hub</small>
      </h1>
      <p lang="zh-CN">
        把四川省知识产权公共服务平台、重庆专利全流程管理系统与国家数据源联接成<strong>一张图</strong>
        {INTRODUCTION_ZH}
      </p>
      <p lang="en" className="hint">
        One GraphQL graph over the Sichuan portal, the Chongqing system and national data: patents, agencies, experts,
        services, offers and demands. Every platform keeps its system and its authority over its data; every record says
        where it comes from, how fresh it is and under which terms; a platform that is down costs its own fields and
        nothing else.
      </p>
    </section>
  );
}

function FirstQuery({ language }: { readonly language: Language }) {
  const texts = TEXTS[language];
  const [isCopied, setCopied] = useState(false);
  const command = curlLine(window.location.origin);
  const copy = () => void navigator.clipboard.writeText(command).then(() => setCopied(true));
  return (
    <section aria-labelledby="first">
      <header className="row">
        <h2 id="first">{texts.first}</h2>
        <span className="hint">{texts.firstHint}</span>
        <button type="button" className="quiet push" onClick={copy}>
          {isCopied ? texts.copied : texts.copy}
        </button>
      </header>
      <pre>
        <code>{command}</code>
      </pre>
    </section>
  );
}

function curlLine(origin: string): string {
  const query =
    '{ patent(number: \\"ZL202310123456.6\\") { title legalStatus { label } provenance { hubNode { code } } } }';
  return `curl ${origin}/graphql -H 'content-type: application/json' \\\n  -d '{"query":"${query}"}'`;
}

function ExampleList({ data, language }: StartPageProps) {
  const texts = TEXTS[language];
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">{texts.examples}</h2>
      <ul className="examples">
        {data.examples.map(({ name, summary }) => (
          <li key={name}>
            <a className="card" href={`#query/${name}`} title={texts.run}>
              <code>{name}</code>
              <span>{summary[language]}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function HeaderTable({ language }: { readonly language: Language }) {
  return (
    <section aria-labelledby="headers">
      <h2 id="headers">{TEXTS[language].headers}</h2>
      <table>
        <tbody>
          {HEADERS.map((header) => (
            <tr key={header.name}>
              <th scope="row">
                <code>
                  {header.name}: {header.example}
                </code>
              </th>
              <td>{header[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
