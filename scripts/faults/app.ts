/** The App as `src/main.ts` starts it, with shorter pauses: nobody waits five minutes for the end of a test. */
import { readEnvironment } from '../../src/config/env.js';
import { startServer } from '../../src/start-server.js';

const settings = readEnvironment(process.env, () => '');
await startServer(settings, {
  queue: { debounceMs: 250, retryMs: [500, 1500, 4000] },
  reconcileMs: Number(process.env['RECONCILE_MS']),
  patience: { timeoutMs: 3000, retryMs: 100 },
});
