// Starts the program with an invented county of its own, and a browser on it.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';

const here = new URL('..', import.meta.url).pathname;
const program = process.env.JISHI ?? join(here, '../target/debug/jishi');
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const output = join(here, 'output');

// Why the tests cannot run here, or undefined.
export const missing = !existsSync(browserPath)
  ? `no browser at ${browserPath} (Debian: apt-get install chromium)`
  : !existsSync(program)
    ? `no program at ${program} (make run builds it)`
    : undefined;
if (missing && process.env.CI) throw new Error(missing);

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function answers(url, process) {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (process.exitCode !== null) throw new Error(`the program ended with ${process.exitCode}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer in time`);
}

// A running program with an invented county; `close` ends it and removes its data.
export async function openStation({ months = 13 } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'jishi-e2e-'));
  const made = spawnSync(program, ['demo', '--no-serve', '--data', data, '--months', String(months)], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`demo failed: ${made.stderr}`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'pipe' });
  let log = '';
  server.stderr.on('data', (text) => (log += text));
  await answers(`${url}/healthz`, server);
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    url,
    data,
    browser,
    program,
    log: () => log,
    async close() {
      await browser.close();
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export const desktop = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };

// A page on which every refused request, script error and foreign address is kept.
export async function newPage(station, { viewport = desktop, locale = 'zh-CN', colorScheme = 'light', scripts = true } = {}) {
  const context = await station.browser.newContext({
    baseURL: station.url,
    viewport,
    locale,
    colorScheme,
    javaScriptEnabled: scripts,
    isMobile: viewport.width < 600,
    hasTouch: viewport.width < 600,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(station.url) && !to.startsWith('data:')) page.troubles.push(`foreign: ${to}`);
  });
  return page;
}

export async function signIn(page, name, password = 'jishi-demo-2026') {
  await page.goto('/sign-in');
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForNavigation(), page.press('input[name=password]', 'Enter')]);
}

const axeSource = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');

// Serious and critical findings of axe (WCAG 2.2 A and AA) on the page as it stands.
export async function axeFindings(page) {
  // Through the debugger, so that the page's own strict policy stays in force.
  const result = await page.evaluate(`${axeSource}; axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    resultTypes: ['violations'],
  })`);
  return result.violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(', ')}`);
}

export async function picture(page, name) {
  mkdirSync(output, { recursive: true });
  await page.screenshot({ path: join(output, `${name}.png`), fullPage: false });
}
