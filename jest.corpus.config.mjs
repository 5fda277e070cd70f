import base from './jest.config.mjs';

export default {
  ...base,
  roots: ['<rootDir>/test/corpus'],
  testPathIgnorePatterns: [],
  testTimeout: 240_000,
};
