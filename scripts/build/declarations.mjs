// @ts-check
// What tsc leaves as a file for each source, as one file that declares a module: so
// that an editor needs nothing but this file to know it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root, SetupError } from '../setup/run.mjs';

/** @typedef {{ symbol: ts.Symbol, name: string, exported: boolean }} Wanted */
/** @typedef {{ from: number, to: number, text: string }} Edit  of a source text */

/**
 * @param {string} module  what is imported
 * @param {string} entry  below dist/types
 * @param {string} to  below dist
 */
export function declareModule(module, entry, to) {
  const file = join(root, 'dist/types', entry);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const text = new Declarations(program, file).text();
  const head = `// The module '${module}' of collectd-nodejs ${version}, for editors and compilers.\n`;
  writeFileSync(join(root, 'dist', to), `${head}declare module '${module}' {\n${text}}\n`);
}

class Declarations {
  /** @type {ts.TypeChecker} */ #checker;
  /** @type {ts.Program} */ #program;
  /** @type {ts.SourceFile} */ #entry;
  /** @type {Map<ts.Symbol, Wanted>} */ #wanted = new Map();
  /** @type {Map<string, Set<string>>} names of Node's modules */ #imports = new Map();

  /**
   * @param {ts.Program} program
   * @param {string} file
   */
  constructor(program, file) {
    const entry = program.getSourceFile(file);
    if (entry === undefined) throw new SetupError(`There is no ${file}.`);
    this.#program = program;
    this.#checker = program.getTypeChecker();
    this.#entry = entry;
  }

  text() {
    const module = this.#checker.getSymbolAtLocation(this.#entry);
    if (module === undefined) throw new SetupError(`${this.#entry.fileName} exports nothing.`);
    let last = 'export {};\n';
    /** @type {string[]} */
    const types = [];
    for (const symbol of this.#checker.getExportsOfModule(module)) {
      const target = this.#resolve(symbol);
      if (symbol.name !== 'default') {
        // A class of which only the type is exported cannot be made by others.
        const isTypeOnly = isTypeOnlyExport(symbol) && (target.flags & ts.SymbolFlags.Class) !== 0;
        const name = this.#want(target, symbol.name, !isTypeOnly);
        if (isTypeOnly) types.push(name);
      } else last = `export default ${this.#want(target, target.name, false)};\n`;
    }
    // Grows while it is read.
    const texts = [];
    for (const wanted of this.#wanted.values()) texts.push(...this.#declare(wanted));
    const imports = [...this.#imports].map(
      ([from, names]) => `import { ${[...names].sort().join(', ')} } from '${from}';\n`,
    );
    const typeOnly = types.map((name) => `export type { ${name} };\n`);
    return indent([...imports, ...texts, ...typeOnly, last].join(''));
  }

  /**
   * @param {ts.Symbol} symbol
   * @param {string} name
   * @param {boolean} exported
   * @returns the name it gets: files may use one name for different things
   */
  #want(symbol, name, exported) {
    const known = this.#wanted.get(symbol);
    if (known !== undefined) {
      if (exported && known.name !== name) {
        throw new SetupError(`${known.name} is exported as ${name} too: declarations.mjs cannot.`);
      }
      known.exported ||= exported;
      return known.name;
    }
    const taken = new Set([...this.#wanted.values()].map((other) => other.name));
    let unique = name;
    for (let n = 2; taken.has(unique); n++) unique = `${name}${n}`;
    this.#wanted.set(symbol, { symbol, name: unique, exported });
    return unique;
  }

  /** @param {ts.Symbol} symbol */
  #resolve(symbol) {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  /**
   * @param {Wanted} wanted
   * @returns {string[]}
   */
  #declare({ symbol, exported }) {
    const statements = new Set((symbol.declarations ?? []).map(statementOf));
    return [...statements].map((statement) => {
      const file = statement.getSourceFile();
      const start = statement.getStart(file);
      /** @type {Edit[]} */
      const edits = [];
      this.#visit(statement, edits);
      for (const modifier of modifiersOf(statement)) {
        // Each goes with the blank behind it.
        edits.push({ from: modifier.getStart(file), to: modifier.getEnd() + 1, text: '' });
      }
      const comment = ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc);
      const lines = comment === undefined ? '' : `${comment.getText(file)}\n`;
      const code = edited(file.text, start, statement.getEnd(), edits);
      return `${lines}${exported ? 'export ' : ''}${code}\n`;
    });
  }

  /**
   * Asks for whatever a declaration names, and leaves out what is of no use outside of Node.
   *
   * @param {ts.Node} node
   * @param {Edit[]} edits
   */
  #visit(node, edits) {
    if (ts.isClassElement(node) && node.name?.getText() === '[inspect.custom]') {
      edits.push({ from: node.getFullStart(), to: node.getEnd(), text: '' });
      return;
    }
    if (ts.isImportTypeNode(node)) {
      throw new SetupError(`${node.getText()}: declarations.mjs knows no import types.`);
    }
    if (ts.isIdentifier(node)) this.#use(node, edits);
    ts.forEachChild(node, (child) => this.#visit(child, edits));
  }

  /**
   * @param {ts.Identifier} identifier
   * @param {Edit[]} edits
   */
  #use(identifier, edits) {
    const symbol = this.#checker.getSymbolAtLocation(identifier);
    if (symbol === undefined) return;
    const target = this.#resolve(symbol);
    const [declaration] = target.declarations ?? [];
    if (declaration === undefined) return;
    const file = declaration.getSourceFile();
    if (this.#isOurs(file)) {
      if (!ts.isSourceFile(statementOf(declaration).parent)) return;
      const text = this.#want(target, target.name, false);
      const from = identifier.getStart();
      if (text !== identifier.text) edits.push({ from, to: identifier.getEnd(), text });
      return;
    }
    const from = symbol.declarations?.find(ts.isImportSpecifier)?.parent.parent.parent;
    if (from === undefined || !ts.isStringLiteral(from.moduleSpecifier)) return;
    const names = this.#imports.get(from.moduleSpecifier.text) ?? new Set();
    this.#imports.set(from.moduleSpecifier.text, names.add(identifier.text));
  }

  /** @param {ts.SourceFile} file */
  #isOurs(file) {
    return (
      !this.#program.isSourceFileFromExternalLibrary(file) && file.fileName.includes('/dist/types/')
    );
  }
}

/**
 * The statement of a file that a declaration is, or is part of.
 *
 * @param {ts.Node} declaration
 * @returns {ts.Node}
 */
function statementOf(declaration) {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

/** @param {ts.Node} statement */
function modifiersOf(statement) {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const kinds = [ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DeclareKeyword];
  return modifiers.filter(({ kind }) => kinds.includes(kind));
}

/**
 * @param {string} source
 * @param {number} start
 * @param {number} end
 * @param {Edit[]} edits
 */
function edited(source, start, end, edits) {
  let result = '';
  let at = start;
  for (const { from, to, text } of edits.sort((a, b) => a.from - b.from)) {
    result += source.slice(at, from) + text;
    at = to;
  }
  return result + source.slice(at, end);
}

/** @param {ts.Symbol} symbol */
function isTypeOnlyExport(symbol) {
  return (symbol.declarations ?? []).some(
    (one) => ts.isExportSpecifier(one) && (one.isTypeOnly || one.parent.parent.isTypeOnly),
  );
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^(?=.)/gm, '  ');
}
