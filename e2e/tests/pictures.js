// What a person looks at: kept in output/, and with PICTURES=1 the README's are renewed.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newPage, output, phone, picture, signIn } from '../lib/station.js';

const YEAR = 'unit=S07&from=2025-10-21&to=2026-10-20';
const SHOWN = [
  ['home', 's07.chief', '/'],
  ['bureau', 'leader', '/'],
  ['incidents', 's07.chief', '/incidents'],
  ['cases', 's07.chief', '/cases'],
  ['people', 's07.chief', '/people'],
  ['measures', 's07.chief', `/measures?${YEAR}`],
  ['figure', 's07.chief', `/measures/cases.criminal.solved_share?${YEAR}`],
  ['facts', 's07.chief', `/measures/cases.criminal.filed/facts?${YEAR}`],
  ['report', 's07.chief', '/reports/S07/yearly/2025-10-21/2026-10-20'],
  ['accounts', 'system', '/accounts'],
];

export function pictures(station) {
  describe('pictures', () => {
    test('of the main pages, light and dark, large and small', { timeout: 120_000 }, async () => {
      for (const [kind, options] of Object.entries({
        light: {},
        dark: { colorScheme: 'dark' },
        phone: { viewport: phone },
      })) {
        let page;
        let who;
        for (const [name, account, address] of SHOWN) {
          if (who !== account) {
            await page?.context().close();
            page = await newPage(station, options);
            await signIn(page, account);
            who = account;
          }
          await page.goto(address);
          await picture(page, kind === 'light' ? name : `${name}-${kind}`);
        }
        await page.context().close();
      }
      if (process.env.PICTURES) {
        const shelf = new URL('../../docs/pictures', import.meta.url).pathname;
        mkdirSync(shelf, { recursive: true });
        for (const name of ['home', 'facts']) copyFileSync(join(output, `${name}.png`), join(shelf, `${name}.png`));
      }
    });
  });
}
