"""What goleft indexcov says of a BAI, written anew from its definition: plain Python, no library.

    indexcov.py BAI NAME [NAME ...]    names of the header's contigs in order

Prints a line a figure: key value.
"""

import re
import struct
import sys


def linear_indexes(path):
    data = open(path, "rb").read()
    assert data[:4] == b"BAI\x01"
    place = 8
    for _ in range(struct.unpack_from("<i", data, 4)[0]):
        (bins,) = struct.unpack_from("<i", data, place)
        place += 4
        for _ in range(bins):
            _, chunks = struct.unpack_from("<Ii", data, place)
            place += 8 + 16 * chunks
        (count,) = struct.unpack_from("<i", data, place)
        yield struct.unpack_from(f"<{count}Q", data, place + 4)
        place += 4 + 8 * count


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def main(path, names):
    sizes = [[b - a for a, b in zip(x, x[1:])] for x in linear_indexes(path)]
    ordered = sorted(s for contig in sizes for s in contig)
    cap = ordered[int(0.98 * len(ordered))]
    half, total, unit = sum(min(s, cap) for s in ordered) // 2, 0, ordered[-1]
    for size in ordered:
        total += min(size, cap)
        if total > half:
            unit = size
            break
    depths = [[single(s / unit) for s in contig] for contig in sizes]
    print("unit", unit)
    counted = []
    for name, values in zip(names, depths):
        if name in ("X", "chrX", "Y", "chrY"):
            kept = sorted(v for v in values if v != 0)
            low = sum(v < single(0.02) for v in kept)
            if low / len(values) > 0.3:
                kept = kept[low:]
            print(name[-1].lower() + "_copies", 2 * kept[int(0.5 * len(kept))])
        elif not re.search(r"^chrEBV$|^NC|_random$|Un_|^HLA\-|_alt$|hap\d$", name):
            counted += values
    inside = [v for v in counted if single(0.85) <= v <= single(1.15)]
    print("bins_in", len(inside))
    print("bins_out", len(counted) - len(inside))
    print("bins_low", sum(v < single(0.15) for v in counted))
    print("bins_high", sum(v > single(1.15) for v in counted))
    print("fraction_out", 1 - len(inside) / len(counted))
    filled = sorted(v for v in counted if v > 0)
    middle = filled[len(filled) // 2]
    distances = sorted(abs(v - middle) for v in filled)
    print("dispersion", 1.4826 * distances[len(distances) // 2])


main(sys.argv[1], sys.argv[2:])
