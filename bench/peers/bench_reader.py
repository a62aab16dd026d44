"""The dispatching read callback of the comparison in Python."""

import os

import collectd

COUNT = int(os.environ['BENCH_VALUES'])
WITH_META = 'BENCH_META' in os.environ
NAMES = ['sensor%d' % i for i in range(4096)]


def read():
    collectd.info('bench: begin')
    vl = collectd.Values(type='gauge', plugin='bench')
    for i in range(COUNT):
        name = NAMES[i % 4096]
        if WITH_META:
            vl.dispatch(type_instance=name, values=[i], meta={'origin': name})
        else:
            vl.dispatch(type_instance=name, values=[i])
    collectd.info('bench: end')


collectd.register_read(read)
