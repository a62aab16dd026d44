"""The dispatching read callback of the comparison in Python."""

import os

import collectd

COUNT = int(os.environ['BENCH_VALUES'])
NAMES = ['sensor%d' % i for i in range(4096)]


def read():
    collectd.info('bench: begin')
    vl = collectd.Values(type='gauge', plugin='bench')
    for i in range(COUNT):
        vl.dispatch(type_instance=NAMES[i % 4096], values=[i])
    collectd.info('bench: end')


collectd.register_read(read)
