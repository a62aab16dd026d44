"""Carbon in Python: formats the lines of each value list and sends them."""

import os
import socket
import threading

import collectd


def register():
    lock = threading.Lock()
    sources = {}
    connection = []

    def connect():
        connection.append(socket.create_connection(('127.0.0.1', int(os.environ['BENCH_PORT']))))

    def instance(text):
        return text.strip().replace(' ', '.').replace('(', '').replace(')', '').replace('"', '')

    def write(vl):
        names = sources.get(vl.type)
        if names is None:
            names = sources[vl.type] = [source[0] for source in collectd.get_dataset(vl.type)]
        parts = [vl.host.replace('.', '_'), vl.plugin]
        if vl.plugin_instance:
            parts.append(instance(vl.plugin_instance))
        parts.append(vl.type)
        if vl.type_instance:
            parts.append(instance(vl.type_instance))
        path = '.'.join(parts)
        lines = ['%s.%s %f %d\n' % (path, name, value, vl.time)
                 for name, value in zip(names, vl.values)]
        with lock:
            connection[0].sendall(''.join(lines).encode())

    collectd.register_init(connect)
    collectd.register_write(write, name='bench')


register()
