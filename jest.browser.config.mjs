import base from './jest.config.mjs';

export default {
  ...base,
  roots: ['<rootDir>/test/browser'],
  testPathIgnorePatterns: [],
  testTimeout: 60_000,
};
