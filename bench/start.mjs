// From the start of the process to the first answers; prints one JSON value.
//
//   node bench/start.mjs PROGRAM DATA
//
// The session is made in a run before: a person's browser keeps it over a restart.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Client, sleep } from './client.mjs';

const [, , program, data] = process.argv;
const TURNS = 5;

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const base = `http://127.0.0.1:${port}`;

async function answered(client, path) {
  for (;;) {
    try {
      const { status } = await client.ask(path);
      if (status === 200) return performance.now();
      throw new Error(`${path}: ${status}`);
    } catch (error) {
      if (error.code !== 'ECONNREFUSED' && error.code !== 'ECONNRESET') throw error;
    }
    await sleep(2);
  }
}

async function running(during) {
  const server = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore', env: { ...process.env, JISHI_LOG: 'warn' } });
  const ended = new Promise((resolve) => server.on('exit', resolve));
  try {
    return await during(performance.now());
  } finally {
    server.kill();
    await ended;
  }
}

const [chief, leader] = await running(async () => {
  await answered(new Client(base), '/healthz');
  return [await Client.signIn(base, 's07.chief'), await Client.signIn(base, 'leader')];
});

const turns = [];
for (let turn = 0; turn < TURNS; turn += 1) {
  turns.push(
    await running(async (started) => {
      const health = (await answered(new Client(base), '/healthz')) - started;
      const station = (await answered(chief, '/')) - started;
      const asked = performance.now();
      const bureau = (await answered(leader, '/')) - asked;
      return { health, station, bureau };
    }),
  );
}
const middle = (name) => turns.map((turn) => turn[name]).toSorted((a, b) => a - b)[Math.floor(TURNS / 2)] / 1000;
console.log(JSON.stringify({ health: middle('health'), station: middle('station'), bureau: middle('bureau') }));
process.exit();
