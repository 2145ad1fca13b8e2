"""Writes DICOM waveforms in many encodings with pydicom, and what pydicom reads in them.

dicom_waveforms.py FOLDER ANSWERS.json [FILE...]: the files are those of FOLDER, which are written
here, and those that are given. An answer's values are the leads in mV, single precision, one after
another, in the file that it names.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import write_sequence
from pydicom.filebase import DicomBytesIO
from pydicom.sequence import Sequence
from pydicom.uid import UID

IMPLICIT, EXPLICIT, BIG = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2")
TYPES = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4"}
TO_MV = {"nV": lambda x: x / 1e6, "uV": lambda x: x / 1000, "mV": lambda x: x, "V": lambda x: x * 1000}
LEADS = dict(zip([1, 2, 61, 62, 63, 64, 3, 4, 5, 6, 7, 8],
                 ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]))
random = np.random.default_rng(17)


def code(value, scheme, meaning="meaning"):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Sequence([item])


def channel(number, scheme="SCPECG", unit="uV", sensitivity="1.25", correction="1", baseline="0",
            skew="0"):
    item = Dataset()
    if scheme == "SCPECG":
        item.ChannelSourceSequence = code(f"5.6.3-9-{number}", scheme)
    elif scheme == "MDC":
        item.ChannelSourceSequence = code(f"2:{number}", scheme)
    else:
        item.ChannelSourceSequence = code("L", "99LOCAL", f"Lead {LEADS[number]}, by its meaning")
    item.ChannelSensitivity = sensitivity
    item.ChannelSensitivityUnitsSequence = code(unit, "UCUM")
    item.ChannelSensitivityCorrectionFactor = correction
    item.ChannelBaseline = baseline
    item.ChannelSampleSkew = skew
    item.WaveformBitsStored = 16
    item.FilterLowFrequency, item.FilterHighFrequency = "0.05", "150"
    item.NotchFilterFrequency = "50"
    return item


def group(channels, count, kind="SS", label="RHYTHM", originality="ORIGINAL", frequency="500",
          padding=None):
    item = Dataset()
    item.MultiplexGroupTimeOffset = "0"
    item.WaveformOriginality = originality
    item.NumberOfWaveformChannels, item.NumberOfWaveformSamples = len(channels), count
    item.SamplingFrequency = frequency
    item.MultiplexGroupLabel = label
    item.ChannelDefinitionSequence = Sequence(channels)
    kinds = np.dtype(TYPES[kind])
    item.WaveformBitsAllocated = 8 * kinds.itemsize
    item.WaveformSampleInterpretation = kind
    limits = np.iinfo(kinds)
    data = random.integers(limits.min, limits.max, (count, len(channels)), kinds, endpoint=True)
    if padding is not None:
        data[random.random(data.shape) < 0.2] = padding
        item.add_new(0x5400100A, "OW", np.array(padding, kinds).tobytes())
    item.add_new(0x54001010, "OB" if kinds.itemsize == 1 else "OW", data.tobytes())
    return item


def annotation(concept, scheme, value, unit, channels=(1, 0)):
    item = Dataset()
    item.MeasurementUnitsCodeSequence = code(unit, "UCUM")
    item.ConceptNameCodeSequence = code(concept, scheme)
    item.ReferencedWaveformChannels = list(channels)
    item.NumericValue = value
    return item


def dataset(groups, sop="1.2.840.10008.5.1.4.1.1.9.1.1"):
    result = Dataset()
    result.SOPClassUID, result.SOPInstanceUID = sop, "2.25.1"
    result.AcquisitionDateTime = "20021122091000.123+0100"
    result.PatientName, result.PatientBirthDate = "Not^To^Be^Shown", "19500102"
    result.WaveformSequence = Sequence(groups)
    return result


def write(path, content, syntax=EXPLICIT, undefined=False):
    content.file_meta = FileMetaDataset()
    content.file_meta.TransferSyntaxUID = UID(syntax)
    content.file_meta.MediaStorageSOPClassUID = content.SOPClassUID
    content.file_meta.MediaStorageSOPInstanceUID = content.SOPInstanceUID
    if undefined:
        open_all(content)
    if syntax == BIG:
        for item in content.WaveformSequence:
            for tag in (0x54001010, 0x5400100A):
                if tag in item and item.WaveformBitsAllocated == 16:
                    item[tag].value = np.frombuffer(item[tag].value, "<i2").astype(">i2").tobytes()
    content.save_as(path, enforce_file_format=True)


def open_all(content):
    for element in content:
        if element.VR == "SQ":
            element.is_undefined_length = True
            for item in element.value:
                item.is_undefined_length_sequence_item = True
                open_all(item)


def write_unknown(path):
    """The waveforms as an element of unknown representation and undefined length, implicit inside."""
    content = dataset([group([channel(n) for n in (1, 2)], 50)])
    element = content["WaveformSequence"]
    open_all(content)
    del content.WaveformSequence
    write_explicit = Dataset()
    write_explicit.update(content)
    write_explicit.WaveformSequence = Sequence([])
    del write_explicit.WaveformSequence
    write_explicit.file_meta = FileMetaDataset()
    write_explicit.file_meta.TransferSyntaxUID = UID(EXPLICIT)
    write_explicit.file_meta.MediaStorageSOPClassUID = content.SOPClassUID
    write_explicit.file_meta.MediaStorageSOPInstanceUID = "2.25.1"
    write_explicit.save_as(path, enforce_file_format=True)
    buffer = DicomBytesIO()
    buffer.is_little_endian, buffer.is_implicit_VR = True, True
    write_sequence(buffer, element, ["iso8859"])
    with open(path, "ab") as file:
        file.write(b"\x00\x54\x00\x01UN\x00\x00\xff\xff\xff\xff" + buffer.getvalue())
        file.write(b"\xfe\xff\xdd\xe0\x00\x00\x00\x00")


def write_all(folder):
    twelve = [channel(number) for number in LEADS]
    write(folder / "implicit.dcm", dataset([group(twelve, 120)]), IMPLICIT, undefined=True)
    write(folder / "defined.dcm", dataset([group(twelve, 60)]), IMPLICIT)
    mixed = [
        channel(1, "MDC", "mV", "0.0025", "1.01", "-0.5"), channel(32, "MDC", "uV", "2.44", "0.9"),
        channel(61, "meaning", "V", "0.000001", "1", "0.00003"),
        channel(3, "SCPECG", "mm[Hg]", "0.1"), channel(4, "SCPECG", "uV", "-3"),
    ]
    content = dataset([group(mixed, 333, padding=-32768)], "1.2.840.10008.5.1.4.1.1.9.1.2")
    content.WaveformAnnotationSequence = Sequence([
        annotation("2:15872", "MDC", "161", "ms"), annotation("2:16156", "MDC", "0.075", "s"),
        annotation("2:16160", "MDC", "368", "ms"), annotation("2:16160", "MDC", "999", "ms"),
        annotation("2:16156", "MDC", "9", "ms", (1, 2)), annotation("2:15880", "MDC", "370", "ms"),
        annotation("5.10.2.5-1", "SCPECG", "61", "/min"), annotation("2:16128", "MDC", "350", "deg"),
    ])
    statement = Dataset()
    statement.ConceptCodeSequence = code("SR", "SCPECG")
    statement.ReferencedWaveformChannels = [1, 0]
    content.WaveformAnnotationSequence.append(statement)
    write(folder / "mixed.dcm", content, EXPLICIT, undefined=True)
    write(folder / "big.dcm", dataset([group(twelve[:3], 77, "US", padding=65535)]), BIG)
    for kind in TYPES:
        # 33 samples of 3 channels of 8 bits are an odd number of bytes.
        write(folder / f"{kind}.dcm", dataset([group(twelve[:3], 33, kind, frequency="250.5")],
                                              "1.2.840.10008.5.1.4.1.1.9.1.3"))
    write(folder / "long.dcm", dataset([group(twelve[:2], 33_000, "SB")],
                                       "1.2.840.10008.5.1.4.1.1.9.1.3"))
    write(folder / "groups.dcm", dataset([
        group(twelve, 500, label="MEDIAN BEAT", originality="DERIVED"),
        group([channel(n) for n in (1, 2)], 200, label="STRIP"),
        group([channel(3, skew="3"), channel(4, skew="-2")], 300), group([channel(5)], 300),
    ]))
    write_unknown(folder / "unknown.dcm")


def leads(path):
    content = pydicom.dcmread(path)
    groups = content.WaveformSequence
    rhythm = [i for i, item in enumerate(groups) if item.WaveformOriginality == "ORIGINAL"]
    count = max(groups[i].NumberOfWaveformSamples for i in rhythm)
    values, names = [], []
    for i in rhythm:
        if groups[i].NumberOfWaveformSamples != count:
            continue
        raw, physical = read_group(content, i)
        item = groups[i]
        for place, definition in enumerate(item.ChannelDefinitionSequence):
            unit = definition.ChannelSensitivityUnitsSequence[0].CodeValue
            if unit not in TO_MV:
                continue
            lead = TO_MV[unit](physical[:, place])
            if "WaveformPaddingValue" in item:
                mark = np.frombuffer(item[0x5400100A].value[:raw.itemsize], raw.dtype)[0]
                lead = np.where(raw[:, place] == mark, np.nan, lead)
            values.append(shift(lead, int(definition.get("ChannelSampleSkew", 0))).astype("<f4"))
            source = definition.ChannelSourceSequence[0]
            number = int(source.CodeValue.split("-")[-1].split(":")[-1].replace("L", "61"))
            names.append(LEADS[{32: 2}.get(number, number)])
    return float(groups[rhythm[-1]].SamplingFrequency), names, count, np.concatenate(values)


def read_group(content, place):
    """The stored numbers and pydicom's physical values; pydicom reads little-endian data alone."""
    item = content.WaveformSequence[place]
    if content.original_encoding[1] is False:
        for tag in (0x54001010, 0x5400100A):
            if tag in item:
                item[tag].value = np.frombuffer(item[tag].value, ">i2").astype("<i2").tobytes()
    arrays = pydicom.waveforms.numpy_handler.multiplex_array
    return arrays(content, place, as_raw=True), arrays(content, place, as_raw=False)


def shift(lead, skew):
    moved = np.full_like(lead, np.nan)
    if skew >= 0:
        moved[skew:] = lead[:len(lead) - skew]
    else:
        moved[:skew] = lead[-skew:]
    return moved


def main():
    folder, answers = Path(sys.argv[1]), sys.argv[2]
    write_all(folder)
    results = []
    for place, path in enumerate(sorted(folder.glob("*.dcm")) + [Path(p) for p in sys.argv[3:]]):
        frequency, names, count, values = leads(path)
        values.tofile(f"{answers}.{place}")
        results.append(dict(path=str(path), frequency=frequency, names=names, count=count,
                            values=f"{answers}.{place}"))
    with open(answers, "w") as file:
        json.dump(results, file)


main()
