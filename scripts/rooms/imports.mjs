// @ts-check
// Whatever a TypeScript or JavaScript file imports, in each of the forms that there are.
import ts from 'typescript';

/** @typedef {{ specifier: string, line: number }} Import */

/**
 * @param {string} file
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(file, text) {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const isJavaScript = /js$/.test(file);
  const requires = new Set(['require']);
  /** @type {Map<number, string>} by position */
  const found = new Map(tree.referencedFiles.map(({ fileName, pos }) => [pos, `./${fileName}`]));
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isRequireMaker(node)) requires.add(node.name.getText(tree));
    const named = moduleNamedBy(node, requires);
    if (named !== undefined && ts.isStringLiteralLike(named)) {
      found.set(named.getStart(tree), named.text);
    }
    // The types of JavaScript are in comments, which only these children have.
    if (isJavaScript) node.getChildren(tree).forEach(visit);
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...found].map(([position, specifier]) => ({
    specifier,
    line: tree.getLineAndCharacterOfPosition(position).line + 1,
  }));
}

/**
 * The node that says which module this one imports.
 * @param {ts.Node} node
 * @param {Set<string>} requires  names of functions that require
 * @returns {ts.Node | undefined}
 */
function moduleNamedBy(node, requires) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isModuleDeclaration(node)) return node.name; // declare module './file.ts'
  if (ts.isCallExpression(node))
    return isImporting(node.expression, requires) ? node.arguments[0] : undefined;
  // Whoever names a source file this way will load it, perhaps as a thread.
  return ts.isNewExpression(node) && namesSourceFile(node) ? node.arguments?.[0] : undefined;
}

/** @param {ts.NewExpression} node */
function namesSourceFile({ expression, arguments: [path, base] = ts.factory.createNodeArray() }) {
  return (
    expression.getText() === 'URL' &&
    base?.getText() === 'import.meta.url' &&
    path !== undefined &&
    ts.isStringLiteralLike(path) &&
    /\.[cm]?[jt]s$/.test(path.text)
  );
}

/**
 * @param {ts.Expression} callee
 * @param {Set<string>} requires
 * @returns {boolean}
 */
function isImporting(callee, requires) {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return requires.has(callee.text);
  if (ts.isCallExpression(callee)) return isCreateRequire(callee);
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'resolve' &&
    (ts.isMetaProperty(callee.expression) || isImporting(callee.expression, requires))
  );
}

/**
 * @param {ts.Node} node
 * @returns {node is ts.VariableDeclaration}
 */
function isRequireMaker(node) {
  return (
    ts.isVariableDeclaration(node) &&
    node.initializer !== undefined &&
    ts.isCallExpression(node.initializer) &&
    isCreateRequire(node.initializer)
  );
}

/** @param {ts.CallExpression} call */
function isCreateRequire({ expression }) {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return name.getText() === 'createRequire';
}
