/** The options of <Plugin nodejs> and <Import>: those of native/shim/options/options.c and import.c. */
import { basename, extname, isAbsolute, join } from 'node:path';
import { didYouMean } from '../../shared/suggestion.ts';
import { shown } from '../../shared/written.ts';
import type { Findings } from '../conf/findings.ts';
import type { Item } from '../conf/parser.ts';
import { ModulePaths } from './module-paths.ts';
import { refusalOf } from './node-options.ts';
import {
  applyOptions,
  type Option,
  optionBoolean,
  optionError,
  optionHeapLimit,
  optionNumber,
  optionString,
  optionTimeout,
  optionWholeNumber,
  optionWordError,
  type Rule,
} from './option.ts';
import { type Resolved, resolveImport } from './resolve.ts';

export interface Import extends Resolved {
  /** As in the configuration. */
  readonly name: string;
  readonly item: Item;
  /** Seconds, or 0. */
  readonly interval: number;
  /** Seconds, or 0. */
  readonly timeout: number;
}

interface ModuleBlock {
  readonly name: string;
  readonly item: Item;
}

/** What all `<Plugin nodejs>` blocks have set. */
export class PluginOptions {
  readonly imports: Import[] = [];
  /** `<Module name>` blocks in file order. */
  readonly #moduleBlocks: ModuleBlock[] = [];
  /** By which <Module> blocks may name what is imported, or would be; in lower case. */
  readonly #names = new Set<string>();
  readonly modulePaths = new ModulePaths();
  readonly #findings: Findings;
  readonly #shipped: string | undefined;
  libnode: string | undefined;
  /** Seconds for one callback, or 0. */
  timeout = 0;
  /** There is an Import, if perhaps a wrong one. */
  importSeen = false;

  /** @param shipped - where the shipped plugins are; undefined: nobody knows. */
  constructor(findings: Findings, shipped?: string) {
    this.#findings = findings;
    this.#shipped = shipped;
  }

  read(block: Item): void {
    applyOptions(block.children, '<Plugin nodejs>', this.#rules, this.#findings);
  }

  /** In file order; blocks of no Import's name are foreign, and perhaps those of a callback's. */
  blocksFor({ moduleName }: Import): (ModuleBlock & { readonly isForeign: boolean })[] {
    return this.#moduleBlocks
      .map((block) => ({ ...block, isForeign: !isSame(block.name, moduleName) }))
      .filter(({ name, isForeign }) => !isForeign || !this.#isImported(name));
  }

  #isImported(name: string): boolean {
    return this.imports.some(({ moduleName }) => isSame(moduleName, name));
  }

  /**
   * Warns of `<Module>` blocks that belong to no Import; when all blocks were read.
   *
   * @param configured - those that config callbacks got.
   */
  checkModules(configured: readonly Item[]): void {
    const names = this.imports.map((one) => one.moduleName);
    for (const { name, item } of this.#moduleBlocks) {
      if (this.#names.has(name.toLowerCase()) || this.#isImported(name)) continue;
      if (configured.includes(item)) continue;
      this.#findings.warning(
        item,
        `<Module "${shown(name)}"> has the name of no Import: nothing gets it, unless a module registers its config callback under that name.${didYouMean(name, names)}`,
      );
    }
  }

  /** The keys and which of them are refused, for a test that compares them with the plugin's own. */
  get rules(): { plugin: readonly Rule[]; import: readonly Rule[] } {
    return { plugin: this.#rules, import: importRules({ interval: 0, timeout: 0 }) };
  }

  readonly #rules: readonly Rule[] = [
    { key: 'ModulePath', apply: (option) => this.modulePaths.add(option) },
    { key: 'Import', apply: (option) => this.#import(option), mayBeBlock: true },
    { key: 'Module', apply: (option) => this.#module(option), mayBeBlock: true },
    { key: 'LogTraces', apply: optionBoolean },
    { key: 'LogPrefix', apply: optionBoolean },
    {
      key: 'Encoding',
      apply: (option) => optionString(option, 'give the name of one encoding in quotes'),
    },
    {
      key: 'Workers',
      apply: (option) => optionWholeNumber(option, 'give one whole number from 1 to 64', 1, 64),
    },
    { key: 'OnError', apply: onError },
    {
      key: 'WriteQueueLimit',
      apply: (option) =>
        optionWholeNumber(
          option,
          'give one whole number of value lists from 1 to 16777216',
          1,
          16777216,
        ),
    },
    {
      key: 'ShutdownTimeout',
      apply: (option) =>
        optionNumber(option, 'give one number of seconds from 0.001 to 3600', 0.001, 3600),
    },
    {
      key: 'Timeout',
      apply: (option) => {
        this.timeout = optionTimeout(option) ?? this.timeout;
      },
    },
    { key: 'HeapLimit', apply: optionHeapLimit },
    { key: 'Statistics', apply: optionBoolean },
    { key: 'NodeOption', apply: nodeOption },
    { key: 'LibNode', apply: (option) => this.#libnode(option) },
    { key: 'Interactive', apply: (option) => this.#interactive(option) },
    { key: 'Inspect', apply: null },
  ];

  #libnode(option: Option): void {
    const value = optionString(option, 'give the path of one libnode.so in quotes');
    if (value !== undefined) this.libnode = isAbsolute(value) ? value : join(process.cwd(), value);
  }

  #interactive(option: Option): void {
    this.importSeen = true;
    const expected = 'give true, false, or the absolute path of a socket in quotes';
    const [value, ...more] = option.item.values;
    const isPath = typeof value === 'string' && !/^(true|yes|on|false|no|off)$/i.test(value);
    if (more.length > 0 || typeof value === 'number' || (isPath && !value.startsWith('/'))) {
      optionWordError(option, expected, ['true', 'false']);
    }
  }

  #module(option: Option): void {
    const name = optionString(option, 'give the name of one module');
    if (name !== undefined) this.#moduleBlocks.push({ name, item: option.item });
  }

  #import(option: Option): void {
    this.importSeen = true;
    const name = optionString(option, 'give the name of one module in quotes');
    if (name === undefined) return;
    this.#names.add(name.toLowerCase());
    this.#names.add(basename(name, extname(name)).toLowerCase());
    const { item, findings } = option;
    const known = findings.all.length;
    const settings = { interval: 0, timeout: 0 };
    applyOptions(item.children, `<Import "${shown(name)}">`, importRules(settings), findings);
    // The ModulePath's own error is enough.
    if (!name.startsWith('/') && this.modulePaths.all.length === 0 && this.modulePaths.failed) {
      return;
    }
    const resolved = resolveImport(name, this.modulePaths.all, this.#shipped);
    if (typeof resolved === 'string') {
      optionError(option, resolved);
      return;
    }
    this.modulePaths.checkWritable(resolved.path, item, findings);
    const wrong = findings.all.slice(known).some(({ level }) => level === 'error');
    if (this.#isUnique(option, resolved) && !wrong) {
      this.imports.push({ name, item, ...resolved, ...settings });
    }
  }

  /** Module names differ by more than case, because <Module> does not regard it. */
  #isUnique(option: Option, { path, moduleName }: Resolved): boolean {
    for (const other of this.imports) {
      const same = `Import "${shown(other.name)}"`;
      if (other.path === path) {
        optionError(option, `${path} is imported already, by ${same}. Remove one of them.`);
        return false;
      }
      if (other.moduleName.toLowerCase() === moduleName.toLowerCase()) {
        optionError(
          option,
          `${same} has the same module name, "${shown(other.moduleName)}", so that <Module> blocks could not tell them apart. Rename one of the modules.`,
        );
        return false;
      }
    }
    return true;
  }
}

function importRules(settings: { interval: number; timeout: number }): readonly Rule[] {
  return [
    { key: 'Worker', apply: (option) => optionString(option, 'give one label in quotes') },
    {
      key: 'Interval',
      apply: (option) => {
        const expected = 'give one number of seconds from 0.001 to 31536000 (a year)';
        settings.interval = optionNumber(option, expected, 0.001, 31536000) ?? 0;
      },
    },
    {
      key: 'Timeout',
      apply: (option) => {
        settings.timeout = optionTimeout(option) ?? 0;
      },
    },
    { key: 'HeapLimit', apply: optionHeapLimit },
    { key: 'LogPrefix', apply: optionBoolean },
  ];
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function onError(option: Option): void {
  const expected = 'give "disable" or "exit"';
  const value = optionString(option, expected)?.toLowerCase();
  if (value !== undefined && value !== 'disable' && value !== 'exit') {
    optionWordError(option, expected, ['disable', 'exit']);
  }
}

function nodeOption(option: Option): void {
  const expected =
    'give one option of Node in quotes, for example "--stack-trace-limit=30", and a line for each';
  const value = optionString(option, expected);
  if (value === undefined) return;
  const why = /^-+[^-]/.test(value) ? refusalOf(value) : `${expected}.`;
  if (why !== undefined) optionError(option, why);
}
