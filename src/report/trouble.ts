import { count } from './counting.js';
import { paintWith } from './paint.js';
import { clean } from './prose.js';
import { wrap } from './wrap.js';

/** Something in a repository that keeps Precheck, or the right people, from seeing its migrations. */
export interface Trouble {
  readonly area:
    'configuration' | 'migrations' | 'history' | 'experts' | 'owners' | 'documentation' | 'check';
  /** A path; for the check the repository's name. */
  readonly file: string;
  /** From 1; null for the file as a whole. */
  readonly line: number | null;
  /** What is wrong and what it leads to. */
  readonly text: string;
  /** The line as it should be; null where nothing can be proposed. */
  readonly correction: string | null;
}

const AREAS: Readonly<Record<Trouble['area'], string>> = {
  configuration: 'Configuration',
  migrations: 'Migrations',
  history: 'History',
  experts: 'Experts',
  owners: 'Owners',
  documentation: 'Documentation',
  check: 'Required check',
};

/** An examination as text for a person at a terminal; ends in a line break. `notes`: what is right, as prose. */
export function renderTrouble(
  troubles: readonly Trouble[],
  {
    color,
    width,
    notes,
  }: { readonly color: boolean; readonly width: number; readonly notes: readonly string[] },
): string {
  const paint = paintWith(color);
  const block = (trouble: Trouble): readonly string[] => [
    `  ${paint.bold([clean(trouble.file), ...(trouble.line === null ? [] : [trouble.line])].join(':'))}`,
    ...wrap(trouble.text, width - 4, paint.prose).map((line) => `    ${line}`),
    ...(trouble.correction === null ? [] : [`    ${paint.green(`+ ${clean(trouble.correction)}`)}`]),
  ];
  const sections = Object.entries(AREAS).flatMap(([area, title]) => {
    const own = troubles.filter((trouble) => trouble.area === area);
    return own.length === 0 ? [] : [[paint.bold(title), ...own.flatMap(block)].join('\n')];
  });
  const right = notes
    .map((note) => wrap(note, width - 2, paint.prose).join('\n  '))
    .map((note) => `${paint.green('✓')} ${note}`);
  const end =
    troubles.length === 0
      ? `${paint.green('✓')} Nothing is wrong here.`
      : `${paint.red('✗')} ${count(troubles.length, 'thing')} to mend.`;
  return `${[...sections, ...(right.length === 0 ? [] : [right.join('\n')]), end].join('\n\n')}\n`;
}
