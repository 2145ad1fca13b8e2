"""Writes the fuzzer's seeds of ECG formats into the folder where it is started."""

import binascii
import random
import struct

random.seed(4)


def edf(name, kind, records, signals, seconds="1", onsets=None, size=2):
    """A file of (label, unit, samples a record) with random numbers in it."""
    def field(text, width):
        return str(text).ljust(width)[:width].encode()
    top = 1 << (8 * size - 1)
    signals = signals + ([(f"{kind[:3]} Annotations", "", 8)] if onsets else [])
    first = b"\xffBIOSEMI" if size == 3 else field("0", 8)
    head = first + field("X X X X", 80) + field("Startdate 02-MAR-2002 X X X", 80)
    head += b"02.03.0205.06.07" + field(256 * (len(signals) + 1), 8) + field(kind, 44)
    head += field(records, 8) + field(seconds, 8) + field(len(signals), 4)
    columns = [(16, lambda s: s[0]), (80, lambda s: ""), (8, lambda s: s[1]), (8, lambda s: -5),
               (8, lambda s: 5), (8, lambda s: -top), (8, lambda s: top - 1),
               (80, lambda s: "HP:0.05Hz LP:150Hz N:50Hz"), (8, lambda s: s[2]), (32, lambda s: "")]
    for width, value in columns:
        head += b"".join(field(value(signal), width) for signal in signals)
    for record in range(records):
        for label, _, count in signals:
            if label.endswith("Annotations"):
                head += (onsets[record].encode() + b"\x14\x14\0").ljust(count * size, b"\0")
            else:
                head += random.randbytes(count * size)
    open(name, "wb").write(head)


edf("plain.edf", "", 3, [("ECG II", "mV", 5), ("V1", "uV", 5), ("SaO2", "%", 1)])
edf("ones.edf", "EDF+C", 40, [("I", "mV", 1)], seconds="0.002", onsets=[f"+{r * .002:g}" for r in range(40)])
edf("gaps.edf", "EDF+D", 4, [("ECG", "V", 4), ("Fp1", "uV", 2)], onsets=["+0", "+1", "+2.5", "+90"])
edf("plain.bdf", "BDF+C", 2, [("A1", "uV", 4), ("Status", "Boolean", 4)], onsets=["+0", "+1"], size=3)


def ishne(name, signature, content, leads):
    head = struct.pack("<4i", 6, len(content) // 2 // leads, 522, 528) + struct.pack("<h", 1)
    head += bytes(100) + struct.pack("<2h", 2, 0) + struct.pack("<9h", 1, 1, 1950, 2, 3, 2002, 1, 1, 2003)
    head += struct.pack("<3h", 5, 6, 7) + struct.pack("<h", leads)
    for value in 6, 0, 2500:
        head += struct.pack("<12h", *[value + (i if value == 6 else 0) for i in range(leads)],
                            *[-9] * (12 - leads))
    head += struct.pack("<h", 0) + b"digital".ljust(40, b"\0") + struct.pack("<h", 200) + bytes(248)
    assert len(head) == 512
    head += b"recent"
    open(name, "wb").write(
        signature + struct.pack("<H", binascii.crc_hqx(head, 0xFFFF)) + head + content)


ishne("holter.ecg", b"ISHNE1.0", random.randbytes(3 * 2 * 20), 3)
beats = b"".join(struct.pack("<ccH", c, b" ", t) for c, t in
                 [(b"N", 5), (b"V", 40), (b"X", 3), (b"S", 30), (b"!", 0), (b"N", 9)])
ishne("holter.ann", b"ANN  1.0", struct.pack("<i", 3) + beats, 3)


def crc(width, polynomial, data):
    value = 0
    for byte in data:
        value ^= byte << (width - 8)
        for _ in range(8):
            value = (value << 1) ^ (polynomial if value >> (width - 1) else 0)
            value &= (1 << width) - 1
    return value.to_bytes(width // 8, "big")


def flac(name, channels, width, blocks):
    """A stream of verbatim frames, by RFC 9639."""
    total = sum(len(b) for b in blocks)
    most = max(len(b) for b in blocks)
    info = struct.pack(">HH", most, most) + bytes(6)
    info += (96000 << 44 | (channels - 1) << 41 | (width - 1) << 36 | total).to_bytes(8, "big")
    out = b"fLaC" + b"\x80\0\0\x22" + info + bytes(16)
    for number, block in enumerate(blocks):
        head = b"\xff\xf8\x60" + bytes([(channels - 1) << 4, number, len(block) - 1])
        frame = head + crc(8, 0x07, head)
        for channel in range(channels):
            frame += b"\x02" + b"".join(
                (row[channel] & (1 << width) - 1).to_bytes(width // 8, "big") for row in block)
        out += frame + crc(16, 0x8005, frame)
    open(name, "wb").write(out)


blocks = [[(random.randint(-999, 999), random.randint(-9, 9)) for _ in range(n)] for n in (24, 24, 7)]
flac("compressed.flac", 2, 16, blocks)

open("segments.hea", "w").write("r/4 1 360 255 10:00:00 01/01/2000\na 100\n~ 5\na 100\nb 50\n")
open("changing.hea", "w").write("r/4 2 360\nlayout 0\na 100\n~ 5\nb 50\n")
words = [(22, 0), (63, 24)]
text = b"## time resolution: 1000"
marks = [(1, 100), (5, 300), (28, 5), (63, 6)]
pack = lambda pairs: b"".join(struct.pack("<H", code << 10 | value) for code, value in pairs)
open("beats.atr", "wb").write(
    pack(words) + text + pack(marks) + b"(AFIB\0" + pack([(59, 0)]) + b"\1\0\2\0" + pack([(1, 5), (0, 0)]))
