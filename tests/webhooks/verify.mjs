// The reference library of the Standard Webhooks specification verifies what a started server sends: a test of an endpoint, a firing
// of an automation, the same again after an answer of 500, and both secrets while one is changed for the other. VIHJE_BIN names the
// binary.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';

const root = resolve(import.meta.dirname, '../..');
const binary = process.env.VIHJE_BIN ?? join(root, 'target/release/vihje');

/** Another system: keeps what it is told, and answers as it is told to. */
const posted = [];
const waiting = [];
let status = 200;
const other = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    response.statusCode = status;
    response.end();
    const one = { headers: request.headers, body };
    const next = waiting.shift();
    if (next) next(one);
    else posted.push(one);
  });
});

function next() {
  const one = posted.shift();
  if (one) return Promise.resolve(one);
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error('nothing was sent within a minute')), 60_000);
    waiting.push((told) => {
      clearTimeout(late);
      done(told);
    });
  });
}

/** Who bought every ten days and stopped is on Today after the first analysis. */
function sales() {
  const lines = ['customer_id,order_id,product_id,product_name,date,quantity,amount'];
  const first = Date.UTC(2024, 0, 1);
  for (let customer = 0; customer < 60; customer++) {
    for (let day = customer % 10; day < (customer < 5 ? 250 : 360); day += 10) {
      const date = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
      lines.push(`C${customer},O${customer}-${day},P1,Coffee,${date},1,${10 + customer}.00`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'vihje-webhooks-'));
const server = spawn(binary, ['serve', '--json', '--listen', '127.0.0.1:0', '--data', join(folder, 'data')], {
  stdio: ['ignore', 'pipe', 'ignore'],
  env: { LD_LIBRARY_PATH: join(root, '.cache/duckdb'), ...process.env },
});
const ended = once(server, 'exit');

async function run() {
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const { url, setup_link } = JSON.parse(line);
  let cookie = '';
  async function call(method, path, body) {
    const json = body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' };
    const sent = body instanceof FormData || body === undefined ? body : JSON.stringify(body);
    const headers = { 'x-vihje': '1', cookie, ...json };
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: sent });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] || cookie;
    return text ? JSON.parse(text) : undefined;
  }

  const token = new URL(setup_link).searchParams.get('token');
  await call('POST', '/session/setup', { token, name: 'Ada', email: 'ada@example.com', password: 'a long password' });
  await call('PUT', '/endpoints/private', { allow_private: true });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = `http://127.0.0.1:${other.address().port}/hooks`;
  const made = await call('POST', '/endpoints', { name: 'CRM', url: address });
  const id = made.endpoint.id;

  await call('POST', `/endpoints/${id}/ping`, {});
  const ping = await next();
  assert.equal(new Webhook(made.secret).verify(ping.body, ping.headers).type, 'endpoint.ping');
  assert.throws(() => new Webhook(made.secret).verify(`${ping.body} `, ping.headers), /No matching signature/);
  const late = { ...ping.headers, 'webhook-timestamp': String(Number(ping.headers['webhook-timestamp']) - 3_600) };
  assert.throws(() => new Webhook(made.secret).verify(ping.body, late), /too old/);
  console.log('ok: a test of an endpoint is verified, a changed or old one is not');

  await call('POST', '/automations', {
    name: 'Declining',
    trigger: { when: 'list_entry', sources: ['today'] },
    actions: [{ do: 'webhook', endpoint: id }],
    limits: { per_customer: 1, customer_days: 7, per_day: 1 },
  });
  const [{ id: automation }] = await call('GET', '/automations');
  await call('POST', `/automations/${automation}/resume`, {});
  const form = new FormData();
  form.append('file', new File([sales()], 'sales.csv', { type: 'text/csv' }));
  const looked = await call('POST', '/imports/look', form);
  const files = looked.files.map(({ file, reading, mapping }) => ({ file, reading, mapping }));
  status = 500;
  await call('POST', '/imports', { upload_id: looked.upload_id, files });
  const first = await next();
  status = 200;
  const again = await next();
  const fired = new Webhook(made.secret).verify(again.body, again.headers);
  assert.equal(fired.type, 'automation.fired');
  assert.equal(fired.data.automation.name, 'Declining');
  assert.match(fired.data.customer.id, /^C\d+$/);
  assert.equal(again.headers['webhook-id'], first.headers['webhook-id']);
  assert.notEqual(again.headers['webhook-timestamp'], first.headers['webhook-timestamp']);
  console.log('ok: a firing refused with 500 comes again by itself, under the same id, and is verified');

  const { secret } = await call('POST', `/endpoints/${id}/rotate`, {});
  await call('POST', `/endpoints/${id}/ping`, {});
  const both = await next();
  for (const one of [made.secret, secret]) new Webhook(one).verify(both.body, both.headers);
  console.log('ok: after a change of secrets both verify');
}

try {
  await run();
} finally {
  server.kill('SIGTERM');
  await ended;
  other.closeAllConnections();
  other.close();
  rmSync(folder, { recursive: true, force: true });
}
