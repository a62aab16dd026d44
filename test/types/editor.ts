// Asks the language service that editors use what it shows and completes in a plugin.
import { join } from 'node:path';
import ts from 'typescript';
import { declarations, project } from './project.ts';

// What has been read and parsed once serves all of them.
const registry = ts.createDocumentRegistry();

const HEAD = `import collectd, {
  get_dataset, NOTIF_OKAY, Notification, register_cache_event, register_match, register_missing,
  register_write, Values,
} from 'collectd';
declare const dynamic: string;
`;

/** The code with the cursor at `|`. */
export class Editor {
  readonly #file: string;
  readonly #at: number;
  readonly #service: ts.LanguageService;

  constructor(code: string) {
    const text = HEAD + code;
    this.#at = text.indexOf('|', HEAD.length);
    const before = text.slice(0, this.#at);
    const dir = project({ files: { 'plugin.ts': before + text.slice(this.#at + 1) } });
    this.#file = join(dir, 'plugin.ts');
    this.#service = ts.createLanguageService(hostOf(this.#file), registry);
  }

  completions(): string[] {
    const found = this.#service.getCompletionsAtPosition(this.#file, this.#at, {});
    return found?.entries.map(({ name }) => name) ?? [];
  }

  /** The text that is shown for the word that begins at the cursor. */
  hover(): string {
    const found = this.#service.getQuickInfoAtPosition(this.#file, this.#at);
    return ts.displayPartsToString(found?.displayParts);
  }

  /** The comment that is shown below it. */
  comment(): string {
    const found = this.#service.getQuickInfoAtPosition(this.#file, this.#at);
    return ts.displayPartsToString(found?.documentation);
  }
}

function hostOf(file: string): ts.LanguageServiceHost {
  return {
    getCompilationSettings: () => ({
      strict: true,
      module: ts.ModuleKind.NodeNext,
      lib: ['lib.es2022.d.ts'],
      types: [],
    }),
    getScriptFileNames: () => [file, join(declarations, 'collectd.d.ts')],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const content = ts.sys.readFile(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => join(file, '..'),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  };
}
