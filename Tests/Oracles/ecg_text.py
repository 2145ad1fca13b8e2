"""Reads ECG files of XML and JSON by other means than the engine: ElementTree, base64, zlib, json,
and for Philips the package sierraecg.

  ecg_text.py LIST ANSWERS

LIST names a file a line. ANSWERS becomes a JSON list of rates and lead names; the samples, in mV
and single precision, lie lead after lead in ANSWERS.n beside it.
"""
import base64
import json
import sys
import xml.etree.ElementTree as ElementTree
import zlib

import numpy as np
import sierraecg

MV = {"uv": 1e3, "microvolts": 1e3, "mv": 1, "millivolts": 1, "v": 1e-3}
HL7 = "{urn:hl7-org:v3}"
LOINC = {"LP7386-8": "I", "LP7387-6": "II", "LP7389-2": "V1"}


def scaled(values, unit):
    return (np.asarray(values, dtype=np.float64) / MV[unit.lower()]).astype("<f4")


def annotated(root):
    series = next(
        s for s in root.findall(f"{HL7}component/{HL7}series")
        if s.find(f"{HL7}code").get("code") == "RHYTHM")
    leads = {}
    for value in series.findall(
            f"{HL7}component/{HL7}sequenceSet/{HL7}component/{HL7}sequence"):
        code, value = value.find(f"{HL7}code").get("code"), value.find(f"{HL7}value")
        if value.find(f"{HL7}increment") is not None:
            rate = 1 / float(value.find(f"{HL7}increment").get("value"))
            continue
        origin, scale = value.find(f"{HL7}origin"), value.find(f"{HL7}scale")
        digits = np.array([int(d) for d in value.find(f"{HL7}digits").text.split()])
        leads[code.removeprefix("MDC_ECG_LEAD_")] = scaled(
            float(origin.get("value")) + float(scale.get("value")) * digits, scale.get("unit"))
    return rate, leads


def muse(root):
    waveform = next(w for w in root.findall("Waveform") if w.findtext("WaveformType") == "Rhythm")
    rate = float(waveform.findtext("SampleBase")) * 10 ** int(waveform.findtext("SampleExponent"))
    leads = {}
    for lead in waveform.findall("LeadData"):
        data = base64.b64decode(lead.findtext("WaveFormData"))
        assert zlib.crc32(data) == int(lead.findtext("LeadDataCRC32"))
        leads[lead.findtext("LeadID")] = scaled(
            float(lead.findtext("LeadAmplitudeUnitsPerBit")) * np.frombuffer(data, "<i2"),
            lead.findtext("LeadAmplitudeUnits"))
    return rate, leads


def sierra(path):
    file = sierraecg.read_file(path)
    samples = np.array([lead.samples for lead in file.leads], dtype=np.float64)
    differing = np.nonzero((samples != samples[0]).any(axis=0))[0]
    samples = samples[:, :differing[-1] + 1]
    # All three files have a resolution of 5 uV.
    return file.leads[0].sampling_freq, {
        lead.label: scaled(5 * row, "uV") for lead, row in zip(file.leads, samples)}


def fhir(resource):
    leads = {}
    for part in resource["component"]:
        if "valueSampledData" not in part:
            continue
        data = part["valueSampledData"]
        rate = 1000 / data["period"]
        words = [np.nan if w in "EUL" else float(w) for w in data["data"].split()]
        leads[LOINC[part["code"]["coding"][0]["code"]]] = scaled(
            data["origin"]["value"] + data.get("factor", 1) * np.array(words),
            data["origin"]["code"])
    return rate, leads


def read(path):
    with open(path, "rb") as file:
        if file.read(1) == b"{":
            return fhir(json.load(open(path)))
    root = ElementTree.parse(path).getroot()
    if root.tag == HL7 + "AnnotatedECG":
        return annotated(root)
    return muse(root) if root.tag == "RestingECG" else sierra(path)


def with_derived(leads):
    if {"I", "II"} <= leads.keys() and not {"III", "AVR", "AVL", "AVF"} & {
            name.upper() for name in leads}:
        one, two = leads["I"], leads["II"]
        half = np.float32(0.5)
        leads.update(III=two - one, aVR=-half * (one + two), aVL=one - half * two,
                     aVF=two - half * one)
    return leads


answers = []
for place, path in enumerate(open(sys.argv[1]).read().split("\n")):
    rate, leads = read(path)
    leads = with_derived(leads)
    values = f"{sys.argv[2]}.{place}"
    np.concatenate(list(leads.values())).tofile(values)
    answers.append(dict(
        frequency=rate, names=list(leads), count=len(next(iter(leads.values()))), values=values))
json.dump(answers, open(sys.argv[2], "w"))
