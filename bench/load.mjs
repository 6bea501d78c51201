// Readers and a writer at once against a running program; prints one JSON value.
//
//   node load.mjs URL SECONDS        sixteen readers, one writer of fifty facts a second
//
// Times are the program's own (`server-timing`), so that the load maker, which shares the
// machine, is not measured with it.

const [, , base, seconds = '60'] = process.argv;
const READERS = 16;
const FACTS_A_SECOND = 50;
const PASSWORD = 'jishi-demo-2026';
// The bulk county names its accounts as the small one does.
const CHIEFS = ['s001.chief', 's007.chief', 's050.chief', 's01.chief', 's07.chief', 's50.chief'];

class Client {
  cookies = new Map();
  async ask(path, options = {}) {
    const headers = { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '), ...options.headers };
    const answer = await fetch(base + path, { redirect: 'manual', ...options, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [name, ...value] = line.split(';')[0].split('=');
      this.cookies.set(name, value.join('='));
    }
    return { status: answer.status, timing: answer.headers.get('server-timing') ?? '', location: answer.headers.get('location'), body: await answer.text() };
  }
  send(path, fields) {
    return this.ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: base } });
  }
  async signIn(name) {
    const csrf = hidden((await this.ask('/sign-in')).body, 'csrf');
    const answer = await this.send('/sign-in', { csrf, name, password: PASSWORD, next: '' });
    this.unit = undefined;
    return answer.status === 303;
  }
}

const hidden = (html, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];

async function signedIn(names) {
  for (const name of names) {
    const client = new Client();
    if (await client.signIn(name)) return client;
  }
  throw new Error(`none of ${names} can sign in`);
}

const station = await signedIn(CHIEFS);
const bureau = await signedIn(['leader']);
const desk = await signedIn(['s007.desk', 's07.desk']);
const YEAR = 'from=2025-10-21&to=2026-10-20';
// What is promised, then what else people open; a station's pages and the whole bureau's.
const PAGES = [
  ['officer list', station, '/people'],
  ['officer list, whole bureau', bureau, '/people?sort=name'],
  ['incident list', station, '/incidents'],
  ['incident list, whole bureau', bureau, '/incidents'],
  ['incident list, filtered', bureau, '/incidents?group=dispute&sort=received&state=ended'],
  ['dashboard', station, '/'],
  ['dashboard, whole bureau', bureau, '/'],
  ['measure', station, `/measures/incidents.received?${YEAR}`],
  ['measure, whole bureau', bureau, `/measures/incidents.received?${YEAR}`],
  ['opened figure', station, `/measures/incidents.received/facts?${YEAR}`],
  ['opened figure, whole bureau', bureau, `/measures/incidents.received/facts?${YEAR}`],
];

const taken = new Map(PAGES.map(([name]) => [name, { times: [], queries: 0, bytes: 0, failures: 0 }]));
const until = Date.now() + Number(seconds) * 1000;

async function read(first) {
  for (let turn = first; Date.now() < until; turn += 1) {
    const [name, client, path] = PAGES[turn % PAGES.length];
    const answer = await client.ask(path);
    const page = taken.get(name);
    if (answer.status !== 200) {
      page.failures += 1;
      continue;
    }
    page.times.push(Number(/app;dur=([\d.]+)/.exec(answer.timing)[1]));
    page.queries = Math.max(page.queries, Number(/desc="(\d+)"/.exec(answer.timing)[1]));
    page.bytes = Math.max(page.bytes, Buffer.byteLength(answer.body));
  }
}

// An incident received and dispatched is two facts, through the forms that people use.
async function write() {
  const form = await desk.ask('/incidents/new?group=dispute');
  const csrf = hidden(form.body, 'csrf');
  const unit = hidden(form.body, 'unit') ?? 'S007';
  const times = [];
  let facts = 0;
  let refused = '';
  const started = Date.now();
  while (Date.now() < until) {
    const due = started + (facts / FACTS_A_SECOND) * 1000;
    if (due > Date.now()) await new Promise((resolve) => setTimeout(resolve, due - Date.now()));
    const id = crypto.randomUUID();
    const answer = await desk.send('/incidents', { csrf, id, unit, source: 'call', category: 'dispute.neighbours', group: 'dispute', summary: '邻里争吵。', zone: `${unit}-01` });
    if (answer.status !== 303) refused = `${answer.status} ${answer.body.slice(0, 300)}`;
    times.push(Number(/app;dur=([\d.]+)/.exec(answer.timing)?.[1] ?? 0));
    facts += 1;
  }
  return { facts, seconds: (Date.now() - started) / 1000, times, refused };
}

const at = (times, share) => times.slice().sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
// Once each before it counts, as any program that has run for a minute.
for (const [, client, path] of PAGES) await client.ask(path);
const [written] = await Promise.all([write(), ...Array.from({ length: READERS }, (_, first) => read(first))]);
console.log(
  JSON.stringify({
    readers: READERS,
    seconds: Number(seconds),
    pages: [...taken].map(([name, page]) => ({
      name,
      pages: page.times.length,
      p50: at(page.times, 0.5),
      p99: at(page.times, 0.99),
      most: at(page.times, 1),
      queries: page.queries,
      kib: page.bytes / 1024,
      failures: page.failures,
    })),
    writer: { facts_a_second: written.facts / written.seconds, p50: at(written.times, 0.5), p99: at(written.times, 0.99), refused: written.refused },
  }),
);
