#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""latchkeyctl inspect on files that OpenSSL makes: JSON in the shape of its description, text that tells first what a file is good for.

usage: test-ctl-inspect.py LATCHKEYCTL LOCALE-FOLDER"""

import fcntl
import json
import os
import pathlib
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
import unittest

CTL, LOCALES = sys.argv[1], sys.argv[2]

TEXT, COUNT, YES = str, int, bool
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HEX = re.compile(r"-?[0-9a-f]+")
OID = re.compile(r"\d+(\.\d+)+")
KEY = {"algorithm": TEXT, "bits": COUNT, "curve": (TEXT, None)}
CERTIFICATE = {
    "kind": re.compile("certificate"), "subject": TEXT, "issuer": TEXT, "serial": HEX, "version": COUNT, "not_before": TIME,
    "not_after": TIME, "is_ca": YES, "path_length": (COUNT, None), "key_usage": [re.compile("[a-zA-Z]+")],
    "extended_key_usage": ([OID], None), "subject_alt_names": [re.compile("[A-Za-z]+:.*")], "key": KEY, "signature_algorithm": OID,
    "fingerprints": {"sha256": re.compile("[0-9a-f]{64}"), "sha1": re.compile("[0-9a-f]{40}"), "spki_sha256": re.compile("[0-9a-f]{64}")},
    "extensions": [{"oid": OID, "name": (TEXT, None), "critical": YES, "text": TEXT}],
    "findings": [{"id": re.compile("[a-z0-9-]+"), "severity": re.compile("error|warning|info"), "message": TEXT}]}
FILE = {"path": TEXT, "items": [{"kind": re.compile("certificate|private-key|request|crl|public-key|other|unreadable")}],
        "error": (None, {"code": re.compile("[a-z-]+"), "message": TEXT})}


def fits(value, shape):
    """Whether JSON has at least what the shape asks for."""
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    if shape is None:
        return value is None
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(name in value and fits(value[name], one) for name, one in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    return type(value) is shape


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def count_columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def make_files(folder):
    path = {name: str(folder / name) for name in (
        "ca.pem", "ca.key", "leaf.pem", "leaf.key", "leaf.csr", "leaf.p12", "ca.crl", "bundle.pem", "half.pem", "noise.txt", "index", "crl.cnf",
        "extensions", "password", "other")}
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path["ca.key"], "-out", path["ca.pem"], "-days", "3650",
            "-utf8", "-subj", "/C=JP/O=試験株式会社/CN=Site CA", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path["leaf.key"], "-out", path["leaf.csr"],
            "-subj", "/CN=admin")
    pathlib.Path(path["extensions"]).write_text(
        "keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\nsubjectAltName=email:a@example.com,IP:192.0.2.1\n"
        "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n", encoding="utf-8")
    openssl("x509", "-req", "-in", path["leaf.csr"], "-CA", path["ca.pem"], "-CAkey", path["ca.key"], "-CAcreateserial", "-days", "365",
            "-extfile", path["extensions"], "-out", path["leaf.pem"])
    openssl("pkcs12", "-export", "-in", path["leaf.pem"], "-inkey", path["leaf.key"], "-certfile", path["ca.pem"], "-out", path["leaf.p12"],
            "-passout", "pass:Latchkey 1")
    pathlib.Path(path["index"]).write_text("", encoding="utf-8")
    pathlib.Path(path["crl.cnf"]).write_text(
        f"[ca]\ndefault_ca=d\n[d]\ndatabase={path['index']}\ndefault_md=sha256\ndefault_crl_days=30\n", encoding="utf-8")
    openssl("ca", "-config", path["crl.cnf"], "-cert", path["ca.pem"], "-keyfile", path["ca.key"], "-gencrl", "-out", path["ca.crl"])
    text = {name: pathlib.Path(path[name]).read_text(encoding="ascii") for name in ("ca.pem", "leaf.pem")}
    pathlib.Path(path["bundle.pem"]).write_text("Both:\n" + text["leaf.pem"] + text["ca.pem"], encoding="ascii")
    pathlib.Path(path["half.pem"]).write_text(text["leaf.pem"].replace("MII", "%%%", 1) + text["ca.pem"], encoding="ascii")
    pathlib.Path(path["noise.txt"]).write_text("nothing of the kind\n", encoding="ascii")
    pathlib.Path(path["password"]).write_text("Latchkey 1\n", encoding="ascii")
    pathlib.Path(path["other"]).write_text("another\n", encoding="ascii")
    return path


class Inspect(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if shutil.which("openssl") is None:
            raise unittest.SkipTest("there is no openssl")
        cls.folder = tempfile.TemporaryDirectory(prefix="latchkey-inspect-")  # pylint: disable=consider-using-with
        cls.path = make_files(pathlib.Path(cls.folder.name))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def run_ctl(self, *words, status=0, **environment):
        done = subprocess.run([CTL, "inspect", *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8", **environment})
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout.decode(), done.stderr.decode()

    def ask(self, *words, status=0):
        document = json.loads(self.run_ctl("--json", *words, status=status)[0])
        self.assertTrue(fits(document, {"files": [FILE]}), document)
        for item in (item for file in document["files"] for item in file["items"]):
            if item["kind"] == "certificate":
                for name, shape in CERTIFICATE.items():
                    self.assertTrue(name in item and fits(item[name], shape), f"{name}: {item.get(name)}")
        return document["files"]

    def test_json_has_its_shape(self):
        names = ("ca.pem", "leaf.pem", "bundle.pem", "half.pem", "leaf.csr", "ca.crl", "ca.key")
        files = self.ask(*(self.path[name] for name in names))
        kinds = [[item["kind"] for item in file["items"]] for file in files]
        self.assertEqual(kinds, [["certificate"], ["certificate"], ["certificate"] * 2, ["unreadable", "certificate"], ["request"], ["crl"], ["private-key"]])
        ca, leaf = files[0]["items"][0], files[1]["items"][0]
        self.assertEqual((ca["subject"], ca["is_ca"], ca["key_usage"]), ("CN=Site CA,O=試験株式会社,C=JP", True, ["keyCertSign", "cRLSign"]))
        self.assertIsNone(ca["extended_key_usage"])
        self.assertEqual((leaf["is_ca"], leaf["path_length"], leaf["extended_key_usage"]), (False, None, ["1.3.6.1.5.5.7.3.2"]))
        self.assertEqual(leaf["subject_alt_names"], ["email:a@example.com", "IP:192.0.2.1"])
        self.assertEqual(leaf["key"], {"algorithm": "EC", "bits": 256, "curve": "P-256"})

    def test_pkcs12_json(self):
        file, = self.ask(self.path["leaf.p12"], "--key-password-file", self.path["password"])
        self.assertEqual(sorted(item["kind"] for item in file["items"]), ["certificate", "certificate", "private-key"])
        for words, code in (((), "password-needed"), (("--key-password-file", self.path["other"]), "password-wrong")):
            file, = self.ask(self.path["leaf.p12"], *words, status=1)
            self.assertEqual((file["items"], file["error"]["code"]), ([], code))

    def test_rest_is_shown_when_one_is_unreadable(self):
        missing = self.path["ca.pem"] + ".missing"
        files = self.ask(self.path["noise.txt"], missing, self.path["ca.pem"], status=1)
        self.assertEqual([file["error"]["code"] if file["error"] else None for file in files], ["bad-data", "not-found", None])
        out, err = self.run_ctl(self.path["noise.txt"], missing, self.path["ca.pem"], status=1)
        self.assertIn("Site CA", out)
        self.assertEqual(len(err.splitlines()), 2)
        self.assertEqual(err.count(missing), 1)  # in the message, no heading besides

    def test_password_from_a_pipe_serves_all_files(self):
        done = subprocess.run([CTL, "inspect", self.path["leaf.p12"], self.path["leaf.p12"], "--key-password-file", "-"],
                              input=b"Latchkey 1\n", capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count(b"(PKCS#12)"), 2)

    def test_pipe_that_nobody_fills_can_be_left(self):
        pipe = pathlib.Path(self.folder.name) / "pipe"
        os.mkfifo(pipe)
        for words in ((pipe,), (self.path["leaf.p12"], "--key-password-file", pipe)):
            with subprocess.Popen([CTL, "inspect", *words], stderr=subprocess.PIPE) as ctl:
                with self.assertRaises(subprocess.TimeoutExpired):
                    ctl.wait(0.5)
                ctl.terminate()
                self.assertEqual(ctl.wait(60), 1)
                self.assertIn(b"Cancelled", ctl.stderr.read())

    def test_output_that_is_lost_is_told(self):
        for words in ((), ("--json",)):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([CTL, "inspect", self.path["ca.pem"], *words], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"Not all of the output could be written", done.stderr)

    def test_text_tells_first_what_it_is_good_for(self):
        for name, expected in (
                ("ca.pem", "✔ CA certificate, good until"), ("leaf.pem", "✔ Personal certificate for logging in, good until"),
                ("leaf.csr", "• Certificate request"), ("ca.crl", "• List of revoked certificates"), ("ca.key", "! Private key without a password"),
                ("half.pem", "✘ Damaged")):
            lines = self.run_ctl(self.path[name])[0].splitlines()
            self.assertTrue(lines[0].endswith("(PEM)"))
            self.assertRegex(lines[2], "^  1[.] ")
            self.assertTrue(lines[3].strip().startswith(expected), lines[3])
        self.assertIn("How the PKCS#12 file is built", self.run_ctl(self.path["leaf.p12"], "--key-password-file", self.path["password"])[0])
        self.assertIn("    + CA certificate", self.run_ctl(self.path["ca.pem"], LC_ALL="C")[0])

    def test_text_is_whole_lines_off_a_terminal(self):
        self.assertRegex(self.run_ctl(self.path["leaf.pem"])[0], r"(?m)^ *SHA-256 +([0-9a-f]{2}:){31}[0-9a-f]{2}$")

    def test_text_fits_a_terminal(self):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
        with subprocess.Popen([CTL, "inspect", self.path["bundle.pem"]], stdout=theirs, stdin=subprocess.DEVNULL,
                              env={**os.environ, "LC_ALL": "C.UTF-8"}) as ctl:
            os.close(theirs)
            out = b""
            try:
                while piece := os.read(ours, 65536):
                    out += piece
            except OSError:  # so a terminal says that all is read
                pass
            os.close(ours)
        self.assertEqual(ctl.returncode, 0)
        self.assertIn(b"\033[32m", out)
        lines = re.sub(r"\033\[\d+m", "", out.decode()).replace("\r", "").split("\n")
        self.assertEqual([line for line in lines[1:] if count_columns(line) > 70], [])
        self.assertIn("試験株式会社", "".join(lines))

    def test_japanese(self):
        environment = {"LC_ALL": "ja_JP.UTF-8", "LANGUAGE": "ja", "LATCHKEY_LOCALEDIR": LOCALES}
        if b"ja_JP.utf8" not in subprocess.run(["locale", "-a"], capture_output=True, check=True).stdout:
            self.skipTest("the system has no Japanese locale")
        out = self.run_ctl(self.path["ca.pem"], **environment)[0]
        self.assertIn("CA証明書", out.splitlines()[3])
        self.assertIn("O=試験株式会社", out)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
