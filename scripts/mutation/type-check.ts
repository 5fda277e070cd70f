import { readFileSync } from 'node:fs';

import ts from 'typescript';

/** Says whether a rule's file would still compile with another text. */
export interface TypeCheck {
  accepts(path: string, source: string): boolean;
}

/** A compiler that keeps what it knows of the files around a rule. */
export function openTypeCheck(): TypeCheck {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: unknown };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const texts = new Map<string, { readonly source: string; readonly version: number }>();
  const host: ts.LanguageServiceHost = {
    // A condition that is a literal makes code unreachable and names unused; that is no error of the types.
    getCompilationSettings: () => ({
      ...options,
      allowUnreachableCode: true,
      noUnusedLocals: false,
      noEmit: true,
    }),
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: (path) => String(texts.get(path)?.version ?? 0),
    getScriptSnapshot: (path) => {
      const text = texts.get(path)?.source ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => process.cwd(),
    getDefaultLibFileName: (own) => ts.getDefaultLibFilePath(own),
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
  };
  const service = ts.createLanguageService(host);
  return {
    accepts: (path, source) => {
      texts.set(path, { source, version: (texts.get(path)?.version ?? 0) + 1 });
      return service.getSemanticDiagnostics(path).length === 0;
    },
  };
}
