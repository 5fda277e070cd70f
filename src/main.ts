import { readFileSync } from 'node:fs';
import { readEnvironment, UnusableEnvironment } from './config/env.js';
import { startServer, type RunningServer } from './start-server.js';

try {
  const settings = readEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
  endOnSignals(await startServer(settings));
} catch (error) {
  process.stderr.write(`precheck: ${inPlainWords(error)}\n`);
  process.exitCode = 1;
}

/** The first signal lets running reviews end; a second one does not wait for them. */
function endOnSignals(server: RunningServer): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function inPlainWords(error: unknown): string {
  if (error instanceof UnusableEnvironment) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'PORT is taken by another program: give another, or stop that program.';
  if (code === 'EACCES') return 'PORT needs rights that this user does not have: give one from 1024 on.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is no address of this machine.';
  return `it cannot start: ${message}`;
}
