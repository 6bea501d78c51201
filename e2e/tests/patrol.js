// Patrols: a beat is laid out, a proposal accepted, points checked in on a phone, coverage seen.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { speaks } from '../lib/case.js';
import { newPage, phone, picture, signIn } from '../lib/station.js';

const today = () => new Date(Date.now() + 8 * 3600_000);
const day = (days) => new Date(today().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const next = (days) => day(((8 - today().getUTCDay()) % 7 || 7) + days);

const WORDS = {
  'zh-CN': { saved: /路线已保存/, planned: /巡逻已安排/, privacy: /不采集定位/, risk: /统计口径/ },
  en: { saved: /The beat is saved/, planned: /Planned/, privacy: /No position is taken/, risk: /way of counting/ },
};

async function fits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 1, `${what} is ${over} px too wide`);
}
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

export function patrol(station) {
  describe('patrols', () => {
    for (const [language, name] of [['zh-CN', 's08'], ['en', 's09']]) {
      test(`are planned from risky hours and accepted (${language})`, { timeout: 120_000 }, async () => {
        const words = WORDS[language];
        // Without script: lines for points are there all the same.
        const page = await newPage(station, { scripts: language === 'zh-CN' });
        await signIn(page, `${name}.chief`);
        if (language === 'en') await speaks(page, language);
        await page.goto('/duty/beats/new');
        await page.fill('input[name=name]', '夜市巡逻线');
        await page.fill('input[name=zone]', `${name.toUpperCase()}-05`);
        for (const line of [0, 1, 2]) await page.fill(`input[name=point_${line}]`, `夜市${line + 1}号口`);
        await picture(page, `beat-${language}`);
        await press(page, 'main form[action="/duty/beats"] button.btn-primary');
        assert.match(await page.innerText('body'), words.saved);
        await picture(page, `beats-${language}`);

        await page.goto('/duty/patrols/risk');
        assert.match(await page.innerText('main'), words.risk);
        assert.match(await page.innerText('main'), words.privacy);
        await picture(page, `risk-${language}`);
        // Next week, or this one where next month's roster is not out yet.
        for (const week of [next(0), day(0)]) {
          await page.goto(`/duty/patrols/proposal?week=${week}&teams=2`);
          if ((await page.locator('input[type=checkbox][name$="-take"]').count()) > 0) break;
        }
        await picture(page, `patrol-proposal-${language}`);
        await press(page, 'form[action="/duty/patrols/proposal"][method=post] button.btn-primary');
        assert.match(await page.innerText('body'), words.planned);
        await picture(page, `patrols-${language}`);
        if (language === 'en') await speaks(page, 'zh-CN');
        assert.deepEqual(page.troubles, []);
        await page.context().close();
      });
    }

    test('are gone on a phone with one tap a point', { timeout: 120_000 }, async () => {
      const own = await newPage(station, { viewport: phone });
      await signIn(own, 's08.officer1');
      await own.goto('/account');
      const account = await own.innerText('body');
      const chief = await newPage(station);
      await signIn(chief, 's08.chief');
      await chief.goto('/duty/patrols/new');
      await chief.selectOption('select[name=beat]', { index: 1 });
      const now = today().getTime();
      const field = (minutes) => new Date(now + minutes * 60_000).toISOString().slice(0, 16);
      await chief.fill('input[name=starts]', field(-10));
      await chief.fill('input[name=ends]', field(60));
      const list = await chief.$$eval('select[name=person_0] option', (all) => all.map((one) => [one.value, one.label]));
      const officers = list.filter(([value, label]) => value && /民警/.test(label));
      const self = officers.find(([, label]) => account.includes(label.slice(0, label.indexOf('（'))));
      assert.ok(self, 'the officer is of the station');
      const other = officers.find(([value]) => value !== self[0]);
      await chief.selectOption('select[name=person_0]', self[0]);
      await chief.selectOption('select[name=person_1]', other[0]);
      await chief.check('input[name=despite]');
      await press(chief, 'main form button.btn-primary');
      assert.match(await chief.innerText('body'), /巡逻已安排/);
      const address = new URL(chief.url()).pathname;
      assert.equal(await chief.locator('form[action$="/points"]').count(), 0, 'only those who go check in');

      await own.goto(address);
      await fits(own, 'a patrol on a phone');
      await picture(own, 'phone-patrol');
      const button = own.locator('form[action$="/points"] button.btn-lg').first();
      assert.ok(((await button.boundingBox())?.height ?? 0) >= 44, 'large enough for a thumb');
      await Promise.all([own.waitForNavigation(), button.click()]);
      assert.match(await own.innerText('main'), /无异常/);
      await picture(own, 'phone-patrol-checked');
      await own.goto('/duty/mine');
      assert.match(await own.innerText('main'), /今日巡逻/);
      await own.goto('/duty/patrols');
      await fits(own, 'the week on a phone');
      await picture(own, 'phone-patrols');
      await own.goto(address);
      await press(own, 'button[name=end][value=done]');
      assert.match(await own.innerText('main'), /已完成/);
      assert.deepEqual([...own.troubles, ...chief.troubles], []);
      await own.context().close();
      await chief.context().close();
    });
  });
}
