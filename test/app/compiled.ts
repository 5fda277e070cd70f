import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/**
 * The program as JavaScript in a folder of its own, so that a test can start it as users do, with more folders of the
 * checkout beside it. Types are not checked.
 */
export function compileProgram(...more: readonly string[]): {
  readonly folder: string;
  readonly main: string;
  readonly remove: () => void;
} {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'precheck-'));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: Record<string, unknown> };
  };
  const { options: asked } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const options = { ...asked, module: ts.ModuleKind.ESNext };
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const source of ['src', 'rules', ...more].flatMap((name) => filesBelow(join(root, name)))) {
    const text = readFileSync(source, 'utf8');
    const target = join(folder, relative(root, source));
    if (source.endsWith('.md')) write(target, text);
    if (!source.endsWith('.ts')) continue;
    const compiled = ts.transpileModule(text, { compilerOptions: options, fileName: source });
    write(target.replace(/\.ts$/, '.js'), compiled.outputText);
  }
  write(join(folder, 'package.json'), readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    folder,
    main: join(folder, 'src/main.js'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
