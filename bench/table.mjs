// Rows of the table from what load.mjs printed.
//
//   node bench/table.mjs FILE pages|others

import { readFileSync } from 'node:fs';

const [, , file, what] = process.argv;
const { pages, others, writers } = JSON.parse(readFileSync(file, 'utf8'));
const PROMISED = { p50: 50, p99: 150, queries: 15, kb: 100, facts: 50 };
// Requests leave a little after the second ends.
const NEARLY = 0.98;
const kept = (yes) => (yes ? 'yes' : '**no**');
const ms = (time) => (time === null ? '–' : time.toFixed(time < 10 ? 1 : 0));
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

if (what === 'pages') {
  for (const { name, view, requests, alone, p50, p99, max, queries, kb, failures } of pages) {
    const measured = `${ms(p50)} / ${ms(p99)} / ${ms(max)} ms, ${queries} queries, ${kb.toFixed(0)} KB; alone ${ms(alone)} ms${failures ? `; ${failures} failed` : ''}`;
    const holds = requests > 0 && !failures && p50 < PROMISED.p50 && p99 < PROMISED.p99 && queries <= PROMISED.queries && kb <= PROMISED.kb;
    row(`${name}, ${view}: median / 99th percentile / longest of ${requests}`, measured, '50 / 150 ms, 15 queries, 100 KB', kept(holds));
  }
  for (const { view, facts_a_second, p50, p99, max, refused } of writers) {
    const measured = `${facts_a_second.toFixed(1)} facts/s; ${ms(p50)} / ${ms(p99)} / ${ms(max)} ms each${refused ? `; refused: ${refused}` : ''}`;
    row(`the writer meanwhile, readers at ${view}`, measured, '50 facts/s', kept(facts_a_second >= PROMISED.facts * NEARLY && !refused));
  }
} else {
  const names = [...new Set(others.map(({ name }) => name))];
  for (const name of names) {
    row(name, ...others.filter((page) => page.name === name).map(({ alone, queries, kb, failed }) => (failed ? 'given up after a minute' : `${ms(alone)} ms, ${queries} queries, ${kb.toFixed(0)} KB`)));
  }
}
