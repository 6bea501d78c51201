// A client as a browser is one: it keeps its cookie and its connections.

import http from 'node:http';

// Every account of the invented county has it.
const PASSWORD = 'jishi-demo-2026';
const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });

export class Client {
  cookies = new Map();
  constructor(base) {
    this.base = base;
  }
  ask(path, { method = 'GET', fields, encoding = 'identity', keep = true } = {}) {
    const body = fields && new URLSearchParams(fields).toString();
    const headers = { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '), 'accept-encoding': encoding };
    if (body) Object.assign(headers, { origin: this.base, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) });
    return new Promise((resolve, reject) => {
      const request = http.request(new URL(this.base + path), { method, headers, agent }, (answer) => {
        for (const line of answer.headers['set-cookie'] ?? []) {
          const [name, ...value] = line.split(';')[0].split('=');
          this.cookies.set(name, value.join('='));
        }
        const parts = [];
        answer.on('error', reject);
        answer.on('data', (part) => keep && parts.push(part));
        answer.on('end', () => {
          const [, queries, ms] = /desc="(\d+)", app;dur=([\d.]+)/.exec(answer.headers['server-timing'] ?? '') ?? [];
          resolve({ status: answer.statusCode, ms: Number(ms), queries: Number(queries), body: Buffer.concat(parts) });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }
  static async signIn(base, name) {
    const client = new Client(base);
    const csrf = hidden((await client.ask('/sign-in')).body, 'csrf');
    const answer = await client.ask('/sign-in', { method: 'POST', fields: { csrf, name, password: PASSWORD, next: '' } });
    if (answer.status !== 303) throw new Error(`${name} cannot sign in: ${answer.status}`);
    return client;
  }
}

export function hidden(html, name) {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html.toString())?.[1];
  if (value === undefined) throw new Error(`no hidden field ${name}`);
  return value;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
