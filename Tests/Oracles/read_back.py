"""Reads every table of a folder with pyarrow, polars and DuckDB and compares it with its plain form.

For NAME.json and NAME.bin (written by the tests without the writers' code) it reads NAME.parquet,
NAME.arrow, NAME.zstd.arrow, NAME.arrows and NAME.zstd.arrows, compares types, nulls and values bit by
bit, metadata, and Parquet's statistics. Prints what differs and exits 1, or prints the count.
"""
import json
import re
import sys
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
import pyarrow.parquet as pq

ARROW = {"float32": pa.float32(), "float64": pa.float64(), "int32": pa.int32(),
         "int64": pa.int64(), "bool": pa.bool_(), "text": pa.string()}
POLARS = {"float32": pl.Float32, "float64": pl.Float64, "int32": pl.Int32,
          "int64": pl.Int64, "bool": pl.Boolean, "text": pl.String}
DUCKDB = {"float32": "FLOAT", "float64": "DOUBLE", "int32": "INTEGER",
          "int64": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR"}
FIXED = {"float32": (np.uint32, np.float32), "float64": (np.uint64, np.float64),
         "int32": (np.int32, np.int32), "int64": (np.int64, np.int64), "bool": (np.bool_, np.bool_)}
LONGEST_TEXT = 64


class Kind:
    """A column's type by the name that the dictionary gives it: float32, list<int64>[3], tensor<...>."""

    def __init__(self, name):
        listed = re.fullmatch(r"list<(\w+)>\[(\d+)\]", name)
        tensor = re.fullmatch(r"tensor<(\w+)>\[(.+)\]", name)
        self.name = name
        self.element = (listed or tensor or [name, name])[1]
        self.count = int(listed[2]) if listed else None
        self.shape = None
        if tensor:
            pairs = [pair.split("=") for pair in tensor[2].split(",")]
            self.dim_names = [word for word, _ in pairs]
            self.shape = [int(count) for _, count in pairs]
            self.count = int(np.prod(self.shape))

    @property
    def arrow(self):
        element = ARROW[self.element]
        if self.count is None:
            return element
        if self.shape:
            return pa.fixed_shape_tensor(element, self.shape, dim_names=self.dim_names)
        return pa.list_(pa.field("item", element, nullable=False), self.count)

    @property
    def polars(self):
        element = POLARS[self.element]
        if self.shape:
            metadata = json.dumps({"shape": self.shape, "dim_names": self.dim_names},
                                  separators=(",", ":"))
            return pl.Extension("arrow.fixed_shape_tensor", pl.Array(element, self.count), metadata)
        return element if self.count is None else pl.Array(element, self.count)

    @property
    def duckdb(self):
        return DUCKDB[self.element] + ("" if self.count is None else "[]")

    def fits(self, type):
        """Whether a reader's Arrow type is this one; some give lists whose length is not fixed."""
        if self.count is None:
            return type == ARROW[self.element]
        if pa.types.is_fixed_size_list(type) and type.list_size != self.count:
            return False
        return (pa.types.is_nested(type) and not pa.types.is_struct(type)
                and type.value_type == ARROW[self.element])

    def values(self, array):
        """The values of an array without nulls, of lists a row of numbers each."""
        if self.count is None:
            return array.to_numpy(zero_copy_only=False)
        lengths = pc.list_value_length(array)
        assert pc.all(pc.equal(lengths, self.count)).as_py() is not False, f"{self.name}: lengths"
        numbers = array.flatten()
        assert numbers.null_count == 0, f"{self.name}: nulls among the numbers"
        return numbers.to_numpy(zero_copy_only=False).reshape(-1, self.count)


class Expected:
    def __init__(self, path):
        plain = json.loads(path.read_text())
        self.rows = plain["rows"]
        self.row_group_rows = plain["rowGroupRows"]
        self.names = [field["name"] for field in plain["fields"]]
        self.types = [Kind(field["type"]) for field in plain["fields"]]
        self.metadata = {k.encode(): v.encode() for k, v in plain["metadata"]}
        self.field_metadata = [{k.encode(): v.encode() for k, v in field["metadata"]}
                               for field in plain["fields"]]
        data = path.with_suffix(".bin").read_bytes()
        self.valid, self.values, place = [], [], 0
        for kind in self.types:
            valid = np.frombuffer(data, np.uint8, self.rows, place).astype(bool)
            place += self.rows
            per_row = kind.count or 1
            bits = np.frombuffer(data, np.uint64, self.rows * per_row, place)
            place += 8 * len(bits)
            self.valid.append(valid)
            if kind.name == "text":
                texts = np.empty(self.rows, object)
                for row in np.flatnonzero(valid):
                    texts[row] = data[place:place + int(bits[row])].decode()
                    place += int(bits[row])
                self.values.append(texts)
            else:
                values = bits.astype(FIXED[kind.element][0])
                if kind.count is not None:
                    values = values.reshape(self.rows, kind.count)
                self.values.append(values)
        assert place == len(data), "the plain form is read to its end"


def compare(expected, what, column):
    """`column` gives a reader's column by index as a pyarrow array."""
    for index, kind in enumerate(expected.types):
        array = column(index)
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        if kind.shape and "pyarrow" in what:
            check_tensor(expected, what, index, array)
            array = array.storage
        if kind.name == "text" and array.type != pa.string():
            array = array.cast(pa.string())
        valid = expected.valid[index]
        name = f"{what}: column {expected.names[index]!r} ({kind.name})"
        assert len(array) == expected.rows, f"{name}: {len(array)} rows"
        assert kind.fits(array.type), f"{name}: type {array.type}"
        got = array.is_valid().to_numpy(zero_copy_only=False)
        assert (got == valid).all(), f"{name}: nulls at {np.flatnonzero(got != valid)[:5]}"
        if kind.name == "text":
            same = np.array([a == b for a, b in zip(array.to_pylist(), expected.values[index])], bool)
        else:
            bits, number = FIXED[kind.element]
            read = kind.values(array.filter(array.is_valid()))
            assert read.dtype == number, f"{name}: {read.dtype}"
            same = np.ascontiguousarray(read).view(bits) == expected.values[index][valid]
        assert same.all(), f"{name}: differs at {np.flatnonzero(~same)[:5]}"


def check_tensor(expected, what, index, array):
    kind, valid = expected.types[index], expected.valid[index]
    assert isinstance(array, pa.FixedShapeTensorArray), f"{what}: {type(array)}"
    present = array.filter(array.is_valid())
    if len(present):
        dense = present.to_numpy_ndarray()
        assert dense.shape == (int(valid.sum()), *kind.shape), f"{what}: {dense.shape}"
        bits = expected.values[index][valid].reshape(dense.shape)
        assert (np.ascontiguousarray(dense).view(bits.dtype) == bits).all(), f"{what}: differs"


def check_schema(expected, what, schema):
    assert schema.names == expected.names, f"{what}: names"
    assert (schema.metadata or {}) == expected.metadata, f"{what}: metadata {schema.metadata}"
    for field, kind, metadata in zip(schema, expected.types, expected.field_metadata):
        assert field.type == kind.arrow, f"{what}: {field.name} is {field.type}"
        assert field.nullable, f"{what}: {field.name} is not nullable"
        assert (field.metadata or {}) == metadata, f"{what}: {field.name} {field.metadata}"


def check_statistics(expected, what, metadata):
    assert metadata.num_rows == expected.rows, what
    assert metadata.created_by == "chordae version 1.2.3 (build source)", metadata.created_by
    start = 0
    for group in range(metadata.num_row_groups):
        row_group = metadata.row_group(group)
        end = start + row_group.num_rows
        assert 0 < row_group.num_rows <= expected.row_group_rows, what
        for index, kind in enumerate(expected.types):
            chunk = row_group.column(index)
            name = f"{what}: statistics of {expected.names[index]!r}, row group {group}"
            valid = expected.valid[index][start:end]
            values = expected.values[index][start:end][valid]
            check_chunk(name, kind, chunk, values)
            nulls = int((~valid).sum())
            assert chunk.statistics.null_count == nulls, name
            assert chunk.num_values == nulls + values.size, f"{name}: {chunk.num_values} values"
            parts = [] if kind.count is None else ["list", "element"]
            path = ".".join([expected.names[index], *parts])
            assert chunk.path_in_schema == path, f"{name}: {chunk.path_in_schema}"
        start = end
    assert start == expected.rows, what


def check_chunk(name, kind, chunk, values):
    is_float = kind.element.startswith("float")
    if kind.count is not None:
        assert chunk.encodings == ("RLE", "PLAIN"), f"{name}: {chunk.encodings}"
    elif is_float:
        assert chunk.encodings == ("RLE", "BYTE_STREAM_SPLIT"), f"{name}: {chunk.encodings}"
    if is_float:
        values = values.view(FIXED[kind.element][1])
    statistics = chunk.statistics
    if len(values) == 0 or is_float and np.isnan(values).any():
        assert not statistics.has_min_max, f"{name}: has extremes"
        return
    if kind.name == "text":
        low, high = (f(values, key=lambda text: text.encode()) for f in (min, max))
        if max(len(low.encode()), len(high.encode())) > LONGEST_TEXT:
            assert not statistics.has_min_max, f"{name}: has extremes"
            return
    else:
        low, high = values.min(), values.max()
    assert statistics.has_min_max, f"{name}: has no extremes"
    assert (statistics.min, statistics.max) == (low, high), f"{name}: {statistics}"
    if is_float and low == 0:
        assert np.signbit(statistics.min), f"{name}: the minimum is +0"
    if is_float and high == 0:
        assert not np.signbit(statistics.max), f"{name}: the maximum is -0"


def check_parquet(expected, path):
    file = pq.ParquetFile(path, page_checksum_verification=True)
    check_schema(expected, f"{path.name} by pyarrow", file.schema_arrow)
    check_statistics(expected, path.name, file.metadata)
    table = file.read()
    compare(expected, f"{path.name} by pyarrow", table.column)
    frame = pl.read_parquet(path)
    check_polars(expected, path, frame)
    compare(expected, f"{path.name} by polars", lambda index: from_polars(frame.to_series(index)))
    relation = duckdb.read_parquet(str(path))
    assert list(map(str, relation.types)) == [kind.duckdb for kind in expected.types], path.name
    result = relation.to_arrow_table()
    assert result.schema.names == expected.names, f"{path.name} by duckdb"
    compare(expected, f"{path.name} by duckdb", result.column)


def from_polars(series):
    """The lists of a tensor are its storage: polars names the extension type and leaves the shape."""
    return (series.ext.storage() if isinstance(series.dtype, pl.Extension) else series).to_arrow()


def check_polars(expected, path, frame):
    types = {name: kind.polars for name, kind in zip(expected.names, expected.types)}
    assert dict(frame.schema) == types, f"{path.name} by polars: {frame.schema}"


def check_arrow(expected, path, frame, opened):
    with opened as reader:
        check_schema(expected, f"{path.name} by pyarrow", reader.schema)
        for field in reader.schema:
            if pa.types.is_fixed_size_list(field.type):
                assert str(field.type.value_field).startswith("pyarrow.Field<item: "), field
        check_polars(expected, path, frame)
        table = reader.read_all()
    table.validate(full=True)
    compare(expected, f"{path.name} by pyarrow", table.column)
    compare(expected, f"{path.name} by polars", lambda index: from_polars(frame.to_series(index)))


def check_alignment(path):
    """Every buffer of a mapped, uncompressed file starts on 64 bytes."""
    with pa.memory_map(str(path)) as source:
        base = source.read_buffer(0).address
        for batch in pa.ipc.open_file(source).read_all().to_batches():
            for column in batch.columns:
                for buffer in column.buffers():
                    assert buffer is None or buffer.size == 0 or buffer.address % 64 == base % 64


def main(folder):
    count = 0
    for path in sorted(Path(folder).glob("*.json")):
        expected = Expected(path)
        check_parquet(expected, path.with_suffix(".parquet"))
        for suffix in (".arrow", ".zstd.arrow"):
            file = path.with_suffix(suffix)
            check_arrow(expected, file, pl.read_ipc(file), pa.ipc.open_file(file))
        check_alignment(path.with_suffix(".arrow"))
        for suffix in (".arrows", ".zstd.arrows"):
            file = path.with_suffix(suffix)
            check_arrow(expected, file, pl.read_ipc_stream(file), pa.ipc.open_stream(file))
        count += 1
    print(f"read back {count} tables")


main(sys.argv[1])
