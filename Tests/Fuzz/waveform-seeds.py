"""Writes the fuzzer's seeds of SCP-ECG, DICOM, NumPy and CSV into the folder where it is started."""

import binascii
import struct

SAMPLES = [0, 3, -2, 5, 9, 9, 0, 1]


def u16(*values):
    return b"".join(struct.pack("<H", value & 0xFFFF) for value in values)


def u32(*values):
    return struct.pack(f"<{len(values)}I", *values)


def checked(data):
    return u16(binascii.crc_hqx(data, 0xFFFF)) + data


def section(number, content, name=b""):
    content += b"\0" * (len(content) % 2)
    return checked(u16(number) + u32(len(content) + 16) + b"\x14\x14" + name.ljust(6, b"\0") + content)


def scp(name, contents):
    pointers, body, start = u16(0) + u32(136, 7), b"", 143
    for number in range(1, 12):
        part = section(number, contents[number]) if number in contents else b""
        pointers += u16(number) + u32(len(part), start + len(body) if part else 0)
        body += part
    body = section(0, pointers, b"SCPECG") + body
    open(name, "wb").write(checked(u32(len(body) + 6) + body))


def huffman(values):
    """The standard's table for values up to 8."""
    bits = "".join("0" if v == 0 else "1" * abs(v) + ("00" if v > 0 else "01")
                   if abs(v) <= 8 else "1111111110" + format(v & 0xFF, "08b") for v in values)
    bits += "0" * (-len(bits) % 16)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def stored(leads, interval=2000, differences=0, bimodal=0):
    return (u16(2500, interval) + bytes([differences, bimodal]) + u16(*map(len, leads))
            + b"".join(leads))


lead = [struct.pack("<II", 1, 8) + bytes([number]) for number in (1, 2)]
scp("plain.scp", {3: b"\1\4" + lead[0], 6: stored([u16(*SAMPLES)])})
scp("standard.scp", {
    1: b"\x19\4\0" + u16(2002) + b"\x0b\x16\x1a\3\0\x09\x0a\0\xff\0\0", 2: u16(19999),
    3: b"\2\x14" + lead[0] + lead[1], 6: stored([huffman(SAMPLES), huffman(SAMPLES)], differences=2),
    7: bytes([1, 0]) + u16(900, 29999, 10, 60, 110, 200, 410, 44, -61, 999, 2) + b"\0\0" + u16(66, 66, 400) + b"\1",
    11: b"\0\xd2\x07\x0b\x16\x09\x0a\0\1\1\4\0\1SR\0"})
scp("beats.scp", {
    2: u16(2, 2) + b"\1\1\1" + u16(0) + u32(0) + b"\1\1\0" + u16(2) + u32(1)
    + u16(2) + b"\1\x09\1" + u16(0) + u32(0) + b"\1\1\0" + u16(1) + u32(1),
    3: b"\1\x0d" + lead[0], 4: u16(6, 2, 1, 0) + u32(2, 3, 5) + u32(3, 5),
    5: stored([b"\x5a" * 6]), 6: stored([b"\xa5" * 12], 4000, 1, 1)})


def element(group, number, kind, value, explicit=True):
    value += b" " * (len(value) % 2)
    head = u16(group, number)
    if not explicit:
        return head + u32(len(value)) + value
    if kind in (b"SQ", b"OW"):
        return head + kind + b"\0\0" + u32(len(value)) + value
    return head + kind + u16(len(value)) + value


def sequence(group, number, items, explicit=True):
    if explicit:
        content = b"".join(u16(0xFFFE, 0xE000) + u32(len(item)) + item for item in items)
        return element(group, number, b"SQ", content)
    content = b"".join(u16(0xFFFE, 0xE000) + u32(0xFFFFFFFF) + item + u16(0xFFFE, 0xE00D) + u32(0)
                       for item in items)
    return u16(group, number) + u32(0xFFFFFFFF) + content + u16(0xFFFE, 0xE0DD) + u32(0)


def dicom(name, explicit):
    def code(value, scheme):
        return (element(8, 0x100, b"SH", value, explicit) + element(8, 0x102, b"SH", scheme, explicit))
    channels = [
        sequence(0x3A, 0x208, [code(source, scheme)], explicit)
        + element(0x3A, 0x210, b"DS", b"2.5", explicit)
        + sequence(0x3A, 0x211, [code(b"uV", b"UCUM")], explicit)
        + element(0x3A, 0x213, b"DS", b"-1", explicit) + element(0x3A, 0x215, b"DS", b"1", explicit)
        for source, scheme in ((b"5.6.3-9-1", b"SCPECG"), (b"2:2", b"MDC"))]
    group = (element(0x3A, 4, b"CS", b"ORIGINAL", explicit) + element(0x3A, 5, b"US", u16(2), explicit)
             + element(0x3A, 0x10, b"UL", u32(4), explicit) + element(0x3A, 0x1A, b"DS", b"500", explicit)
             + sequence(0x3A, 0x200, channels, explicit) + element(0x5400, 0x1004, b"US", u16(16), explicit)
             + element(0x5400, 0x1006, b"CS", b"SS", explicit)
             + element(0x5400, 0x100A, b"OW", u16(-3), explicit)
             + element(0x5400, 0x1010, b"OW", u16(*SAMPLES), explicit))
    annotation = (sequence(0x40, 0x8EA, [code(b"ms", b"UCUM")], explicit)
                  + sequence(0x40, 0xA043, [code(b"2:15872", b"MDC")], explicit)
                  + element(0x40, 0xA0B0, b"US", u16(1, 0), explicit)
                  + element(0x40, 0xA30A, b"DS", b"161", explicit))
    syntax = b"1.2.840.10008.1.2.1\0" if explicit else b"1.2.840.10008.1.2\0"
    open(name, "wb").write(
        bytes(128) + b"DICM" + element(2, 0x10, b"UI", syntax)
        + element(8, 0x16, b"UI", b"1.2.840.10008.5.1.4.1.1.9.1.1\0", explicit)
        + element(8, 0x2A, b"DT", b"20021122091000", explicit)
        + sequence(0x40, 0xB020, [annotation], explicit) + sequence(0x5400, 0x100, [group], explicit))


dicom("explicit.dcm", True)
dicom("implicit.dcm", False)

for name, version, kind, order, shape in [("rows", 1, "<f4", False, "(3, 2)"),
                                          ("columns", 2, ">i2", True, "(2, 6)")]:
    header = f"{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
    length = u16(len(header)) if version == 1 else u32(len(header))
    open(f"{name}.npy", "wb").write(b"\x93NUMPY" + bytes([version, 0]) + length + header + b"?" * 24)

open("table.csv", "w").write(
    "# sampling_frequency=500\n# unit=mV\ntime,I,II\n0,1,2\n0.002,,nan\n0.004,-1.5e-1,3\n")
open("decimals.csv", "w", newline="").write(
    "# unit=uV\r\n# sampling_frequency=250.5\r\nindex;\"I\";V1\r\n0;0,5;-1\r\n1;1e3;7\r\n")
