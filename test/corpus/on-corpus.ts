import { describe } from '@jest/globals';

import { HAS_CORPUS } from './corpus.js';

/**
 * `describe` for what is measured on the corpus. The corpus lies beside the checkout and is never committed, for its
 * projects keep their own licences: in a checkout alone these tests are skipped, and jest.corpus.config.mjs says so.
 */
export const onCorpus = HAS_CORPUS ? describe : describe.skip;
