"""Reads a dataset with pyarrow and says what the tests ask, without any of the engine's code.

  dataset.py nulls DIR        every null of patients and recordings is covered by exactly one entry
  dataset.py equal DIR DIR    the tables hold the same rows, whatever their order and their files
  dataset.py rows DIR TABLE   the rows as JSON lines, as they lie
  dataset.py stream FILE DIR  an Arrow stream holds what the patients table does, row for row
  dataset.py first            reads one batch of a stream from standard input and says its rows

Prints what differs and exits 1.
"""
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

KEYS = {"patients": 3, "recordings": 4}
KNOWN = {"ecg.recordings.count"}


def table(folder, name):
    files = sorted(Path(folder, name).glob("*.parquet"))
    return pa.concat_tables([pq.read_table(file) for file in files]) if files else None


def nulls(folder):
    covered = 0
    for name, keys in KEYS.items():
        rows = table(folder, name)
        if rows is None:
            continue
        for row in rows.to_pylist():
            covered += uncovered(name, row, list(row)[keys:])
    print(covered)


def uncovered(name, row, columns):
    entries = [entry.split("=") for entry in row["reasons"].split(";") if entry]
    prefixes = [prefix for prefix, _ in entries]
    if prefixes != sorted(prefixes) or not all(code for _, code in entries):
        sys.exit(f"{name}: entries are not sorted or have no code: {row['reasons']}")
    used = set()
    for column in columns:
        fits = [p for p in prefixes if column == p or column.startswith(p + ".")]
        if row[column] is None:
            if len(fits) != 1:
                sys.exit(f"{name}: {column} is null and has {len(fits)} entries: {row['reasons']}")
            used.add(fits[0])
        elif fits and column not in KNOWN:
            sys.exit(f"{name}: {column} has a value and an entry: {row['reasons']}")
    if used != set(prefixes):
        sys.exit(f"{name}: entries cover nothing: {set(prefixes) - used}")
    return len(used)


def comparable(rows):
    return sorted(json.dumps(row) for row in rows.to_pylist())


def equal(a, b):
    names = sorted(p.name for p in Path(a).iterdir() if p.is_dir() and p.name[0] not in "_.")
    if names != sorted(p.name for p in Path(b).iterdir() if p.is_dir() and p.name[0] not in "_."):
        sys.exit("the tables are not the same")
    count = 0
    for name in names:
        one, other = table(a, name), table(b, name)
        if one is None and other is None:
            continue
        if one.schema != other.schema or comparable(one) != comparable(other):
            sys.exit(f"{name}: the rows are not the same")
        count += one.num_rows
    print(count)


def stream(file, folder):
    with open(file, "rb") as source:
        batches = list(pa.ipc.open_stream(source))
    sizes = [batch.num_rows for batch in batches]
    streamed, rows = pa.Table.from_batches(batches), table(folder, "patients")
    if streamed.schema != rows.schema:
        sys.exit("the schemas are not the same")
    if [json.dumps(r) for r in streamed.to_pylist()] != [json.dumps(r) for r in rows.to_pylist()]:
        sys.exit("the rows are not the same")
    print(*sizes)


def first():
    with pa.ipc.open_stream(sys.stdin.buffer) as reader:
        print(reader.read_next_batch().num_rows)


def rows(folder, name):
    for row in table(folder, name).to_pylist():
        print(json.dumps(row))


if __name__ == "__main__":
    {"nulls": nulls, "equal": equal, "rows": rows, "stream": stream, "first": first}[sys.argv[1]](
        *sys.argv[2:])
