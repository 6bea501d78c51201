// Sixteen readers and a writer at a running program with the bulk county; prints one JSON value.
//
//   node bench/load.mjs URL [SECONDS [PAUSE]]
//
// SECONDS for each page and view: sixteen readers ask for one page at a time, all for the same
// kind; PAUSE in milliseconds between two pages of a reader.
//
// Times and numbers of queries are the program's own, from the header `server-timing`: this
// script shares the machine with it and would measure itself. Sizes are of the HTML before
// compression; under load it is sent compressed, as to a browser, and not unpacked here.

import { randomBytes } from 'node:crypto';
import { Client, hidden, sleep } from './client.mjs';

const [, , base, seconds = '10', pause = '0'] = process.argv;
const READERS = 16;
const FACTS_A_SECOND = 50;
const ALONE = 5;
const SLOW = 1000;
const VERY_SLOW = 5000;
const STATIONS = ['s07.chief', 's31.instructor', 's58.chief', 's83.instructor', 's104.chief', 's129.instructor', 's155.chief', 's190.chief'];
const BUREAU = ['leader', 'command'];
const WRITER = 's12.desk';

// What is promised, as a station and as the bureau above all stations sees it; where several
// addresses are given, readers take them in turn.
const FIGURES = ['incidents.received', 'incidents.response_minutes', 'incidents.ended.settled', 'incidents.received.disputes'];
const PAGES = [
  ['officer list', ['/people']],
  ['officer list, filtered and sorted', ['/people?kind=officer&sort=name', '/people?post=patrol&sort=-joined_on']],
  ['incident list', ['/incidents']],
  ['incident list, filtered', ['/incidents?group=dispute&state=ended', '/incidents?source=walk_in&category=help.lost_property']],
  ['incident list, sorted', ['/incidents?sort=category', '/incidents?sort=-number']],
  ['dashboard', ['/']],
  ['measure page', FIGURES.map((id) => `/measures/${id}`)],
  ['opening a figure', FIGURES.flatMap((id) => [`/measures/${id}/facts`, `/measures/${id}/facts?page=7`])],
];
// Nothing is promised for these; one reader opens them before the load.
const OTHERS = [
  ['list of measures', '/measures'],
  ['measure by category', '/measures/incidents.received?by=category'],
  ['measure by outcome', '/measures/incidents.ended?by=outcome'],
  ['measure by officer', '/measures/incidents.attended?by=officer'],
  ['measure by place', '/measures/incidents.received?by=place'],
  ['measure by hour of the week', '/measures/incidents.received?by=hours'],
  ['opening one category of a figure', '/measures/incidents.received/facts?category=dispute.neighbours'],
  ['opening one hour of a figure', '/measures/incidents.received/facts?weekday=3&hour=14'],
  ['incidents searched by a word', '/incidents?q=邻里'],
  ['incidents searched by what is not there', '/incidents?q=紫色的'],
  ['people searched by name', '/people?q=王'],
  ['cases', '/cases'],
];

const at = (times, share) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? null;
const times = (all) => ({ requests: all.length, p50: at(all, 0.5), p99: at(all, 0.99), max: at(all, 1) });

// One reader after the other: what a page costs by itself.
async function alone(client, path) {
  const took = [];
  let queries = 0;
  let bytes = 0;
  for (let turn = 0; turn < ALONE; turn += 1) {
    const answer = await client.ask(path);
    // Not made within the program's own patience, which is a minute.
    if (answer.status === 504) return { took: [answer.ms], queries: 0, bytes: 0, failed: true };
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    took.push(answer.ms);
    queries = Math.max(queries, answer.queries);
    bytes = Math.max(bytes, answer.body.length);
    // Once more would say nothing new.
    if (answer.ms > (turn > 0 ? SLOW : VERY_SLOW)) break;
  }
  // The first fills caches.
  return { took: took.length > 1 ? took.slice(1) : took, queries, bytes };
}

async function read(client, page, first, until) {
  for (let turn = first; Date.now() < until; turn += 1) {
    const path = page.paths[turn % page.paths.length];
    const answer = await client.ask(path, { encoding: 'gzip, deflate', keep: false });
    if (answer.status !== 200) page.failures += 1;
    else {
      page.took.push(answer.ms);
      page.queries = Math.max(page.queries, answer.queries);
    }
    if (Number(pause) > 0) await sleep(Number(pause));
  }
}

// Time-ordered, as the form makes them.
function uuid() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// A report received is one fact. The writer keeps to the clock and does not wait for the answer
// to the report before, so that a slow program is not spared.
async function write(client, until) {
  const form = await client.ask('/incidents/new?group=dispute');
  const [csrf, unit] = [hidden(form.body, 'csrf'), hidden(form.body, 'unit')];
  const took = [];
  let refused;
  const under_way = new Set();
  const started = Date.now();
  const record = async (number) => {
    const fields = { csrf, unit, id: uuid(), group: 'dispute', category: 'dispute.neighbours', source: 'call', zone: `${unit}-01`, summary: `邻里争吵 ${number}` };
    const answer = await client.ask('/incidents', { method: 'POST', fields });
    if (answer.status === 303) took.push(answer.ms);
    else refused = `${answer.status}`;
  };
  for (let number = 0; Date.now() < until; number += 1) {
    const due = started + (number / FACTS_A_SECOND) * 1000;
    if (due > Date.now()) await sleep(due - Date.now());
    while (under_way.size >= 100) await Promise.race(under_way);
    const one = record(number).finally(() => under_way.delete(one));
    under_way.add(one);
  }
  await Promise.all(under_way);
  return { facts_a_second: (took.length * 1000) / (Date.now() - started), ...times(took), refused };
}

const clients = [];
for (const name of [...STATIONS, ...BUREAU, WRITER]) clients.push(await Client.signIn(base, name));
const writer = clients.pop();
const views = [
  ['a station', clients.slice(0, STATIONS.length)],
  ['the bureau', clients.slice(STATIONS.length)],
];

const all = [];
const others = [];
for (const [view, [client]] of views) {
  for (const [name, paths] of PAGES) {
    const page = { name, view, paths, took: [], alone: [], queries: 0, bytes: 0, failures: 0 };
    for (const path of paths) {
      const found = await alone(client, path);
      page.alone.push(at(found.took, 0.5));
      page.failures += found.failed ? 1 : 0;
      page.queries = Math.max(page.queries, found.queries);
      page.bytes = Math.max(page.bytes, found.bytes);
      if (page.alone.at(-1) > SLOW) break;
    }
    console.error(`${name}, ${view}: ${Math.max(...page.alone)} ms alone`);
    all.push(page);
  }
  for (const [name, path] of OTHERS) {
    const found = await alone(client, path);
    console.error(`${name}, ${view}: ${at(found.took, 0.5)} ms alone`);
    others.push({ name, view, alone: at(found.took, 0.5), queries: found.queries, kb: found.bytes / 1000, failed: found.failed });
  }
}

// One kind of page after the other: a slow one would be seen in the times of all others.
const written = [];
const cpu = process.cpuUsage();
for (const [view, those] of views) {
  const pages = all.filter((page) => page.view === view);
  const took = Number(seconds) * 1000;
  const facts = write(writer, Date.now() + pages.length * took);
  for (const page of pages) {
    const until = Date.now() + took;
    await Promise.all(Array.from({ length: READERS }, (_, number) => read(those[number % those.length], page, number, until)));
    console.error(`${page.name}, ${view}: ${at(page.took, 0.5)} ms with ${READERS} readers`);
  }
  written.push({ view, ...(await facts) });
}
const { user, system } = process.cpuUsage(cpu);

console.log(
  JSON.stringify({
    readers: READERS,
    seconds: Number(seconds),
    // Of one core, by this script.
    cores_taken: (user + system) / 1e6 / (views.length * PAGES.length * Number(seconds)),
    pages: all.map(({ name, view, alone, took, queries, bytes, failures }) => ({ name, view, alone: Math.max(...alone), ...times(took), queries, kb: bytes / 1000, failures })),
    others,
    writers: written,
  }),
);
process.exit();
