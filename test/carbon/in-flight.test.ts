// The upper bound of what may be lost with a connection.
import { expect, test } from 'vitest';
import { InFlight, kernelBytes } from '../../plugins/carbon_writer/receiver/in-flight.ts';
import { temporary } from '../daemon/fixtures/plugin.ts';

test('everything counts that the kernels may hold', () => {
  const inFlight = new InFlight(1000);
  for (let n = 0; n < 100; n++) inFlight.add(300, 3);
  // The fourth one back may be there with 100 of its bytes.
  expect(inFlight.lines).toBe(12);
  inFlight.add(5000, 50);
  expect(inFlight.lines).toBe(50);
  inFlight.clear();
  expect(inFlight.lines).toBe(0);
});

test('the limits are those of this machine', () => {
  const directory = temporary({
    tcp_wmem: '4096\t16384\t1000\n',
    tcp_rmem: '4096\t131072\t2000\n',
  });
  expect(kernelBytes(directory)).toBe(3000);
  expect(kernelBytes('/nowhere')).toBe(10_485_760);
  expect(kernelBytes()).toBeGreaterThan(65_536);
});
