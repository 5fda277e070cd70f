import { afterEach, expect, it } from '@jest/globals';

import { terminal } from '../../src/cli/output.js';

const own = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');

afterEach(() => {
  if (own) Object.defineProperty(process.stdout, 'isTTY', own);
  else Reflect.deleteProperty(process.stdout, 'isTTY');
});

it('has no colours in a pipe, which does not know the property', () => {
  Reflect.deleteProperty(process.stdout, 'isTTY');
  expect(terminal().color).toBe(false);
});

it('has colours on a terminal, unless NO_COLOR asks for none', () => {
  Object.defineProperty(process.stdout, 'isTTY', { value: true, configurable: true });
  const { NO_COLOR } = process.env;
  try {
    delete process.env['NO_COLOR'];
    expect(terminal().color).toBe(true);
    process.env['NO_COLOR'] = '1';
    expect(terminal().color).toBe(false);
  } finally {
    if (NO_COLOR === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = NO_COLOR;
  }
});
