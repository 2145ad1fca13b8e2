"""Makes ECG records of unusual but legal form, and judges a dataset that was made of them.

  ecg_dataset.py make DIR             writes records, annotations and the manifest cohort.jsonl
  ecg_dataset.py compare DIR DATASET  compares with wfdb-python, numpy and scipy, prints what it
                                      compared, or what differs and exits 1
"""
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import scipy.signal
import wfdb

BANDS = {"0p5_5hz": (0.5, 5), "5_15hz": (5, 15), "15_40hz": (15, 40), "40_100hz": (40, 100),
         "100_150hz": (100, 150)}
SHAPE = ("entropy", "centroid", "edge_95", "dominant_frequency")
MILLIVOLTS = {"mV": 1, "uV": 1e-3}
random = np.random.default_rng(77)


def beat_times(seconds, interval, ectopic=0.0):
    times, types, time = [], [], 0.5
    while time < seconds - 0.6:
        times.append(time)
        types.append("N")
        if random.random() < ectopic:
            times.append(time + 0.62 * interval)
            types.append("V")
            time += interval
        time += interval * (1 + 0.04 * np.sin(time)) + random.normal(0, 0.008)
    return times, types


def signal(seconds, rate, times, types, height):
    t = np.arange(round(seconds * rate)) / rate
    x = 0.1 * np.sin(2 * np.pi * 0.2 * t) + 0.008 * random.normal(size=len(t))
    for time, kind in zip(times, types):
        waves = ([(0, 0.032, 1.6), (0.28, 0.07, -0.5)] if kind == "V" else
                 [(-0.16, 0.02, 0.12), (-0.02, 0.007, -0.12), (0, 0.011, 1), (0.024, 0.008, -0.3),
                  (0.25, 0.045, 0.3)])
        for middle, width, part in waves:
            x += height * part * np.exp(-0.5 * ((t - time - middle) / width) ** 2)
    return x


def packed(form, samples):
    flat = samples.reshape(-1).astype(np.int64)
    if form == 16:
        return flat.astype("<i2").tobytes()
    if form == 80:
        return (flat + 128).astype("u1").tobytes()
    a, b = np.pad(flat, (0, len(flat) % 2)).reshape(-1, 2).T & 0xFFF
    return np.stack([a & 255, a >> 8 | b >> 8 << 4, b & 255], 1).astype("u1").tobytes()


def line(file, form, gain, samples, name):
    total = (int(samples.sum()) + 0x8000 & 0xFFFF) - 0x8000
    return f"{file} {form} {gain} 12 0 {samples.flat[0]} {total} 0 {name}\n"


def record(folder, name, form, rate, seconds, leads, gain, date="", missing=(), **rhythm):
    times, types = beat_times(seconds, 0.8, **rhythm)
    samples = np.stack([np.round(gain * signal(seconds, rate, times, types, height)).astype(int)
                        for _, height in leads], 1)
    for lead, start, end in missing:
        samples[int(start * rate):int(end * rate), lead] = {16: -0x8000, 212: -0x800}[form]
    text = f"{name} {len(leads)} {rate} {len(samples)} {date}\n# about the patient\n"
    for place, (lead, _) in enumerate(leads):
        text += line(f"{name}.dat", form, gain, samples[:, place], lead)
    folder.joinpath(f"{name}.hea").write_text(text)
    folder.joinpath(f"{name}.dat").write_bytes(packed(form, samples))
    places = np.round(np.array(times) * rate).astype(int)
    wfdb.wrann(name, "atr", places, symbol=types, write_dir=str(folder))
    folder.joinpath(f"{name}.true.json").write_text(json.dumps(times))


def frames(folder):
    """Two signal files, two samples a frame, another unit, and a signal that is no lead."""
    rate, seconds = 125, 30
    times, types = beat_times(seconds, 0.7)
    a = np.round(200 * signal(seconds, 2 * rate, times, types, 1)).astype(int)
    b = np.round(2000 * signal(seconds, 2 * rate, times, types, -0.7)).astype(int)
    breath = np.round(100 * np.sin(np.arange(len(a) // 2) / 60)).astype(int)
    both = np.concatenate([a.reshape(-1, 2), breath[:, None]], 1)
    folder.joinpath("frames_a.dat").write_bytes(packed(212, both))
    folder.joinpath("frames_b.dat").write_bytes(packed(16, b))
    folder.joinpath("frames.hea").write_text(
        f"frames 3 {rate}/1000(5) {len(breath)} 10:10:10.25 03/04/2011\n"
        + line("frames_a.dat", "212x2", 200, a, "ECG lead II")
        + line("frames_a.dat", 212, "10/l", breath, "Resp")
        + line("frames_b.dat", "16x2", "2/uV", b, "v2"))
    wfdb.wrann("frames", "atr", np.round(np.array(times) * rate).astype(int), symbol=types,
               write_dir=str(folder))
    folder.joinpath("frames.true.json").write_text(json.dumps(times))


def make(folder):
    twelve = [("I", 0.6), ("ii", 1), ("Lead III", 0.4), ("AVR", -0.8), ("aVL", 0.2), ("avf", 0.7),
              ("V1", -0.6), ("ECG V2", -0.4), ("V3", 0.5), ("V4", 1.2), ("V5", 1.1), ("v6", 0.9)]
    record(folder, "rest", 16, 500, 10, twelve, 1000, "08:00:00 05/05/2015")
    record(folder, "holter", 80, 128, 420, [("MLII", 0.6), ("V5", -0.4)], 60, ectopic=0.1)
    record(folder, "gaps", 212, 257, 60, [("I", 0.7), ("", 1)], 200,
           missing=[(0, 8, 12), (1, 10, 16), (0, 30, 30.02), (0, 40, 45), (1, 40, 45)])
    frames(folder)
    record(folder, "cut", 16, 360, 20, [("II", 1)], 409.6)
    atr = folder.joinpath("cut.atr")
    atr.write_bytes(atr.read_bytes()[:13])
    record(folder, "bare", 16, 360, 20, [("II", 1)], 409.6)
    folder.joinpath("bare.atr").unlink()
    flat = np.full(5000, 5)
    folder.joinpath("flat.dat").write_bytes(packed(16, flat))
    folder.joinpath("flat.hea").write_text(
        "flat 1 500 5000 10:00:00 01/01/2024\n" + line("flat.dat", 16, 200, flat, "II"))
    wfdb.wrann("flat", "atr", np.array([100]), symbol=["N"], write_dir=str(folder))
    folder.joinpath("breath.dat").write_bytes(packed(16, flat))
    folder.joinpath("breath.hea").write_text(
        "breath 1 500 5000\n" + line("breath.dat", 16, "200/Ohm", flat, "RESP"))
    cohort = [("heart", ["rest", "holter.hea", "flat"]), ("frames", "frames"), ("gaps", ["gaps"]),
              ("cut", "cut"), ("bare", "bare.hea"), ("breath", "breath"), ("none", None)]
    folder.joinpath("cohort.jsonl").write_text(
        "".join(json.dumps({"patient_id": p, "ecg": e}) + "\n" for p, e in cohort))


def welch(x, rate):
    """The densities of the whole segments without missing samples."""
    length = round(2 * rate)
    starts = range(0, len(x) - length + 1, length - length // 2)
    parts = [x[s:s + length] for s in starts if not np.isnan(x[s:s + length]).any()]
    densities = [scipy.signal.welch(p, rate, window="hann", nperseg=length,
                                    noverlap=length // 2, detrend="constant") for p in parts]
    return densities[0][0], np.mean([d[1] for d in densities], 0)


def spectrum(x, rate):
    f, p = welch(x, rate)
    figures = {f"power_{word}": p[(f >= low) & (f < high)].sum() * f[1] if high <= rate / 2 else None
               for word, (low, high) in BANDS.items()}
    f, p = f[(f >= 0.5) & (f <= 40)], p[(f >= 0.5) & (f <= 40)]
    q = p / p.sum()
    values = (-(q * np.log(q)).sum() / np.log(len(q)), (f * q).sum(),
              f[np.argmax(np.cumsum(q) >= 0.95)], f[np.argmax(q)])
    return figures | dict(zip(SHAPE, values))


def intervals(samples, normal, absent, rate):
    gaps = np.concatenate([[0], np.cumsum(absent)])
    whole = gaps[samples[1:]] == gaps[samples[:-1]]
    rr = np.diff(samples) / rate * 1000
    nn = whole & normal[1:] & normal[:-1]
    steps = np.diff(rr)[nn[1:] & nn[:-1]]
    return {"ecg.rhythm.heart_rate": 60000 / rr[whole].mean(), "hrv.time.mean_rr": rr[nn].mean(),
            "hrv.time.sdnn": rr[nn].std(ddof=1), "hrv.time.rmssd": np.sqrt((steps ** 2).mean()),
            "hrv.time.pnn50": 100 * (abs(steps) > 50).mean()}


def judge(folder, name, row, leads, beats, annotated):
    header = wfdb.rdrecord(str(folder / name), smooth_frames=False)
    signals = [np.array(s) * MILLIVOLTS[u] for s, u in zip(header.e_p_signal, header.units)
               if u in MILLIVOLTS]
    rate = header.fs * max(header.samps_per_frame)
    samples = np.array([beat["sample"] for beat in beats])
    types = np.array([beat["type"] for beat in beats])
    true = np.round(np.array(json.loads(folder.joinpath(f"{name}.true.json").read_text())) * rate)
    if annotated:
        marks = wfdb.rdann(str(folder / name), "atr")
        check((samples == marks.sample * (rate // header.fs)).all(), name, "annotated samples")
        check((types == np.array(marks.symbol)).all(), name, "annotated types")
    else:
        absent = np.all([np.isnan(s) for s in signals], 0)
        seen = [t for t in true if not absent[int(max(0, t - rate)):int(t + rate)].any()]
        check(all(abs(samples - t).min() <= 0.15 * rate for t in seen), name, "beats missed")
        check(all(abs(true - s).min() <= 0.15 * rate for s in samples), name, "beats made up")
    want = {"ecg.signal.sampling_frequency": rate, "ecg.signal.lead_count": len(signals),
            "ecg.signal.duration": len(signals[0]) / rate,
            "ecg.signal.sample_count": len(signals[0]),
            "ecg.signal.missing_fraction": np.mean([np.isnan(s).mean() for s in signals])}
    want |= intervals(samples, types == "N", np.all([np.isnan(s) for s in signals], 0), rate)
    for column, value in want.items():
        check(abs(row[column] - value) <= 1e-9 * max(1, abs(value)), name, column)
    check(len(leads) == len(signals), name, "leads")
    for lead, x in zip(leads, signals):
        for figure, value in spectrum(x, rate).items():
            got = lead[f"ecg.spectrum.{figure}"]
            check((got is None) == (value is None), name, figure)
            check(value is None or abs(got - value) <= 1e-5 * value, name, f"{figure} {got} {value}")
            repeated = f"ecg.spectrum.{lead['lead'].lower()}.{figure}"
            check(row.get(repeated, got) == got, name, repeated)
    return len(beats), len(leads)


def check(holds, *what):
    if not holds:
        sys.exit("differs: " + " ".join(map(str, what)))


def compare(folder, dataset, annotated=False):
    rows = {name: pq.read_table(dataset / name).to_pylist()
            for name in ("recordings", "leads", "beats")}
    cohort = [json.loads(text) for text in folder.joinpath("cohort.jsonl").read_text().splitlines()]
    count = [0, 0, 0]
    for patient in cohort:
        names = patient["ecg"] if isinstance(patient["ecg"], list) else [patient["ecg"]]
        for place, name in enumerate(names):
            name = (name or "none").removesuffix(".hea")
            if not folder.joinpath(f"{name}.true.json").exists() or annotated and name in ("cut", "bare"):
                continue
            own = {table: [row for row in rows[table] if row["recording"] == place
                           and row["patient_id"] == patient["patient_id"]] for table in rows}
            beats, leads = judge(folder, name, own["recordings"][0], own["leads"], own["beats"],
                                 annotated)
            count = [count[0] + 1, count[1] + leads, count[2] + beats]
    print(f"{count[0]} recordings, {count[1]} leads, {count[2]} beats")


if sys.argv[1] == "make":
    make(Path(sys.argv[2]))
else:
    compare(Path(sys.argv[2]), Path(sys.argv[3]), annotated=sys.argv[4:] == ["annotated"])
