// On a phone: a report is taken, dispatched, attended, accepted as a case, and closed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { act, enter, open, submit } from '../lib/case.js';
import { newPage, phone, picture, signIn, tick } from '../lib/station.js';

export function incidentToCase(station) {
  describe('an incident', () => {
    test('is recorded on a phone and becomes a case that is closed', { timeout: 180_000 }, async () => {
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
      await chief.selectOption('form[action$="/case"] select[name=case_category]', 'public_order.fight');
      await chief.selectOption('form[action$="/case"] select[name=lead]', { index: 1 });
      await submit(chief, '/case');
      assert.match(chief.url(), /\/cases\/[0-9a-f-]{36}$/);
      await picture(chief, 'phone-case');

      await act(chief, 'receipt_given', { choice: 'notice' });
      await enter(chief, 'suspect', '钱某');
      await act(chief, 'summons_approved');
      await act(chief, 'summoned', { choice: 'written' });
      await act(chief, 'arrived', { choice: 'ordinary' });
      assert.match(await chief.innerText('body'), /现有 \d+ 人被限制人身自由/);
      await picture(chief, 'phone-held');
      await act(chief, 'questioned', { with: ['case_area', 'recorded'], officers: 2 });
      await act(chief, 'family_notified', { choice: 'told' });
      await act(chief, 'released', { choice: 'left' });

      // A decision without the notice that the law asks first is refused with what is missing.
      await open(chief, '/decision');
      await tick(chief, 'form[action$="/decision"] input[name=decision][value=warning]');
      await chief.selectOption('form[action$="/decision"] select[name=party]', { index: 1 });
      await submit(chief, '/decision');
      assert.match(await chief.innerText('main'), /法定条件尚未具备/);
      assert.match(await chief.innerText('main'), /第一百一十二条/);
      await picture(chief, 'phone-gate');

      await chief.goto(chief.url().replace(/\/decision$/, ''));
      await act(chief, 'penalty_told');
      await open(chief, '/decision');
      await tick(chief, 'form[action$="/decision"] input[name=decision][value=warning]');
      await chief.selectOption('form[action$="/decision"] select[name=party]', { index: 1 });
      await submit(chief, '/decision');
      await act(chief, 'served', { choice: 'direct' });
      await act(chief, 'reporter_told', { choice: 'result' });
      await act(chief, 'record_sealed');
      await open(chief, '/closing');
      await tick(chief, 'form[action$="/closing"] input[name=outcome][value=executed]');
      await chief.fill('form[action$="/closing"] textarea[name=closing]', '双方已履行，案件办结。');
      await submit(chief, '/closing');
      const closed = await chief.innerText('main');
      assert.match(closed, /已结案/);
      assert.match(closed, /受理案件|案件受理/);
      await picture(chief, 'phone-case-closed');
      assert.deepEqual(page.troubles, []);
      // The decision that was refused, and nothing else.
      assert.deepEqual(chief.troubles.filter((trouble) => !/409/.test(trouble)), []);
      await page.context().close();
      await chief.context().close();
    });
  });
}
