#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Latchkey authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent client, python3-zeep with the official WSDL, against the simulated camera's security service: what it reads
is parsed into the types of the schemas. Skipped where either is absent.

usage: test-zeep.py LATCHKEY-SIMCAMERA ONVIF-FOLDER
"""

import pathlib
import re
import subprocess
import sys

try:
    import requests
    import requests.auth
    import urllib3
    import zeep
    import zeep.transports
except ImportError as error:
    print("1..0 # SKIP %s" % error)
    sys.exit(0)

SIM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
TAS = "http://www.onvif.org/ver10/advancedsecurity/wsdl"
STUB = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tt="http://www.onvif.org/ver10/schema"
 targetNamespace="http://www.onvif.org/ver10/schema" elementFormDefault="qualified">
 <xs:simpleType name="ReferenceToken"><xs:restriction base="xs:string"/></xs:simpleType>
 <xs:simpleType name="StringList"><xs:list itemType="xs:string"/></xs:simpleType>
 <xs:simpleType name="StringAttrList"><xs:list itemType="xs:string"/></xs:simpleType>
 <xs:complexType name="DeviceEntity"><xs:attribute name="token" type="tt:ReferenceToken"/></xs:complexType>
</xs:schema>"""

if not (FOLDER / "advancedsecurity.wsdl").is_file():
    print("1..0 # SKIP the official WSDL is not here (../shared/onvif)")
    sys.exit(0)


class Transport(zeep.transports.Transport):
    """The common schema draws in files from elsewhere: a stub has the four types that are used."""

    def load(self, url):
        return STUB if url.endswith("onvif.xsd") else super().load(url)


def check(number, name, good):
    print("%s %d - /zeep/%s" % ("ok" if good else "not ok", number, name))
    return good


def run(port):
    urllib3.disable_warnings()
    session = requests.Session()
    session.trust_env = False  # or a bundle of CAs in the environment overrules the next line
    session.verify = False
    session.auth = requests.auth.HTTPDigestAuth("admin", "latchkey")
    client = zeep.Client(str(FOLDER / "advancedsecurity.wsdl"), transport=Transport(session=session))
    url = "https://127.0.0.1:%s/onvif/security_service" % port

    def service(name):
        return client.create_service("{%s}%s" % (TAS, name), url)

    keystore, tls, common = service("KeystoreBinding"), service("TLSServerBinding"), service("AdvancedSecurityServiceBinding")
    print("1..6")
    good = check(1, "capabilities", common.GetServiceCapabilities().TLSServerCapabilities.TLSClientAuthSupported)
    key = keystore.CreateECCKeyPair(EllipticCurve="secp256r1", Alias="zeep")
    good &= check(2, "key", keystore.GetKeyStatus(KeyID=key.KeyID) == "ok")
    certificate = keystore.CreateSelfSignedCertificate(Subject={"CommonName": ["zeep.example"]}, KeyID=key.KeyID, Alias="zeep",
                                                       SignatureAlgorithm={"algorithm": "1.2.840.10045.4.3.2"})
    good &= check(3, "certificate", keystore.GetCertificate(CertificateID=certificate).HasPrivateKey)
    path = keystore.CreateCertificationPath(CertificateIDs={"CertificateID": [certificate]}, Alias="zeep")
    tls.AddServerCertificateAssignment(CertificationPathID=path)
    good &= check(4, "assigned", tls.GetAssignedServerCertificates() == [path])
    policy = keystore.CreateCertPathValidationPolicy(Alias="zeep", Parameters={}, TrustAnchor=[{"CertificateID": certificate}])
    tls.AddCertPathValidationPolicyAssignment(CertPathValidationPolicyID=policy)
    good &= check(5, "policy", keystore.GetCertPathValidationPolicy(CertPathValidationPolicyID=policy).TrustAnchor[0].CertificateID == certificate)
    try:
        keystore.DeleteCertificate(CertificateID=certificate)
        good &= check(6, "reference", False)
    except zeep.exceptions.Fault as fault:
        good &= check(6, "reference", "in use" in fault.message)
    return 0 if good else 1


def main():
    with subprocess.Popen([SIM, "--onvif"], stdout=subprocess.PIPE, text=True) as sim:
        try:
            return run(re.search(r":(\d+) ", sim.stdout.readline()).group(1))
        finally:
            sim.terminate()


sys.exit(main())
