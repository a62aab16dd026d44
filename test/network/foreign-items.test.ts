// The Encoder with items that are not of the network's own classes.
import * as collectd from 'collectd';
import { expect, test } from 'vitest';
import {
  decode,
  Encoder,
  NOTIF_WARNING,
  type Notification,
  Values,
} from '../../lib/network/index.ts';

const about = { host: 'h', plugin: 'df', type: 'percent_bytes', time: 1e9 };

function sent(item: Parameters<Encoder['add']>[0]): Notification {
  const datagram = new Encoder().add(item);
  if (datagram === undefined) throw new Error('no datagram');
  const { items, error } = decode(datagram);
  expect(error).toBeUndefined();
  expect(items).toHaveLength(1);
  return items[0] as Notification;
}

test('a Notification of collectd is sent as one, at once', () => {
  const notification = new collectd.Notification({
    ...about,
    message: 'disk full',
    severity: NOTIF_WARNING,
  });
  expect(sent(notification)).toMatchObject({
    ...about,
    kind: 'notification',
    message: 'disk full',
    severity: NOTIF_WARNING,
  });
});

test('so are the fields of one', () => {
  expect(sent({ ...about, message: 'm' })).toMatchObject({ message: 'm', severity: 1 });
  expect(sent({ ...about, severity: NOTIF_WARNING })).toMatchObject({ severity: NOTIF_WARNING });
});

test('a list without values is refused: collectd cannot take it', () => {
  const encoder = new Encoder();
  for (const item of [about, { ...about, values: [] }, new Values(about)]) {
    expect(() => encoder.add(item)).toThrow('a value list needs values');
  }
  expect(encoder.flush()).toBeUndefined();
});
