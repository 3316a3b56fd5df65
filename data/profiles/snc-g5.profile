# Camera profile for Latchkey: SNC network cameras of the fifth generation.
#
# UNCONFIRMED: the way of inquiry (inqjs, var lines), the "system" group and the check of the Referer are documented in
# public. The names of the SSL group, its parameters, its values and its commands are not: those below are our own
# choice. How to correct them is told in snc-v3.profile.

[Profile]
Format=1
Name=SNC cameras, fifth generation
Confirmed=false
Models=SNC-C*;SNC-D*;SNC-R*;SNC-Z*;SNT-*

[Inquiry]
Path=/command/inquiry.cgi
Query=inqjs
Answer=var
Escaped=true

[Group system]
model=ModelName
firmware=SoftVersion
serial-number=SerialNumber
title=TitleBar
clock=SystemTime

[Group security]
ssl-function=HttpsMode
server-option=HttpsCertSource
server-status=HttpsCertState
server-issuer=HttpsCertIssuerDN
server-subject=HttpsCertSubjectDN
server-period=HttpsCertValidity
server-extended-key-usage=HttpsCertExtKeyUsage
key-password=HttpsKeyPass
client-enabled=HttpsClientAuth

[Group trustedca]
trusted-issuer=Ca{slot}IssuerDN
trusted-subject=Ca{slot}SubjectDN
trusted-period=Ca{slot}Validity
trusted-extended-key-usage=Ca{slot}ExtKeyUsage

[Values ssl-function]
disable=0
enable=1
enable-with-http=2

[Values server-option]
external=1
self-signed=0

[Values server-status]
none=
valid=OK
invalid=NG

[Values server-subject]
need-password=Enter the private key password

[Values key-password]
not-set=
set=*

[Values client-enabled]
off=0
on=1

[Command set]
Path=/command/security.cgi
Encoding=query

[Command upload-ca]
Path=/command/ca{slot}upload.cgi
Encoding=raw
FileType=application/octet-stream

[Command upload-server-pkcs12]
Path=/command/certupload.cgi
Encoding=multipart
Parameters=Pass={password}
FileField=CertFile
FileName=server.pfx
FileType=application/octet-stream

[Command upload-server-pem]
Path=/command/certupload.cgi
Encoding=multipart
Parameters=Pass={password}
FileField=CertFile
FileName=server.pem
FileType=application/octet-stream

[Command delete-ca]
Path=/command/cadelete.cgi
Encoding=query
Parameters=Ca={slot}

[Command delete-server]
Path=/command/certdelete.cgi
Encoding=query
Parameters=Cert=server

[Command set-password]
Path=/command/certpass.cgi
Encoding=form
Parameters=Pass={password}

[Command reset-password]
Path=/command/certpass.cgi
Encoding=form
Parameters=Reset=1

[Command generate]
Path=/command/certmake.cgi
Encoding=form
Parameters=CommonName={common-name};Days={days}

[Command set-clock]
Path=/command/system.cgi
Encoding=query
Parameters=SystemTime={clock}

[Success]
Statuses=200
Body=OK

[Quirks]
Referer=/index.html

[Limits]
TrustedSlots=4
KeyPasswordMax=50
CertificateMaxBytes=16384
# The PKCS#12 files that it opens: old (RC2, 3DES, MAC with SHA-1), new (AES, MAC with SHA-256), both or unknown.
Pkcs12=unknown

[Clock]
Format=compact

[Simulation]
Model=SNC-CH280
Firmware=2.9.0
DateFormat=%Y/%m/%d
