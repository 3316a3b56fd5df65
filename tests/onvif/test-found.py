#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated camera is found by Debian's onvif-tools, which is not our code, and by latchkeyctl.

Everything happens on a network of its own, so that nobody else's camera is asked and nobody else hears of it.

usage: test-found.py LATCHKEYCTL LATCHKEY-SIMCAMERA
"""

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
import unittest

CTL, SIM = sys.argv[1:3]
ANSWER = """<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
  xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><e:Header><a:RelatesTo>{}</a:RelatesTo></e:Header><e:Body><d:ProbeMatches>
  <d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:six</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types>
  <d:Scopes>onvif://www.onvif.org/name/Six</d:Scopes><d:XAddrs>http://[fe80::6]/onvif/device_service</d:XAddrs></d:ProbeMatch>
  </d:ProbeMatches></e:Body></e:Envelope>"""
NETWORK = (("link", "set", "lo", "up"), ("link", "add", "here", "type", "veth", "peer", "name", "there"),
           ("addr", "add", "192.0.2.1/24", "dev", "here"), ("link", "set", "here", "up"),
           ("route", "add", "default", "dev", "here"))
NEIGHBOUR = "ip link set lo up; ip addr add 192.0.2.2/24 dev there; ip link set there up; ip route add default dev there"


def skip(why):
    print(why)
    sys.exit(77)


def make_network():
    """Starts this program again where it may make a network."""
    if os.environ.get("LATCHKEY_NETWORK") != "own":
        if not shutil.which("unshare") or not shutil.which("ip"):
            skip("unshare and ip are not installed")
        os.environ["LATCHKEY_NETWORK"] = "own"
        tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
        if tried.returncode:
            skip("no network of its own can be had here: " + tried.stderr.decode().strip())
        os.execvp("unshare", ["unshare", "-rn", sys.executable, *sys.argv])
    for words in NETWORK:
        made = subprocess.run(["ip", *words], capture_output=True, check=False)
        if made.returncode:
            skip(f"ip {' '.join(words)}: {made.stderr.decode().strip()}")
    # The camera answers this computer's addresses only: here every address counts as one.
    try:
        with open("/proc/sys/net/ipv4/ip_nonlocal_bind", "w", encoding="ascii") as file:
            file.write("1")
    except OSError as problem:
        skip(f"the network of its own cannot be set up: {problem}")


class Neighbour:
    """Another computer on the same wire: onvif-tools want to hear nothing of their own."""

    def __enter__(self):
        self.holder = subprocess.Popen(["unshare", "-n", "sh", "-c", "echo ready; exec sleep 100"], stdout=subprocess.PIPE)
        self.holder.stdout.readline()
        subprocess.run(["ip", "link", "set", "there", "netns", str(self.holder.pid)], check=True)
        self.run("sh", "-c", NEIGHBOUR)
        return self

    def __exit__(self, *_):
        self.holder.terminate()
        self.holder.wait(20)
        self.holder.stdout.close()

    def run(self, *words):
        return run("nsenter", "-t", str(self.holder.pid), "-n", *words)


class Ipv6Camera(threading.Thread):
    """A camera on the wire that has no IPv4: it hears the group ff02::c and answers whoever asks."""

    def __init__(self, interface):
        super().__init__(daemon=True)
        self.probes = 0
        self.socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        self.socket.bind(("::", 3702))
        group = socket.inet_pton(socket.AF_INET6, "ff02::c") + struct.pack("@I", socket.if_nametoindex(interface))
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)

    def run(self):
        while True:
            probe, sender = self.socket.recvfrom(65536)
            if probe == b"end":
                return
            self.probes += 1
            self.socket.sendto(ANSWER.format(re.search(rb"MessageID>([^<]+)<", probe)[1].decode()).encode(), sender)

    def end(self):
        self.socket.sendto(b"end", ("::1", 3702))
        self.join(20)
        self.socket.close()


def has_ipv6():
    """The wire has an address at once, without asking whether somebody else has it."""
    try:
        for end in ("here", "there"):
            with open(f"/proc/sys/net/ipv6/conf/{end}/accept_dad", "w", encoding="ascii") as file:
                file.write("0")
    except OSError:
        return False
    for words in (("link", "set", "there", "up"), ("link", "set", "here", "down"), ("link", "set", "here", "up"),
                  ("route", "add", "default", "dev", "here")):
        subprocess.run(["ip", *words], capture_output=True, check=False)
    return "fe80:" in run("ip", "-6", "addr", "show", "dev", "here").stdout


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


class Test(unittest.TestCase):
    def setUp(self):
        self.camera = subprocess.Popen([SIM, "--onvif", "--discoverable", "--http-port=0"],
                                       stdout=subprocess.PIPE, text=True)
        ready = self.camera.stdout.readline().split()
        self.assertEqual(ready[0], "ready")
        self.uri = ready[1]

    def tearDown(self):
        self.camera.terminate()
        self.camera.wait(20)
        self.camera.stdout.close()

    def discover(self, *words):
        done = run(CTL, "discover", "--timeout=4", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def check_one(self, found):
        self.assertEqual(len(found), 1, found)
        self.assertEqual((found[0]["name"], found[0]["hardware"]), ("Simulated camera", "SNC-VB770"))
        self.assertTrue(found[0]["endpoint"].startswith("urn:uuid:"))
        self.assertIn(self.uri + "/onvif/device_service", found[0]["xaddrs"])

    def test_latchkeyctl_finds_it_once_in_json(self):
        self.check_one(json.loads(self.discover("--json").stdout)["cameras"])

    def test_latchkeyctl_finds_it_by_its_address(self):
        self.check_one(json.loads(self.discover("--json", "--address=127.0.0.1").stdout)["cameras"])

    def test_one_without_ipv4_is_found(self):
        if not has_ipv6():
            self.skipTest("there is no IPv6 here")
        camera = Ipv6Camera("here")
        camera.start()
        try:
            found = json.loads(self.discover("--json").stdout)["cameras"]
        finally:
            camera.end()
        self.assertGreaterEqual(camera.probes, 1)
        self.assertEqual([(each["name"], each["xaddrs"]) for each in found if each["endpoint"] == "urn:uuid:six"],
                         [("Six", ["http://[fe80::6]/onvif/device_service"])])

    def test_latchkeyctl_tells_people(self):
        said = self.discover().stdout
        self.assertIn("Simulated camera", said)
        self.assertIn(self.uri, said)

    def test_nobody_is_found_where_nobody_is(self):
        self.camera.terminate()
        self.camera.wait(20)
        done = self.discover()
        self.assertEqual(done.stdout, "")
        self.assertIn("No camera answered", done.stderr)

    def test_what_is_no_address_is_refused(self):
        done = run(CTL, "discover", "--timeout=1", "--address=not an address")
        self.assertNotEqual(done.returncode, 0)
        self.assertNotEqual(done.stderr, "")

    @unittest.skipUnless(shutil.which("onvif-util"), "onvif-tools are not installed")
    def test_onvif_tools_find_it(self):
        with Neighbour() as neighbour:
            said = neighbour.run("onvif-util", "-a").stdout
        self.assertIn("Found 1 camera", said)
        self.assertIn("127.0.0.1 (Simulated camera SNC-VB770)", said)


if __name__ == "__main__":
    make_network()
    unittest.main(argv=[sys.argv[0], "-v"])
