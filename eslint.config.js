import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import ts from 'typescript';

/** `table[word]` with any text for a word finds what every object inherits, and writing `__proto__` loses it. */
const inheritedKey = {
  meta: {
    type: 'problem',
    messages: { own: 'Every object has a "constructor": read with lookUp, write into a Map.' },
    schema: [],
  },
  create(listener) {
    const services = listener.sourceCode.parserServices;
    const isText = (type) =>
      type.isUnion()
        ? type.types.some(isText)
        : (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0;
    return {
      'MemberExpression[computed=true]'(node) {
        if (isText(services.getTypeAtLocation(node.property))) listener.report({ node, messageId: 'own' });
      },
    };
  },
};

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports: a name is greppable.' },
        { selector: 'TSEnumDeclaration', message: 'No enums: a union of string literals says the same.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'rules/*.ts'],
    plugins: { precheck: { rules: { 'inherited-key': inheritedKey } } },
    rules: { 'precheck/inherited-key': 'error' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', module: 'writable' },
    },
  },
);
