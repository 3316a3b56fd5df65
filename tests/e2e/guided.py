# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody with an administrator's files, a simulated camera of its own, and Latchkey before them."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile

from person import NotSeen, Person

SETUP = "Set Up Client Authentication"
WIZARD = "Import Personal Certificate"
NAME = "Gate 2"
CAMERA_PASSWORD = "s3cret-of-the-camera"
SERVER_PASSWORD = "s3cret-of-the-server"
PERSONAL_PASSWORD = "s3cret-of-the-person"


def run(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
                          timeout=60).stdout


class Issuer:
    """A CA, the camera's server certificate and an administrator's personal one, as files."""

    def __init__(self, folder):
        self.folder = folder
        run("openssl", "req", "-x509", *self.new_key("site-ca"), "-days", "3650", "-subj", "/CN=Site CA",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        self.issue("server", "/CN=127.0.0.1", "extendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1\n", SERVER_PASSWORD)
        self.issue("kato", "/CN=Kato Admin", "extendedKeyUsage=clientAuth\nbasicConstraints=critical,CA:FALSE\n", PERSONAL_PASSWORD)

    def path(self, name):
        return os.path.join(self.folder, name)

    def new_key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.path(name + ".key"),
                "-out", self.path(name + ".pem"))

    def issue(self, name, subject, extensions, password):
        with open(self.path(name + ".ext"), "w", encoding="ascii") as file:
            file.write(extensions)
        run("openssl", "req", *self.new_key(name), "-subj", subject)
        run("openssl", "x509", "-req", "-in", self.path(name + ".pem"), "-CA", self.path("site-ca.pem"),
            "-CAkey", self.path("site-ca.key"), "-CAcreateserial", "-days", "800", "-extfile", self.path(name + ".ext"),
            "-out", self.path(name + ".crt"))
        with open(self.path("password"), "w", encoding="ascii") as file:
            file.write(password + "\n")
        run("openssl", "pkcs12", "-export", "-in", self.path(name + ".crt"), "-inkey", self.path(name + ".key"), "-name", subject[4:],
            "-out", self.path(name + ".p12"), "-passout", "file:" + self.path("password"))

    def forms_of_key(self, name):
        """The number that a private key of P-256 is, and the line that its PEM has of it."""
        der = subprocess.run(["openssl", "pkey", "-in", self.path(name + ".key"), "-outform", "DER"], check=True, timeout=30,
                             stdout=subprocess.PIPE).stdout
        start = der.index(b"\x04\x20") + 2
        number = der[start:start + 32]
        with open(self.path(name + ".key"), "rb") as file:
            return number, number.hex().encode(), number.hex().upper().encode(), file.read().splitlines()[1]


class Camera:
    """The simulated camera, a program of its own that can be killed and started again."""

    def __init__(self, program, folder, *options):
        self.command = [program, "--state", os.path.join(folder, "camera"), *options]
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        _ready, self.uri, self.pin = self.process.stdout.readline().split()
        self.address = self.uri.split("/")[2]
        if "--port" not in self.command:
            self.command += ["--port", self.address.rsplit(":", 1)[1]]

    def stop(self, kill=False):
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(20)
        self.process.stdout.close()

    def lets_in(self, *credentials):
        """Whether openssl gets an HTTP answer: with TLS 1.3 a refusal shows only at the first read."""
        said = subprocess.run(["openssl", "s_client", "-connect", self.address, "-quiet", *credentials], timeout=30,
                              input=b"HEAD / HTTP/1.1\r\nHost: camera\r\nConnection: close\r\n\r\n", stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False).stdout
        return said.startswith(b"HTTP/1.")


class Guided:
    """Somebody with an administrator's files, a camera, and Latchkey before them."""

    def __init__(self, latchkey, simcamera, pictures, *options):
        shutil.rmtree(pictures, ignore_errors=True)
        self.folder = tempfile.mkdtemp(prefix="latchkey-setup-")
        self.issuer = Issuer(self.folder)
        with open(self.issuer.path("camera-password"), "w", encoding="ascii") as file:
            file.write(CAMERA_PASSWORD + "\n")
        self.camera = Camera(simcamera, self.folder, "--password-file", self.issuer.path("camera-password"), *options)
        self.scratch = os.path.join(self.folder, "scratch")
        os.mkdir(self.scratch)
        self.person = Person(pictures)
        self.latchkey = latchkey
        self.starts()

    def starts(self):
        self.person.start([self.latchkey], log=os.path.join(self.scratch, "log"), SOFTHSM2_CONF="/nonexistent", TMPDIR=self.scratch,
                          G_MESSAGES_DEBUG="all")

    def end(self):
        self.person.stop()
        self.camera.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def expects(self, what, good):
        if not good:
            raise NotSeen(what)

    def credentials(self):
        return "-cert", self.issuer.path("kato.crt"), "-key", self.issuer.path("kato.key")

    def adds_the_camera(self):
        self.person.sees("Welcome to Latchkey")
        self.person.keys(None, "ctrl+n")
        self.person.types("Address", self.camera.uri, "Add Camera")
        self.person.types("Name (optional)", NAME, "Add Camera")
        self.person.types("User", "admin", "Add Camera")
        self.person.types("Password", CAMERA_PASSWORD, "Add Camera")
        self.person.press("Connect", "Add Camera")
        self.person.press("It Is the Same: Trust This Key", "Add Camera")
        self.person.sees("Client authentication off", "Latchkey")

    def chooses(self, button, title, name):
        """A file for what a button of the setup asks for."""
        self.person.press(button, SETUP)
        self.person.chooses_file(title, self.issuer.path(name))

    def imports_the_server_certificate(self):
        self.chooses("Import…", "Choose a Server", "server.p12")
        self.person.types("Password", SERVER_PASSWORD, "Import Server Certificate")
        self.person.press("Open", "Import Server Certificate")
        self.person.press("Import", "Import Server Certificate")
        self.person.sees("“127.0.0.1”, Valid.", SETUP)

    def imports_the_ca(self):
        self.chooses("Import CA…", "Choose a Trusted CA", "site-ca.pem")
        self.person.press("Import", "Import Trusted CA")
        self.person.sees("1 trusted CA certificate", SETUP)

    def imports_the_personal_certificate(self):
        self.person.press("Import…", SETUP)
        self.person.press("Browse…", WIZARD)
        self.person.chooses_file("Choose a Personal", self.issuer.path("kato.p12"))
        self.person.sees("kato.p12", WIZARD)
        self.person.press("Next", WIZARD)
        self.person.types("Password", PERSONAL_PASSWORD, WIZARD)
        self.person.rests()
        self.person.press("Next", WIZARD)
        self.person.press("Import", WIZARD)
        self.person.sees("The private key can be backed up", WIZARD)
        self.person.press("Done", WIZARD)
        self.person.sees("“Kato Admin”, installed in", SETUP)

    def everything_left(self):
        """What others could read: files that were written, what was said, and what is seen of the process."""
        for top in (os.environ["HOME"], os.environ["XDG_RUNTIME_DIR"], self.scratch):
            for folder, _folders, names in os.walk(top):
                for path in (os.path.join(folder, name) for name in names):
                    if os.path.isfile(path):
                        with open(path, "rb") as file:
                            yield path, file.read()
        for name in ("cmdline", "environ"):
            path = f"/proc/{self.person.program.pid}/{name}"
            with open(path, "rb") as file:
                yield path, file.read()

    def leaves_no_secret(self):
        secrets = {word: (word.encode(),) for word in (CAMERA_PASSWORD, SERVER_PASSWORD, PERSONAL_PASSWORD)}
        secrets.update({f"the private key of {name}": self.issuer.forms_of_key(name) for name in ("server", "kato")})
        found = list(self.everything_left())
        for place, word in (("latchkey.db", NAME.encode()), ("log", b"DEBUG"), ("cmdline", b"latchkey")):
            self.expects(f"the search does not see {place}", any(place in path and word in content for path, content in found))
        for what, forms in secrets.items():
            for path, content in found:
                self.expects(f"{path} holds {what}", not any(form in content for form in forms))

    def reads_journal(self):
        path = os.path.join(os.environ["HOME"], ".local", "share", "latchkey", "latchkey.db")
        with contextlib.closing(sqlite3.connect(path)) as journal:
            return journal.execute("SELECT phase, outcome, note FROM journal ORDER BY id").fetchall()
