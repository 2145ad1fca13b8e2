"""What TelSeq says of the records that `samtools view -h` prints: its definition in plain Python.

Reads standard input; prints a line a figure: key value. The last record is counted once.
"""

import math
import struct
import sys


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


LOW, WIDTH = single(0.4), single(0.02)
groups, counts = [], {}
for line in sys.stdin:
    fields = line.rstrip("\n").split("\t")
    if line.startswith("@"):
        if fields[0] == "@RG":
            groups.append(next(f[3:] for f in fields if f.startswith("ID:")))
        continue
    group = "UNKNOWN"
    if groups:
        group = next((f[5:] for f in fields[11:] if f.startswith("RG:Z:")), None)
        if group not in groups:
            continue
    bases = "" if fields[9] == "*" else fields[9]
    entry = counts.setdefault(group, [0, 0, 0])
    entry[0] += 1
    # str.count counts without overlap, as TelSeq's search does.
    entry[1] += max(bases.count("TTAGGG"), bases.count("CCCTAA")) >= 7
    if bases:
        share = (bases.count("G") + bases.count("C")) / len(bases)
        entry[2] += LOW <= share <= single(0.6) and math.floor((share - LOW) / WIDTH) in (4, 5)
known = [entry for entry in counts.values() if entry[2] > 0]
reads = sum(entry[0] for entry in known)
length = sum(t / g * 332720800 / 1000 / 46 * n for n, t, g in known) / reads if known else -1
print("length", 1000 * length)
for index, word in enumerate(["reads", "reads_telomeric", "reads_balanced"]):
    print(word, sum(entry[index] for entry in counts.values()))
print("read_groups", len(counts))
