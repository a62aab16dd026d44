/** The same for all writers: what they wrote is compared. */
export interface CarbonEffort {
  readonly rounds: number;
  readonly passes: number;
  readonly values: number;
}

export const fullCarbonEffort: CarbonEffort = { rounds: 3, passes: 3, values: 100_000 };

export const quickCarbonEffort: CarbonEffort = { rounds: 1, passes: 1, values: 20_000 };
