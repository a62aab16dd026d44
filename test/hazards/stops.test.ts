// A few of what test/long/stops.test.ts does many times.
import { testStops } from './stops.ts';

// With time for a machine that has other things to do: the long one has the five seconds.
testStops(10, 15);
