# Camera profile for Latchkey: SNC network cameras with firmware 3.0 and later.
#
# UNCONFIRMED: the way of inquiry, the "system" group and the digest login are documented in public. The names of the
# SSL group, its parameters, its values and the upload, delete and generate commands are not: those below are our own
# choice, and a real camera will most likely use others.
#
# To correct them for a real camera: copy this file to ~/.local/share/latchkey/profiles/ under the same name (it then
# replaces this one), run `latchkeyctl profile CAMERA` to see what the camera answered beside what is expected here,
# open the camera's own [SSL] tab in a browser with the developer tools on "Network", press OK, Import and Delete
# once each, and write the addresses and parameters that you see there into your copy. Set Confirmed=true when it fits.
#
# Lists are separated with ";". {slot} stands for the number of a trusted CA certificate (1, 2, …); {password},
# {common-name}, {days} and {clock} for what is sent. A field, option or command that is left out is one that
# the camera does not have.

[Profile]
Format=1
Name=SNC cameras, firmware 3.0
Confirmed=false
# Model names, as the camera tells them in the field "model" below; * and ? stand for any letters and any one.
Models=SNC-V*;SNC-W*;SNC-H*;SNC-E*;SNC-X*

[Inquiry]
Path=/command/inquiry.cgi
Query=inq
# "plain": name=value&name=value   "var": lines of var name="value"
Answer=plain
# Whether special characters in values are escaped (%3D, or \" in var lines).
Escaped=true

# One [Group …] for each group to ask for: our field = the camera's parameter.
[Group system]
model=ModelName
firmware=SoftVersion
serial-number=Serial
title=TitleBar
clock=CurrentTime

[Group ssl]
ssl-function=SslFunction
server-option=SslServerCertOption
server-status=SslServerCertStatus
server-issuer=SslServerCertIssuer
server-subject=SslServerCertSubject
server-period=SslServerCertPeriod
server-extended-key-usage=SslServerCertEku
key-password=SslServerKeyPassword
client-enabled=SslClientAuth
trusted-issuer=SslCaCert{slot}Issuer
trusted-subject=SslCaCert{slot}Subject
trusted-period=SslCaCert{slot}Period
trusted-extended-key-usage=SslCaCert{slot}Eku

# One [Values …] for each field with options: our option = the camera's value.
[Values ssl-function]
disable=off
enable=on
enable-with-http=both

[Values server-option]
external=external
self-signed=selfsigned

[Values server-status]
none=none
valid=valid
invalid=invalid

[Values server-subject]
need-password=Put correct private key password

[Values key-password]
not-set=
set=********

[Values client-enabled]
off=off
on=on

# Encoding: query (GET), form (POST), multipart (POST with a file), raw (POST, the body is the file).
[Command set]
Path=/command/ssl.cgi
Encoding=form

[Command upload-ca]
Path=/command/sslcacert.cgi
Encoding=multipart
Parameters=Action=import;Number={slot}
FileField=file
FileName=cacert.pem
FileType=application/x-pem-file

[Command upload-server-pkcs12]
Path=/command/sslservercert.cgi
Encoding=multipart
Parameters=Action=import;Format=pkcs12
FileField=file
FileName=server.p12
FileType=application/x-pkcs12

[Command upload-server-pem]
Path=/command/sslservercert.cgi
Encoding=multipart
Parameters=Action=import;Format=pem
FileField=file
FileName=server.pem
FileType=application/x-pem-file

[Command delete-ca]
Path=/command/sslcacert.cgi
Encoding=form
Parameters=Action=delete;Number={slot}

[Command delete-server]
Path=/command/sslservercert.cgi
Encoding=form
Parameters=Action=delete

[Command set-password]
Path=/command/ssl.cgi
Encoding=form
Parameters=SslServerKeyPassword={password}

[Command reset-password]
Path=/command/ssl.cgi
Encoding=form
Parameters=SslServerKeyPasswordReset=on

[Command generate]
Path=/command/sslservercert.cgi
Encoding=form
Parameters=Action=generate;CommonName={common-name};Days={days}

[Command set-clock]
Path=/command/system.cgi
Encoding=form
Parameters=CurrentTime={clock}

# An answer means success when its status is one of these and, where Body is given, its text is one of those.
[Success]
Statuses=204;200

[Limits]
TrustedSlots=4
KeyPasswordMax=50
CertificateMaxBytes=65536
# The PKCS#12 files that it opens: old (RC2, 3DES, MAC with SHA-1), new (AES, MAC with SHA-256), both or unknown.
Pkcs12=unknown

# iso8601 (2026-01-31T23:59:59Z), compact (20260131235959), unix (seconds since 1970); always UTC.
[Clock]
Format=iso8601

# Read by the simulated camera alone.
[Simulation]
Model=SNC-VB770
Firmware=3.0.0
DateFormat=%Y-%m-%d %H:%M:%S
