import { compileFunction } from 'node:vm';
import { WRAPPER_PARAMETERS } from '../transpile/wrapper.ts';
import { hasModuleSyntax } from './needs-module.ts';
import { CommonJs, detectsModules } from './node-module.ts';
import { readSource } from './source.ts';

/**
 * Node 18 meets import statements in a .js file without package.json with a warning that it cannot load it, which
 * is not so here (source-modules.ts). Later versions look for themselves.
 */
export function detectModuleSyntax(): void {
  const load = CommonJs._extensions['.js'];
  if (detectsModules || load === undefined) return;
  CommonJs._extensions['.js'] = (module, file) => {
    if (!file.includes('/node_modules/')) refuseModule(file);
    load(module, file);
  };
}

function refuseModule(file: string): void {
  try {
    compileFunction(readSource(file), WRAPPER_PARAMETERS, { filename: file });
  } catch (error) {
    // All other errors are for Node to report.
    if (hasModuleSyntax(error)) throw error;
  }
}
