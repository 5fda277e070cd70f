import ts from 'typescript';

import type { RegistryEntry } from '../../src/engine/rule.js';

const RULE = new URL('../../src/engine/rule.js', import.meta.url).href;

/** The rule that a source declares. Throws when it cannot be loaded. */
export async function loadRule(source: string): Promise<RegistryEntry> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ES2022 },
  });
  const placed = outputText.replace(/'\.\.\/src\/engine\/rule\.js'/g, JSON.stringify(RULE));
  const loaded = (await import(`data:text/javascript,${encodeURIComponent(placed)}`)) as Record<
    string,
    RegistryEntry
  >;
  const [entry] = Object.values(loaded);
  if (!entry) throw new Error('The source exports no rule.');
  return entry;
}
