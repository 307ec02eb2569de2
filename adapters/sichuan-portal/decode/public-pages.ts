/** Addresses of the pages that people read: what `sourceUrl` and actions point to. */
export interface PublicPages {
  service(code: string): string;
  windows(): string;
  members(): string;
  rightsAid(): string;
  offer(id: string): string;
  activity(id: string): string;
  financeProduct(id: string): string;
  expert(id: string): string;
  patentCopy(id: string): string;
}

/** `base` is the portal's address without a trailing slash. */
export function publicPages(base: string): PublicPages {
  const page = (path: string, name: string) => (id: string) => `${base}${path}?${name}=${encodeURIComponent(id)}`;
  return {
    service: page("/fwml/sx.do", "sxbm"),
    windows: () => `${base}/fwck/index.html`,
    members: () => `${base}/cydw/index.html`,
    rightsAid: () => `${base}/wqyz/index.html`,
    offer: page("/yygp/detail.do", "gpid"),
    activity: page("/pxhd/hd.do", "hdId"),
    financeProduct: page("/jrcp/cp.do", "cpbh"),
    expert: page("/zjk/zj.do", "zjid"),
    patentCopy: page("/zljs/zl.do", "zlid"),
  };
}
