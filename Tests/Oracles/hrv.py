"""Computes the beat-based ECG columns anew with numpy and scipy, from beats alone.

  hrv.py FILE...  each file: a line with the sampling frequency, then `sample type gap` a beat; prints a
                  JSON object a file, column id to value (null where the definition gives none)
"""
import json
import math
import sys
import warnings

import numpy as np
import scipy.interpolate
import scipy.signal
import scipy.stats

warnings.filterwarnings("ignore", category=RuntimeWarning)
BIN = 1000 / 128
BANDS = {"vlf": (0.0033, 0.04), "lf": (0.04, 0.15), "hf": (0.15, 0.4)}
VENTRICULAR, SUPRA = set("VEr"), set("AaJS")
CONDUCTED = set("NLRBejnAaJSQ?")


class Intervals:
    """Lengths in ms, ends in s, whether each shares a beat with the one before, and stretches."""

    def __init__(self, samples, gaps, fs, accepted):
        places = [i for i in range(1, len(samples)) if accepted[i]]
        self.ms = np.array([(samples[i] - samples[i - 1]) / fs * 1000 for i in places])
        self.end = np.array([samples[i] / fs for i in places])
        self.adjacent = np.array([k > 0 and places[k - 1] == i - 1 for k, i in enumerate(places)], bool)
        begins = []
        for k, i in enumerate(places):
            hole = self.end[k] - self.ms[k] / 1000 - self.end[k - 1] if k else 0
            gap = k == 0 or any(gaps[j] for j in range(places[k - 1] + 1, i))
            if gap or hole > 4 and not self.adjacent[k]:
                begins.append(k)
        self.stretch = np.searchsorted(begins, np.arange(len(places)), side="right")
        self.stretches = [np.flatnonzero(self.stretch == n + 1) for n in range(len(begins))]

    def runs(self):
        begins = np.flatnonzero(~self.adjacent)
        return np.split(self.ms, begins[1:]) if len(begins) else []

    def windows(self, seconds):
        number = np.floor(self.end / seconds)
        for n in np.unique(number):
            inside = np.flatnonzero(number == n)
            if self.ms[inside].sum() / 1000 / seconds >= 0.85:
                yield n * seconds, inside


def sd(x):
    return float(np.std(x, ddof=1)) if len(x) > 1 else None


def ratio(a, b):
    return None if a is None or b is None or not b else a / b


def median(values):
    values = [v for v in values if v is not None and not math.isnan(v)]
    return float(np.median(values)) if values else None


# --- Time domain


def foot(side):
    bins, best = np.arange(len(side)), None
    for n in range(1, len(side) + 1):
        error = ((side - np.where(bins < n, side[0] * (1 - bins / n), 0)) ** 2).sum()
        if best is None or error < best[0]:
            best = (error, n)
    return best[1]


def histogram(ms):
    bins = np.floor(ms / BIN).astype(int)
    return np.bincount(bins - bins.min())


def time_domain(nn, rr_count):
    ms, out = nn.ms, {}
    many = len(ms) >= 2
    d = np.concatenate([np.diff(run) for run in nn.runs()] or [np.array([])])
    any_d = len(d) > 0
    out["mean_rr"] = ms.mean() if many else None
    out["sdnn"] = sd(ms)
    out["rmssd"] = math.sqrt((d ** 2).mean()) if any_d else None
    out["pnn50"] = 100 * (abs(d) > 50).mean() if any_d else None
    out["pnn20"] = 100 * (abs(d) > 20).mean() if any_d else None
    out["sdsd"] = sd(d)
    out["cvnn"], out["cvsd"] = ratio(out["sdnn"], out["mean_rr"]), ratio(out["rmssd"], out["mean_rr"])
    out["median"] = np.median(ms) if many else None
    out["iqr"] = np.subtract(*np.percentile(ms, [75, 25])) if many else None
    out["mad"] = scipy.stats.median_abs_deviation(ms) if many else None
    varies = many and np.ptp(ms) > 0
    out["skewness"] = scipy.stats.skew(ms) if varies else None
    out["kurtosis"] = scipy.stats.kurtosis(ms) if varies else None
    parts = [ms[inside] for _, inside in nn.windows(300)]
    out["sdann"] = sd([p.mean() for p in parts]) if len(parts) >= 3 else None
    out["sdnn_index"] = np.mean([sd(p) for p in parts]) if len(parts) >= 3 else None
    counts = histogram(ms) if many else None
    mode = counts.argmax() if many else None
    out["hti"] = len(ms) / counts.max() if many else None
    out["tinn"] = (foot(counts[mode::-1]) + foot(counts[mode:])) * BIN if many else None
    out |= turns(nn)
    out["nn_count"], out["nn_fraction"] = (len(ms), len(ms) / rr_count) if many else (None, None)
    return {"hrv.time." + word: value for word, value in out.items()}


def groups(flags):
    """Lengths of the groups of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return edges[1::2] - edges[::2]


def turns(nn):
    differences = pairs = inflections = alternating = 0
    segments, x, y = [], [], []
    for run in nn.runs():
        d = np.diff(run)
        if not len(d):
            continue
        differences += len(d)
        pairs += len(d) - 1
        inflections += int(((d[1:] * d[:-1] <= 0) & (d[1:] != d[:-1])).sum())
        segments += list(groups(d > 0)) + list(groups(d < 0))
        flips = groups(d[1:] * d[:-1] < 0)
        alternating += int((flips[flips >= 2] + 1).sum())
        x += list(run[:-1])
        y += list(run[1:])
    x, y, segments = np.array(x), np.array(y), np.array(segments)
    angle = abs(np.arctan2(y, x) - np.pi / 4)
    up, down = y > x, y < x
    far = abs(y - x)
    still = not (up | down).any() if len(x) else True
    return {
        "pip": 100 * inflections / pairs if pairs else None,
        "ials": len(segments) / segments.sum() if len(segments) else None,
        "pss": 100 * (1 - segments[segments >= 3].sum() / differences) if differences else None,
        "pas": 100 * alternating / differences if differences else None,
        "gi": None if still else 100 * far[up].sum() / far.sum(),
        "si": None if still else 100 * angle[up].sum() / angle[up | down].sum(),
        "pi": None if still else 100 * down.sum() / (up | down).sum(),
    }


# --- Frequency domain


def shares(power, peak, prefix, slow=True):
    if power is None:
        words = ("vlf", "total", "lf", "hf", "lf_nu", "hf_nu", "lf_hf", "ln_hf", "hf_peak")
        return {prefix + word: None for word in words}
    lf, hf = power["lf"], power["hf"]
    out = {"vlf": power["vlf"], "total": sum(power.values())} if slow else {"vlf": None, "total": None}
    out |= {"lf": lf, "hf": hf, "lf_nu": ratio(100 * lf, lf + hf), "hf_nu": ratio(100 * hf, lf + hf),
            "lf_hf": ratio(lf, hf), "ln_hf": math.log(hf) if hf > 0 else None, "hf_peak": peak}
    return {prefix + word: value for word, value in out.items()}


def inside(f, band):
    return (f >= BANDS[band][0]) & (f < BANDS[band][1])


def welch(nn):
    tachograms = []
    for places in nn.stretches:
        if len(places) < 4:
            continue
        t = nn.end[places] - nn.end[places[0]]
        grid = np.arange(0, t[-1], 0.25)
        tachograms.append((places, scipy.interpolate.CubicSpline(t, nn.ms[places])(grid)))
    longest = max([len(x) for _, x in tachograms], default=0)
    if longest < 480:
        return shares(None, None, "hrv.frequency.")
    n = min(longest, 1200)
    density, segments = 0, 0
    for places, x in tachograms:
        for first in range(0, len(x) - n + 1, n - n // 2):
            begin = nn.end[places[0]] + first / 4
            inside_it = (nn.end[places] >= begin) & (nn.end[places] < begin + n / 4)
            if nn.ms[places][inside_it].sum() / 1000 / (n / 4) < 0.85:
                continue
            f, p = scipy.signal.welch(x[first:first + n], 4, window="hann", nperseg=n, detrend="constant")
            density, segments = density + p, segments + 1
    if not segments:
        return shares(None, None, "hrv.frequency.")
    density = density / segments
    power = {band: np.trapezoid(density[inside(f, band)], f[inside(f, band)]) for band in BANDS}
    high = inside(f, "hf")
    return shares(power, f[high][density[high].argmax()], "hrv.frequency.", n == 1200)


def lomb_density(nn, start, places, seconds, count):
    t, x = nn.end[places] - start, nn.ms[places]
    f = np.arange(1, count + 1) / seconds
    p = scipy.signal.lombscargle(t, x - x.mean(), 2 * np.pi * f)
    return f, 2 * p * (t[-1] - t[0]) / (len(t) - 1)


def lomb(nn):
    densities = [lomb_density(nn, start, places, 300, 119) for start, places in nn.windows(300)]
    days = [lomb_density(nn, start, places, 86400, 285) for start, places in nn.windows(86400)]
    ulf = {"hrv.frequency.lomb_ulf": np.mean([p.sum() / 86400 for _, p in days]) if days else None}
    if not densities:
        return shares(None, None, "hrv.frequency.lomb_") | ulf
    f, p = densities[0][0], np.mean([d for _, d in densities], 0)
    power = {band: p[inside(f, band)].sum() / 300 for band in BANDS}
    high = inside(f, "hf")
    return shares(power, f[high][p[high].argmax()], "hrv.frequency.lomb_") | ulf


# --- Nonlinear


def entropies(x, stretches, r):
    """Sample and approximate entropy, m 2, by comparing all templates with all."""
    places = np.array([s[p] for s in stretches for p in range(len(s) - 1)], int)
    has = np.array([p + 2 < len(s) for s in stretches for p in range(len(s) - 1)], bool)
    if not len(places) or not r > 0:
        return None, None
    two = np.maximum(abs(np.subtract.outer(x[places], x[places])),
                     abs(np.subtract.outer(x[places + 1], x[places + 1]))) <= r
    long = places[has]
    twice = two[np.ix_(has, has)]
    three = twice & (abs(np.subtract.outer(x[long + 2], x[long + 2])) <= r)
    b, a = twice.sum() - len(long), three.sum() - len(long)
    sample = math.log(b / a) if a and b else None
    approximate = (np.log(two.mean(1)).mean() - np.log(three.mean(1)).mean()) if len(long) else None
    return sample, approximate


def local(nn, places):
    """The values at places and their stretches, counted from 0."""
    number = nn.stretch[places]
    return nn.ms[places], [np.flatnonzero(number == n) for n in np.unique(number)]


def coarse(x, stretches, scale):
    means, parts, first = [], [], 0
    for s in stretches:
        n = len(s) // scale
        if n:
            means.append(x[s[:n * scale]].reshape(n, scale).mean(1))
            parts.append(np.arange(first, first + n))
            first += n
    return np.concatenate(means or [np.array([])]), parts


def fluctuation(nn, sizes):
    mean = nn.ms.mean() if len(nn.ms) else 0
    profiles = [np.cumsum(nn.ms[s] - mean) for s in nn.stretches]
    if sum(len(p) // sizes[-1] for p in profiles) < 4:
        return None
    f = []
    for n in sizes:
        boxes = np.concatenate([p[:len(p) // n * n].reshape(-1, n) for p in profiles])
        k = np.arange(n)
        fit = np.polynomial.polynomial.polyfit(k, boxes.T, 1)
        rest = boxes.T - (fit[0] + np.outer(k, fit[1]))
        f.append(math.sqrt((rest ** 2).mean()))
    return float(np.polyfit(np.log(sizes), np.log(f), 1)[0]) if min(f) > 0 else None


def nonlinear(nn):
    ms, out = nn.ms, {}
    d = np.concatenate([np.diff(run) for run in nn.runs()] or [np.array([])])
    sd1 = sd(d) / math.sqrt(2) if len(d) > 1 else None
    square = 2 * sd(ms) ** 2 - sd1 ** 2 if sd1 is not None else None
    sd2 = math.sqrt(square) if square is not None and square >= 0 else None
    both = sd1 is not None and sd2 is not None
    out |= {"sd1": sd1, "sd2": sd2, "sd1_sd2": ratio(sd1, sd2), "csi": ratio(sd2, sd1)}
    out["ellipse_area"] = math.pi * sd1 * sd2 if both else None
    out["cvi"] = math.log10(16 * sd1 * sd2) if both and sd1 * sd2 > 0 else None
    enough = len(ms) >= 100
    whole = [np.arange(len(ms))] if len(ms) <= 5000 else [
        np.arange(k, k + 5000) for k in range(0, len(ms) - 4999, 5000)]
    found = []
    for places in whole if enough else []:
        x, stretches = local(nn, places)
        r = 0.2 * sd(x)
        first = entropies(x, stretches, r)
        scales = [first[0]] + [entropies(*coarse(x, stretches, s), r)[0] for s in range(2, 21)]
        found.append((first, scales))
    out["sampen"] = median([f[0][0] for f in found])
    out["apen"] = median([f[0][1] for f in found])
    out["sampen_5min"] = median([
        entropies(*local(nn, places), 0.2 * sd(nn.ms[places]))[0] for _, places in nn.windows(300)])
    scales = [median([f[1][k] for f in found]) for k in range(20)] if len(ms) >= 1000 else None
    out["mse"] = scales and [float("nan") if v is None else v for v in scales]
    out["mse_area"] = sum(scales) if scales and None not in scales else None
    out["dfa_alpha1"] = fluctuation(nn, list(range(4, 17)))
    out["dfa_alpha2"] = fluctuation(nn, list(range(16, 65)))
    share = histogram(ms) / len(ms) if len(ms) >= 2 else None
    out["rr_entropy"] = float(scipy.stats.entropy(share)) if share is not None else None
    return {"hrv.nonlinear." + word: value for word, value in out.items()}


def prsa(nn):
    sums = {1: [], -1: []}
    for run in nn.runs():
        for i in range(2, len(run) - 1):
            change = run[i] - run[i - 1]
            if change and abs(change) < 0.2 * run[i - 1]:
                sums[np.sign(change)].append((run[i] + run[i + 1] - run[i - 1] - run[i - 2]) / 4)
    out = {"dc": np.mean(sums[1]) if len(sums[1]) >= 10 else None,
           "ac": np.mean(sums[-1]) if len(sums[-1]) >= 10 else None,
           "dc_anchors": len(sums[1]) if len(nn.ms) >= 4 else None,
           "ac_anchors": len(sums[-1]) if len(nn.ms) >= 4 else None}
    return {"hrv.prsa." + word: value for word, value in out.items()}


# --- Rhythm


def turbulence(samples, types, gaps, fs):
    onsets, tails = [], []
    for v in (i for i, kind in enumerate(types) if kind in VENTRICULAR):
        around = range(v - 6, v + 17)
        if around[0] < 0 or around[-1] >= len(types):
            continue
        if any(types[i] != "N" for i in around if i != v) or any(gaps[i] for i in around[1:]):
            continue
        rr = np.diff(samples[v - 6:v + 17]) / fs * 1000
        before, coupling, pause, after = rr[:5], rr[5], rr[6], rr[7:]
        reference = before.mean()

        def sinus(x):
            return ((x >= 300) & (x <= 2000) & (abs(x - reference) <= 0.2 * reference)).all() and (
                abs(np.diff(x)) < 200).all()
        if coupling > 0.8 * reference or pause < 1.2 * reference or not sinus(before) or not sinus(after):
            continue
        onsets.append(100 * (after[:2].sum() - before[-2:].sum()) / before[-2:].sum())
        tails.append(after)
    out = {"count": len(onsets) if len(gaps) - sum(gaps) else None, "onset": None, "slope": None}
    if len(onsets) >= 5:
        mean = np.mean(tails, 0)
        out["onset"] = np.mean(onsets)
        out["slope"] = max(np.polyfit(range(5), mean[k:k + 5], 1)[0] for k in range(11))
    return {"hrv.turbulence." + word: value for word, value in out.items()}


def irregularity(rr, adjacent):
    mean = rr.mean()
    pair = np.flatnonzero(adjacent[1:]) + 1
    triple = np.array([i for i in pair if i >= 2 and adjacent[i - 1]], int)
    d = rr[pair] - rr[pair - 1]
    out = {"nrmssd": None, "median": None, "cosen": None, "lorenz_evidence": None,
           "turning_point_ratio": None}
    if len(d):
        out["nrmssd"] = math.sqrt((d ** 2).mean()) / mean
        out["median"] = np.median(abs(d)) / mean
    upper = np.triu_indices(len(pair), 1)
    first = abs(np.subtract.outer(rr[pair - 1], rr[pair - 1]))[upper]
    both = np.maximum(first, abs(np.subtract.outer(rr[pair], rr[pair]))[upper])
    if len(both) >= 5:
        r = max(30, np.sort(both)[4])
        out["cosen"] = math.log((first <= r).sum() / (both <= r).sum()) + math.log(2 * r) - math.log(mean)
    if len(triple):
        a, b = rr[triple] - rr[triple - 1], rr[triple - 1] - rr[triple - 2]
        out["turning_point_ratio"] = (-a * b > 0).mean()
        out["lorenz_evidence"] = lorenz(a, b)
    counts = np.histogram(rr, 16)[0] if np.ptp(rr) > 0 else np.array([1])
    out["rr_entropy"] = scipy.stats.entropy(counts) / math.log(16)
    return out


def lorenz(a, b):
    bins, origin = {}, 0
    for x, y in zip(a, b):
        if max(abs(x), abs(y)) > 600:
            continue
        place = math.floor(x / 25 + 0.5), math.floor(y / 25 + 0.5)
        origin += place == (0, 0)
        if max(abs(x), abs(y)) > 80:
            bins[place] = bins.get(place, 0) + 1

    def weight(x, y):
        if abs(abs(x) - abs(y)) <= 80:
            return 1 if x < 0 and y < 0 else -1 if x > 0 and y > 0 else 0
        if abs(y) <= 80:
            return 1 if x < 0 else -1
        if abs(x) <= 80:
            return 1 if y < 0 else -1
        return 1
    premature = sum(weight(25 * x, 25 * y) * (n - 1) for (x, y), n in bins.items())
    return float(len(bins) - origin - 2 * premature)


def fibrillation(rr):
    windows = []
    for s in rr.stretches:
        for k in range(0, len(s) - 29, 30):
            windows.append((s[k:k + 30], k > 0))
    if not windows and rr.stretches:
        longest = max(rr.stretches, key=len)
        if len(longest) >= 10:
            windows = [(longest, False)]
    figures, spans, flags = [], [], []
    for places, continues in windows:
        adjacent = rr.adjacent[places].copy()
        adjacent[0] = False
        figure = irregularity(rr.ms[places], adjacent)
        figures.append(figure)
        spans.append((rr.end[places[0]] - rr.ms[places[0]] / 1000, rr.end[places[-1]]))
        flags.append(figure["cosen"] is not None and figure["cosen"] > -1.3 and figure["median"] > 0.05)
    out = {word: median([f[word] for f in figures])
           for word in ("nrmssd", "cosen", "lorenz_evidence", "rr_entropy", "turning_point_ratio")}
    episodes = []
    for k, ((_, continues), span, flag) in enumerate(zip(windows, spans, flags)):
        if flag and k and continues and flags[k - 1]:
            episodes[-1][1] = span[1]
        elif flag:
            episodes.append(list(span))
    total = sum(b - a for a, b in spans)
    out["burden"] = 100 * sum(b - a for (a, b), f in zip(spans, flags) if f) / total if windows else None
    out["episode_count"] = len(episodes) if windows else None
    out["longest_episode"] = max([b - a for a, b in episodes], default=0) if windows else None
    out["window_count"] = len(windows) or None
    return {"af." + word: value for word, value in out.items()}, spans, flags


def rows(types, gaps, kinds):
    lengths, length = [], 0
    for kind, gap in list(zip(types, gaps)) + [("", True)]:
        if gap or kind not in kinds:
            lengths.append(length)
            length = 0
        if kind in kinds:
            length += 1
    return lengths


def alternation(types, gaps, period):
    places = [i for i, kind in enumerate(types) if kind in VENTRICULAR]
    total, chain = 0, 1
    for a, b in zip(places, places[1:] + [10 ** 9]):
        linked = b - a == period and all(types[i] in CONDUCTED for i in range(a + 1, b)) and not any(
            gaps[a + 1:b + 1])
        if linked:
            chain += 1
        else:
            total += (chain - 1) * period + 1 if chain >= 3 else 0
            chain = 1
    return total


def ectopy(samples, types, gaps, fs):
    whole = [not gaps[i] and types[i] != "|" and types[i - 1] != "|" for i in range(1, len(types))]
    rr = np.diff(samples) / fs
    beats = sum(kind != "|" for kind in types)
    out = {"beat_count": beats}
    seconds = rr[whole].sum() if len(rr) else 0
    if not seconds:
        return {}
    for word, kinds in (("vpb", VENTRICULAR), ("svpb", SUPRA)):
        count = sum(kind in kinds for kind in types)
        lengths = rows(types, gaps, kinds)
        out |= {f"{word}_count": count, f"{word}_per_hour": count / seconds * 3600,
                f"{word}_burden": 100 * count / beats, f"{word}_couplets": lengths.count(2),
                f"{word}_runs": sum(n >= 3 for n in lengths),
                f"{word}_longest_run": max([n for n in lengths if n >= 3], default=0)}
    out["bigeminy_fraction"] = alternation(types, gaps, 2) / beats
    out["trigeminy_fraction"] = alternation(types, gaps, 3) / beats
    couplings = [1000 * rr[i - 1] for i in range(1, len(types)) if whole[i - 1]
                 and types[i] in VENTRICULAR and types[i - 1] in CONDUCTED]
    out["coupling_mean"] = np.mean(couplings) if couplings else None
    out["coupling_sd"] = sd(couplings)
    for word, limit in (("2s", 2), ("2p5s", 2.5), ("3s", 3)):
        out[f"pauses_{word}"] = int((rr[whole] > limit).sum())
    out["longest_rr"] = 1000 * rr[whole].max()
    rates = [480 / rr[k:k + 8].sum() for k in range(len(rr) - 7) if all(whole[k:k + 8])]
    out["min_heart_rate"], out["max_heart_rate"] = (min(rates), max(rates)) if rates else (None, None)
    return {"ecg.ectopy." + word: value for word, value in out.items()}


def columns(samples, types, gaps, fs):
    gaps = list(gaps)
    gaps[:1] = [True]
    nn = Intervals(samples, gaps, fs, [
        i > 0 and not gaps[i] and types[i] == types[i - 1] == "N" for i in range(len(types))])
    conducted = Intervals(samples, gaps, fs, [
        i > 0 and not gaps[i] and types[i] in CONDUCTED and types[i - 1] in CONDUCTED
        for i in range(len(types))])
    return (time_domain(nn, sum(not gap for gap in gaps)) | welch(nn) | lomb(nn) | nonlinear(nn)
            | prsa(nn) | turbulence(samples, types, gaps, fs) | fibrillation(conducted)[0]
            | ectopy(samples, types, gaps, fs))


def plain(value):
    if isinstance(value, list):
        return [plain(v) for v in value]
    if value is None or isinstance(value, float) and math.isnan(value):
        return None
    return float(value)


def read(path):
    with open(path, encoding="ascii") as file:
        fs = float(file.readline())
        beats = [line.split() for line in file]
    return np.array([int(b[0]) for b in beats]), [b[1] for b in beats], [b[2] == "1" for b in beats], fs


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps({k: plain(v) for k, v in columns(*read(name)).items()}))
