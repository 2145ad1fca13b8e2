#!/usr/bin/env python3
"""Fetches large public data sets and checks what comes, with the standard library alone.

    python data-samples/fetch.py list
    python data-samples/fetch.py get mitdb data/mitdb
    python data-samples/fetch.py get 1000g data/1000g --only 'NA12878.final.cram'

A set's files and digests come from the publisher's own list, which is fetched first; where this
project knows digests itself (pins/), they must agree. A broken download goes on where it stopped, a
file that is there and right is not fetched again, and a file is under its own name only once it is
whole and right. Exit status: 0 all right, 1 a file failed, 2 wrong usage.
"""
import argparse
import fnmatch
import hashlib
import http.client
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from typing import NamedTuple, Optional

HERE = os.path.dirname(os.path.abspath(__file__))


class Set(NamedTuple):
    title: str
    size: str
    licence: str
    base: str
    # The publisher's list below `base`, and how it is read.
    listing: Optional[str]
    form: str
    files: tuple = ()
    pins: Optional[str] = None


SETS = {
    "mitdb": Set(
        "MIT-BIH Arrhythmia Database 1.0.0: 48 half hours, 2 leads, beats by two cardiologists",
        "100 MB", "ODC-BY 1.0", "https://physionet.org/files/mitdb/1.0.0/",
        "SHA256SUMS.txt", "sums", pins="pins/mitdb.sha256"),
    "ludb": Set(
        "Lobachevsky University Database 1.0.1: 200 12-lead ECGs, waves delineated by hand",
        "30 MB", "ODC-BY 1.0", "https://physionet.org/files/ludb/1.0.1/",
        "SHA256SUMS.txt", "sums"),
    "ptb-xl": Set(
        "PTB-XL 1.0.3: 21,799 12-lead ECGs of 10 s with diagnoses",
        "3 GB", "CC-BY 4.0", "https://physionet.org/files/ptb-xl/1.0.3/",
        "SHA256SUMS.txt", "sums"),
    "1000g": Set(
        "1000 Genomes, 2,504 people at depth 30, CRAM (name people with --only)",
        "15 GB each, 40 TB in all", "open, Fort Lauderdale principles",
        "https://ftp.1000genomes.ebi.ac.uk/vol1/ftp/data_collections/1000G_2504_high_coverage/",
        "1000G_2504_high_coverage.sequence.index", "index"),
    "giab": Set(
        "Genome in a Bottle HG002, benchmark v4.2.1 on GRCh38: calls and confident regions",
        "170 MB", "public domain (NIST)",
        "https://ftp-trace.ncbi.nlm.nih.gov/ReferenceSamples/giab/release/AshkenazimTrio/"
        "HG002_NA24385_son/NISTv4.2.1/GRCh38/",
        None, "first use", files=(
            "HG002_GRCh38_1_22_v4.2.1_benchmark.vcf.gz",
            "HG002_GRCh38_1_22_v4.2.1_benchmark.vcf.gz.tbi",
            "HG002_GRCh38_1_22_v4.2.1_benchmark_noinconsistent.bed")),
}


class Wanted(NamedTuple):
    path: str
    url: str
    # The name of the digest and its hexadecimal digits; nil where nobody states one.
    digest: Optional[tuple]


def parse_sums(text, base):
    """Lines of `sha256sum`: a digest, blanks, a path."""
    for line in text.splitlines():
        parts = line.split(None, 1)
        if len(parts) == 2:
            path = parts[1].lstrip("*")
            yield Wanted(path, base + urllib.parse.quote(path), ("sha256", parts[0].lower()))


def parse_index(text, _base):
    """A sequence index: tab-separated, its header line begins with `#ENA_FILE_PATH`."""
    columns = None
    for line in text.splitlines():
        cells = line.split("\t")
        if cells[0] == "#ENA_FILE_PATH":
            columns = [cell.lstrip("#") for cell in cells]
        elif columns and not line.startswith("#"):
            row = dict(zip(columns, cells))
            url = row["ENA_FILE_PATH"].replace("ftp://", "https://", 1)
            yield Wanted(url.rsplit("/", 1)[1], url, ("md5", row["MD5SUM"].lower()))


def first_use(chosen, folder):
    """Files without a published digest: what came first is written down and held to later."""
    known = {}
    path = os.path.join(folder, "SHA256SUMS.first-use")
    if os.path.exists(path):
        with open(path) as file:
            known = {want.path: want.digest for want in parse_sums(file.read(), "")}
    return [Wanted(name, chosen.base + name, known.get(name)) for name in chosen.files]


def read_pins(path):
    with open(os.path.join(HERE, path)) as file:
        return {want.path: want.digest for want in parse_sums(file.read(), "")}


def listing(chosen, folder):
    if chosen.listing is None:
        return first_use(chosen, folder)
    with urllib.request.urlopen(chosen.base + chosen.listing, timeout=60) as answer:
        text = answer.read().decode()
    wanted = list((parse_sums if chosen.form == "sums" else parse_index)(text, chosen.base))
    pins = read_pins(chosen.pins) if chosen.pins else {}
    for want in wanted:
        if pins.get(want.path, want.digest) != want.digest:
            sys.exit(f"{want.path}: the publisher's list differs from the digest known here")
    return wanted


def digest_of(path, name):
    digest = hashlib.new(name)
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def is_right(path, want):
    return want.digest is not None and os.path.exists(path) \
        and digest_of(path, want.digest[0]) == want.digest[1]


def download(url, part):
    """Appends what is missing of `part`; a server that does not resume sends all again."""
    have = os.path.getsize(part) if os.path.exists(part) else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as error:
        # 416: nothing is missing any more.
        if error.code == 416 and have:
            return
        raise
    with answer, open(part, "ab" if answer.status == 206 else "wb") as file:
        expected = answer.headers.get("Content-Length")
        count = 0
        while block := answer.read(1 << 20):
            file.write(block)
            count += len(block)
        if expected is not None and count != int(expected):
            raise OSError(f"the connection ended after {count} of {expected} bytes")


def fetch(want, folder):
    """One file, or why it is not there."""
    path = os.path.normpath(os.path.join(folder, want.path))
    if not path.startswith(os.path.normpath(folder) + os.sep):
        return "its path leaves the folder"
    if is_right(path, want):
        return None
    os.makedirs(os.path.dirname(path), exist_ok=True)
    part = path + ".part"
    try:
        download(want.url, part)
    except (OSError, http.client.HTTPException) as error:
        return f"{error}; run again to go on"
    if want.digest and digest_of(part, want.digest[0]) != want.digest[1]:
        os.remove(part)
        return f"its {want.digest[0]} is wrong; it was removed"
    if not want.digest:
        with open(os.path.join(folder, "SHA256SUMS.first-use"), "a") as file:
            file.write(f"{digest_of(part, 'sha256')}  {want.path}\n")
    os.replace(part, path)
    return None


def get(chosen, folder, only):
    os.makedirs(folder, exist_ok=True)
    failed = 0
    for want in listing(chosen, folder):
        if only and not any(fnmatch.fnmatch(want.path, pattern) for pattern in only):
            continue
        fault = fetch(want, folder)
        failed += fault is not None
        print(f"{want.path}: {fault or 'ok'}", flush=True)
    return 1 if failed else 0


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the sets, their sizes and licences")
    getting = commands.add_parser("get", help="fetch a set and check it")
    getting.add_argument("set", choices=sorted(SETS))
    getting.add_argument("folder")
    getting.add_argument("--only", action="append", metavar="PATTERN", help="files by name")
    getting.add_argument("--base", help="a mirror's address in place of the publisher's")
    options = parser.parse_args(arguments)
    if options.command == "list":
        for name, each in SETS.items():
            print(f"{name}\n  {each.title}\n  {each.size}; {each.licence}\n  {each.base}")
        return 0
    chosen = SETS[options.set]
    if options.base:
        chosen = chosen._replace(base=options.base.rstrip("/") + "/")
    try:
        return get(chosen, options.folder, options.only)
    except (OSError, http.client.HTTPException) as error:
        print(f"cannot read the publisher's list: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
