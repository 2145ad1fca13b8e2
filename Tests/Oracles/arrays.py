"""Writes arrays of samples as NumPy and CSV files, and what numpy reads in them.

arrays.py FOLDER ANSWERS.json: an answer's values are the leads in mV, single precision, one after
another, in the file that it names.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np

TO_MV = {"nV": lambda x: x / 1e6, "uV": lambda x: x / 1000, "mV": lambda x: x, "V": lambda x: x * 1000}
random = np.random.default_rng(23)
folder, answers = Path(sys.argv[1]), sys.argv[2]
results = []


def answer(path, values, names, frequency, unit, scale=1.0):
    """Values are samples x leads as numpy has them."""
    place = f"{answers}.{len(results)}"
    leads = TO_MV[unit](np.asarray(values, np.float64).T * scale)
    np.ascontiguousarray(leads).astype("<f4").tofile(place)
    results.append(dict(path=str(path), frequency=frequency, names=names, count=len(values),
                        values=place))


def data(kind, shape):
    kind = np.dtype(kind)
    if kind.kind == "i":
        limits = np.iinfo(kind)
        return random.integers(limits.min, limits.max, shape, endpoint=True).astype(kind)
    values = random.normal(0, 3, shape).astype(kind)
    values[random.random(shape) < 0.1] = np.nan
    return values


def write_array(name, array, version, sidecar, names, unit, time_axis, scale=1.0):
    path = folder / f"{name}.npy"
    with open(path, "wb") as file:
        np.lib.format.write_array(file, array, version)
    Path(f"{path}.json").write_text(json.dumps(sidecar))
    array = np.load(path)
    values = array[:, None] if array.ndim == 1 else array if time_axis == 0 else array.T
    answer(path, values, names, sidecar["sampling_frequency"], unit, scale)


for kind in ["<i2", ">i2", "<i4", "<f4", ">f4", "<f8"]:
    for order in "CF":
        for time_axis in 0, 1:
            shape = (57, 3) if time_axis == 0 else (3, 57)
            array = np.asarray(data(kind, shape), order=order)
            name = f"{kind[1:]}{'b' if kind[0] == '>' else 'l'}{order}{time_axis}"
            version = [(1, 0), (2, 0), (3, 0)][len(results) % 3]
            write_array(name, array, version, dict(sampling_frequency=250, unit="uV"),
                        ["#1", "#2", "#3"], "uV", time_axis)
write_array("one", data("<i2", 20_000), (1, 0),
            dict(sampling_frequency=360.5, unit="mV", leads=["MLII"], scale=0.005), ["MLII"], "mV", 0,
            0.005)
# As many samples as leads, and fewer: only what is stated can tell.
write_array("square", data("<f4", (2, 2)), (1, 0),
            dict(sampling_frequency=500, unit="V", leads=["I", "avr"], time_axis=1), ["I", "aVR"],
            "V", 1)
write_array("wide", data("<f8", (2, 5)), (1, 0),
            dict(sampling_frequency=500, unit="nV", leads=["I", "I", "II", "V1", "V2"]),
            ["I", "I_2", "II", "V1", "V2"], "nV", 0)

for name, separator, decimal, unit in [("comma", ",", ".", "mV"), ("semicolon", ";", ",", "uV"),
                                       ("tab", "\t", ".", "V"), ("spaced", " ; ", ".", "nV")]:
    count = 17_000 if name == "comma" else 60
    values = np.where(random.random((count, 2)) < 0.5, random.normal(0, 1, (count, 2)),
                      np.round(random.normal(0, 2, (count, 2)), 3))
    values[3, 1] = values[5, 0] = np.nan
    text = io.StringIO()
    np.savetxt(text, values, delimiter=separator, fmt="%r" if name != "tab" else "%.18e")
    body = text.getvalue().replace("np.float64(", "").replace(")", "")
    rows = body.splitlines()
    # An empty cell is one way to leave out a sample, nan the other.
    rows[5] = rows[5].replace("nan", "", 1)
    if decimal == ",":
        rows = [row.replace(".", ",") for row in rows]
    end = "\r\n" if name == "semicolon" else "\n"
    rows = ["# sampling_frequency = 500", "# Patient: Not To Be Shown", f"# unit={unit}",
            separator.join(["ECG lead aVR", '"V1"'])] + rows
    path = folder / f"{name}.csv"
    path.write_text(end.join(rows) + end, newline="")
    plain = "\n".join(r.replace(",", ".") if decimal == "," else r for r in rows[4:])
    read = np.genfromtxt(io.StringIO(plain), delimiter=separator.strip(" "), dtype=np.float64)
    answer(path, read, ["aVR", "V1"], 500, unit)

with open(answers, "w") as file:
    json.dump(results, file)
