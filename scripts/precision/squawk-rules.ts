/**
 * What squawk calls a hazard, and the rules of Precheck that speak of the same one; those that are off by default among
 * them. None: Precheck has no such rule, with the reason. Source: squawk 2.66.0, its documentation of the rules.
 */
export const COUNTERPARTS: Readonly<Record<string, readonly string[]>> = {
  'adding-field-with-default': ['column-default-rewrites', 'generated-column-rewrites'],
  'adding-foreign-key-constraint': ['foreign-key-validates', 'foreign-key-locks-parent'],
  'adding-not-nullable-field': ['not-null-scans', 'column-required'],
  'adding-required-field': ['column-required', 'auto-increment-rewrites', 'unique-constraint-blocks'],
  'adding-serial-primary-key-field': [
    'unique-constraint-blocks',
    'auto-increment-rewrites',
    'column-default-rewrites',
    'primary-key-small',
  ],
  'ban-alter-domain-with-add-constraint': ['domain-constraint-scans'],
  'ban-char-field': ['type-unwise'],
  'ban-concurrent-index-creation-in-transaction': ['transaction-not-allowed'],
  // A new domain is used by no table yet; what it costs is said where a column gets it.
  'ban-create-domain-with-constraint': [],
  'ban-drop-column': ['column-dropped', 'statement-refused'],
  'ban-drop-database': ['schema-dropped'],
  'ban-drop-not-null': ['not-null-dropped'],
  'ban-drop-table': ['table-dropped', 'partition-dropped'],
  'ban-truncate-cascade': ['table-truncated'],
  'ban-uncommitted-transaction': ['transaction-nesting'],
  'changing-column-type': ['column-type-rewrites', 'column-type-rechecks', 'column-type-narrowed'],
  'constraint-missing-not-valid': [
    'check-validates',
    'foreign-key-validates',
    'unique-constraint-blocks',
    'validation-in-same-transaction',
  ],
  'disallowed-unique-constraint': ['unique-constraint-blocks'],
  'identifier-too-long': ['name-too-long'],
  'prefer-bigint-over-int': ['primary-key-small', 'type-unwise'],
  'prefer-bigint-over-smallint': ['primary-key-small', 'type-unwise'],
  'prefer-identity': ['primary-key-small', 'type-unwise', 'auto-increment-rewrites'],
  'prefer-robust-stmts': ['migration-half-applied', 'index-retry-skips-invalid'],
  'prefer-text-field': ['type-unwise'],
  'prefer-timestamp-tz': ['type-unwise'],
  'renaming-column': ['column-renamed'],
  'renaming-table': ['table-renamed'],
  'require-concurrent-index-creation': ['index-without-concurrently'],
  'require-concurrent-index-deletion': ['index-drop-blocks'],
  // A value is added at the end unless told otherwise; the order matters to ORDER BY alone.
  'require-enum-value-ordering': [],
  'require-lock-timeout': ['lock-timeout-missing'],
  'require-statement-timeout': ['lock-timeout-missing'],
  'syntax-error': ['syntax-not-in-version'],
  'transaction-nesting': ['transaction-nesting'],
};

/** Rules of squawk that Precheck answers once for a file. */
export const OF_FILES: ReadonlySet<string> = new Set([
  'prefer-robust-stmts',
  'require-lock-timeout',
  'require-statement-timeout',
]);
