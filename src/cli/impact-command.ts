import { Command } from 'commander';

import { runBatch } from './impact-batch.js';

/** `precheck impact`: what the server does, without a judgement. */
export function impactCommand(): Command {
  return new Command('impact')
    .description('Print what the server will do with every statement: who waits, and for what work.')
    .option('--batch <file>', 'answer JSON lines from a file, or from - (standard input), one line each')
    .action(async ({ batch }: { readonly batch?: string }) => {
      process.exitCode = await runBatch(batch ?? '-');
    });
}
