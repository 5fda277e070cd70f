import { describe, expect, it } from '@jest/globals';
import { COMMANDS, readCommand } from '../../src/escalation/command.js';

describe('the command of a comment', () => {
  it.each([
    ['/precheck rerun', { kind: 'rerun' }],
    ['/precheck  RERUN  ', { kind: 'rerun' }],
    ['/precheck status\nthanks', { kind: 'status' }],
    ['/precheck', { kind: 'help' }],
    ['/precheck explain enum-non-additive', { kind: 'explain', rule: 'enum-non-additive' }],
    ['/precheck explain Enum-Non-Additive', { kind: 'explain', rule: 'enum-non-additive' }],
    ['/precheck escalate', { kind: 'escalate' }],
    [
      '/precheck ack Table-Copied, TABLE-BLOCKED It holds 200 rows',
      { kind: 'acknowledge', rules: ['table-copied', 'table-blocked'], reason: 'It holds 200 rows' },
    ],
    [
      '/precheck ack enum-non-additive nobody reads it',
      { kind: 'acknowledge', rules: ['enum-non-additive'], reason: 'nobody reads it' },
    ],
    [
      '/precheck ack table-copied, table-blocked 200 rows\r\nmore text',
      { kind: 'acknowledge', rules: ['table-copied', 'table-blocked'], reason: '200 rows' },
    ],
  ])('%j', (body, command) => {
    expect(readCommand(body)).toEqual(command);
  });

  it.each([
    'please /precheck rerun',
    '> /precheck rerun',
    '    /precheck rerun',
    '`/precheck rerun`',
    'hello\n/precheck rerun',
    '/prechecker rerun',
    '/precheck-x rerun',
    '/precheck/rerun',
    '',
  ])('is none in %j', (body) => {
    expect(readCommand(body)).toBeUndefined();
  });

  it.each([
    '/precheck merge',
    '/precheck ack',
    '/precheck ack table-copied',
    '/precheck ack <x> y',
    '/precheck explain',
    '/precheck escalate @acme/dba',
  ])('is not guessed in %j', (body) => {
    expect(readCommand(body)).toMatchObject({ kind: 'unclear' });
  });

  it('is the first line, however long the rest is', () => {
    expect(readCommand(`/precheck ack a ${'x'.repeat(100_000)}`)).toMatchObject({
      reason: 'x'.repeat(500),
    });
  });

  it('has a help line for each command', () => {
    for (const [usage] of COMMANDS) {
      expect(readCommand(usage.replace('<rule-id>', 'a').replace('<reason>', 'b'))).not.toMatchObject({
        kind: 'unclear',
      });
    }
  });
});
