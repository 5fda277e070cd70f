import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

interface Link {
  readonly label: string;
  readonly address: string;
}

/** What a page may call a server's manual, and the form of its addresses. */
const MANUALS = {
  MySQL:
    /^https:\/\/dev\.mysql\.com\/doc\/(?:refman\/8\.4\/en|mysql-errors\/8\.4\/en|relnotes\/mysql\/\d\.\d\/en)\/[\w-]+\.html(?:#[\w-]+)?$/,
  MariaDB: /^https:\/\/mariadb\.com\/(?:kb\/en|docs)\/[\w/-]+\/(?:#[\w-]+)?$/,
  PostgreSQL:
    /^https:\/\/(?:www\.postgresql\.org\/docs\/(?:current\/[\w-]+\.html(?:#[A-Z\d-]+)?|release\/(?:\d+\.\d+\/)?)|wiki\.postgresql\.org\/wiki\/\S+)$/,
} as const;

const pages = readdirSync('rules').filter((name) => name.endsWith('.md') && name !== 'README.md');

function linksOf(page: string): readonly Link[] {
  const text = readFileSync(`rules/${page}`, 'utf8');
  const references = text.slice(text.indexOf('\n## References'));
  return [...references.matchAll(/\[([^\]]*)\]\((\S+)\)/g)].map(([, label = '', address = '']) => ({
    label,
    address,
  }));
}

/** Why a link cannot be right; undefined where nothing speaks against it. */
function faultOf({ label, address }: Link): string | undefined {
  if (!address.startsWith('https://')) return 'no address on the web';
  const named = Object.entries(MANUALS).find(([product]) => label.startsWith(product));
  if (named?.[1].test(address)) return undefined;
  // What it says is gone from later manuals.
  if (label.startsWith('MySQL 8.0') && address.startsWith('https://dev.mysql.com/doc/refman/8.0/en/'))
    return undefined;
  if (named) return `not the form of an address of the ${named[0]} manual`;
  const isManual = /\/\/(?:dev\.mysql\.com|mariadb\.com|www\.postgresql\.org\/docs)\//.test(address);
  return isManual ? 'the link does not say whose manual it is' : undefined;
}

describe('the references of the pages', () => {
  it.each(pages)('%s', (page) => {
    const links = linksOf(page);
    const faults = links.flatMap((link) => {
      const fault = faultOf(link);
      return fault === undefined ? [] : [`${link.label} (${link.address}): ${fault}`];
    });
    expect(faults).toEqual([]);
    const addresses = links.map(({ address }) => address);
    expect(addresses).toEqual([...new Set(addresses)]);
  });
});
