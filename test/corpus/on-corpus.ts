import { describe } from '@jest/globals';

import { HAS_CORPUS, NO_CORPUS } from './corpus.js';

if (!HAS_CORPUS) process.stderr.write(NO_CORPUS);

/**
 * `describe` for what is measured on the corpus. The corpus lies beside the checkout and is never committed, for its
 * projects keep their own licences: a checkout alone has nothing to measure, and says so.
 */
export const onCorpus = HAS_CORPUS ? describe : describe.skip;
