#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs "latchkeyctl personal" on NSS databases and SoftHSM tokens that other programs made, and has those programs and
openssl look at the result.

usage: test-ctl-personal.py LATCHKEYCTL LATCHKEY-SIMCAMERA
"""

import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

CTL, SIM = sys.argv[1:3]
FILE_PASSWORD = "s3cret-of-the-file"
STORE_PASSWORD = "s3cret-of-the-store"
PIN = "271828"
SECRETS = (FILE_PASSWORD, STORE_PASSWORD, PIN)
KEYS = {"selector", "store", "label", "certificate", "has_key", "key_matches", "exportable"}


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, **options)


class Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="latchkey-personal-"))
        cls.home = cls.root / "home"
        cls.home.mkdir()
        os.environ["HOME"] = str(cls.home)
        for name, text in (("file", FILE_PASSWORD), ("store", STORE_PASSWORD), ("pin", PIN), ("wrong", "wrong"), ("none", "")):
            (cls.root / name).write_text(text + "\n", encoding="utf-8")
        cls.make_person("kato", "/CN=Kato Admin")
        cls.make_person("suzuki", "/CN=Suzuki Admin")
        cls.make_tokens()

    @classmethod
    def make_person(cls, name, subject):
        key, pem, p12 = (str(cls.root / (name + "." + suffix)) for suffix in ("key", "pem", "p12"))
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "400",
            "-subj", subject, "-addext", "extendedKeyUsage=clientAuth", "-addext", "basicConstraints=critical,CA:FALSE",
            "-keyout", key, "-out", pem)
        run("openssl", "pkcs12", "-export", "-in", pem, "-inkey", key, "-name", subject[4:], "-out", p12,
            "-passout", "file:" + str(cls.root / "file"))

    @classmethod
    def make_tokens(cls):
        (cls.root / "tokens").mkdir()
        config = cls.root / "softhsm2.conf"
        config.write_text(f"directories.tokendir = {cls.root}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n", encoding="ascii")
        os.environ["SOFTHSM2_CONF"] = str(config)
        if shutil.which("softhsm2-util"):
            run("softhsm2-util", "--init-token", "--free", "--label", "Card", "--pin", PIN, "--so-pin", "12345678")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def path(self, name):
        return str(self.root / name)

    def make_database(self, password=None):
        folder = tempfile.mkdtemp(dir=self.root)
        run("certutil", "-N", "-d", "sql:" + folder, *(["-f", self.path(password)] if password else ["--empty-password"]))
        return folder

    def ctl(self, *words, status=0, json_wanted=True):
        done = subprocess.run([CTL, *words, *(["--json"] if json_wanted else [])], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=60, check=False)
        for secret in SECRETS:
            self.assertNotIn(secret, done.stdout + done.stderr)
        self.assertEqual(done.returncode, status, f"latchkeyctl {' '.join(words)}\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout) if json_wanted and done.stdout else done

    def list(self, *words):
        return self.ctl("personal", "list", *words)["personal"]

    def install(self, store, *words, name="kato", status=0):
        return self.ctl("personal", "import", self.path(name + ".p12"), "--store", store,
                        "--password-file", self.path("file"), *words, status=status)

    def check_entry(self, entry, exportable):
        self.assertGreaterEqual(set(entry), KEYS)
        self.assertEqual(entry["certificate"]["kind"], "certificate")
        self.assertIs(entry["has_key"], True)
        self.assertIs(entry["key_matches"], True)
        self.assertEqual(entry["exportable"], exportable)

    def test_lists_what_pk12util_installed(self):
        folder = self.make_database()
        run("pk12util", "-i", self.path("kato.p12"), "-d", "sql:" + folder, "-w", self.path("file"), "-k", self.path("none"))
        (entry,) = self.list("--nssdb", folder)
        self.check_entry(entry, "yes")
        self.assertEqual(entry["selector"], f"nss:{folder}#Kato Admin")
        self.assertEqual(entry["store"], "nss:" + folder)
        self.assertEqual(entry["certificate"]["subject"], "CN=Kato Admin")
        self.assertEqual(self.list("--nssdb", "sql:" + folder, "--nssdb", folder + "/"), [entry])
        self.assertIn("Kato Admin", self.ctl("personal", "list", "--nssdb", folder, json_wanted=False).stdout)

    def test_finds_the_shared_database(self):
        folder = self.home / ".pki/nssdb"
        folder.mkdir(parents=True)
        run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
        try:
            self.install(f"nss:{folder}", "--exportable")
            self.assertEqual([e["exportable"] for e in self.list()], ["yes"])
        finally:
            shutil.rmtree(folder)

    def test_imports_into_nss(self):
        folder = self.make_database()
        self.check_entry(self.install("nss:" + folder, "--exportable"), "yes")
        entry = self.install("nss:" + folder, name="suzuki")
        self.check_entry(entry, "no")
        self.assertIn("u,u,u", run("certutil", "-L", "-d", "sql:" + folder, text=True).stdout)
        self.assertEqual(sorted(e["exportable"] for e in self.list("--nssdb", folder)), ["no", "yes"])
        self.install("nss:" + folder, status=1)
        self.ctl("personal", "prove", entry["selector"])
        self.ctl("personal", "remove", entry["selector"])
        self.assertEqual(len(self.list("--nssdb", folder)), 1)
        self.ctl("personal", "remove", entry["selector"], status=1)

    def test_exports(self):
        folder = self.make_database()
        yes = self.install("nss:" + folder, "--exportable")["selector"]
        no = self.install("nss:" + folder, name="suzuki")["selector"]
        out = tempfile.mkdtemp(dir=self.root) + "/out.p12"
        words = ["--password-file", self.path("store")]
        self.ctl("personal", "export", yes, out, *words, json_wanted=False)
        self.assertEqual(stat.S_IMODE(os.stat(out).st_mode), 0o600)
        text = run("openssl", "pkcs12", "-in", out, "-passin", "file:" + self.path("store"), "-nodes", text=True).stdout
        self.assertIn("PRIVATE KEY", text)
        self.assertIn("cannot be made", self.ctl("personal", "export", yes, out, *words, status=1, json_wanted=False).stderr)
        self.ctl("personal", "export", no, out + "2", *words, status=1, json_wanted=False)
        self.assertFalse(os.path.exists(out + "2"))
        with open(out + "3", "wb") as output:
            subprocess.run([CTL, "personal", "export", yes, *words], stdout=output, check=True, timeout=60)
        run("openssl", "pkcs12", "-in", out + "3", "-passin", "file:" + self.path("store"), "-noout")

    def test_primary_password(self):
        folder = self.make_database("store")
        self.install("nss:" + folder, status=1)
        self.install("nss:" + folder, "--pin-file", self.path("wrong"), status=1)
        entry = self.install("nss:" + folder, "--pin-file", self.path("store"), "--exportable")
        self.check_entry(entry, "yes")
        (locked,) = self.list("--nssdb", folder)
        self.assertEqual((locked["has_key"], locked["locked"], locked["key_matches"], locked["exportable"]), (False, True, None, "unknown"))
        self.assertIn("nss:" + folder, self.ctl("personal", "list", "--nssdb", folder)["locked"])
        self.assertIn("is locked", self.ctl("personal", "list", "--nssdb", folder, json_wanted=False).stdout)
        (open_,) = self.list("--nssdb", folder, "--pin-file", self.path("store"))
        self.check_entry(open_, "yes")
        (locked,) = self.list("--nssdb", folder, "--pin-file", self.path("wrong"))
        self.assertTrue(locked["locked"])

    def test_renewed_certificates_are_told_apart(self):
        folder = self.make_database()
        for _ in range(2):
            self.make_person("renewed", "/CN=Sato Admin")
            self.install("nss:" + folder, name="renewed")
        selectors = [e["selector"] for e in self.list("--nssdb", folder)]
        self.assertEqual(len(set(selectors)), 2)
        for selector in selectors:
            self.ctl("personal", "prove", selector)

    def test_files_that_cannot_be_installed(self):
        folder = self.make_database()
        words = ["--store", "nss:" + folder]
        self.ctl("personal", "import", self.path("kato.p12"), *words, status=1)
        self.ctl("personal", "import", self.path("kato.p12"), *words, "--password-file", self.path("wrong"), status=1)
        self.ctl("personal", "import", self.path("kato.pem"), *words, status=1)
        self.ctl("personal", "import", self.path("kato.p12"), status=2)
        self.ctl("personal", "import", self.path("kato.p12"), "--store", "magic:1", "--password-file", self.path("file"), status=2)
        self.install("nss:/nonexistent", status=1)
        self.ctl("personal", "nonsense", status=2)

    @unittest.skipUnless(shutil.which("softhsm2-util"), "SoftHSM (softhsm2) is not installed")
    def test_token(self):
        pin = ["--pin-file", self.path("pin")]
        entry = self.install("pkcs11:token=Card", "--exportable", *pin)
        self.check_entry(entry, "yes")
        self.check_entry(self.install("pkcs11:token=Card", *pin, name="suzuki"), "no")
        by_exportable = {e["exportable"]: e for e in self.list(*pin)}
        for exportable, found in by_exportable.items():
            self.check_entry(found, exportable)
        self.install("pkcs11:token=Card", *pin, status=1)
        self.install("pkcs11:token=Card", status=1, name="suzuki")
        # One wrong PIN is spent at most, and the right one is taken afterwards.
        self.ctl("personal", "prove", entry["selector"], "--pin-file", self.path("wrong"), status=1)
        self.ctl("personal", "prove", entry["selector"], *pin)
        self.ctl("personal", "prove", "pkcs11:token=Card;object=Kato%20Admin", *pin)
        self.ctl("personal", "prove", "pkcs11:token=Card;object=Nobody", *pin, status=1)
        self.rehearse(by_exportable["no"]["selector"], self.path("suzuki.pem"), "pin")
        for found in by_exportable.values():
            self.ctl("personal", "remove", found["selector"], *pin)
        self.assertEqual(self.list(*pin), [])

    def rehearse(self, selector, ca, password):
        """A selector is good for the commands that log in, too."""
        found = self.ctl("rehearse", "--ca", ca, "--personal", selector, "--personal-password-file", self.path(password), status=1)
        self.assertIn("tls1.3", found)

    def test_selector_logs_in(self):
        folder = self.make_database("store")
        selector = self.install("nss:" + folder, "--pin-file", self.path("store"))["selector"]
        self.rehearse(selector, self.path("kato.pem"), "store")


if __name__ == "__main__":
    if not shutil.which("certutil") or not shutil.which("pk12util"):
        print("certutil and pk12util (libnss3-tools) are not installed")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:], verbosity=2)
