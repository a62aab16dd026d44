// A few of what test/long/stops.test.ts does many times.
import { testStops } from './stops.ts';

testStops(10);
