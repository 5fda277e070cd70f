import picocolors from 'picocolors';
import type { Severity } from '../engine/finding.js';
import type { ProseStyle } from './wrap.js';

type Style = (text: string) => string;

/** The few styles of the terminal's text. */
export interface Paint {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
  readonly severity: Readonly<Record<Severity, Style>>;
  readonly prose: ProseStyle;
  readonly headline: ProseStyle;
}

/** Styles with colour, or the same without a single control sequence. */
export function paintWith(color: boolean): Paint {
  const colors = picocolors.createColors(color);
  const text: Style = (words) => words;
  const quote = color ? '' : '`';
  return {
    bold: colors.bold,
    dim: colors.dim,
    red: colors.red,
    green: colors.green,
    yellow: colors.yellow,
    severity: {
      blocker: (words) => colors.bold(colors.red(words)),
      warning: (words) => colors.bold(colors.yellow(words)),
      advice: (words) => colors.bold(colors.blue(words)),
    },
    prose: { code: colors.cyan, text, quote },
    headline: { code: (words) => colors.bold(colors.cyan(words)), text: colors.bold, quote },
  };
}
