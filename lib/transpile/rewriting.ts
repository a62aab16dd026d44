import { HelperManager } from 'sucrase/dist/esm/HelperManager.js';
import identifyShadowedGlobals from 'sucrase/dist/esm/identifyShadowedGlobals.js';
import NameManager from 'sucrase/dist/esm/NameManager.js';
import type { File } from 'sucrase/dist/esm/parser/index.js';
import TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import RootTransformer from 'sucrase/dist/esm/transformers/RootTransformer.js';
import type Transformer from 'sucrase/dist/esm/transformers/Transformer.js';
import getTSImportedNames from 'sucrase/dist/esm/util/getTSImportedNames.js';
import { CommonJsImports } from './common-js-imports.ts';
import { rewriteEnumMember } from './enums.ts';
import { ExportLists } from './export-lists.ts';
import type { Format } from './format.ts';
import { hoistedExports } from './hoisting.ts';
import { ImportEquals, markUses } from './import-equals.ts';
import { ModuleSyntax } from './module-syntax.ts';
import { usedNames } from './names.ts';
import { ExportedVariables } from './variables.ts';
import { WrapperName } from './wrapper.ts';

const OPTIONS = { disableESTransforms: true, preserveDynamicImport: true } as const;

/**
 * What sucrase's own transform() does with a parsed file (that function is not used because it would parse a
 * second time), with ModuleSyntax in front of its transformers.
 */
export class Rewriting {
  readonly #file: File;
  readonly #format: Format;
  readonly #tokens: TokenProcessor;
  readonly #names: NameManager;
  readonly #helpers: HelperManager;

  constructor(text: string, file: File, format: Format) {
    this.#file = file;
    this.#format = format;
    this.#names = new NameManager(text, file.tokens);
    this.#helpers = new HelperManager(this.#names);
    this.#tokens = new TokenProcessor(text, file.tokens, false, true, this.#helpers);
  }

  /** Where in the text the work stands: the location of an error that names none. */
  get index(): number {
    const { tokens } = this.#file;
    return tokens[Math.min(this.#tokens.currentIndex(), tokens.length - 1)]?.start ?? 0;
  }

  run(declares: readonly string[]) {
    markUses(this.#tokens.code, this.#file.tokens);
    const commonJs = this.#format === 'commonjs';
    const transforms: ('typescript' | 'imports')[] = commonJs
      ? ['typescript', 'imports']
      : ['typescript'];
    const allOptions = { ...OPTIONS, transforms };
    const importProcessor = commonJs ? this.#commonJsImports(allOptions) : null;
    if (!commonJs) {
      const imported = getTSImportedNames(this.#tokens);
      identifyShadowedGlobals(this.#tokens, this.#file.scopes, imported);
    }
    const context = {
      tokenProcessor: this.#tokens,
      scopes: this.#file.scopes,
      nameManager: this.#names,
      importProcessor,
      helperManager: this.#helpers,
    };
    const root = new RootTransformer(context, transforms, false, allOptions);
    const prefix =
      importProcessor !== null
        ? this.#commonJsExports(root, importProcessor)
        : this.#format === 'module'
          ? this.#wrapperNames(declares)
          : '';
    for (const transformer of transformersOf(root)) {
      if (!rewritesEnums(transformer)) continue;
      transformer.processExplicitValueEnumMember = (...names) =>
        rewriteEnumMember(root, this.#tokens, ...names);
    }
    transformersOf(root).unshift(
      new ModuleSyntax(this.#tokens, commonJs, prefix),
      new ImportEquals(root, this.#tokens, commonJs),
    );
    return root.transform();
  }

  /** Sees to what sucrase gets wrong about exports, and answers what has to stand above all. */
  #commonJsExports(root: RootTransformer, imports: CommonJsImports): string {
    const variables = new ExportedVariables(root, this.#tokens, imports);
    const lists = new ExportLists(this.#tokens);
    for (const transformer of transformersOf(root)) {
      if (!rewritesExports(transformer)) continue;
      const processList = transformer.processExportBindings.bind(transformer);
      transformer.processExportVar = () => variables.rewrite();
      transformer.processExportBindings = () => lists.rewrite(processList);
    }
    transformersOf(root).unshift(variables, lists);
    return hoistedExports(this.#tokens.code, this.#file.tokens, (name) =>
      imports.allBindings(name),
    );
  }

  #commonJsImports(allOptions: ConstructorParameters<typeof CommonJsImports>[3]): CommonJsImports {
    const imports = new CommonJsImports(
      this.#names,
      this.#tokens,
      false,
      allOptions,
      true,
      false,
      this.#helpers,
    );
    imports.preprocessTokens();
    imports.findVariables(this.#file);
    identifyShadowedGlobals(this.#tokens, this.#file.scopes, imports.getGlobalNames());
    imports.pruneTypeOnlyImports();
    return imports;
  }

  /** A file that needs an ES module for its top-level await keeps `require` and `__dirname` if it uses them. */
  #wrapperNames(declares: readonly string[]): string {
    const used = usedNames(this.#tokens.code, this.#file.tokens);
    const wanted = (name: string) => used.has(name) && !declares.includes(name);
    let prefix = '';
    if (wanted('require')) prefix += `const require = import.meta.${WrapperName.require};`;
    if (wanted('__filename')) prefix += 'const __filename = import.meta.filename;';
    if (wanted('__dirname')) prefix += 'const __dirname = import.meta.dirname;';
    return prefix;
  }
}

/** A method that its declarations do not show. */
interface EnumRewriter extends Transformer {
  processExplicitValueEnumMember(enumName: string, name: string, variable: string | null): void;
}

function rewritesEnums(transformer: Transformer): transformer is EnumRewriter {
  return 'processExplicitValueEnumMember' in transformer;
}

/** Methods that its declarations do not show. */
interface ExportRewriter extends Transformer {
  processExportVar(): void;
  processExportBindings(): void;
}

function rewritesExports(transformer: Transformer): transformer is ExportRewriter {
  return 'processExportVar' in transformer && 'processExportBindings' in transformer;
}

function transformersOf(root: RootTransformer): Transformer[] {
  return (root as unknown as { transformers: Transformer[] }).transformers;
}
