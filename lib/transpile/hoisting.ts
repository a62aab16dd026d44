import { IdentifierRole, type Token } from 'sucrase/dist/esm/parser/tokenizer/index.js';
import { ContextualKeyword } from 'sucrase/dist/esm/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import { exportedVariables } from './variable-names.ts';

/** Answers `exports.a = exports.b` for a name in an export list. */
export type Bindings = (name: string) => string | null;

/**
 * What has to be there before anything of the file has run, as in an ES module: all names that it exports, and the
 * functions among them, which can be called already. Import circles rely on it, and a name that is there is one that
 * `export *` leaves alone.
 */
export function hoistedExports(text: string, tokens: readonly Token[], bindings: Bindings): string {
  const functions = functionExports(text, tokens, bindings);
  const called = new Set([...functions.values()].flatMap((targets) => [...targets]));
  const others = [...otherExports(text, tokens, bindings)].filter(
    (binding) => !called.has(binding),
  );
  // The last one is created first.
  const declared = others.length === 0 ? '' : `${others.reverse().join(' = ')} = void 0;`;
  return declared + [...functions].map(([name, to]) => `${[...to, name].join(' = ')};`).join('');
}

/** sucrase writes `exports.late = late;` where the function stands, which is too late. */
function functionExports(
  text: string,
  tokens: readonly Token[],
  bindings: Bindings,
): Map<string, Set<string>> {
  const targets = new Map<string, Set<string>>();
  for (const [index, token] of tokens.entries()) {
    // An overload, and what follows `declare`, is all type.
    if (token.type !== TokenType._function || token.isType) continue;
    const isGenerator = tokens[index + 1]?.type === TokenType.star;
    const declared = tokens[index + (isGenerator ? 2 : 1)];
    if (declared?.identifierRole !== IdentifierRole.TopLevelDeclaration) continue;
    const name = text.slice(declared.start, declared.end);
    const found = new Set(bindings(name)?.split(' = '));
    const own = exportedAs(tokens, index, name);
    if (own !== null) found.add(`exports.${own}`);
    if (found.size > 0) targets.set(name, found);
  }
  return targets;
}

/** What `export` right before the declaration calls it. sucrase's bindings know no generators and no default. */
function exportedAs(tokens: readonly Token[], index: number, name: string): string | null {
  let at = index - 1;
  if (tokens[at]?.contextualKeyword === ContextualKeyword._async) at--;
  const isDefault = tokens[at]?.type === TokenType._default;
  if (isDefault) at--;
  if (tokens[at]?.type !== TokenType._export) return null;
  return isDefault ? 'default' : name;
}

/** Variables, classes, enums, `export * as name` and export lists; not what comes from another file by name. */
function otherExports(text: string, tokens: readonly Token[], bindings: Bindings): Set<string> {
  const targets = new Set<string>();
  for (const name of exportedVariables(text, tokens)) targets.add(`exports.${name}`);
  for (const [index, token] of tokens.entries()) {
    if (token.isType) continue;
    if (isDeclaration(token)) {
      for (const binding of bindings(text.slice(token.start, token.end))?.split(' = ') ?? []) {
        // A quoted name is no property name; V8 reports it where it stands.
        if (!binding.endsWith('"') && !binding.endsWith("'")) targets.add(binding);
      }
    } else if (token.type === TokenType._export) {
      const named = namedAfter(tokens, index);
      if (named !== undefined) targets.add(`exports.${text.slice(named.start, named.end)}`);
    }
  }
  return targets;
}

function isDeclaration({ identifierRole }: Token): boolean {
  return (
    identifierRole === IdentifierRole.TopLevelDeclaration ||
    identifierRole === IdentifierRole.ObjectShorthandTopLevelDeclaration ||
    identifierRole === IdentifierRole.ImportDeclaration
  );
}

/** Names that sucrase's bindings lack: abstract classes, enums, `import a = b` and `export * as name`. */
function namedAfter(tokens: readonly Token[], index: number): Token | undefined {
  let at = index + 1;
  if (tokens[at]?.type === TokenType.star && tokens[at + 1]?.type === TokenType._as)
    return tokens[at + 2];
  if (tokens[at]?.type === TokenType._import)
    return tokens[at + 2]?.type === TokenType.eq ? tokens[at + 1] : undefined;
  if (tokens[at]?.type === TokenType._const || tokens[at]?.type === TokenType._abstract) at++;
  const type = tokens[at]?.type;
  return type === TokenType._enum || type === TokenType._class ? tokens[at + 1] : undefined;
}
