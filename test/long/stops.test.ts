// STOPS stops in a row at random moments (200), from the seed STOPS_SEED on.
import { testStops } from '../hazards/stops.ts';

const { STOPS = '200', STOPS_SEED } = process.env;

testStops(Number(STOPS), STOPS_SEED === undefined ? undefined : Number(STOPS_SEED));
