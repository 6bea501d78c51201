// Every page that a role can reach from its first page by links.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axeFindings, newPage, phone, signIn } from '../lib/station.js';

// Where each role works, and a page that must be refused to it.
const ROLES = {
  's07.chief': { sees: ['/incidents', '/cases', '/measures', '/reports', '/people'], not: '/accounts' },
  's07.instructor': { sees: ['/people', '/measures', '/reports'], not: '/accounts' },
  's07.desk': { sees: ['/incidents', '/cases', '/people'], not: '/accounts' },
  's07.officer1': { sees: ['/incidents', '/cases', '/tasks/station', '/tasks/ledger'], not: '/people/new' },
  command: { sees: ['/incidents', '/cases', '/measures', '/tasks', '/tasks/gate', '/tasks/ledger'], not: '/accounts' },
  leader: { sees: ['/incidents', '/cases', '/measures', '/reports', '/people'], not: '/incidents/new' },
  d01: { sees: ['/tasks', '/tasks/ledger', '/law'], not: '/tasks/gate' },
  political: { sees: ['/people', '/measures'], not: '/incidents' },
  legal: { sees: ['/cases', '/incidents', '/law', '/law/rules'], not: '/people/new' },
  system: { sees: ['/accounts'], not: '/incidents' },
  security: { sees: ['/accounts'], not: '/people' },
  audit: { sees: ['/accounts', '/measures'], not: '/cases' },
};

// A law is read whole, and so are two editions beside each other.
const mostBytes = (address) => (/^\/law\/(texts|comparison)\//.test(address) ? 400 : 100) * 1024;
// A report is a dozen pages in one: its tables and charts are each a question of their own; a task
// before the gate has six panels; the hours of a month need all that a roster is made from; who in a
// station has time for a task follows from all that its people do already.
const mostQueries = (address) => {
  if (/^\/tasks\/[^/]+\/gate/.test(address)) return 25;
  return /^\/(reports\/.|duty\/hours|tasks\/[^/]+\/stations\/)/.test(address) ? 20 : 15;
};
// A key that found no words: `cases-title`, `fact-case-closed`.
const RAW_KEY = /\b(?:access|availability|cases|category|documents|duty|fact|jishi|journal|kernel|law|library|measures|optimiser|outcome|pages|people|reports|tasks)-[a-z][a-z0-9-]*\b/;

// `/cases/0198…/x?a=1` → `/cases/…/x`: one page of each kind is enough.
const shape = (address) =>
  new URL(address, 'http://x').pathname
    .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}/g, '/…')
    .replace(/\/acts\/[a-z_]+/, '/acts/…')
    .replace(/\/\d{4}-\d\d(?=\/|$)/g, '/…')
    .replace(/\/\d{4}-\d\d-\d\d/g, '/…')
    .replace(/\/(?:S|B|D)\d+[^/]*/g, '/…')
    .replace(/^\/law\/(rules|texts)\/.+/, '/law/$1/…')
    .replace(/^\/law\/comparison\/.+/, '/law/comparison/…')
    .replace(/^\/measures\/[a-z_.]+/, '/measures/…');

const linksOf = (page) =>
  page.$$eval('a[href^="/"]:not([download])', (links) => links.map((link) => link.getAttribute('href')));

// Visits one page of each shape that can be reached; `look` sees each of them.
async function walk(page, look) {
  const seen = new Set(['/']);
  const ahead = ['/'];
  const visited = [];
  while (ahead.length > 0) {
    const address = ahead.shift();
    const download = /[?&]format=|\/template$|\/papers\/[0-9a-f-]{36}$|\/people\/export$|\.ics$/.test(address);
    if (download) {
      // All rows of a county as a workbook take a while where the program is not optimised.
      const answer = await page.request.get(address, { timeout: 60_000 });
      assert.equal(answer.status(), 200, `${address} answers ${answer.status()}`);
      continue;
    }
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, `${address} answers ${answer.status()}`);
    visited.push(shape(address));
    await look(address, answer);
    for (const link of await linksOf(page)) {
      const kind = shape(link) + (/[?&]format=/.test(link) ? '?format' : '');
      if (!seen.has(kind) && !link.startsWith('/assets')) {
        seen.add(kind);
        ahead.push(link);
      }
    }
  }
  return visited;
}

async function isLight(address, answer) {
  const size = (await answer.body()).length;
  assert.ok(size <= mostBytes(address), `${address} has ${size} bytes`);
  const queries = Number(/desc="(\d+)"/.exec(answer.headers()['server-timing'])?.[1]);
  assert.ok(queries <= mostQueries(address), `${address} asks the database ${queries} times`);
}

export function everyPage(station) {
  describe('every page', () => {
    // Pages look the same to every role that may see them: each kind is examined once.
    const examined = new Set();

    for (const [name, { sees, not }] of Object.entries(ROLES)) {
      test(`${name} signs in and every link leads somewhere`, { timeout: 180_000 }, async () => {
        const page = await newPage(station);
        await signIn(page, name);
        assert.equal(new URL(page.url()).pathname, '/');
        const visited = await walk(page, async (address, answer) => {
          await isLight(address, answer);
          const text = await page.innerText('body');
          assert.doesNotMatch(text, RAW_KEY, `${address} shows a key instead of words`);
          if (examined.has(shape(address))) return;
          examined.add(shape(address));
          for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme });
            const found = await axeFindings(page);
            assert.deepEqual(found, [], `${address} (${colorScheme})`);
          }
          await page.emulateMedia({ colorScheme: 'light' });
        });
        for (const path of sees) assert.ok(visited.includes(path), `${name} sees ${path}; saw ${visited}`);
        assert.ok(!visited.includes(not), `${name} is not led to ${not}`);
        assert.deepEqual(page.troubles, []);
        assert.equal((await page.request.get(not)).status(), 403, `${name} is refused ${not}`);
        await page.context().close();
      });
    }

    for (const name of ['s07.chief', 'system']) {
      test(`${name} reads every page in English on a phone, nothing wider than the screen`, { timeout: 180_000 }, async (t) => {
        const page = await newPage(station, { viewport: phone, locale: 'en-GB' });
        await signIn(page, name);
        await page.goto('/');
        if ((await page.getAttribute('html', 'lang')) !== 'en') {
          await Promise.all([page.waitForNavigation(), page.click('form[action="/language"] button')]);
        }
        assert.equal(await page.getAttribute('html', 'lang'), 'en');
        const wide = [];
        // Back to Chinese at the end, as the others expect it.
        t.after(async () => {
          await page.goto('/');
          await Promise.all([page.waitForNavigation(), page.click('form[action="/language"] button')]);
          await page.context().close();
        });
        await walk(page, async (address) => {
          const text = await page.innerText('body');
          assert.doesNotMatch(text, RAW_KEY, `${address} shows a key instead of words`);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (over > 1) wide.push(`${address} is ${over} px too wide`);
          if (!examined.has(`phone ${shape(address)}`)) {
            examined.add(`phone ${shape(address)}`);
            const found = await axeFindings(page);
            assert.deepEqual(found, [], `${address} on a phone`);
          }
        });
        assert.deepEqual(wide, []);
      });
    }

    test('the main paths work without scripts', async () => {
      const page = await newPage(station, { scripts: false });
      await signIn(page, 's07.chief');
      for (const path of ['/', '/incidents', '/cases', '/people', '/measures', '/measures/incidents.received', '/reports']) {
        const answer = await page.goto(path);
        assert.equal(answer.status(), 200, path);
        assert.ok(await page.isVisible('main h1, main h2'), path);
      }
      await page.goto('/incidents');
      await page.fill('input[name=q]', '邻里');
      await Promise.all([page.waitForNavigation(), page.click('form.filters button')]);
      assert.match(await page.innerText('main'), /邻里/);
      await page.context().close();
    });

    test('the keyboard reaches the content first and the menu after it', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id || location.hash), 'main');
      await page.context().close();
    });

    test('a wrong password is refused, slowed down and says nothing about the account', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief', 'wrong-password-1');
      const wrong = await page.innerText('main');
      await signIn(page, 'no.such.account', 'wrong-password-1');
      const unknown = await page.innerText('main');
      assert.equal(unknown, wrong);
      assert.equal(new URL(page.url()).pathname, '/sign-in');
      await page.context().close();
    });
  });
}
