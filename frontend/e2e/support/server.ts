// Starts the real binary with a demo county on a free port and a data folder of its own,
// unless E2E_BASE_URL names a server that is already there (E2E_DATA is then its data folder).
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

export interface Account {
  username: string;
  password: string;
  role: string;
  region?: string;
  department?: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    baseUrl: string;
    accounts: Account[];
  }
}

const freePort = () =>
  new Promise<number>((done, failed) => {
    const probe = createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed(new Error('no port'))));
    });
  });

async function ready(url: string, child: ChildProcess | null, log: string) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child && child.exitCode !== null) throw new Error(`the server ended:\n${readFileSync(log, 'utf8')}`);
    try {
      // Anything but a refused connection or a server fault: 401 says it is up.
      if ((await fetch(`${url}/v1/sessions/current`)).status < 500) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error(`the server did not start:\n${child ? readFileSync(log, 'utf8') : url}`);
}

const readAccounts = (data: string): Account[] =>
  JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8')).accounts;

export interface County {
  baseUrl: string;
  accounts: Account[];
  stop: () => Promise<void>;
}

/** A demo county of its own, for a test that changes it; gone when it is stopped. */
export async function startCounty(): Promise<County> {
  const { data, ...server } = await begin('--demo');
  return { ...server, accounts: readAccounts(data) };
}

/** A program without a county, and its one-time code. */
export async function startBare(): Promise<County & { code: string }> {
  const { data, ...server } = await begin();
  return { ...server, accounts: [], code: readFileSync(join(data, 'setup-code'), 'utf8').trim() };
}

async function begin(...options: string[]) {
  const binary = resolve(process.env.ZHENGCUN_BIN ?? '../bin/zhengcun');
  if (!existsSync(binary)) throw new Error(`there is no binary at ${binary}: build it or set E2E_BASE_URL`);
  const data = mkdtempSync(join(tmpdir(), 'zhengcun-e2e-'));
  const port = await freePort();
  const log = join(data, 'server.log');
  const out = openSync(log, 'a');
  const child = spawn(
    binary,
    [
      'serve',
      ...options,
      '--data',
      join(data, 'data'),
      '--http-addr',
      `127.0.0.1:${port}`,
      '--grpc-addr',
      '127.0.0.1:0',
      '--log-level',
      'warn',
    ],
    { stdio: ['ignore', out, out] },
  );
  const baseUrl = `http://127.0.0.1:${port}`;
  await ready(baseUrl, child, log);
  return {
    baseUrl,
    data: join(data, 'data'),
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export default async function setup(project: TestProject) {
  const given = process.env.E2E_BASE_URL;
  if (given) {
    await ready(given, null, '');
    project.provide('baseUrl', given.replace(/\/$/, ''));
    project.provide('accounts', readAccounts(process.env.E2E_DATA ?? resolve('../data')));
    return;
  }
  const county = await startCounty();
  project.provide('baseUrl', county.baseUrl);
  project.provide('accounts', county.accounts);
  return county.stop;
}
