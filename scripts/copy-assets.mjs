// The rule pages and the manifest are read at run time beside the compiled code.
import { cpSync, readdirSync } from 'node:fs';

for (const page of readdirSync('rules').filter((name) => name.endsWith('.md'))) {
  cpSync(`rules/${page}`, `dist/rules/${page}`);
}
