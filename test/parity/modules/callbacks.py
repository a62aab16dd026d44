"""The Python half of the parity suite for callbacks: the same steps as callbacks.ts."""
import json
import os

import collectd

OUT = open(os.path.join(os.environ['HOME'], 'python.jsonl'), 'a')
KINDS = ['config', 'init', 'read', 'write', 'flush', 'log', 'notification', 'shutdown']
NAMES = {OverflowError: 'RangeError', ValueError: 'RangeError', TypeError: 'TypeError', RuntimeError: 'Error'}
seen = set()


def put(key, what):
    if key in seen:
        return
    seen.add(key)
    OUT.write(json.dumps([key, what]) + '\n')
    OUT.flush()


def attempt(step):
    try:
        return {'returned': step()}
    except Exception as thrown:  # which one is what the suite compares
        return {'thrown': next(name for kind, name in NAMES.items() if isinstance(thrown, kind))}


def register(kind, *args, **options):
    return getattr(collectd, 'register_' + kind)(*args, **options)


def unregister(kind, which):
    return getattr(collectd, 'unregister_' + kind)(which)


def take_back(kind, identifier):
    while 'returned' in attempt(lambda: unregister(kind, identifier)):
        pass


def rules(kind):
    def never(*_):
        # A log callback may get what is logged while it is registered.
        if kind != 'log':
            put('never.' + kind, 'called')

    def step(name, code):
        put('%s.%s' % (name, kind), attempt(code))

    step('register.default', lambda: register(kind, never))
    step('unregister.callback', lambda: unregister(kind, never))
    step('unregister.callback_again', lambda: unregister(kind, never))
    step('register.named', lambda: register(kind, never, name='gone'))
    step('unregister.callback_named', lambda: unregister(kind, never))
    take_back(kind, 'python.gone')
    step('register.named_again', lambda: register(kind, never, name='gone'))
    step('unregister.short', lambda: unregister(kind, 'gone'))
    step('unregister.case', lambda: unregister(kind, 'PYTHON.GONE'))
    step('unregister.identifier', lambda: unregister(kind, 'python.gone'))
    step('unregister.identifier_again', lambda: unregister(kind, 'python.gone'))
    step('unregister.number', lambda: unregister(kind, 5))
    step('unregister.none', lambda: unregister(kind, None))
    step('register.number', lambda: register(kind, 5))
    step('register.none', lambda: register(kind, None))
    step('register.option', lambda: register(kind, never, colour=1))
    step('register.name_number', lambda: register(kind, never, name=5))
    step('register.name_nul', lambda: register(kind, never, name='a\0b'))
    step('register.twice_first', lambda: register(kind, never, name='twice'))
    step('register.twice', lambda: register(kind, never, name='twice'))
    take_back(kind, 'python.twice')


def data(kind):
    def given(*args):
        put('data.' + kind, [len(args), args[-1]])

    def none(*args):
        put('data_none.' + kind, [len(args), args[-1]])

    register(kind, given, data='data of ' + kind, name='data')
    register(kind, none, data=None, name='none')


def concerns(kind, args):
    if kind in ('write', 'notification'):
        return args[0].plugin == 'thrown_python'
    return kind != 'flush' or args[1] == 'parity/thrown/python'


def failing(kind):
    def throws(*args):
        if concerns(kind, args):
            raise TypeError('parity thrown in ' + kind)

    def soft(*args):
        if concerns(kind, args):
            raise collectd.CollectdError('parity expected in ' + kind)

    options = {'interval': 3600} if kind == 'read' else {}
    register(kind, throws, name='throws', **options)
    register(kind, soft, name='soft', **options)


def trigger():
    collectd.Values(type='gauge', plugin='thrown_python', values=[1]).dispatch()
    collectd.Notification(type='gauge', plugin='thrown_python', severity=4, message='m').dispatch()
    collectd.flush(identifier='parity/thrown/python')
    collectd.info('parity: triggered')
    put('triggered', 'done')


for each in KINDS:
    rules(each)
    data(each)
for text in ('interval_text', 'x'), ('interval_none', None), ('interval_minus', -1):
    put('register.' + text[0], attempt(lambda: register('read', lambda: None, text[1], name='interval')))
take_back('read', 'python.interval')
for each in 'read', 'write', 'flush', 'notification', 'shutdown':
    failing(each)
collectd.register_read(trigger, 3600, name='trigger')
