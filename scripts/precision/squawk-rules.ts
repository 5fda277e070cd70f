import { SQUAWK } from '../../src/engine/foreign-marks.js';

/**
 * What squawk calls a hazard, and the rules of Precheck that speak of the same one; those that are off by default among
 * them. Wider than what a mark of squawk's acknowledges: a statement that is refused is spoken of as well. None: Precheck
 * has no such rule, with the reason. Source: squawk 2.66.0, its documentation of the rules.
 */
export const COUNTERPARTS: Readonly<Record<string, readonly string[]>> = {
  ...SQUAWK,
  'adding-field-with-default': ['column-default-rewrites', 'generated-column-rewrites'],
  'adding-required-field': ['column-required', 'auto-increment-rewrites', 'unique-constraint-blocks'],
  'adding-serial-primary-key-field': [
    'unique-constraint-blocks',
    'auto-increment-rewrites',
    'column-default-rewrites',
    'primary-key-small',
  ],
  // A new domain is used by no table yet; what it costs is said where a column gets it.
  'ban-create-domain-with-constraint': [],
  'ban-drop-column': ['column-dropped', 'statement-refused'],
  'constraint-missing-not-valid': [
    'check-validates',
    'foreign-key-validates',
    'unique-constraint-blocks',
    'validation-in-same-transaction',
  ],
  'prefer-bigint-over-int': ['primary-key-small', 'type-unwise'],
  'prefer-bigint-over-smallint': ['primary-key-small', 'type-unwise'],
  'prefer-identity': ['primary-key-small', 'type-unwise', 'auto-increment-rewrites'],
  // A value is added at the end unless told otherwise; the order matters to ORDER BY alone.
  'require-enum-value-ordering': [],
  'syntax-error': ['syntax-not-in-version'],
};

/** Rules of squawk that Precheck answers once for a file. */
export const OF_FILES: ReadonlySet<string> = new Set([
  'prefer-robust-stmts',
  'require-lock-timeout',
  'require-statement-timeout',
]);
