// Every line above info that the sources write to the log, as a template: `…` for what differs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Logged {
  /** `file:line` */
  readonly place: string;
  /** Undefined: the text is put together elsewhere. */
  readonly template: string | undefined;
  /** As in the source, on one line. */
  readonly source: string;
}

const HOLE = '…';
const SEVERITIES = /\bLOG_(ERR|WARNING|NOTICE)\b/;

/** Without the plugin's own prefix, and with one hole for several in a row. */
function tidy(text: string): string {
  return text
    .replace(/^nodejs plugin: /, '')
    .replace(/…(\s*…)+/g, HOLE)
    .trim();
}

const says = (template: string): boolean => /\p{L}{2}/u.test(template);

function filesBelow(directory: string, names: RegExp): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && names.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

// ---- C and C++

const CALL =
  /\b(log_message|plugin_log|ERROR|WARNING|NOTICE|option_error|text_add|refuse)\s*\(|\b(Message) \w+\{/g;

export function loggedByC(root: string): Logged[] {
  const files = filesBelow(join(root, 'native'), /\.(c|cc|h)$/).filter(
    (file) => !file.includes('/test/') && !file.includes('/generate/'),
  );
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const macros = new Map<string, string>();
  for (const text of texts.values())
    for (const [, name = '', value = ''] of text.matchAll(/^#define (\w+) "(.*)"$/gm))
      macros.set(name, unquoted(value));
  const found: Logged[] = [];
  for (const [file, text] of texts) {
    for (const call of text.matchAll(CALL)) {
      const start = call.index + call[0].length;
      const args = argumentsAt(text, start);
      const name = (call[1] ?? call[2]) as string;
      if (isDeclaration(args) || !isLoud(name, args)) continue;
      const format = formatOf(name, args);
      const place = `${file.slice(root.length + 1)}:${text.slice(0, start).split('\n').length}`;
      const source = `${name}(${args.map((one) => one.replace(/\s+/g, ' ').trim()).join(', ')})`;
      const template = format === undefined ? undefined : templateOf(format, macros);
      if (name === 'text_add' && (template === undefined || isContinuation(template))) continue;
      const isReason = name === 'option_error' || file.endsWith('/find/resolve.c');
      // The rest comes with the next call.
      const whole = tidy((template ?? '').replace(/\s$/, ' …'));
      const line = isReason ? `… in …: ${whole}` : whole;
      found.push({ place, source, template: says(whole) ? line : undefined });
    }
  }
  return found;
}

/** The arguments of the call whose parenthesis has just been opened. */
function argumentsAt(text: string, start: number): string[] {
  const args = [''];
  let depth = 1;
  for (let at = start; depth > 0 && at < text.length; at++) {
    const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/.exec(text.slice(at, at + 2000))?.[0];
    const piece = quoted ?? (text[at] as string);
    if ('([{'.includes(piece)) depth++;
    if (')]}'.includes(piece)) depth--;
    if (piece === ',' && depth === 1) args.push('');
    else if (depth > 0) args[args.length - 1] += piece;
    at += piece.length - 1;
  }
  return args;
}

const isDeclaration = (args: readonly string[]): boolean =>
  args.some((one) => /^\s*(const )?(int|char|std::string|text_t|option_t)\b[^"(]*$/.test(one));

const isLoud = (name: string, [first = '']: readonly string[]): boolean =>
  /^(log_message|plugin_log|Message)$/.test(name) ? SEVERITIES.test(first) : true;

function formatOf(name: string, args: readonly string[]): string | undefined {
  const first = /^(ERROR|WARNING|NOTICE|refuse)$/.test(name) ? 0 : 1;
  const format = args[first] ?? '';
  return format.includes('"') ? format : undefined;
}

/** Literals that stand side by side, macros between them, and what is added to them. */
function templateOf(format: string, macros: ReadonlyMap<string, string>): string {
  const pieces = format.matchAll(/"((?:[^"\\]|\\.)*)"|([A-Za-z_][\w.:]*(?:\([^"]*\))?)/g);
  const text = [...pieces]
    .filter(([, , name]) => name === undefined || !/^std::string/.test(name))
    .map(([, literal, name]) =>
      literal === undefined ? (macros.get(name ?? '') ?? HOLE) : unquoted(literal),
    )
    .join('');
  return text.replace(/%%|%[-+ #0-9.*]*(?:hh|h|ll|l|z)?[a-zA-Z]/g, (one) =>
    one === '%%' ? '%' : HOLE,
  );
}

const unquoted = (text: string): string => text.replace(/\\(.)/g, '$1');

/** A piece of a line that another call has begun. */
function isContinuation(template: string): boolean {
  return !says(template) || /^[\s.,;)]/.test(template);
}

// ---- TypeScript

export function loggedByTypeScript(root: string): Logged[] {
  return filesBelow(join(root, 'lib'), /\.ts$/).flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const found: Logged[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const text = loggedText(node, source);
        if (text !== undefined) found.push(describe(node, text, source, root));
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

type Text = readonly (ts.Expression | string)[];

/** What a call logs, if it logs anything. */
function loggedText(call: ts.CallExpression, source: ts.SourceFile): Text | undefined {
  const [first, second, third] = call.arguments;
  const callee = call.expression.getText(source);
  if (first === undefined) return undefined;
  if (/^logCall(Once)?$/.test(callee) && second !== undefined && third !== undefined)
    return [second, ': ', third, ' (…, …)'];
  if (/^(collectd\.error|this\.#warn)$/.test(callee)) return [first];
  if (second === undefined) return undefined;
  if (/^noteMistake(Once)?$/.test(callee) && ts.isArrowFunction(second))
    return [returnedBy(second), callee === 'noteMistake' ? ' (…)…' : ' (…)'];
  if (/^this\.#log\.(warning|error)$/.test(callee)) return [second];
  return /[lL]og(Line)?$/.test(callee) && SEVERITIES.test(first.getText(source))
    ? [second]
    : undefined;
}

function returnedBy({ body }: ts.ArrowFunction): ts.Expression {
  if (!ts.isBlock(body)) return body;
  const last = body.statements.at(-1);
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined)
    throw new Error(`${body.getText()} does not end with a return`);
  return last.expression;
}

function describe(
  call: ts.CallExpression,
  text: Text,
  source: ts.SourceFile,
  root: string,
): Logged {
  const { line } = source.getLineAndCharacterOfPosition(call.getStart(source));
  const all = text.map((one) => (typeof one === 'string' ? one : textOf(one, source))).join('');
  const template = tidy(all);
  return {
    place: `${source.fileName.slice(root.length + 1)}:${line + 1}`,
    source: call.getText(source).replace(/\s+/g, ' '),
    template: says(template) ? template : undefined,
  };
}

function textOf(node: ts.Expression, source: ts.SourceFile): string {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return (
      node.head.text +
      node.templateSpans
        .map(({ expression, literal }) => textOf(expression, source) + literal.text)
        .join('')
    );
  if (ts.isIdentifier(node) && !isParameter(node)) return constantNamed(node.text, source) ?? HOLE;
  return HOLE;
}

function isParameter(name: ts.Identifier): boolean {
  for (let at: ts.Node = name; at.parent !== undefined; at = at.parent)
    if (ts.isFunctionLike(at) && at.parameters.some((one) => one.name.getText() === name.text))
      return true;
  return false;
}

/** The text of the only constant of that name in the file. */
function constantNamed(name: string, source: ts.SourceFile): string | undefined {
  const found: (ts.Expression | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    const isDeclared = ts.isVariableDeclaration(node) || ts.isBindingElement(node);
    if (isDeclared && node.name.getText(source) === name)
      found.push(ts.isVariableDeclaration(node) ? node.initializer : undefined);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [only, ...others] = found;
  return only === undefined || others.length > 0 ? undefined : textOf(only, source);
}
