// Wrong files, hostile texts, forms sent twice or from elsewhere: a clear answer, nothing lost.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newPage, signIn, tick } from '../lib/station.js';

const HOSTILE = `<img src=x onerror="alert(1)">'; DROP TABLE fact; --\u202e\u0000{{7*7}}%s=1+1`;

async function newIncident(page) {
  await page.goto('/incidents/new');
  await page.click('main a:has-text("求助"), main button:has-text("求助")');
  await page.waitForSelector('textarea[name=summary]');
}

const form = (page) => page.locator('form[action="/incidents"]');
const send = (page) => Promise.all([page.waitForNavigation(), form(page).locator('button.btn-primary').click()]);

export function badInput(station) {
  describe('bad input', () => {
    test('a form with something missing keeps what was typed and says what is wrong', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.desk');
      await newIncident(page);
      await page.fill('textarea[name=summary]', '老人走失');
      await page.fill('input[name=telephone]', 'not a number');
      await form(page).evaluate((form) => (form.noValidate = true));
      await send(page);
      assert.equal(await page.inputValue('textarea[name=summary]'), '老人走失');
      assert.equal(await page.inputValue('input[name=telephone]'), 'not a number');
      assert.match(await page.innerText('main'), /电话/);
      assert.equal(await page.getAttribute('input[name=telephone]', 'aria-invalid'), 'true');
      assert.match(await page.innerText('[data-problems]'), /有 2 处需要改正/, 'the category and the telephone at once');
      await page.context().close();
    });

    test('a hostile text is kept as text, in every place it is shown', async () => {
      const page = await newPage(station);
      page.on('dialog', () => page.troubles.push('a script ran'));
      await signIn(page, 's07.desk');
      await newIncident(page);
      await tick(page, 'input[name=category]');
      await page.fill('textarea[name=summary]', HOSTILE.replace('\u0000', ''));
      await page.fill('input[name=address]', HOSTILE.replace('\u0000', '').slice(0, 60));
      await page.fill('input[name=zone]', '=1+1');
      await send(page);
      assert.match(page.url(), /\/incidents\/[0-9a-f-]{36}$/);
      assert.ok((await page.innerText('main')).includes('<img src=x onerror="alert(1)">'));
      assert.equal(await page.locator('main img[src=x]').count(), 0);
      await page.goto(`/incidents?q=${encodeURIComponent(HOSTILE)}`);
      await page.goto('/incidents?q=onerror');
      assert.match(await page.innerText('main'), /onerror/);
      const csv = await (await page.request.get('/incidents?q=onerror&format=csv')).text();
      assert.ok(csv.includes("'=1+1"), 'what looks like a formula is text in the export');
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    });

    test('a form sent twice is done once', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.desk');
      await newIncident(page);
      await tick(page, 'input[name=category]');
      const marker = `重复提交${Date.now()}`;
      await page.fill('textarea[name=summary]', marker);
      await page.fill('input[name=zone]', 'S07-02');
      const fields = await form(page).evaluate((form) => Object.fromEntries(new FormData(form)));
      const answers = await Promise.all(
        [1, 2, 3].map(() => page.request.post('/incidents', { form: fields, headers: { origin: station.url } })),
      );
      assert.deepEqual(answers.map((answer) => answer.status()), [200, 200, 200]);
      assert.equal(new Set(answers.map((answer) => answer.url())).size, 1, 'all are led to the one incident');
      await page.goto(`/incidents?q=${encodeURIComponent(marker)}`);
      assert.equal((await page.$$('main table.table tbody tr')).length, 1);
      await page.context().close();
    });

    test('a form without its token or from another site is refused', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.desk');
      await newIncident(page);
      const fields = await form(page).evaluate((form) => Object.fromEntries(new FormData(form)));
      const without = await page.request.post('/incidents', { form: { ...fields, csrf: '' } });
      assert.equal(without.status(), 403);
      const elsewhere = await page.request.post('/incidents', {
        form: fields,
        headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
      });
      assert.equal(elsewhere.status(), 403);
      await page.context().close();
    });

    test('a file that is no workbook is refused with a reason, and nothing is changed', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief');
      await page.goto('/people');
      const before = await page.innerText('.list-state');
      for (const [name, content] of [
        ['people.xlsx', Buffer.from('this is not a workbook')],
        ['people.xlsx', Buffer.from('PK\u0003\u0004broken')],
        ['people.csv', Buffer.from('姓名,警号\n王,1\n')],
      ]) {
        await page.goto('/people/import');
        await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer: content });
        await Promise.all([page.waitForNavigation(), page.locator('form:has(input[type=file]) button').click()]);
        const text = await page.innerText('main');
        assert.match(text, /无法|不是|请/, name);
        assert.doesNotMatch(text, /panic|zip|Error/, text);
      }
      await page.goto('/people');
      assert.equal(await page.innerText('.list-state'), before);
      await page.context().close();
    });

    test('a page that is not there and an address that is wrong are told apart from failures', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief');
      for (const path of ['/nowhere', '/cases/nonsense', '/cases/0198c0de-0000-7000-8000-000000000000', '/incidents/%00']) {
        const answer = await page.goto(path);
        assert.ok([400, 404].includes(answer.status()), `${path}: ${answer.status()}`);
        assert.ok(await page.isVisible('main a, main button'), `${path} offers a way on`);
      }
      await page.goto('/incidents?page=999999999999&sort=nonsense&state=%27');
      assert.ok(await page.isVisible('main'));
      await page.context().close();
    });
  });
}
