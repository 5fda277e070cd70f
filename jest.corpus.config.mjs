import { existsSync } from 'node:fs';

import base from './jest.config.mjs';

if (!existsSync('../shared/corpus')) {
  process.stderr.write(`
=== NOTHING IS MEASURED HERE: there is no folder ../shared/corpus beside this checkout. ===
These tests read the migrations of public projects, which keep their own licences and are no part of this repository.
Without them every one of these tests is skipped. All other tests need nothing of it: npm test.

`);
}

export default {
  ...base,
  roots: ['<rootDir>/test/corpus'],
  testPathIgnorePatterns: [],
};
