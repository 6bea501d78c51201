// Leave and its effect on strength, fatigue and its limit, attendance put right.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { speaks } from '../lib/case.js';
import { newPage, phone, picture, signIn } from '../lib/station.js';

const press = (page, form, button = 'button') =>
  Promise.all([page.waitForNavigation(), page.click(`form[action$="${form}"] ${button}`)]);

const today = () => new Date(Date.now() + 8 * 3600_000);
const later = (days) => new Date(today().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const month = (ahead) =>
  new Date(Date.UTC(today().getUTCFullYear(), today().getUTCMonth() + ahead, 1)).toISOString().slice(0, 7);

async function fits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 1, `${what} is ${over} px too wide`);
}

export function leave(station) {
  describe('leave', () => {
    test('is asked for on a phone, weighed against the roster and approved', { timeout: 120_000 }, async () => {
      const own = await newPage(station, { viewport: phone });
      await signIn(own, 's04.officer1');
      await own.goto('/availability/leave');
      await own.selectOption('select[name=why]', 'family_leave');
      await own.fill('input[name=from]', later(1));
      await own.fill('input[name=to]', later(4));
      await own.fill('input[name=reason]', '参加婚礼');
      await press(own, '/availability/leave', 'button.btn-primary');
      assert.match(await own.innerText('#notice'), /已提交/);
      await fits(own, 'leave on a phone');
      await picture(own, 'phone-leave');
      await own.goto('/availability/balances');
      assert.equal(await own.locator('tbody tr').count(), 1, 'one sees only one’s own balance');
      await picture(own, 'phone-balances');

      const page = await newPage(station);
      await signIn(page, 's04.chief');
      assert.match(await page.innerText('main'), /请休假申请待审批/);
      await page.goto('/availability/leave?state=asked&why=family_leave');
      await picture(page, 'leave-list');
      await Promise.all([page.waitForNavigation(), page.click('a[href^="/duty/leave/"]')]);
      assert.equal(await page.locator('tbody tr').count(), 4, 'each day is weighed');
      await picture(page, 'leave-decision');
      // A refusal without a reason is refused itself.
      await Promise.all([page.waitForNavigation(), page.click('button[name=decision][value=no]')]);
      assert.match(await page.innerText('main'), /理由/);
      await page.goBack();
      await Promise.all([page.waitForNavigation(), page.click('button[name=decision][value=yes]')]);
      assert.match(await page.innerText('#notice'), /已批准/);
      await page.goto('/availability/balances');
      await picture(page, 'leave-balances');
      await speaks(page, 'en');
      await page.goto('/availability/balances');
      assert.match(await page.innerText('main'), /Working since/);
      await picture(page, 'leave-balances-en');
      await speaks(page, 'zh-CN');

      await own.goto('/availability/leave');
      assert.match(await own.innerText('main'), /已批准/);
      assert.equal((await own.goto('/duty/now')).status(), 200);
      assert.deepEqual([...own.troubles, ...page.troubles].filter((one) => !/422/.test(one)), []);
      await own.context().close();
      await page.context().close();
    });

    test('a shift above the limit of fatigue is refused, and taken by a leader with a reason', { timeout: 120_000 }, async () => {
      const page = await newPage(station);
      await signIn(page, 's04.chief');
      const here = `/duty?month=${month(2)}`;
      await page.goto(`/duty/plan?month=${month(2)}`);
      await page.fill('input[name=fatigue]', '150');
      await page.fill('input[name=rest_months]', '3');
      await page.check('input[name=rest_paid]');
      await Promise.all([page.waitForNavigation(), page.click('main form[action$="/plan"] button.btn-primary')]);
      const enter = async (why) => {
        await page.goto(here);
        await page.selectOption('#f-person', { index: 6 });
        await page.selectOption('#f-day', '12');
        const night = await page.$eval('#f-place', (list) => [...list.options].find((one) => /^夜班/.test(one.label)).value);
        await page.selectOption('#f-place', night);
        if (why) await page.fill('#f-tired', why);
        await press(page, '/cells', 'button.btn-primary');
      };
      await enter('');
      assert.match(await page.innerText('main'), /疲劳指数为 163，超过本单位上限 150/);
      await enter('节日安保，已安排次日补休');
      assert.equal(await page.locator('table.roster td.f').count(), 2, 'the day and the person are marked');
      await picture(page, 'fatigue-roster');
      await page.goto(`/duty/fatigue?month=${month(2)}`);
      assert.match(await page.innerText('main'), /163/);
      await page.goto('/duty/fatigue');
      await picture(page, 'fatigue');
      await page.goto(here);
      await Promise.all([page.waitForNavigation(), (async () => {
        await page.click('details.confirm summary');
        await page.click('form[action$="/discarding"] button');
      })()]);

      const small = await newPage(station, { viewport: phone });
      await signIn(small, 's04.officer1');
      await small.goto('/duty/fatigue');
      assert.ok((await small.locator('tbody tr').count()) <= 1, 'others are not shown');
      await fits(small, 'fatigue on a phone');
      await picture(small, 'phone-fatigue');
      assert.deepEqual([...small.troubles, ...page.troubles].filter((one) => !/422/.test(one)), []);
      await small.context().close();
      await page.context().close();
    });

    test('attendance is put right with a reason', { timeout: 60_000 }, async () => {
      const page = await newPage(station);
      await signIn(page, 's04.desk');
      await page.goto(`/duty/attendance?day=${later(-3)}`);
      const form = page.locator('details.confirm:has(form[action$="/attendance/correction"])').first();
      await form.locator('summary').click();
      await form.locator('input[name=why]').fill('下班时间登记有误');
      const ends = await form.locator('input[name=ends]').inputValue();
      await form.locator('input[name=ends]').fill(`${ends.slice(0, 14)}15`);
      await picture(page, 'attendance-correction');
      await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
      assert.match(await page.innerText('#notice'), /已更正/);
      assert.match(await page.innerText('main'), /下班时间登记有误/);
      await picture(page, 'attendance-corrected');
      await page.goto('/duty/hours');
      await picture(page, 'hours');
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    });
  });
}
