import { describe, expect, it } from '@jest/globals';

import { PerContent, type TextContent } from '../../src/repository/per-content.js';

describe('PerContent', () => {
  const counted = (): { readonly find: (text: string) => string; readonly calls: string[] } => {
    const calls: string[] = [];
    return {
      calls,
      find: (text) => {
        calls.push(text);
        return text.toUpperCase();
      },
    };
  };

  it('asks once for a content that its reader kept', () => {
    const { find, calls } = counted();
    const answers = new PerContent<string>();
    const content: TextContent = { kind: 'text', text: 'a' };
    expect([answers.of(content, 'k', find), answers.of(content, 'k', find)]).toEqual(['A', 'A']);
    expect(calls).toEqual(['a']);
  });

  it('asks again for other facts, and for another content', () => {
    const { find, calls } = counted();
    const answers = new PerContent<string>();
    const content: TextContent = { kind: 'text', text: 'a' };
    answers.of(content, 'k', find);
    answers.of(content, 'other', find);
    answers.of({ kind: 'text', text: 'a' }, 'other', find);
    expect(calls).toEqual(['a', 'a', 'a']);
  });
});
