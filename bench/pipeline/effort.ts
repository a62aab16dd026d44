import { type CarbonEffort, fullCarbonEffort, quickCarbonEffort } from '../carbon/effort.ts';
import { fullNetworkEffort, type NetworkEffort, quickNetworkEffort } from '../network/effort.ts';
import type { Language } from '../report/results.ts';

/** How long to measure. Rounds alternate between the languages, so that a slow minute hits all of them. */
export interface Effort {
  readonly rounds: number;
  readonly passes: number;
  /** Times a start is measured. */
  readonly starts: number;
  writeValues(language: Language, threads: number): number;
  readonly pipelineValues: number;
  readonly filterValues: number;
  readonly meta: MetaEffort;
  readonly checks: { readonly rounds: number };
  readonly dispatchValues: number;
  readonly dispatchPasses: number;
  readonly seriesPasses: number;
  readonly series: readonly number[];
  /** 2^20 new identifiers in each. */
  readonly churnPasses: number;
  readonly churnValues: number;
  readonly network: NetworkEffort;
  readonly carbon: CarbonEffort;
}

export interface MetaEffort {
  readonly rounds: number;
  /** So few that a pass in Python ends long before the next one begins. */
  readonly dispatchValues: number;
  readonly pipelineValues: number;
}

const million = 1_000_000;

/** Python takes 20 µs per list where C takes 0.1: fewer lists give figures as steady. */
export const fullEffort: Effort = {
  rounds: 3,
  passes: 3,
  starts: 5,
  writeValues: (language, threads) =>
    language === 'Python' || language === 'Lua' ? million / 4 / (threads > 1 ? 2 : 1) : million,
  pipelineValues: 200_000,
  filterValues: 50_000,
  meta: { rounds: 5, dispatchValues: 10_000, pipelineValues: 50_000 },
  checks: { rounds: 20 },
  dispatchValues: 50_000,
  dispatchPasses: 5,
  seriesPasses: 3,
  series: [1000, 100_000, million],
  churnPasses: 10,
  churnValues: 2 ** 20,
  network: fullNetworkEffort,
  carbon: fullCarbonEffort,
};

/** For seeing that everything works: its figures mean little. */
export const quickEffort: Effort = {
  rounds: 1,
  passes: 1,
  starts: 1,
  writeValues: () => 20_000,
  pipelineValues: 20_000,
  filterValues: 5000,
  meta: { rounds: 1, dispatchValues: 5000, pipelineValues: 20_000 },
  checks: { rounds: 1 },
  dispatchValues: 5000,
  dispatchPasses: 1,
  seriesPasses: 1,
  series: [1000, 20_000],
  churnPasses: 2,
  churnValues: 2 ** 16,
  network: quickNetworkEffort,
  carbon: quickCarbonEffort,
};
