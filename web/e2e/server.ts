// Starts the real server on an empty data folder and stops it afterwards. `VIHJE_BIN` names another binary; with
// `E2E_PREVIEW=1` the pages come from web/dist instead of from inside the binary, which saves a build while writing them.
// `E2E_LOG=1` shows the server's log.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { preview } from 'vite';
import { writeCompany } from './company';

interface Listening {
  url: string;
  setup_link: string | null;
}

function listening(server: ChildProcess): Promise<Listening> {
  return new Promise((done, fail) => {
    server.once('exit', (code) => fail(new Error(`vihje serve ended with ${code} before it listened`)));
    if (!server.stdout) throw new Error('no output to read');
    createInterface({ input: server.stdout }).once('line', (line) => done(JSON.parse(line) as Listening));
  });
}

export default async function start(): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, '../..');
  const binary = process.env.VIHJE_BIN ?? join(root, 'target/release/vihje');
  const folder = mkdtempSync(join(tmpdir(), 'vihje-e2e-'));
  mkdirSync(join(folder, 'files'));
  writeCompany(join(folder, 'files'));
  const server = spawn(binary, ['serve', '--json', '--listen', '127.0.0.1:0', '--data', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', process.env.E2E_LOG ? 'inherit' : 'ignore'],
    env: { LD_LIBRARY_PATH: join(root, '.cache/duckdb'), ...process.env },
  });
  const { url, setup_link } = await listening(server);
  if (!setup_link) throw new Error('a new data folder gave no one-time link');
  let base = url;
  let close = async () => {};
  if (process.env.E2E_PREVIEW) {
    process.env.VIHJE_SERVER = url;
    const pages = await preview({ root: join(root, 'web'), preview: { port: 0, host: '127.0.0.1' } });
    base = pages.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? base;
    close = () => pages.close();
  }
  process.env.E2E_BASE = base;
  process.env.E2E_SERVER = url.replace(/\/$/, '');
  process.env.E2E_SETUP_TOKEN = new URL(setup_link).searchParams.get('token') ?? '';
  process.env.E2E_FILES = join(folder, 'files');
  return async () => {
    await close();
    const gone = new Promise((done) => server.once('exit', done));
    server.removeAllListeners('exit');
    server.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const ended = new Promise((done) => server.once('close', done));
    server.kill('SIGTERM');
    await Promise.race([gone, ended]);
  };
}
