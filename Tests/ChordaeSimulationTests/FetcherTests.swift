import ChordaeTestSupport
import Foundation
import Testing

/// `fetch.py` against a server on this machine: the publishers are out of reach of a test.
struct FetcherTests {
  /// Serves a folder, with byte ranges and, for `/stingy/`, only half of a file at a time.
  private static let script = #"""
    import contextlib, functools, hashlib, http.server, importlib.util, io, os, sys, tempfile, threading

    spec = importlib.util.spec_from_file_location("fetch", sys.argv[1])
    fetch = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fetch)
    content = {"100.dat": os.urandom(300_000), "sub/100.hea": b"header\n", "RECORDS": b"100\n"}
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_): pass

        def do_GET(self):
            name = self.path.lstrip("/")
            asked.append((name, self.headers.get("Range")))
            body = files.get(name)
            if body is None:
                self.send_error(404)
                return
            start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
            if start >= len(body) and start:
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            self.wfile.write(body[start:(len(body) // 2 if name in stingy and not start else None)])

    def sums():
        return "".join(f"{hashlib.sha256(b).hexdigest()} {n}\n" for n, b in content.items()).encode()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    fetch.SETS["test"] = fetch.Set("t", "s", "l", base, "SHA256SUMS.txt", "sums")
    index = "## comment\n#ENA_FILE_PATH\tMD5SUM\n" + "".join(
        f"{base}{n}\t{hashlib.md5(b).hexdigest()}\n" for n, b in content.items() if "/" not in n)
    fetch.SETS["index"] = fetch.Set("t", "s", "l", base, "index.tsv", "index")
    fetch.SETS["first"] = fetch.Set("t", "s", "l", base, None, "first use", files=("100.dat",))
    files = dict(content, **{"SHA256SUMS.txt": sums(), "index.tsv": index.encode()})
    stingy = set()

    def run(*arguments):
        asked.clear()
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                status = fetch.main(list(arguments))
            except SystemExit as stop:
                status = stop.code
        return status, out.getvalue()

    def read(*path):
        with open(os.path.join(*path), "rb") as file:
            return file.read()

    with tempfile.TemporaryDirectory() as folder:
        all_of = folder + "/all"
        assert run("get", "test", all_of)[0] == 0
        assert all(read(all_of, n) == b for n, b in content.items())
        assert run("get", "test", all_of)[0] == 0 and asked == [("SHA256SUMS.txt", None)], asked
        print("fetches all, and nothing twice")

        part = folder + "/part"
        stingy.add("100.dat")
        status, text = run("get", "test", part, "--only", "*.dat")
        assert status == 1 and "run again" in text and not os.path.exists(part + "/100.dat"), text
        assert run("get", "test", part, "--only", "*.dat")[0] == 0
        assert ("100.dat", "bytes=150000-") in asked and read(part, "100.dat") == content["100.dat"]
        assert not os.path.exists(part + "/sub")
        stingy.clear()
        print("goes on where it stopped, and takes only what is asked for")

        files["100.dat"] = b"x" + content["100.dat"][1:]
        bad = folder + "/bad"
        status, text = run("get", "test", bad)
        assert status == 1 and "sha256 is wrong" in text, text
        assert sorted(os.listdir(bad)) == ["RECORDS", "sub"], os.listdir(bad)
        status, text = run("get", "index", folder + "/index")
        assert status == 1 and "100.dat: its md5 is wrong" in text and "RECORDS: ok" in text, text
        files["100.dat"] = content["100.dat"]
        assert run("get", "index", folder + "/index")[0] == 0
        print("keeps no file with a wrong digest, SHA-256 or MD5")

        pins = folder + "/pins"
        with open(pins, "w") as file:
            file.write("0" * 64 + " 100.dat\n")
        fetch.SETS["test"] = fetch.SETS["test"]._replace(pins=pins)
        status, text = run("get", "test", folder + "/pinned")
        assert "differs from the digest known here" in str(status) and not os.listdir(folder + "/pinned")
        fetch.SETS["test"] = fetch.SETS["test"]._replace(pins=None)
        print("refuses a list that differs from a pinned digest")

        once = folder + "/once"
        assert run("get", "first", once)[0] == 0
        os.remove(once + "/100.dat")
        files["100.dat"] = b"other"
        status, text = run("get", "first", once)
        assert status == 1 and "wrong" in text, text
        print("holds a file without a published digest to what came first")

        content["../out"] = b"x"
        files["SHA256SUMS.txt"] = sums()
        status, text = run("get", "test", folder + "/inside", "--only", "*out")
        assert status == 1 and "leaves the folder" in text and not os.path.exists(folder + "/out")
        files.pop("SHA256SUMS.txt")
        status, text = run("get", "test", folder + "/gone")
        assert status == 1 and "cannot read the publisher's list" in text
        assert run("get", "nothing", folder)[0] == 2 and run("list")[0] == 0
        print("leaves its folder never, and says what it cannot read")
    """#

  @Test func `The fetcher resumes, checks and refuses`() throws {
    let python = Oracle.has("python3") ? "python3" : try #require(Oracle.python)
    let output = Oracle.run(python, ["-B", "-c", Self.script, Fixtures.sample("fetch.py")])
    #expect(output.status == 0, "\(output.errors)")
    #expect(output.text.split(separator: "\n").count == 6)
  }

  @Test func `The pinned digests are of records of the MIT-BIH database`() throws {
    let pins = try String(contentsOfFile: Fixtures.sample("pins/mitdb.sha256"), encoding: .utf8)
    let lines = pins.split(separator: "\n")
    #expect(lines.count == 87)
    #expect(lines.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{64} +[0-9]{3}\.(atr|dat|hea)/) != nil })
  }
}
