// Values, and the frame that dispatch() fills for native/values/dispatcher.h.
import { Notification, Values } from 'collectd';
import { beforeEach, expect, test } from 'vitest';
import {
  DS_COUNTER,
  DS_DERIVE,
  DS_GAUGE,
  ENCODING_RAW,
  ENCODING_SIGNED,
  FIELD_HOST,
  FIELD_PLUGIN,
  FIELD_PLUGIN_INSTANCE,
  FIELD_TYPE,
  FIELD_TYPE_INSTANCE,
  FRAME_CONTEXT_INTERVAL_INDEX,
  FRAME_ENCODINGS_OFFSET,
  FRAME_INTERVAL_INDEX,
  FRAME_SIZE,
  FRAME_STATUS_INDEX,
  FRAME_TIME_INDEX,
  FRAME_VALUES_NUM_INDEX,
  FRAME_VALUES_OFFSET,
  META_FRAME_SIZE,
  NAME_SIZE,
} from '../../lib/contract/layout.generated.ts';
import { attach } from '../../lib/contract/native.ts';
import { setOnlyContext } from '../../lib/execution/context.ts';
import { openDispatch } from '../../lib/values/dispatch.ts';
import { fakeNative } from './fake-native.ts';

interface Sent {
  fields: string[];
  times: number[];
  count: number;
  encodings: number[];
  numbers: number[];
  integers: bigint[];
}

// A worker has them for its whole life.
const frame = new ArrayBuffer(FRAME_SIZE);
const fields = new ArrayBuffer(5 * NAME_SIZE);
const counts = new Int32Array(frame);
let sent: Sent[];
let status = 0;

function text(field: number): string {
  const bytes = new Uint8Array(fields, NAME_SIZE * field, NAME_SIZE);
  return Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString();
}

beforeEach(() => {
  sent = [];
  status = 0;
  attach(
    fakeNative({
      frame,
      fields,
      meta_frame: new ArrayBuffer(META_FRAME_SIZE),
      meta: () => undefined,
      data_set: (type) =>
        ({
          gauge: [['value', DS_GAUGE, null, null] as [string, number, null, null]],
          pair: [
            ['a', DS_DERIVE, 0, null],
            ['b', DS_COUNTER, null, 1],
          ] as [string, number, number | null, number | null][],
        })[type],
      dispatch() {
        const count = counts[FRAME_VALUES_NUM_INDEX] ?? 0;
        sent.push({
          fields: [
            FIELD_HOST,
            FIELD_PLUGIN,
            FIELD_PLUGIN_INSTANCE,
            FIELD_TYPE,
            FIELD_TYPE_INSTANCE,
          ].map(text),
          times: [FRAME_TIME_INDEX, FRAME_INTERVAL_INDEX, FRAME_CONTEXT_INTERVAL_INDEX].map(
            (index) => new Float64Array(frame)[index] ?? Number.NaN,
          ),
          count,
          encodings: [...new Uint8Array(frame, FRAME_ENCODINGS_OFFSET, count)],
          numbers: [...new Float64Array(frame, FRAME_VALUES_OFFSET, count)],
          integers: [...new BigUint64Array(frame, FRAME_VALUES_OFFSET, count)],
        });
        counts[FRAME_STATUS_INDEX] = status;
      },
    }),
  );
  setOnlyContext({
    module: { index: 0, name: 'm', path: '/m.ts', interval: 0, timeout: 0, log_prefix: true },
    interval: 7,
    quiet: false,
    depth: 0,
    flushDepth: 0,
  });
  openDispatch();
});

test('a Values has its own arrays and objects', () => {
  const values: [number] = [1];
  const meta = { a: 1 };
  const vl = new Values({ type: 'gauge', values, meta });
  expect(vl.values).toEqual([1]);
  expect(vl.values).not.toBe(values);
  expect(vl.meta).not.toBe(meta);
  expect({ ...new Values() }).toEqual({
    host: '',
    plugin: '',
    plugin_instance: '',
    type: '',
    type_instance: '',
    time: 0,
    interval: 0,
    values: [],
    meta: {},
  });
  expect({ ...new Values(vl) }).toEqual({ ...vl });
});

test('the frame has everything in its place', () => {
  new Values({
    host: 'h',
    plugin: 'p',
    plugin_instance: 'pi',
    type: 'pair' as string,
    type_instance: 'ti',
    time: 5.5,
    interval: 2,
  }).dispatch({ values: [-1, 2n ** 64n - 1n] });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    fields: ['h', 'p', 'pi', 'pair', 'ti'],
    times: [5.5, 2, 7],
    count: 2,
    encodings: [ENCODING_SIGNED, ENCODING_RAW],
  });
  expect(sent[0]?.numbers[0]).toBe(-1);
  expect(sent[0]?.integers[1]).toBe(2n ** 64n - 1n);
});

test('shorter text after longer, and defaults after values', () => {
  const vl = new Values({ type: 'gauge', values: [1], plugin: 'a long name', host: 'host' });
  vl.dispatch();
  vl.dispatch({ plugin: 'b', host: '' });
  new Values({ type: 'gauge', values: [NaN] }).dispatch();
  expect(sent.map(({ fields }) => fields.slice(0, 2))).toEqual([
    ['host', 'a long name'],
    ['', 'b'],
    ['', 'nodejs'],
  ]);
  expect(sent.map(({ times }) => times)).toEqual([
    [0, 7, 7],
    [0, 7, 7],
    [0, 7, 7],
  ]);
  expect(sent[2]?.numbers).toEqual([NaN]);
});

test('text that is refused leaves a frame that is written again', () => {
  const vl = new Values({ type: 'gauge', values: [1], plugin: 'plugin' });
  vl.dispatch();
  for (const plugin of ['plug\0', 'plug\ud800', 5 as never])
    expect(() => vl.dispatch({ plugin })).toThrow(TypeError);
  vl.dispatch();
  expect(sent.map(({ fields }) => fields[1])).toEqual(['plugin', 'plugin']);
});

test('fields that are no object, as Python takes them, are refused', () => {
  const vl = new Values({ type: 'gauge', values: [1] });
  for (const fields of ['gauge', [1], 5, null] as never[]) {
    expect(() => new Values(fields)).toThrow(/^Values: give the fields in an object/);
    expect(() => vl.dispatch(fields)).toThrow(/^fields: give the fields in an object/);
    expect(() => new Notification(fields)).toThrow(TypeError);
    expect(() => new Notification().dispatch(fields)).toThrow(TypeError);
  }
  expect(sent).toEqual([]);
});

test('what is no list and no meta data is refused when it is dispatched', () => {
  for (const wrong of [{ values: 'x' }, { values: 5 }, { values: null }] as never[])
    expect(() => new Values({ type: 'gauge', ...(wrong as { values: never }) }).dispatch()).toThrow(
      /values/,
    );
  for (const meta of ['text', ['text'], 5, null] as never[])
    expect(() => new Values({ type: 'gauge', values: [1], meta }).dispatch()).toThrow(
      'meta must be an object',
    );
  expect(sent).toEqual([]);
  new Values({ type: 'gauge', values: new Float64Array([1]) as never }).dispatch();
  expect(sent).toHaveLength(1);
});

test('a failure of the daemon is an error', () => {
  status = -1;
  expect(() => new Values({ type: 'gauge', values: [1] }).dispatch()).toThrow(
    'error dispatching values, read the logs',
  );
  expect(() => new Values({ type: 'unheard' as string, values: [1] }).dispatch()).toThrow(
    'Dataset unheard not found',
  );
});
