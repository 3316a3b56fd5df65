#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs latchkeyctl against latchkey-simcamera as a script would: every command in text and JSON, its keys and exit
status, and that no password ends up where it does not belong. Certificates are made by openssl, which is not our code.

usage: test-ctl.py LATCHKEYCTL LATCHKEY-SIMCAMERA
"""

import hashlib
import json
import os
import pathlib
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

CTL, SIM, CATALOGUES = sys.argv[1:4]
PASSWORD = "s3cret-of-the-camera"
KEY_PASSWORD = "s3cret-of-the-key"
PERSON_PASSWORD = "s3cret-of-the-person"
SECRETS = (PASSWORD, KEY_PASSWORD, PERSON_PASSWORD, "PRIVATE KEY-----")

CERTIFICATE_KEYS = {
    "kind", "subject", "issuer", "serial", "version", "not_before", "not_after", "is_ca", "path_length", "key_usage",
    "extended_key_usage", "subject_alt_names", "key", "signature_algorithm", "fingerprints", "extensions", "findings"}
SUMMARY_KEYS = {"subject", "issuer", "not_before", "not_after", "extended_key_usage"}


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


class Pki:
    """A site CA, a second one, a server for 127.0.0.1 and a person."""

    def __init__(self, folder):
        self.folder = folder
        self.make("ca", "/O=Black & White/CN=Site CA", None, "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign")
        self.make("ca2", "/CN=Second CA", None, "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign")
        self.make("server", "/CN=127.0.0.1", "ca", "subjectAltName=IP:127.0.0.1", "extendedKeyUsage=serverAuth")
        self.make("person", "/CN=Person", "ca", "extendedKeyUsage=clientAuth", "keyUsage=digitalSignature")
        openssl("x509", "-in", self["ca.pem"], "-outform", "DER", "-out", self["ca.der"])
        self.pack("server", KEY_PASSWORD)
        self.pack("person", PERSON_PASSWORD)
        openssl("pkcs12", "-export", "-legacy", "-in", self["server.pem"], "-inkey", self["server.key"],
                "-passout", "pass:" + KEY_PASSWORD, "-out", self["server-old.p12"])
        self.make("old", "/CN=Old CA", None, "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign", days=3)
        self.make("client", "/CN=127.0.0.1", "ca", "subjectAltName=IP:127.0.0.1", "extendedKeyUsage=clientAuth")
        for name, parts in (("both.pem", ("ca.pem", "ca2.pem")), ("old-with-key.pem", ("old.pem", "old.key")),
                            ("ca-with-key.pem", ("ca.pem", "ca.key")), ("client-with-key.pem", ("client.pem", "client.key"))):
            pathlib.Path(self[name]).write_text("".join(pathlib.Path(self[part]).read_text(encoding="ascii") for part in parts), encoding="ascii")
        pathlib.Path(self["noise"]).write_bytes(bytes(range(256)) * 8)
        for name, text in (("password", PASSWORD), ("key-password", KEY_PASSWORD), ("person-password", PERSON_PASSWORD), ("wrong", "wrong")):
            pathlib.Path(self[name]).write_text(text + "\n", encoding="utf-8")

    def __getitem__(self, name):
        return str(self.folder / name)

    def make(self, name, subject, issuer, *extensions, days=900):
        words = ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject,
                 "-keyout", self[name + ".key"], "-x509", "-days", str(days), "-out", self[name + ".pem"]]
        if issuer:
            words += ["-CA", self[issuer + ".pem"], "-CAkey", self[issuer + ".key"]]
            extensions = ("basicConstraints=critical,CA:FALSE",) + extensions
        for extension in extensions:
            words += ["-addext", extension]
        if issuer:
            self.sign(name, subject, issuer, extensions)
        else:
            openssl(*words)

    def sign(self, name, subject, issuer, extensions):
        """A request and its signature: "req -x509 -CA" is newer than OpenSSL 3.0."""
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject,
                "-keyout", self[name + ".key"], "-out", self[name + ".csr"])
        pathlib.Path(self[name + ".ext"]).write_text("\n".join(extensions), encoding="ascii")
        openssl("x509", "-req", "-in", self[name + ".csr"], "-CA", self[issuer + ".pem"], "-CAkey", self[issuer + ".key"],
                "-CAcreateserial", "-days", "800", "-extfile", self[name + ".ext"], "-out", self[name + ".pem"])

    def pack(self, name, password):
        openssl("pkcs12", "-export", "-in", self[name + ".pem"], "-inkey", self[name + ".key"], "-certfile", self["ca.pem"],
                "-passout", "pass:" + password, "-out", self[name + ".p12"])


class Camera:
    """A simulated camera of one test."""

    def __init__(self, pki, *options):
        self.record = str(pki.folder / "record")
        pathlib.Path(self.record).unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [SIM, "--user", "admin", "--password-file", pki["password"], "--record", self.record, *options],
            stdout=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline().split()
        assert ready[0] == "ready", ready
        self.uri, self.pin = ready[1], ready[2]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()


class Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="latchkey-ctl-"))
        cls.pki = Pki(cls.root)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def setUp(self):
        self.camera = None
        self.data = tempfile.mkdtemp(dir=self.root)
        self.tmp = tempfile.mkdtemp(dir=self.root)

    def tearDown(self):
        if self.camera:
            self.camera.stop()

    def start(self, *options):
        self.camera = Camera(self.pki, *options)

    def run_ctl(self, *words, status=0):
        done = subprocess.run([CTL, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False)
        for secret in SECRETS:
            self.assertNotIn(secret, done.stdout + done.stderr)
        self.assertEqual(done.returncode, status, f"latchkeyctl {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done

    def login(self):
        return ["--user", "admin", "--password-file", self.pki["password"], "--pin", self.camera.pin, "--data-dir", self.data]

    def ask(self, command, *words, status=0, json_wanted=True):
        """A command on the camera, with everything that it takes to log in."""
        done = self.run_ctl(command, self.camera.uri, *words, *self.login(), *(["--json"] if json_wanted else []), status=status)
        return json.loads(done.stdout) if json_wanted and done.stdout else done

    def person(self):
        return ["--personal", "file:" + self.pki["person.p12"], "--personal-password-file", self.pki["person-password"]]

    def check_tab(self, tab):
        self.assertGreaterEqual(set(tab), {"camera", "common", "server", "client"})
        self.assertGreaterEqual(set(tab["camera"]), {"model", "firmware", "clock_offset_s", "driver"})
        self.assertGreaterEqual(set(tab["common"]), {"ssl_function", "tls_versions"})
        self.assertGreaterEqual(set(tab["server"]), {"option", "status", "certificate"})
        self.assertGreaterEqual(set(tab["client"]), {"available", "enabled", "capacity", "trusted"})
        self.assertEqual(tab["client"]["capacity"], 4)
        for trusted in tab["client"]["trusted"]:
            self.assertGreaterEqual(set(trusted["certificate"]), SUMMARY_KEYS)

    # Words

    def test_help_and_version(self):
        done = self.run_ctl("--help")
        commands = re.findall(r"^  ([a-z-]+) ", done.stdout, re.MULTILINE)
        self.assertGreaterEqual(set(commands), {
            "inspect", "tab", "set", "import-ca", "delete-ca", "import-server", "create-request", "import-signed", "delete-server", "profile", "check", "rehearse", "enable",
            "disable", "recover"})
        for command in commands:
            self.assertIn("--json", self.run_ctl(command, "--help").stdout)
        self.assertRegex(self.run_ctl("--version").stdout, r"^latchkeyctl \d+\.\d+")

    def test_speaks_the_language_of_the_build_folder(self):
        if not os.path.exists(os.path.join(CATALOGUES, "ja", "LC_MESSAGES", "latchkey.mo")):
            self.skipTest("the catalogues are not built")
        # Since glibc 2.39 LANGUAGE counts in C.UTF-8 no more than in C.
        installed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout.split()
        named = [name for name in installed if re.match(r"[a-z]{2}_.*\.utf-?8$", name, re.IGNORECASE)]
        if not named and tuple(map(int, os.confstr("CS_GNU_LIBC_VERSION").split()[1].split("."))) >= (2, 39):
            self.skipTest("no locale but C is installed, and there LANGUAGE does not count")
        locale = named[0] if named else "C.UTF-8"
        spoken = dict(os.environ, LANG=locale, LC_ALL=locale, LANGUAGE="ja", LATCHKEY_LOCALEDIR=CATALOGUES)
        done = subprocess.run([CTL, "--help"], env=spoken, capture_output=True, text=True, timeout=60, check=True)
        self.assertIn("ローカルネットワーク", done.stdout)

    def test_usage(self):
        for words in ([], ["nonsense"], ["tab"], ["tab", "--nonsense"], ["tab", "a", "b"], ["delete-ca", "https://127.0.0.1:1", "five"],
                      ["import-ca", "https://127.0.0.1:1", self.pki["ca.pem"], "--slot", "9"], ["enable", "https://127.0.0.1:1"],
                      ["rehearse"], ["tab", "ftp://127.0.0.1", "--data-dir", self.data],
                      ["tab", "https://127.0.0.1:1", "--user", "x", "--data-dir", self.data]):
            done = self.run_ctl(*words, status=2)
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr)

    def test_unreachable(self):
        done = self.run_ctl("tab", "https://127.0.0.1:1", "--data-dir", self.data, status=1)
        self.assertIn("reached", done.stderr)

    # The tab

    def test_tab(self):
        self.start()
        tab = self.ask("tab")
        self.check_tab(tab)
        self.assertLessEqual(abs(tab["camera"]["clock_offset_s"]), 2)
        self.assertFalse(tab["client"]["available"])
        self.assertEqual(tab["client"]["trusted"], [])
        text = self.ask("tab", json_wanted=False).stdout
        for words in ("SSL function", "Certificate options", "Status", "Private key password", "Trusted CA certificate 4", "Not set"):
            self.assertIn(words, text)

    def test_login_is_remembered(self):
        self.start()
        self.ask("tab")
        done = self.run_ctl("tab", self.camera.uri, "--password-file", self.pki["password"], "--data-dir", self.data, "--json")
        self.check_tab(json.loads(done.stdout))

    def test_unknown_key(self):
        self.start()
        words = ["tab", self.camera.uri, "--user", "admin", "--password-file", self.pki["password"], "--data-dir", self.data]
        done = self.run_ctl(*words, status=1)
        self.assertIn(self.camera.pin, done.stderr)
        self.assertEqual(done.stdout, "")
        self.run_ctl(*words, "--trust-first-use")
        self.run_ctl(*words)
        self.run_ctl(*words, "--pin", "sha256:" + "0" * 64, status=1)

    def test_wrong_password(self):
        self.start()
        done = self.run_ctl("tab", self.camera.uri, "--user", "admin", "--password-file", self.pki["wrong"], "--pin", self.camera.pin,
                            "--data-dir", self.data, status=1)
        self.assertIn("password", done.stderr)

    def test_password_from_standard_input(self):
        self.start()
        done = subprocess.run([CTL, "tab", self.camera.uri, "--user", "admin", "--password-file", "-", "--pin", self.camera.pin,
                               "--data-dir", self.data], input=PASSWORD + "\n", capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_password_from_terminal(self):
        self.start()
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(CTL, [CTL, "tab", self.camera.uri, "--user", "admin", "--pin", self.camera.pin, "--data-dir", self.data])
        said = b""
        while b": " not in said:
            said += os.read(terminal, 1000)
        os.write(terminal, PASSWORD.encode() + b"\n")
        try:
            while True:
                said += os.read(terminal, 1000)
        except OSError:
            pass
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0, said)
        self.assertNotIn(PASSWORD.encode(), said)
        self.assertIn(b"SSL function", said)

    def test_interrupt(self):
        self.start("--fault", "hang@inquiry:*")
        process = subprocess.Popen([CTL, "tab", self.camera.uri, *self.login()], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        while "inquiry" not in pathlib.Path(self.camera.record).read_text(encoding="utf-8"):
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(out, "")
        self.assertIn("ancel", said)

    # Trusted CA certificates

    def test_ca(self):
        self.start()
        tab = self.ask("import-ca", self.pki["ca.pem"])
        self.check_tab(tab)
        self.assertEqual([t["slot"] for t in tab["client"]["trusted"]], [1])
        self.assertIn("Site CA", tab["client"]["trusted"][0]["certificate"]["subject"])
        self.assertRegex(tab["client"]["trusted"][0]["certificate"]["not_after"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertRegex(tab["client"]["trusted"][0]["certificate"]["fingerprint_sha256"], r"^[0-9a-f]{64}$")
        tab = self.ask("import-ca", self.pki["ca2.pem"], "--slot", "3")
        self.assertEqual([t["slot"] for t in tab["client"]["trusted"]], [1, 3])
        self.assertIn("already", self.ask("import-ca", self.pki["ca.der"], status=1, json_wanted=False).stderr)
        self.assertIn("not a CA", self.ask("import-ca", self.pki["server.pem"], status=1, json_wanted=False).stderr)
        self.ask("import-ca", self.pki["noise"], status=1, json_wanted=False)
        self.ask("import-ca", self.pki["missing"], status=1, json_wanted=False)
        tab = self.ask("delete-ca", "1")
        self.assertEqual([t["slot"] for t in tab["client"]["trusted"]], [3])
        self.ask("delete-ca", "1", status=1, json_wanted=False)
        self.assertIn("Second CA", self.ask("import-ca", self.pki["ca.der"], json_wanted=False).stdout)

    def test_judged(self):
        """The same judgement guards every import: what blocks is not sent, the rest is said."""
        self.start()
        done = self.ask("import-ca", self.pki["old-with-key.pem"], json_wanted=False)
        self.assertIn("Expires in", done.stderr)
        self.assertIn("contains a private key", done.stderr)
        done = self.ask("import-ca", self.pki["both.pem"], status=2, json_wanted=False)
        self.assertIn("--number: 1 (Site CA), 2 (Second CA)", done.stderr)
        self.assertIn("3", self.ask("import-ca", self.pki["both.pem"], "--number", "3", status=2, json_wanted=False).stderr)
        tab = self.ask("import-ca", self.pki["both.pem"], "--number", "2")
        self.assertIn("Second CA", tab["client"]["trusted"][1]["certificate"]["subject"])
        self.assertIn("several-certs", [finding["id"] for finding in tab["findings"]])
        self.assertNotIn("several-certs", self.ask("import-ca", self.pki["both.pem"], "--number", "1", json_wanted=False).stderr)
        done = self.ask("import-server", self.pki["ca-with-key.pem"], status=1, json_wanted=False)
        self.assertIn("neither sign nor decrypt", done.stderr)
        self.assertIn("digital signature", done.stderr)
        self.assertIn("ca.key", self.ask("import-server", self.pki["ca.key"], status=1, json_wanted=False).stderr)
        self.assertIn("not for servers", self.ask("import-server", self.pki["client-with-key.pem"], json_wanted=False).stderr)

    # Server certificate

    def test_server(self):
        self.start()
        self.assertIn("password", self.ask("import-server", self.pki["server.p12"], status=1, json_wanted=False).stderr)
        self.ask("import-server", self.pki["server.p12"], "--key-password-file", self.pki["wrong"], status=1, json_wanted=False)
        tab = self.ask("import-server", self.pki["server.p12"], "--key-password-file", self.pki["key-password"])
        self.check_tab(tab)
        self.assertEqual(tab["server"]["status"], "valid")
        self.assertGreaterEqual(set(tab["server"]["certificate"]), SUMMARY_KEYS)
        self.assertEqual(tab["server"]["certificate"]["extended_key_usage"], ["1.3.6.1.5.5.7.3.1"])
        self.assertTrue(tab["client"]["available"])
        # The key is another one now, and it was remembered because we brought it.
        done = self.run_ctl("tab", self.camera.uri, "--password-file", self.pki["password"], "--data-dir", self.data, "--json")
        self.check_tab(json.loads(done.stdout))
        done = self.run_ctl("delete-server", self.camera.uri, "--password-file", self.pki["password"], "--data-dir", self.data, "--json")
        self.assertNotEqual(json.loads(done.stdout)["server"]["status"], "invalid")

    def import_over_plain_http(self):
        """The words for a camera that is reached so."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.start("--http-port", str(port))
        self.camera.uri = f"http://127.0.0.1:{port}"
        login = ["--user", "admin", "--password-file", self.pki["password"], "--data-dir", self.data]
        return ["import-server", self.camera.uri, self.pki["server-old.p12"], "--key-password-file", self.pki["key-password"], *login]

    def test_server_over_plain_http(self):
        """The key goes there only with the user's word; what else speaks against the file is said in any case."""
        words = self.import_over_plain_http()
        done = self.run_ctl(*words, status=1)
        self.assertIn("--allow-plain-key", done.stderr)
        self.assertIn("in an old or weak way (40-bit RC2", done.stderr)
        record = pathlib.Path(self.camera.record).read_text(encoding="utf-8")
        self.assertNotIn("sslservercert", record)
        done = self.run_ctl(*words, "--allow-plain-key", "--json")
        self.assertEqual(json.loads(done.stdout)["server"]["status"], "valid")

    # The device profile

    def test_profile(self):
        self.start()
        found = self.ask("profile")
        self.assertTrue(found["fits"])
        self.assertGreaterEqual(set(found["profile"]), {"identifier", "name", "origin", "confirmed"})
        self.assertIn("client-enabled", [f["field"] for f in found["fields"]])
        self.assertIn("Everything", self.ask("profile", json_wanted=False).stdout)
        self.run_ctl("tab", self.camera.uri, "--password-file", self.pki["password"], "--data-dir", self.data)

    def test_profile_that_does_not_fit(self):
        self.start()
        source = pathlib.Path(__file__).resolve().parents[2] / "data" / "profiles" / "snc-v3.profile"
        spoilt = self.root / "spoilt.profile"
        spoilt.write_text(source.read_text(encoding="utf-8").replace("=SslClientAuth", "=Other").replace("disable=off", "disable=0"), encoding="utf-8")
        found = self.ask("profile", "--profile", str(spoilt), status=1)
        fits = {f["field"]: f["fit"] for f in found["fields"]}
        self.assertFalse(found["fits"])
        self.assertEqual(fits["client-enabled"], "missing")
        self.assertIn("SslClientAuth", [e["parameter"] for e in found["extras"]])
        self.assertIn("dry run", self.ask("tab", "--profile", str(spoilt), status=1, json_wanted=False).stderr)

    # Files

    def test_inspect(self):
        done = self.run_ctl("inspect", self.pki["ca.pem"], self.pki["server.key"], "--json")
        files = json.loads(done.stdout)["files"]
        self.assertEqual([f["path"] for f in files], [self.pki["ca.pem"], self.pki["server.key"]])
        item = files[0]["items"][0]
        self.assertGreaterEqual(set(item), CERTIFICATE_KEYS)
        self.assertEqual(item["kind"], "certificate")
        self.assertTrue(item["is_ca"])
        self.assertEqual(set(item["key"]) & {"algorithm", "bits", "curve"}, {"algorithm", "bits", "curve"})
        self.assertEqual(set(item["fingerprints"]), {"sha256", "sha1", "spki_sha256"})
        self.assertIn("keyCertSign", item["key_usage"])
        self.assertEqual(files[1]["items"][0]["kind"], "private-key")
        self.assertIsNone(files[0]["error"])
        done = self.run_ctl("inspect", self.pki["noise"], self.pki["server.csr"], "--json", status=1)
        files = json.loads(done.stdout)["files"]
        self.assertEqual(set(files[0]["error"]), {"code", "message"})
        self.assertEqual(files[1]["items"][0]["kind"], "request")
        done = self.run_ctl("inspect", self.pki["server.p12"], "--key-password-file", self.pki["key-password"], "--json")
        self.assertEqual(sorted(i["kind"] for i in json.loads(done.stdout)["files"][0]["items"]), ["certificate", "certificate", "private-key"])
        self.assertIn("Site CA", self.run_ctl("inspect", self.pki["ca.pem"]).stdout)

    # Setup

    def prepare(self, *options):
        self.start(*options)
        self.ask("import-server", self.pki["server.p12"], "--key-password-file", self.pki["key-password"])
        public = subprocess.run(["openssl", "x509", "-in", self.pki["server.pem"], "-pubkey", "-noout"], capture_output=True, check=True).stdout
        der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public, capture_output=True, check=True).stdout
        self.camera.pin = "sha256:" + hashlib.sha256(der).hexdigest()
        self.ask("import-ca", self.pki["ca.pem"])

    def test_rehearse(self):
        words = ["rehearse", "--ca", self.pki["ca.pem"], *self.person()]
        found = json.loads(self.run_ctl(*words, "--json").stdout)
        for version in ("tls1.2", "tls1.3"):
            self.assertGreaterEqual(set(found[version]), {"accepted", "refused_without", "alert"})
            self.assertTrue(found[version]["accepted"] and found[version]["refused_without"])
        self.assertIn("TLS 1.3", self.run_ctl(*words).stdout)
        found = json.loads(self.run_ctl("rehearse", "--ca", self.pki["ca2.pem"], *self.person(), "--json", status=1).stdout)
        self.assertFalse(found["tls1.3"]["accepted"])
        self.run_ctl("rehearse", "--ca", self.pki["ca.pem"], "--personal", "file:" + self.pki["person.p12"],
                     "--personal-password-file", self.pki["wrong"], status=1)

    def test_check(self):
        self.prepare()
        found = self.ask("check", *self.person(), status=1)
        self.assertFalse(found["ready"])
        for check in found["checks"]:
            self.assertGreaterEqual(set(check), {"id", "state", "required", "evidence", "remedy"})
            self.assertIn(check["state"], {"passed", "failed", "attest", "unchecked"})
        found = self.ask("check", *self.person(), "--attest", "others", "--attest", "exportable")
        self.assertTrue(found["ready"], found)
        self.assertIn("13.", self.ask("check", *self.person(), json_wanted=False).stdout)
        self.ask("check", *self.person(), "--attest", "nonsense", status=2, json_wanted=False)

    def test_enable_and_disable(self):
        self.prepare()
        attest = ["--attest", "others", "--attest", "exportable"]
        found = self.ask("enable", *self.person(), status=1)
        self.assertEqual(found["outcome"], "refused")
        found = self.ask("enable", *self.person(), *attest, status=1)
        self.assertEqual(found["outcome"], "rolled-back", found)
        self.assertIs(found["state"]["enabled"], False)
        found = self.ask("enable", *self.person(), *attest, "--keep")
        self.assertEqual(found["outcome"], "kept", found)
        self.assertIs(found["state"]["enabled"], True)
        for step in found["steps"]:
            self.assertGreaterEqual(set(step), {"step", "ok", "detail"})
        self.ask("tab", status=1, json_wanted=False)
        self.assertTrue(self.ask("tab", *self.person())["client"]["enabled"])
        self.ask("delete-ca", "1", *self.person(), status=1, json_wanted=False)
        done = self.ask("import-ca", self.pki["ca2.pem"], *self.person(), status=1, json_wanted=False)
        self.assertIn("Nobody could be asked", done.stderr)
        self.assertEqual(len(self.ask("tab", *self.person())["client"]["trusted"]), 1)
        self.assertEqual(len(self.ask("import-ca", self.pki["ca2.pem"], *self.person(), "--keep")["client"]["trusted"]), 2)
        self.ask("delete-ca", "1", *self.person(), "--keep", status=1, json_wanted=False)
        self.assertEqual(len(self.ask("delete-ca", "2", *self.person(), "--keep")["client"]["trusted"]), 1)
        found = self.ask("disable", *self.person())
        self.assertEqual(found["outcome"], "kept", found)
        self.assertFalse(self.ask("tab")["client"]["enabled"])

    def search(self, pid):
        """Neither a running program nor anything that it wrote holds a secret."""
        key = subprocess.run(["openssl", "pkey", "-in", self.pki["person.key"], "-outform", "DER"], capture_output=True, check=True).stdout
        # SEC 1 within PKCS#8: an OCTET STRING of 32 bytes holds the private key.
        number = key[key.index(b"\x04\x20") + 2:][:32]
        secrets = [PASSWORD.encode(), PERSON_PASSWORD.encode(), number, number.hex().encode(), b"PRIVATE KEY-----"]
        if pid:
            limits = pathlib.Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
            self.assertRegex(limits, r"(?m)^Max core file size +0 ")
        places = [pathlib.Path(f"/proc/{pid}/cmdline"), pathlib.Path(f"/proc/{pid}/environ")] if pid else []
        places += [path for folder in (self.data, self.tmp) for path in pathlib.Path(folder).rglob("*") if path.is_file()]
        self.assertTrue(any(path.name.endswith((".db", ".sqlite", "-wal")) for path in places), places)
        for path in places:
            held = path.read_bytes()
            for secret in secrets:
                self.assertNotIn(secret, held, path)

    def enable_to_the_question(self):
        """Process, terminal and what it said so far: the change is on the camera, and nobody said yes."""
        words = [CTL, "enable", self.camera.uri, *self.person(), *self.login(), "--attest", "others", "--attest", "exportable"]
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ["TMPDIR"] = self.tmp
            os.execv(CTL, words)
        said = b""
        while b"Keep these settings?" not in said.replace(b"\xe2\x80\xa6 Keep these settings?", b""):
            said += os.read(terminal, 1000)
        self.search(pid)
        return pid, terminal, said

    def interrupt_enabling(self):
        pid, terminal, said = self.enable_to_the_question()
        os.kill(pid, signal.SIGKILL)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), -signal.SIGKILL)
        os.close(terminal)
        for secret in SECRETS:
            self.assertNotIn(secret.encode(), said)
        self.search(None)

    def recover(self, *words):
        done = self.run_ctl("recover", *words, *self.person(), *self.login(), "--json")
        outcomes = json.loads(done.stdout)
        self.assertEqual(len(outcomes), 1, outcomes)
        self.assertEqual(json.loads(self.run_ctl("recover", "--data-dir", self.data, "--json").stdout), [])
        self.search(None)
        return outcomes[0]

    def test_recover(self):
        self.assertEqual(json.loads(self.run_ctl("recover", "--data-dir", self.data, "--json").stdout), [])
        self.assertIn("Nothing", self.run_ctl("recover", "--data-dir", self.data).stdout)

    def test_hangup(self):
        """The terminal goes away, as when a connection breaks: that is no yes."""
        self.prepare()
        pid, terminal, _ = self.enable_to_the_question()
        os.close(terminal)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 1)
        self.assertFalse(self.ask("tab")["client"]["enabled"])
        self.assertEqual(json.loads(self.run_ctl("recover", "--data-dir", self.data, "--json").stdout), [])

    def test_recover_what_was_killed(self):
        self.prepare()
        self.interrupt_enabling()
        self.assertTrue(self.ask("tab", *self.person())["client"]["enabled"])
        found = self.recover()
        self.assertEqual((found["outcome"], found["state"]["enabled"], found["change"]), ("rolled-back", False, "enable"), found)
        self.assertFalse(self.ask("tab")["client"]["enabled"])
        self.interrupt_enabling()
        found = self.recover("--keep")
        self.assertEqual((found["outcome"], found["state"]["enabled"]), ("kept", True), found)
        self.assertTrue(self.ask("tab", *self.person())["client"]["enabled"])


class OnvifTest(Test):
    """The same from a terminal on a camera that is spoken to in ONVIF; what has nothing to do with a language is left out."""

    def start(self, *options):
        super().start("--onvif", *options)

    def login(self):
        return [*super().login(), "--driver", "onvif"]

    def test_language(self):
        self.start()
        self.assertEqual(self.ask("tab")["camera"]["driver"], "onvif")
        # Found out without being told, too.
        done = self.run_ctl("tab", self.camera.uri, *super().login(), "--driver", "auto", "--json")
        self.assertEqual(json.loads(done.stdout)["camera"]["driver"], "onvif")

    def test_ca(self):
        """The anchors of a policy are a list: no slot is left free."""
        self.start()
        for name, slots in (("ca.pem", [1]), ("ca2.pem", [1, 2])):
            tab = self.ask("import-ca", self.pki[name])
            self.check_tab(tab)
            self.assertEqual([t["slot"] for t in tab["client"]["trusted"]], slots)
        self.assertIn("already", self.ask("import-ca", self.pki["ca.der"], status=1, json_wanted=False).stderr)
        self.assertIn("not a CA", self.ask("import-ca", self.pki["server.pem"], status=1, json_wanted=False).stderr)
        tab = self.ask("delete-ca", "1")
        self.assertIn("Second CA", tab["client"]["trusted"][0]["certificate"]["subject"])

    def test_server_over_plain_http(self):
        """The standard forbids it, whatever the user says."""
        done = self.run_ctl(*self.import_over_plain_http(), "--allow-plain-key", status=1)
        self.assertIn("travel unprotected over plain HTTP", done.stderr)
        self.assertNotIn("--allow-plain-key", done.stderr)

    def test_server(self):
        self.start()
        self.ask("import-server", self.pki["server.p12"], "--key-password-file", self.pki["wrong"], status=1, json_wanted=False)
        tab = self.ask("import-server", self.pki["server.p12"], "--key-password-file", self.pki["key-password"])
        self.check_tab(tab)
        self.assertEqual(tab["server"]["status"], "valid")
        self.assertTrue(tab["client"]["available"])

    def test_tab(self):
        self.start()
        self.check_tab(self.ask("tab"))

    def test_set(self):
        self.start("--onvif-quirk", "tls-versions", "--onvif-quirk", "cn-maps")
        tab = self.ask("set", "--tls-versions", "1.3", "--cn-is-user", "yes", "--ssl-function", "enable-with-http")
        self.check_tab(tab)
        self.assertEqual(tab["common"]["tls_versions"], ["1.3"])
        self.assertEqual(tab["common"]["offered_tls_versions"], ["1.2", "1.3"])
        self.assertEqual(tab["common"]["ssl_function"], "enable-with-http")
        self.assertTrue(tab["client"]["cn_is_user"])
        self.assertIn("1.2 1.3", self.ask("set", "--tls-versions", "1.1,1.3", status=1, json_wanted=False).stderr)
        for words in ([], ["--tls-versions", "9"], ["--tls-versions", ","], ["--cn-is-user", "maybe"], ["--ssl-function", "on"]):
            self.ask("set", *words, status=2, json_wanted=False)

    def test_enable_for_users_only(self):
        """Where the common name is the user, a certificate of nobody that the camera knows is tried and undone."""
        self.prepare("--onvif-quirk", "cn-maps")
        self.ask("set", "--cn-is-user", "yes")
        found = self.ask("enable", *self.person(), "--attest", "others", "--attest", "exportable", "--keep", status=1)
        self.assertEqual((found["outcome"], found["state"]["enabled"]), ("rolled-back", False), found)
        self.assertFalse(self.ask("tab")["client"]["enabled"])

    def sign(self, request, name):
        """What the CA makes of a request."""
        openssl("x509", "-req", "-in", request, "-CA", self.pki["ca.pem"], "-CAkey", self.pki["ca.key"], "-set_serial", "77", "-days", "90",
                "-out", self.pki[name])
        return self.pki[name]

    def test_requests(self):
        self.start("--onvif-quirk", "max-keys=2")
        requests = [os.path.join(self.tmp, f"{number}.csr") for number in range(3)]
        made = [self.ask("create-request", request, "--common-name", f"gate{number}.example") for number, request in enumerate(requests[:2])]
        self.assertEqual([m["subject"] for m in made], ["CN=gate0.example", "CN=gate1.example"])
        self.assertNotEqual(made[0]["spki_sha256"], made[1]["spki_sha256"])
        self.assertIn("--discard-earlier", self.ask("create-request", requests[2], status=1, json_wanted=False).stderr)
        self.assertFalse(os.path.exists(requests[2]))
        for number in (1, 0):
            tab = self.ask("import-signed", self.sign(requests[number], f"signed{number}.pem"))
            self.check_tab(tab)
            self.assertEqual(tab["server"]["certificate"]["subject"], f"CN=gate{number}.example")
            self.camera.pin = "sha256:" + made[number]["spki_sha256"]
        self.ask("create-request", requests[0])
        self.assertIn("127.0.0.1", self.ask("create-request", requests[2], "--discard-earlier", json_wanted=False).stdout)
        self.assertIn("private key", self.ask("import-signed", self.sign(requests[0], "late.pem"), status=1, json_wanted=False).stderr)

    def test_request_on_an_old_camera(self):
        """One without a security service has a request for a certificate of its own."""
        self.start("--onvif-quirk", "legacy")
        requests = [os.path.join(self.tmp, name) for name in ("first.csr", "second.csr")]
        made = [self.ask("create-request", request, "--common-name", "gate.example") for request in requests]
        self.assertEqual(made[0]["spki_sha256"], made[1]["spki_sha256"])
        tab = self.ask("import-signed", self.sign(requests[0], "old.pem"))
        self.check_tab(tab)
        self.assertEqual((tab["server"]["certificate"]["subject"], tab["server"]["option"]), ("CN=gate.example", "external"))
        self.camera.pin = "sha256:" + made[0]["spki_sha256"]
        self.assertTrue(self.ask("tab")["client"]["available"])

    def test_set_is_taken_back(self):
        self.start("--onvif-quirk", "old-tls", "--onvif-quirk", "no-tls13")
        self.assertIn("taken back", self.ask("set", "--tls-versions", "1.3", status=1, json_wanted=False).stderr)
        self.assertEqual(self.ask("tab")["common"]["tls_versions"], ["1.0", "1.1"])

    test_help_and_version = test_usage = test_unreachable = test_inspect = test_rehearse = test_interrupt = None
    test_profile = test_profile_that_does_not_fit = test_speaks_the_language_of_the_build_folder = None
    test_password_from_terminal = test_password_from_standard_input = test_login_is_remembered = test_unknown_key = None


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + sys.argv[4:], verbosity=2)
