export interface NetworkEffort {
  readonly rounds: number;
  /** Values of the real packets, which are decoded again and again. */
  readonly values: number;
  /** Seconds for one figure of one round. */
  readonly seconds: number;
  readonly series: readonly number[];
  readonly lossValues: number;
}

export const fullNetworkEffort: NetworkEffort = {
  rounds: 5,
  values: 50_000,
  seconds: 0.5,
  series: [1000, 100_000, 1_000_000],
  lossValues: 500_000,
};

export const quickNetworkEffort: NetworkEffort = {
  rounds: 1,
  values: 10_000,
  seconds: 0.1,
  series: [1000, 20_000],
  lossValues: 50_000,
};
