import type { RegistryEntry } from '../engine/rule.js';

/** Per rule or gap id: the question that its page answers. */
export type Questions = Readonly<Record<string, string>>;

/** The questions that the pages of rules and gaps answer. */
export function questionsOf(registry: readonly RegistryEntry[]): Questions {
  return Object.fromEntries(registry.map(({ id, question }) => [id, question]));
}
