#!/usr/bin/env bash
# Writes the seeds that are made by hand and by samtools and bcftools; what `make fuzz` found worth
# keeping lies beside them under names of digits.
set -euo pipefail
cd "$(dirname "$0")/seeds"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

python3 - "$work" <<'PYTHON'
import base64, hashlib, random, struct, sys, zlib
random.seed(3)
work = sys.argv[1]
bases = {name: "".join(random.choice("ACGT") for _ in range(length))
         for name, length in [("c1", 300), ("c2", 70), ("c3", 40)]}
with open("reference.fa", "w") as file:
    for name, text in bases.items():
        file.write(f">{name}\n{text}\n")

def header(order):
    lines = [f"@HD\tVN:1.6\tSO:{order}"]
    # With M5 there, no path of this machine gets into a CRAM's header.
    lines += [f"@SQ\tSN:{name}\tLN:{len(text)}\tM5:{hashlib.md5(text.encode()).hexdigest()}"
              for name, text in bases.items()]
    return "\n".join(lines + ["@RG\tID:g\tSM:s", "@PG\tID:p", "@CO\tnote"]) + "\n"

def read(name, flag, contig, start, cigar, mate="*", mate_start=0, size=0, tags=""):
    count = {"M": 1, "I": 1, "S": 1, "=": 1, "X": 1}
    number, length = "", 0
    for letter in cigar:
        if letter.isdigit():
            number += letter
        else:
            length += int(number or 0) * count.get(letter, 0)
            number = ""
    text = bases.get(contig, "ACGT" * 99)[max(0, start - 1):][:length].ljust(length, "N")
    quality = "".join(chr(33 + random.randrange(42)) for _ in text)
    return (f"{name}\t{flag}\t{contig}\t{start}\t60\t{cigar}\t{mate}\t{mate_start}\t{size}\t"
            f"{text or '*'}\t{quality or '*'}{tags}\n")

pairs = (read("a", 99, "c1", 5, "20M", "=", 15, 40, "\tRG:Z:g\tNM:i:0")
         + read("a", 147, "c1", 15, "10M2D18M", "=", 5, -40)
         + read("b", 99, "c1", 20, "5S10M3I7M2H", "=", 20, 17, "\tXA:B:c,1,-2\tXF:f:1.5")
         + read("b", 147, "c1", 20, "17M", "=", 20, -17)
         + read("c", 1024, "c1", 30, "4=2X100N5M1P2M")
         + read("d", 512, "c1", 31, "8M") + read("d", 256, "c1", 31, "8M")
         + read("e", 2048, "c1", 33, "9M") + read("f", 73, "c1", 40, "6M", "=", 40)
         + read("f", 133, "c1", 40, "*", "=", 40) + read("g", 65, "c1", 50, "9M", "c2", 9)
         + read("g", 129, "c2", 9, "9M", "c1", 50) + read("h", 0, "c3", 31, "10M")
         + read("u", 77, "*", 0, "*") + read("u", 141, "*", 0, "*"))
open("pairs.sam", "w").write(header("coordinate") + pairs)
open(f"{work}/unsorted.sam", "w").write(
    header("unsorted") + read("z", 0, "c2", 60, "11M") + read("y", 0, "c1", 1, "*"))
open("unsorted.sam", "w").write(open(f"{work}/unsorted.sam").read())
long = read("l", 0, "c1", 1, "1M1I" * 120) + read("m", 16, "c1", 2, "0M5I0D") + read("n", 0, "c1", 300, "1M")
open("long.sam", "w").write(header("coordinate") + long)
open("nothing.sam", "w").write(header("coordinate"))
open("calls.vcf", "w").write(
    '##fileformat=VCFv4.3\n##contig=<ID=c1,length=300>\n##contig=<ID=c2,length=70>\n'
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="d">\n'
    '##INFO=<ID=END,Number=1,Type=Integer,Description="e">\n##FILTER=<ID=q10,Description="q">\n'
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">\n'
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="d">\n'
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="a">\n'
    '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\tS2\n'
    'c1\t5\trs1\tA\tC,<DEL>\t30\tPASS\tDP=9;END=9\tGT:DP:AD\t0|1:9:4,5,0\t./.:.:.\n'
    'c1\t9\t.\tAC\tA\t.\tq10\t.\tGT:AD\t1/1:0,7\t0:3,0\n'
    'c2\t0\t.\tN\t*\t1e3\t.\tDP=0\tGT\t0/1/1\t1\n'
    'c2\t7\t.\tg\tT\t.\t.\t.\n'.replace("c2\t7\t.\tg\tT\t.\t.\t.", "c2\t7\t.\tg\tT\t.\t.\t.\tDP\t4\t5"))
open("panel.bed", "w").write("##assembly=x\ntrack name=t\nc1\t0\t30\tG1\t0\t+\nc2 5 9\n\nc1\t9\t40\n")
open("record.hea", "w").write(
    "r/1 2 360/24000(3) 300 10:00:00 01/01/2000\nr.dat 212 200(0)/mV 11 1024 995 0 0 MLII\n"
    "r.dat 212 200 11 1024 1011 0 0 V5\n# note\n")
open("frames.hea", "w").write(
    "r 3 125 100\nr.dat 16x1:3+24 1000.0(0)/uV 16 0 58 -21795 0 I\nr.dat 16x2 20 16\nr.dat 16\n")

open("aecg.xml", "w").write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><AnnotatedECG xmlns="urn:hl7-org:v3" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><component><series><code code="RHYTHM"/>\n'
    + "".join(
        '<component><sequenceSet><component><sequence><code code="TIME_ABSOLUTE"/>'
        f'<value xsi:type="GLIST_TS"><head value="20200102030405.{start:03}"/>'
        '<increment value="0.002" unit="s"/></value></sequence></component>\n'
        + "".join(
            f'<component><sequence><code code="MDC_ECG_LEAD_{name}"/><value xsi:type="SLIST_PQ">'
            '<origin value="0" unit="uV"/><scale value="2.5" unit="uV"/>'
            f'<digits>{" ".join(str(random.randrange(-99, 99)) for _ in range(8))}</digits>'
            '</value></sequence></component>\n' for name in names)
        + '</sequenceSet></component>' for start, names in [(0, ["I", "II"]), (16, ["V1", "AVR"])])
    + '<controlVariable><controlVariable><code code="MDC_ECG_CTL_VBL_ATTR_FILTER_LOW_PASS"/>'
    '<value value="150" unit="Hz"/></controlVariable></controlVariable><subjectOf><annotationSet>'
    '<component><annotation><code code="MDC_ECG_TIME_PD_QT"/><value value="400" unit="ms"/>'
    '</annotation></component></annotationSet></subjectOf></series></component></AnnotatedECG>\n')

def base64_lead(name, samples):
    data = struct.pack(f"<{len(samples)}h", *samples)
    return (f"<LeadData><LeadID>{name}</LeadID><LeadSampleCountTotal>{len(samples)}"
            "</LeadSampleCountTotal><LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>"
            "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits><LeadSampleSize>2</LeadSampleSize>"
            f"<LeadTimeOffset>0</LeadTimeOffset><LeadOff>FALSE</LeadOff><LeadDataCRC32>"
            f"{zlib.crc32(data)}</LeadDataCRC32><WaveFormData>{base64.b64encode(data).decode()}"
            "</WaveFormData></LeadData>\n")

open("muse.xml", "w").write(
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE RestingECG SYSTEM "restecg.dtd">\n'
    "<RestingECG><RestingECGMeasurements><QTInterval>402</QTInterval><RAxis>0</RAxis>"
    "</RestingECGMeasurements><Waveform><WaveformType>Rhythm</WaveformType>"
    "<SampleBase>500</SampleBase><SampleExponent>0</SampleExponent>"
    "<HighPassFilter>56</HighPassFilter>\n"
    + "".join(base64_lead(name, [random.randrange(-300, 300) for _ in range(20)])
              for name in ["I", "II", "V1"]) + "</Waveform></RestingECG>\n")

def xli(samples):
    """One lead: second differences, high bytes before low ones, LZW of ten bits."""
    error = [2 * samples[n - 1] - samples[n - 2] - samples[n] for n in range(2, len(samples))] + [0]
    words = struct.pack(f">{len(samples)}h", *samples[:2], *(e + 64 for e in error[1:]))
    table = {bytes([byte]): byte for byte in range(256)}
    codes, text = [], b""
    for byte in words[0::2] + words[1::2]:
        if text + bytes([byte]) in table:
            text += bytes([byte])
            continue
        codes.append(table[text])
        if len(table) < 1023:
            table[text + bytes([byte])] = len(table)
        text = bytes([byte])
    bits = "".join(f"{code:010b}" for code in codes + [table[text], 1023])
    body = int(bits.ljust(-len(bits) % 8 + len(bits), "0"), 2).to_bytes((len(bits) + 7) // 8, "big")
    return struct.pack("<ihh", len(body), 1, error[0]) + body

walks = [[sum(random.randrange(-9, 9) for _ in range(n)) for n in range(24)] for _ in range(12)]
open("sierra.xml", "w").write(
    "<restingecgdata><documentinfo><documenttype>PhilipsECG</documenttype>"
    "<documentversion>1.04</documentversion></documentinfo>\n"
    '<dataacquisition date="2020-01-02" time="03:04:05"/><waveforms><parsedwaveforms '
    'dataencoding="Base64" compression="XLI" samplespersecond="500" resolution="5" '
    'numberofleads="12" leadlabels="I II III aVR aVL aVF V1 V2 V3 V4 V5 V6" '
    f'durationperchannel="48">{base64.b64encode(b"".join(map(xli, walks))).decode()}'
    "</parsedwaveforms></waveforms></restingecgdata>\n")

open("observation.json", "w").write(
    '{"resourceType": "Observation", "effectiveDateTime": "2020-01-02T03:04:05Z", "component": ['
    + ",\n".join(
        f'{{"code": {{"coding": [{{"system": "http://loinc.org", "code": "{code}"}}]}}, '
        '"valueSampledData": {"origin": {"value": 0, "code": "uV"}, '
        f'{rate}, "factor": 2.5, "dimensions": 1, "data": "1 -2 E 4.5 U"}}}}'
        for code, rate in [("LP7386-8", '"period": 2'),
                           ("LP7387-6", '"interval": 2, "intervalUnit": "ms", '
                                        '"offsets": "0 2 4 8 10"')])
    + "]}\n")
PYTHON
python3 ../waveform-seeds.py

samtools faidx reference.fa
for name in pairs unsorted long nothing; do
  samtools view --no-PG -u -o "$work/$name.bam" $name.sam
  bgzip -dc "$work/$name.bam" > $name.payload
done
samtools view --no-PG -b -o pairs.bam pairs.sam
bgzip -c pairs.sam > pairs.sam.gz
# A FASTA given by its path would stand in the header with it.
for contig in c1 c2 c3; do
  samtools faidx reference.fa $contig | tail -n +2 | tr -d '\n' > "$work/bases"
  cp "$work/bases" "$work/$(md5sum < "$work/bases" | cut -c1-32)"
done
export REF_PATH="$work/%s"
cram() { samtools view --no-PG -C -o "$1.cram" "${@:3}" "$2.sam"; }
option=--output-fmt-option
cram plain pairs $option level=0 $option use_rans=0 $option no_ref=1
cram packed pairs $option seqs_per_slice=4 $option level=9 $option use_bzip2=1
cram embedded pairs $option embed_ref=1 $option level=0
cram many pairs $option multi_seq_per_slice=1 $option level=0
cram next pairs $option version=3.1 $option no_ref=1
cram old pairs $option version=2.1 $option no_ref=1
cram unsorted unsorted $option no_ref=1 $option lossy_names=1
cram long long $option no_ref=1
cram nothing nothing
bcftools view --no-version -Ob -o calls.bcf calls.vcf
bgzip -dc calls.bcf > calls.payload
bgzip -c calls.vcf > calls.vcf.gz
python3 ../ecg-seeds.py
