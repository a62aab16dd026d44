"""Lines for Carbon the way collectd-carbon's documentation has them: what plugins/carbon_writer is compared with."""

import socket
import threading

import collectd

options = {'HostSeparator': '_', 'MetricSeparator': '.', 'LineReceiverProtocol': 'tcp'}
before = {}
lock = threading.Lock()
connection = []


def configure(block):
    for item in block.children:
        options[item.key] = item.values[0]


def connect():
    is_tcp = options['LineReceiverProtocol'] == 'tcp'
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM if is_tcp else socket.SOCK_DGRAM)
    sock.connect((options['LineReceiverHost'], int(options['LineReceiverPort'])))
    connection.append(sock)


def instance(text):
    text = text.strip()
    for char in ' .':
        text = text.replace(char, '\0')
    text = text.replace('\0', options['MetricSeparator'])
    for char in '()"':
        text = text.replace(char, '')
    return text.lower() if options.get('LowercaseMetricNames') else text


def path_of(vl):
    return '.'.join(part for part in [
        options.get('MetricPrefix'),
        vl.host.replace('.', options['HostSeparator']),
        options.get('HostPostfix'),
        vl.plugin,
        instance(vl.plugin_instance),
        vl.type,
        instance(vl.type_instance),
    ] if part)


def difference(metric, value, time):
    last = before.get(metric)
    before[metric] = (value, time)
    if last is None or value < last[0]:
        return None
    if not options.get('DifferentiateCountersOverTime'):
        return value - last[0]
    return (value - last[0]) / max(time - last[1], 1)


def write(vl):
    over_time = options.get('DifferentiateCountersOverTime')
    is_different = over_time or options.get('DifferentiateCounters') or options.get('DeriveCounters')
    path = path_of(vl)
    text = ''
    with lock:
        for (name, kind, _, _), value in zip(collectd.get_dataset(vl.type), vl.values):
            metric = path + '.' + name
            if is_different and kind in ('counter', 'derive'):
                value = difference(metric, value, vl.time)
            if value is not None:
                text += '%s %f %d\n' % (metric, value, vl.time)
        if text:
            connection[0].sendall(text.encode())


collectd.register_config(configure)
collectd.register_init(connect)
collectd.register_write(write)
