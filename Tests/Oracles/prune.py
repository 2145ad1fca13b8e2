"""Filters a table of ten row groups of 500 rows by its statistics with pyarrow and DuckDB.

Row n holds aln.n = n, x = n/8 (NaN where n % 1000 == 7), zero = -0 below 2,500 and +0 from there on,
id = "P" and five digits, flag = n >= 2,500, half = null below 2,500, else n.
"""
import sys

import duckdb
import pyarrow.compute as pc
import pyarrow.dataset as ds

path = sys.argv[1]
n, nan = range(5000), lambda row: row % 1000 == 7
# A filter for DuckDB, the rows it keeps (DuckDB takes NaN for the greatest number).
for condition, keeps in [
    ('"aln.n" >= 4750', lambda row: row >= 4750),
    ('"aln.n" = 1234', lambda row: row == 1234),
    ("x > 620", lambda row: nan(row) or row / 8 > 620),
    ("x < 1", lambda row: not nan(row) and row / 8 < 1),
    ("isnan(x)", nan),
    ("zero = 0", lambda row: True),
    ("zero < 0", lambda row: False),
    ("id = 'P03000'", lambda row: row == 3000),
    ("id >= 'P04999'", lambda row: row == 4999),
    ("flag", lambda row: row >= 2500),
    ("not flag", lambda row: row < 2500),
    ("half is null", lambda row: row < 2500),
    ("half is not null and half < 2600", lambda row: 2500 <= row < 2600),
]:
    found = duckdb.sql(f'select "aln.n" from read_parquet(\'{path}\') where {condition}').fetchall()
    assert sorted(row for row, in found) == list(filter(keeps, n)), condition

fragment = next(ds.dataset(path).get_fragments())
for condition, groups in [
    (ds.field("aln.n") >= 4750, 1),
    (ds.field("id") == "P03000", 1),
    (ds.field("flag"), 5),
    (pc.is_null(ds.field("half")), 5),
    (ds.field("zero") == 0.0, 10),
    (ds.field("x") > 620.0, 6),  # the last, and five with a NaN, which have no extremes
]:
    left = len(fragment.split_by_row_group(condition))
    assert left == groups, f"{condition}: {left} row groups"
print("pruned as expected")
