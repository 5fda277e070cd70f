import base from './jest.config.mjs';

export default {
  ...base,
  roots: ['<rootDir>/test/servers'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/servers/gather-tallies.mjs',
  globalTeardown: '<rootDir>/test/servers/print-tallies.mjs',
  // Fetching a server from nothing takes up to a minute, and some suites run for minutes.
  testTimeout: 900_000,
};
