"""Decodes datagrams the way the Reader for Python of 2009 goes about it: a generator
of opcodes, one object that they change, and a deep copy of it for each item. Written
anew for the comparison; `plain` leaves out the copies.

    python3 reader.py FILE PASSES copies|plain

FILE has each datagram after its length (32 bits, big endian). Prints one JSON object
for each pass.
"""

import json
import struct
import sys
import time
from copy import deepcopy

HEADER = struct.Struct("!2H")
NUMBER = struct.Struct("!Q")
SIGNED = struct.Struct("!q")
DOUBLE = struct.Struct("<d")
SHORT = struct.Struct("!H")


def string(payload):
    return payload[:-1].decode()


def number(payload):
    return NUMBER.unpack(payload)[0]


VALUE_READERS = {0: NUMBER, 1: DOUBLE, 2: SIGNED, 3: NUMBER}


def values(payload):
    (count,) = SHORT.unpack_from(payload)
    result = []
    for index in range(count):
        kind = payload[2 + index]
        at = 2 + count + 8 * index
        result.append((kind, VALUE_READERS[kind].unpack_from(payload, at)[0]))
    return result


READERS = {
    0: string, 1: number, 2: string, 3: string, 4: string, 5: string,
    6: values, 7: number, 0x100: string, 0x101: number,
}
FIELDS = {
    0: "host", 1: "time", 2: "plugin", 3: "plugininstance", 4: "type",
    5: "typeinstance", 7: "interval", 0x101: "severity",
}


class Values(list):
    time = 0
    host = plugin = plugininstance = type = typeinstance = interval = None


def decode(datagram):
    at = 0
    while at < len(datagram):
        kind, length = HEADER.unpack_from(datagram, at)
        if kind not in READERS:
            raise ValueError("part %d is not known" % kind)
        yield kind, READERS[kind](datagram[at + 4 : at + length])
        at += length


def interpret(opcodes, copies):
    current = Values()
    for kind, data in opcodes:
        if kind == 6:
            current[:] = data
            yield deepcopy(current) if copies else current
        elif kind in FIELDS:
            setattr(current, FIELDS[kind], data)


def load(path):
    with open(path, "rb") as file:
        data = file.read()
    at, datagrams = 0, []
    while at < len(data):
        (length,) = struct.unpack_from("!I", data, at)
        datagrams.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return datagrams


def main(path, passes, how):
    datagrams = load(path)
    for _ in range(int(passes)):
        count = 0
        start = time.process_time()
        for datagram in datagrams:
            for item in interpret(decode(datagram), how == "copies"):
                count += len(item)
        seconds = time.process_time() - start
        print(json.dumps({"values": count, "seconds": seconds}))


main(*sys.argv[1:])
