"""Initial weights as an independent computation: Philox4x32-10 (Salmon et al. 2011) checked by the
known answers of its authors, Box-Muller in double, one address (seed, use, tensor, step).

Run it with python3; it prints the golden values of InitializationTest.
"""
import math
import struct


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & 0xFFFFFFFF, (p0 >> 32) ^ c[3] ^ k[1], p0 & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def block(index, seed, use, tensor, step):
    counter = [index, use << 24 | tensor, step & 0xFFFFFFFF, step >> 32]
    return philox(counter, [seed & 0xFFFFFFFF, seed >> 32])


def unit(high, low):
    return (((high << 32) | low) >> 11) * 2.0**-53


def normals(count, seed, use, tensor, step):
    values = []
    for index in range((count + 1) // 2):
        a, b, c, d = block(index, seed, use, tensor, step)
        radius = math.sqrt(-2 * math.log(1 - unit(a, b)))
        angle = 2 * math.pi * unit(c, d)
        values += [radius * math.cos(angle), radius * math.sin(angle)]
    return values[:count]


def as_float(value):
    return struct.unpack("f", struct.pack("f", value))[0]


def weights(deviation, count, seed, tensor):
    return ["%.9g" % as_float(deviation * n) for n in normals(count, seed, 0, tensor, 0)]


def even(bound, count, seed, tensor):
    """Spread over +-bound; a block has two of these numbers."""
    words = [block(index, seed, 0, tensor, 0) for index in range((count + 1) // 2)]
    units = [unit(*half) for four in words for half in (four[:2], four[2:])]
    return ["%.9g" % as_float(bound * (2 * u - 1)) for u in units[:count]]


print("he, 784 inputs, seed 1, tensor 0:", weights(math.sqrt(2 / 784), 5, 1, 0))
print("he, 784 inputs, seed 2^40 + 7, tensor 2:", weights(math.sqrt(2 / 784), 4, 2**40 + 7, 2))
print("xavier, 100 inputs, seed 42, tensor 1:", weights(math.sqrt(1 / 100), 4, 42, 1))
print("glorot-normal, 300 inputs, 100 outputs, seed 5, tensor 1:", weights(math.sqrt(2 / 400), 4, 5, 1))
print("normal, deviation 2^-7, seed 5, tensor 3:", weights(2.0**-7, 4, 5, 3))
print("glorot-uniform, 300 inputs, 100 outputs, seed 5, tensor 1:", even(math.sqrt(6 / 400), 5, 5, 1))
