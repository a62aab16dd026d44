// @ts-check
// All that is wrong with rooms and doors below a directory, a sentence each.
import { arrowsOf } from './arrows.mjs';
import { cycleFaults } from './cycles.mjs';
import { doorFaults } from './doors.mjs';
import { folderFaults } from './folders.mjs';
import { functionFaults } from './functions.mjs';
import { includeFaults } from './include-paths.mjs';
import { planFaults, readPlan } from './plan.mjs';
import { readmeFaults } from './readmes.mjs';
import { sourceFiles } from './tree.mjs';

/**
 * @param {string} root  where rooms.json is
 * @returns {string[]}
 */
export function faultsOf(root) {
  const plan = readPlan(root);
  const files = sourceFiles(root);
  const arrows = arrowsOf(root, plan, files);
  return [
    ...planFaults(plan),
    ...folderFaults(root, plan, files),
    ...doorFaults(plan, arrows),
    ...cycleFaults(arrows),
    ...includeFaults(root, files),
    ...functionFaults(root, files),
    ...readmeFaults(root, plan),
  ];
}
