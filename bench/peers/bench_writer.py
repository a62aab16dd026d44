"""The write callback of the comparison in Python: reads every field."""

import os

import collectd


def register():
    expected = int(os.environ['BENCH_VALUES'])
    count = text = meta = values = time = interval = 0

    def write(vl):
        nonlocal count, text, meta, values, time, interval
        count += 1
        text += (len(vl.host) + len(vl.plugin) + len(vl.plugin_instance)
                 + len(vl.type) + len(vl.type_instance))
        for value in vl.values:
            values += value
        time += vl.time
        interval += vl.interval
        if vl.meta:
            meta += len(vl.meta)
            for value in vl.meta.values():
                text += len(value)
        if count == expected:
            collectd.info('bench: done count=%d text=%d meta=%d values=%.0f time=%.2f interval=%.2f'
                          % (count, text, meta, values, time, interval))
            count = text = meta = values = time = interval = 0

    collectd.register_write(write, name='bench')


register()
