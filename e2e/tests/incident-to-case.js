// On a phone: a report is taken, dispatched, attended, accepted as a case, and closed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newPage, phone, picture, signIn, tick } from '../lib/station.js';

const submit = (page, form) =>
  Promise.all([page.waitForNavigation(), page.click(`form[action$="${form}"] button:not([type=button])`)]);

// The form of a step; on a page of several it is folded.
async function open(page, form) {
  const folded = page.locator(`details:not([open]):has(form[action$="${form}"]) > summary`);
  if (await folded.count()) await folded.first().click();
}

export function incidentToCase(station) {
  describe('an incident', () => {
    test('is recorded on a phone and becomes a case that is closed', { timeout: 90_000 }, async () => {
      const page = await newPage(station, { viewport: phone });
      await signIn(page, 's07.desk');
      await page.goto('/incidents/new');
      await page.click('main a:has-text("治安"), main button:has-text("治安")');
      await page.waitForSelector('textarea[name=summary]');
      await tick(page, 'input[name=category]');
      await page.fill('textarea[name=summary]', '两人因停车位争执后动手，一人面部轻微擦伤。');
      await page.fill('input[name=zone]', 'S07-01');
      await page.fill('input[name=address]', '牛市口街18号门前');
      await page.fill('input[name=reporter_name]', '赵先生');
      await page.fill('input[name=telephone]', '13800138000');
      await picture(page, 'phone-incident-new');
      await submit(page, '/incidents');
      const incident = page.url();
      assert.match(incident, /\/incidents\/[0-9a-f-]{36}$/);
      assert.match(await page.innerText('main'), /待派警/);

      await open(page, '/dispatch');
      await picture(page, 'phone-dispatch');
      await tick(page, 'form[action$="/dispatch"] input[name=officers]');
      await submit(page, '/dispatch');
      assert.match(await page.innerText('main'), /已派警/);

      const chief = await newPage(station, { viewport: phone });
      await signIn(chief, 's07.chief');
      await chief.goto(incident);
      await open(chief, '/arrival');
      await submit(chief, '/arrival');
      assert.match(await chief.innerText('main'), /处置中/);

      await open(chief, '/case');
      await chief.selectOption('form[action$="/case"] select[name=case_category]', { index: 1 });
      await chief.selectOption('form[action$="/case"] select[name=lead]', { index: 1 });
      await submit(chief, '/case');
      assert.match(chief.url(), /\/cases\/[0-9a-f-]{36}$/);
      await picture(chief, 'phone-case');

      const kind = await chief.innerText('main');
      if (/刑事案件/.test(kind)) {
        for (const step of ['/filing', '/solution']) {
          await open(chief, step);
          await submit(chief, step);
        }
        await open(chief, '/transfer');
        await tick(chief, 'form[action$="/transfer"] input[name=to]');
        await submit(chief, '/transfer');
      } else {
        await open(chief, '/decision');
        await tick(chief, 'form[action$="/decision"] input[name=decision]');
        await submit(chief, '/decision');
      }
      await open(chief, '/closing');
      await tick(chief, 'form[action$="/closing"] input[name=outcome]');
      await chief.fill('form[action$="/closing"] textarea[name=closing]', '双方已履行，案件办结。');
      await submit(chief, '/closing');
      const closed = await chief.innerText('main');
      assert.match(closed, /已结案/);
      assert.match(closed, /受理案件|案件受理/);
      await picture(chief, 'phone-case-closed');
      assert.deepEqual(page.troubles, []);
      assert.deepEqual(chief.troubles, []);
      await page.context().close();
      await chief.context().close();
    });
  });
}
