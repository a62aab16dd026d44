"""The Python half of the parity suite: the same steps as parity.ts, in the same order."""
import json
import os
import struct

import collectd

DIR = os.environ['HOME']
CASES = json.load(open(os.path.join(DIR, 'plugins', 'cases.json')))
OUT = open(os.path.join(DIR, 'python.jsonl'), 'a')
order = []


def norm(value):
    if value is None:
        return None
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, bytes):
        return {'bytes': value.hex()}
    if isinstance(value, collectd.Signed):
        return {'signed': str(int(value))}
    if isinstance(value, collectd.Unsigned):
        return {'unsigned': str(int(value))}
    if isinstance(value, int):
        return {'int': str(value)}
    if isinstance(value, float):
        if value != value:
            return {'double': 'NaN'}
        return {'double': struct.pack('>d', value).hex()}
    if isinstance(value, (list, tuple)):
        return [norm(v) for v in value]
    if isinstance(value, dict):
        return {'meta': sorted([k, norm(v)] for k, v in value.items())}
    return {'object': type(value).__name__}


def decode(value):
    if isinstance(value, list):
        return [decode(v) for v in value]
    if not isinstance(value, dict):
        return value
    (kind, text), = value.items()
    return {
        'int': lambda: int(text),
        'double': lambda: float(text),
        'signed': lambda: collectd.Signed(int(text)),
        'unsigned': lambda: collectd.Unsigned(int(text)),
        'none': lambda: None,
        'text': lambda: text,
        'repeat': lambda: text[0] * text[1],
        'meta': lambda: {k: decode(v) for k, v in text.items()},
    }[kind]()


KINDS = {OverflowError: 'RangeError', ValueError: 'RangeError', TypeError: 'TypeError', RuntimeError: 'Error'}


def attempt(step):
    try:
        return {'returned': norm(step())}
    except Exception as thrown:  # which one is what the suite compares
        for kind, name in KINDS.items():
            if isinstance(thrown, kind):
                return {'thrown': name}
        return {'thrown': type(thrown).__name__}


def put(key, what):
    OUT.write(json.dumps([key, what]) + '\n')
    OUT.flush()


def tree(item):
    return [item.key, norm(list(item.values)), [tree(child) for child in item.children]]


def fields_of(item):
    names = ('host', 'plugin_instance', 'type', 'type_instance', 'time')
    return {name: norm(getattr(item, name)) for name in names}


class Own(collectd.Values):
    def own(self):
        return self.type


def config(item):
    inside = all(child.parent is item for child in item.children)
    put('config', [item.parent is None, inside, tree(item)])
    order.append('config')


def init():
    order.append('init')


def read():
    for case in CASES['values']:
        fields = {key: decode(value) for key, value in case['fields'].items()}
        fields.setdefault('plugin', 'from_python')
        fields.setdefault('plugin_instance', case['id'])
        put('dispatch.' + case['id'], attempt(lambda: collectd.Values(type='gauge').dispatch(**fields)))
    for case in CASES['assigned']:
        put('assigned.' + case['id'], attempt(lambda: assign(case)))
    for case in CASES['constructed']:
        fields = {key: decode(value) for key, value in case['fields'].items()}
        named = {'plugin': 'from_python', 'plugin_instance': 'made_' + case['id']}
        put('constructed.' + case['id'], attempt(lambda: collectd.Values(**named, **fields).dispatch()))
    for case in CASES['notifications']:
        fields = {key: decode(value) for key, value in case['fields'].items()}
        fields.setdefault('plugin', 'from_python')
        fields.setdefault('plugin_instance', case['id'])
        put('notify.' + case['id'], attempt(lambda: collectd.Notification().dispatch(**fields) and None))
    for name in CASES['datasets']:
        put('get_dataset.' + name, attempt(lambda: collectd.get_dataset(name)))
    own = Own(type='load', plugin='from_python', plugin_instance='subclass', values=[1, 2, 3])
    own.dispatch()
    put('subclass', [own.own(), isinstance(own, collectd.Values)])
    steps = {
        'unregister.unknown': lambda: collectd.unregister_write('python.nobody'),
        'unregister.number': lambda: collectd.unregister_write(5),
        'log.number': lambda: collectd.info(5),
        'write.unknown': lambda: values('one').write('python.nobody'),
        'write.one': lambda: values('one').write('python.parity'),
        'write.all': lambda: values('all').write(),
        'write.time': lambda: values('time').write('python.parity', time=1500000000, interval=77),
        'write.number': lambda: values('one').write(5),
        'flush.none': lambda: collectd.flush(None),
        'flush.text': lambda: collectd.flush(timeout='x'),
        'flush.number': lambda: collectd.flush(identifier=5),
        'log.nothing': lambda: collectd.info(),
        'get_dataset.number': lambda: collectd.get_dataset(5),
        'nothing.values': lambda: collectd.Values(type='gauge').dispatch(),
        'unknown.field': lambda: values('x').dispatch(colour='red'),
        'signed.large': lambda: collectd.Signed(2 ** 63) and None,
        'unsigned.minus': lambda: collectd.Unsigned(-3) and None,
        'unsigned.none': lambda: collectd.Unsigned(None),
        'unsigned.text': lambda: collectd.Unsigned('5') and None,
        'signed.fraction': lambda: collectd.Signed(1.5) and None,
        'log.empty': lambda: collectd.info(''),
        'log.nul': lambda: collectd.info('parity: a\0b'),
        'log.surrogate': lambda: collectd.info('parity: \ud800'),
        'config.nothing': lambda: collectd.Config(),
        'config.number': lambda: collectd.Config(5),
        'config.made': lambda: made_config(),
        'get_dataset.empty': lambda: collectd.get_dataset(''),
        'get_dataset.nul': lambda: collectd.get_dataset('gauge\0'),
        'write.nul': lambda: values('one').write('a\0b'),
        'write.empty': lambda: values('one').write(''),
        'flush.nul': lambda: collectd.flush('a\0b'),
        'flush.unknown': lambda: collectd.flush('python.nobody'),
        'flush.option': lambda: collectd.flush(colour='red'),
        'flush.large': lambda: collectd.flush('python.nobody', 10 ** 30),
        'flush.fraction': lambda: collectd.flush('python.nobody', 2.5),
        'flush.list': lambda: collectd.flush(['csv']),
        'unregister.empty': lambda: collectd.unregister_write(''),
        'unregister.nul': lambda: collectd.unregister_write('a\0b'),
        'defaults.values': lambda: defaults(collectd.Values()),
        'defaults.notification': lambda: defaults(collectd.Notification()),
        'kept.values': lambda: kept('values', [1], lambda v: v.append(2)),
        'kept.meta': lambda: kept('meta', {'a': 1}, lambda m: m.update(b=2)),
        'unchanged': unchanged,
        'error.class': lambda: issubclass(collectd.CollectdError, Exception),
        'error.text': lambda: str(collectd.CollectdError('what')),
        'register.generator': lambda: collectd.register_read(generator, 3600, name='generator') and None,
    }
    for key, step in steps.items():
        put(key, attempt(step))
    text = [repr(collectd.Values(type='gauge', host='h', values=[1.5])), repr(collectd.Notification(type='gauge', message='m', severity=1))]
    put('text', text)
    put('constants', {name: norm(getattr(collectd, name, None)) for name in CASES['constants']})
    collectd.info('parity: message from python')
    put('order', order)
    put('read', 'done')


def generator():
    put('generator', 'has run')
    yield 1


def made_config():
    made = collectd.Config('Key', None, ('a', 1.0, True), ())
    return [made.key, made.values, len(made.children), made.parent is None]


def defaults(item):
    names = ['host', 'plugin', 'plugin_instance', 'type', 'type_instance', 'time', 'meta', 'values', 'interval', 'message']
    return [[name, getattr(item, name)] for name in names if hasattr(item, name)]


def kept(name, what, change):
    vl = collectd.Values(**{'type': 'gauge', name: what})
    change(what)
    return len(getattr(vl, name))


def unchanged():
    vl = collectd.Values(type='gauge', plugin='unchanged', values=[1])
    vl.dispatch(values=[2], plugin_instance='x', meta={'a': 'b'})
    return [vl.values, vl.plugin_instance, len(vl.meta), vl.time, vl.interval, vl.host]


def values(instance):
    return collectd.Values(type='gauge', plugin='written', plugin_instance=instance, values=[7])


def assign(case):
    vl = collectd.Values(type='gauge', plugin='from_python', plugin_instance='as_' + case['id'], values=[1])
    for name, value in case['fields'].items():
        setattr(vl, name, decode(value))
    vl.dispatch()


def write(vl, data):
    if vl.plugin in ('from_python', 'from_typescript'):
        what = dict(fields_of(vl), values=norm(vl.values), meta=norm(vl.meta), data=data)
        what['interval'] = norm(vl.interval)
        put('received.%s.%s' % (vl.plugin, vl.plugin_instance), what)
    if vl.plugin == 'written':
        put('write.received.' + vl.plugin_instance, [norm(vl.values), norm(vl.interval), norm(vl.time if vl.time < 1.6e9 else 0.0)])


def notified(n):
    if n.plugin in ('from_python', 'from_typescript'):
        what = dict(fields_of(n), severity=norm(n.severity), message=n.message, meta=norm(n.meta))
        put('notified.%s.%s' % (n.plugin, n.plugin_instance), what)


def flushed(timeout, identifier):
    if identifier is not None and identifier.startswith('parity/'):
        put('flushed.' + identifier.split('/')[-1], norm(timeout))


def logged(severity, message):
    if message.startswith('parity: '):
        put('logged.' + message, norm(severity))


def shut():
    put('shutdown', 'called')


put('identifier', [
    collectd.register_config(config),
    collectd.register_init(init),
    collectd.register_read(read, 3600),
    collectd.register_write(write, 'the data'),
    collectd.register_notification(notified, name='named'),
    collectd.register_flush(flushed),
    collectd.register_log(logged),
    collectd.register_shutdown(shut),
])


def second():
    order.append('second init')
    raise TypeError('parity thrown')


def soft():
    raise collectd.CollectdError('parity expected')


collectd.register_init(second, name='second')
collectd.register_init(soft, name='soft')
