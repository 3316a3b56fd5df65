/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *oid;
  const char *text;
} Name;

static const Name names[] = {
  /* Extensions: RFC 5280 4.2, and those met in practice. */
  { "2.5.29.9", N_ ("Subject directory attributes") },
  { "2.5.29.14", N_ ("Subject key identifier") },
  { "2.5.29.15", N_ ("Key usage") },
  { "2.5.29.16", N_ ("Private key usage period") },
  { "2.5.29.17", N_ ("Subject alternative name") },
  { "2.5.29.18", N_ ("Issuer alternative name") },
  { "2.5.29.19", N_ ("Basic constraints") },
  { "2.5.29.20", N_ ("CRL number") },
  { "2.5.29.21", N_ ("Reason code") },
  { "2.5.29.23", N_ ("Hold instruction code") },
  { "2.5.29.24", N_ ("Invalidity date") },
  { "2.5.29.27", N_ ("Delta CRL indicator") },
  { "2.5.29.28", N_ ("Issuing distribution point") },
  { "2.5.29.29", N_ ("Certificate issuer") },
  { "2.5.29.30", N_ ("Name constraints") },
  { "2.5.29.31", N_ ("CRL distribution points") },
  { "2.5.29.32", N_ ("Certificate policies") },
  { "2.5.29.33", N_ ("Policy mappings") },
  { "2.5.29.35", N_ ("Authority key identifier") },
  { "2.5.29.36", N_ ("Policy constraints") },
  { "2.5.29.37", N_ ("Extended key usage") },
  { "2.5.29.46", N_ ("Freshest CRL") },
  { "2.5.29.54", N_ ("Inhibit anyPolicy") },
  { "1.3.6.1.5.5.7.1.1", N_ ("Authority information access") },
  { "1.3.6.1.5.5.7.1.3", N_ ("Qualified certificate statements") },
  { "1.3.6.1.5.5.7.1.11", N_ ("Subject information access") },
  { "1.3.6.1.5.5.7.1.14", N_ ("Proxy certificate information") },
  { "1.3.6.1.5.5.7.1.24", N_ ("TLS feature") },
  { "1.3.6.1.5.5.7.48.1.5", N_ ("OCSP no check") },
  { "1.3.6.1.4.1.11129.2.4.2", N_ ("Signed certificate timestamps") },
  { "1.3.6.1.4.1.11129.2.4.3", N_ ("Certificate transparency precertificate poison") },
  { "1.3.6.1.4.1.311.20.2", N_ ("Microsoft certificate template name") },
  { "1.3.6.1.4.1.311.21.1", N_ ("Microsoft CA version") },
  { "1.3.6.1.4.1.311.21.2", N_ ("Microsoft previous CA certificate hash") },
  { "1.3.6.1.4.1.311.21.7", N_ ("Microsoft certificate template") },
  { "1.3.6.1.4.1.311.21.10", N_ ("Microsoft application policies") },
  { "1.3.6.1.4.1.311.25.2", N_ ("Microsoft security identifier") },
  { "1.2.840.113533.7.65.0", N_ ("Entrust version information") },
  { "1.2.840.113549.1.9.15", N_ ("S/MIME capabilities") },
  { "2.16.840.1.113730.1.1", N_ ("Netscape certificate type") },
  { "2.16.840.1.113730.1.2", N_ ("Netscape base URL") },
  { "2.16.840.1.113730.1.3", N_ ("Netscape revocation URL") },
  { "2.16.840.1.113730.1.4", N_ ("Netscape CA revocation URL") },
  { "2.16.840.1.113730.1.7", N_ ("Netscape renewal URL") },
  { "2.16.840.1.113730.1.8", N_ ("Netscape CA policy URL") },
  { "2.16.840.1.113730.1.12", N_ ("Netscape SSL server name") },
  { "2.16.840.1.113730.1.13", N_ ("Netscape comment") },

  /* Extended key usage: RFC 5280 4.2.1.12, and others that are registered. */
  { "2.5.29.37.0", N_ ("Any purpose") },
  { "1.3.6.1.5.5.7.3.1", N_ ("TLS server authentication") },
  { "1.3.6.1.5.5.7.3.2", N_ ("TLS client authentication") },
  { "1.3.6.1.5.5.7.3.3", N_ ("Code signing") },
  { "1.3.6.1.5.5.7.3.4", N_ ("E-mail protection") },
  { "1.3.6.1.5.5.7.3.5", N_ ("IPsec end system") },
  { "1.3.6.1.5.5.7.3.6", N_ ("IPsec tunnel") },
  { "1.3.6.1.5.5.7.3.7", N_ ("IPsec user") },
  { "1.3.6.1.5.5.7.3.8", N_ ("Time stamping") },
  { "1.3.6.1.5.5.7.3.9", N_ ("OCSP signing") },
  { "1.3.6.1.5.5.7.3.13", N_ ("EAP over PPP") },
  { "1.3.6.1.5.5.7.3.14", N_ ("EAP over LAN (802.1X)") },
  { "1.3.6.1.5.5.7.3.17", N_ ("IPsec IKE") },
  { "1.3.6.1.5.5.7.3.21", N_ ("SSH client") },
  { "1.3.6.1.5.5.7.3.22", N_ ("SSH server") },
  { "1.3.6.1.5.5.7.3.27", N_ ("CMC certificate authority") },
  { "1.3.6.1.5.5.7.3.28", N_ ("CMC registration authority") },
  { "1.3.6.1.5.5.7.3.36", N_ ("Document signing") },
  { "1.3.6.1.5.5.8.2.2", N_ ("IKE intermediate") },
  { "1.3.6.1.5.2.3.4", N_ ("Kerberos PKINIT client") },
  { "1.3.6.1.5.2.3.5", N_ ("Kerberos PKINIT key distribution centre") },
  { "1.3.6.1.4.1.311.2.1.21", N_ ("Microsoft individual code signing") },
  { "1.3.6.1.4.1.311.2.1.22", N_ ("Microsoft commercial code signing") },
  { "1.3.6.1.4.1.311.10.3.1", N_ ("Microsoft trust list signing") },
  { "1.3.6.1.4.1.311.10.3.3", N_ ("Microsoft server gated cryptography") },
  { "1.3.6.1.4.1.311.10.3.4", N_ ("Microsoft encrypting file system") },
  { "1.3.6.1.4.1.311.10.3.4.1", N_ ("Microsoft file recovery") },
  { "1.3.6.1.4.1.311.10.3.9", N_ ("Microsoft root list signer") },
  { "1.3.6.1.4.1.311.10.3.12", N_ ("Microsoft document signing") },
  { "1.3.6.1.4.1.311.20.2.1", N_ ("Microsoft certificate request agent") },
  { "1.3.6.1.4.1.311.20.2.2", N_ ("Microsoft smart card log-on") },
  { "1.3.6.1.4.1.311.20.2.3", N_ ("Microsoft user principal name") },
  { "1.3.6.1.4.1.311.21.5", N_ ("Microsoft key archival") },
  { "1.3.6.1.4.1.311.21.6", N_ ("Microsoft key recovery agent") },
  { "1.3.6.1.4.1.311.54.1.2", N_ ("Microsoft remote desktop") },
  { "1.3.6.1.4.1.11129.2.4.4", N_ ("Certificate transparency precertificate signing") },
  { "1.2.840.113635.100.4.3", N_ ("Apple iChat encryption") },
  { "1.2.840.113583.1.1.5", N_ ("Adobe PDF signing") },
  { "2.16.840.1.113730.4.1", N_ ("Netscape server gated cryptography") },
  { "2.16.840.1.101.3.6.8", N_ ("PIV card authentication") },

  /* Naming attributes. */
  { "2.5.4.3", N_ ("Common name") },
  { "2.5.4.4", N_ ("Surname") },
  { "2.5.4.5", N_ ("Serial number") },
  { "2.5.4.6", N_ ("Country") },
  { "2.5.4.7", N_ ("Locality") },
  { "2.5.4.8", N_ ("State or province") },
  { "2.5.4.9", N_ ("Street") },
  { "2.5.4.10", N_ ("Organization") },
  { "2.5.4.11", N_ ("Organizational unit") },
  { "2.5.4.12", N_ ("Title") },
  { "2.5.4.13", N_ ("Description") },
  { "2.5.4.15", N_ ("Business category") },
  { "2.5.4.17", N_ ("Postal code") },
  { "2.5.4.20", N_ ("Telephone number") },
  { "2.5.4.41", N_ ("Name") },
  { "2.5.4.42", N_ ("Given name") },
  { "2.5.4.43", N_ ("Initials") },
  { "2.5.4.44", N_ ("Generation") },
  { "2.5.4.46", N_ ("Name qualifier") },
  { "2.5.4.65", N_ ("Pseudonym") },
  { "2.5.4.97", N_ ("Organization identifier") },
  { "0.9.2342.19200300.100.1.1", N_ ("User") },
  { "0.9.2342.19200300.100.1.25", N_ ("Domain component") },
  { "1.3.6.1.4.1.311.60.2.1.1", N_ ("Locality of incorporation") },
  { "1.3.6.1.4.1.311.60.2.1.2", N_ ("State of incorporation") },
  { "1.3.6.1.4.1.311.60.2.1.3", N_ ("Country of incorporation") },

  /* Access methods and policies. */
  { "1.3.6.1.5.5.7.48.1", N_ ("OCSP") },
  { "1.3.6.1.5.5.7.48.2", N_ ("CA issuers") },
  { "1.3.6.1.5.5.7.48.3", N_ ("Time stamping service") },
  { "1.3.6.1.5.5.7.48.5", N_ ("CA repository") },
  { "1.3.6.1.5.5.7.2.1", N_ ("Certification practice statement") },
  { "1.3.6.1.5.5.7.2.2", N_ ("User notice") },
  { "2.5.29.32.0", N_ ("Any policy") },
  { "2.23.140.1.1", N_ ("Extended validation") },
  { "2.23.140.1.2.1", N_ ("Domain validated") },
  { "2.23.140.1.2.2", N_ ("Organization validated") },
  { "2.23.140.1.2.3", N_ ("Individual validated") },
  { "1.3.6.1.5.5.7.21.0", N_ ("Any language") },
  { "1.3.6.1.5.5.7.21.1", N_ ("Inherits all rights") },
  { "1.3.6.1.5.5.7.21.2", N_ ("Independent") },
  { "1.3.6.1.5.5.7.8.5", N_ ("XMPP address") },
  { "1.3.6.1.5.5.7.8.7", N_ ("DNS service name") },
  { "1.3.6.1.5.5.7.8.9", N_ ("Internationalized e-mail address") },
  { "1.3.6.1.5.2.2", N_ ("Kerberos principal name") },

  /* Qualified certificate statements: RFC 3739, ETSI EN 319 412-5. */
  { "1.3.6.1.5.5.7.11.1", N_ ("Follows RFC 3039") },
  { "1.3.6.1.5.5.7.11.2", N_ ("Follows RFC 3739") },
  { "0.4.0.1862.1.1", N_ ("EU qualified certificate") },
  { "0.4.0.1862.1.2", N_ ("Limit of transaction value") },
  { "0.4.0.1862.1.3", N_ ("Retention period") },
  { "0.4.0.1862.1.4", N_ ("Key kept in a secure signature device") },
  { "0.4.0.1862.1.5", N_ ("Disclosure statements") },
  { "0.4.0.1862.1.6", N_ ("Type of qualified certificate") },
  { "0.4.0.1862.1.6.1", N_ ("Electronic signature") },
  { "0.4.0.1862.1.6.2", N_ ("Electronic seal") },
  { "0.4.0.1862.1.6.3", N_ ("Web site authentication") },

  /* Request and bag attributes: RFC 2985. */
  { "1.2.840.113549.1.9.1", N_ ("E-mail address") },
  { "1.2.840.113549.1.9.2", N_ ("Unstructured name") },
  { "1.2.840.113549.1.9.7", N_ ("Challenge password") },
  { "1.2.840.113549.1.9.8", N_ ("Unstructured address") },
  { "1.2.840.113549.1.9.14", N_ ("Requested extensions") },
  { "1.2.840.113549.1.9.20", N_ ("Friendly name") },
  { "1.2.840.113549.1.9.21", N_ ("Local key identifier") },
  { "1.3.6.1.4.1.311.2.1.14", N_ ("Requested extensions (Microsoft)") },
  { "1.3.6.1.4.1.311.13.2.3", N_ ("Microsoft operating system version") },
  { "1.3.6.1.4.1.311.13.2.2", N_ ("Microsoft enrolment provider") },
  { "1.3.6.1.4.1.311.17.1", N_ ("Microsoft key provider") },
  { "1.3.6.1.4.1.311.21.20", N_ ("Microsoft request client") },
  { "1.3.6.1.5.5.7.9.1", N_ ("Date of birth") },
  { "1.3.6.1.5.5.7.9.2", N_ ("Place of birth") },
  { "1.3.6.1.5.5.7.9.3", N_ ("Gender") },
  { "1.3.6.1.5.5.7.9.4", N_ ("Country of citizenship") },
  { "1.3.6.1.5.5.7.9.5", N_ ("Country of residence") },

  /* Keys. */
  { "1.2.840.113549.1.1.1", "RSA" },
  { "1.2.840.113549.1.1.7", "RSA-OAEP" },
  { "1.2.840.113549.1.1.10", "RSA-PSS" },
  { "1.2.840.10040.4.1", "DSA" },
  { "1.2.840.10045.2.1", "EC" },
  { "1.2.840.10046.2.1", "DH" },
  { "1.2.840.113549.1.3.1", "DH" },
  { "1.3.101.110", "X25519" },
  { "1.3.101.111", "X448" },
  { "1.3.101.112", "Ed25519" },
  { "1.3.101.113", "Ed448" },
  { "1.2.643.2.2.19", "GOST R 34.10-2001" },
  { "1.2.643.7.1.1.1.1", "GOST R 34.10-2012 (256 bit)" },
  { "1.2.643.7.1.1.1.2", "GOST R 34.10-2012 (512 bit)" },
  { "2.16.840.1.101.3.4.3.17", "ML-DSA-44" },
  { "2.16.840.1.101.3.4.3.18", "ML-DSA-65" },
  { "2.16.840.1.101.3.4.3.19", "ML-DSA-87" },
  { "2.16.840.1.101.3.4.3.20", "SLH-DSA-SHA2-128s" },
  { "2.16.840.1.101.3.4.3.21", "SLH-DSA-SHA2-128f" },
  { "2.16.840.1.101.3.4.3.22", "SLH-DSA-SHA2-192s" },
  { "2.16.840.1.101.3.4.3.23", "SLH-DSA-SHA2-192f" },
  { "2.16.840.1.101.3.4.3.24", "SLH-DSA-SHA2-256s" },
  { "2.16.840.1.101.3.4.3.25", "SLH-DSA-SHA2-256f" },
  { "2.16.840.1.101.3.4.3.26", "SLH-DSA-SHAKE-128s" },
  { "2.16.840.1.101.3.4.3.27", "SLH-DSA-SHAKE-128f" },
  { "2.16.840.1.101.3.4.3.28", "SLH-DSA-SHAKE-192s" },
  { "2.16.840.1.101.3.4.3.29", "SLH-DSA-SHAKE-192f" },
  { "2.16.840.1.101.3.4.3.30", "SLH-DSA-SHAKE-256s" },
  { "2.16.840.1.101.3.4.3.31", "SLH-DSA-SHAKE-256f" },
  { "2.16.840.1.101.3.4.3.32", "HashML-DSA-44" },
  { "2.16.840.1.101.3.4.3.33", "HashML-DSA-65" },
  { "2.16.840.1.101.3.4.3.34", "HashML-DSA-87" },

  /* Signatures. */
  { "1.2.840.113549.1.1.2", "RSA with MD2" },
  { "1.2.840.113549.1.1.3", "RSA with MD4" },
  { "1.2.840.113549.1.1.4", "RSA with MD5" },
  { "1.2.840.113549.1.1.5", "RSA with SHA-1" },
  { "1.3.14.3.2.29", "RSA with SHA-1" },
  { "1.3.14.3.2.3", "RSA with MD5" },
  { "1.2.840.113549.1.1.11", "RSA with SHA-256" },
  { "1.2.840.113549.1.1.12", "RSA with SHA-384" },
  { "1.2.840.113549.1.1.13", "RSA with SHA-512" },
  { "1.2.840.113549.1.1.14", "RSA with SHA-224" },
  { "1.2.840.113549.1.1.15", "RSA with SHA-512/224" },
  { "1.2.840.113549.1.1.16", "RSA with SHA-512/256" },
  { "2.16.840.1.101.3.4.3.13", "RSA with SHA3-224" },
  { "2.16.840.1.101.3.4.3.14", "RSA with SHA3-256" },
  { "2.16.840.1.101.3.4.3.15", "RSA with SHA3-384" },
  { "2.16.840.1.101.3.4.3.16", "RSA with SHA3-512" },
  { "1.3.36.3.3.1.2", "RSA with RIPEMD-160" },
  { "1.2.840.10040.4.3", "DSA with SHA-1" },
  { "2.16.840.1.101.3.4.3.1", "DSA with SHA-224" },
  { "2.16.840.1.101.3.4.3.2", "DSA with SHA-256" },
  { "2.16.840.1.101.3.4.3.3", "DSA with SHA-384" },
  { "2.16.840.1.101.3.4.3.4", "DSA with SHA-512" },
  { "1.2.840.10045.4.1", "ECDSA with SHA-1" },
  { "1.2.840.10045.4.3.1", "ECDSA with SHA-224" },
  { "1.2.840.10045.4.3.2", "ECDSA with SHA-256" },
  { "1.2.840.10045.4.3.3", "ECDSA with SHA-384" },
  { "1.2.840.10045.4.3.4", "ECDSA with SHA-512" },
  { "2.16.840.1.101.3.4.3.9", "ECDSA with SHA3-224" },
  { "2.16.840.1.101.3.4.3.10", "ECDSA with SHA3-256" },
  { "2.16.840.1.101.3.4.3.11", "ECDSA with SHA3-384" },
  { "2.16.840.1.101.3.4.3.12", "ECDSA with SHA3-512" },
  { "1.2.643.2.2.3", "GOST R 34.10-2001 with GOST R 34.11-94" },
  { "1.2.643.7.1.1.3.2", "GOST R 34.10-2012 (256 bit) with Streebog-256" },
  { "1.2.643.7.1.1.3.3", "GOST R 34.10-2012 (512 bit) with Streebog-512" },
  { "1.2.156.10197.1.501", "SM2 with SM3" },

  /* Hashes, ciphers and password schemes: PKCS#5, PKCS#12. */
  { "1.2.840.113549.2.5", "MD5" },
  { "1.3.14.3.2.26", "SHA-1" },
  { "2.16.840.1.101.3.4.2.1", "SHA-256" },
  { "2.16.840.1.101.3.4.2.2", "SHA-384" },
  { "2.16.840.1.101.3.4.2.3", "SHA-512" },
  { "2.16.840.1.101.3.4.2.4", "SHA-224" },
  { "2.16.840.1.101.3.4.2.7", "SHA3-224" },
  { "2.16.840.1.101.3.4.2.8", "SHA3-256" },
  { "2.16.840.1.101.3.4.2.9", "SHA3-384" },
  { "2.16.840.1.101.3.4.2.10", "SHA3-512" },
  { "1.2.643.2.2.9", "GOST R 34.11-94" },
  { "1.2.643.7.1.1.2.2", "Streebog-256" },
  { "1.2.643.7.1.1.2.3", "Streebog-512" },
  { "1.2.840.113549.2.6", "HMAC with MD5" },
  { "1.2.840.113549.2.7", "HMAC with SHA-1" },
  { "1.2.840.113549.2.8", "HMAC with SHA-224" },
  { "1.2.840.113549.2.9", "HMAC with SHA-256" },
  { "1.2.840.113549.2.10", "HMAC with SHA-384" },
  { "1.2.840.113549.2.11", "HMAC with SHA-512" },
  { "1.2.840.113549.1.5.3", "PBES1 with MD5 and DES" },
  { "1.2.840.113549.1.5.6", "PBES1 with MD5 and RC2" },
  { "1.2.840.113549.1.5.10", "PBES1 with SHA-1 and DES" },
  { "1.2.840.113549.1.5.11", "PBES1 with SHA-1 and RC2" },
  { "1.2.840.113549.1.5.12", "PBKDF2" },
  { "1.2.840.113549.1.5.13", "PBES2" },
  { "1.2.840.113549.1.5.14", "PBMAC1" },
  { "1.3.6.1.4.1.11591.4.11", "scrypt" },
  { "1.2.840.113549.1.12.1.1", "128-bit RC4 (PBES1)" },
  { "1.2.840.113549.1.12.1.2", "40-bit RC4 (PBES1)" },
  { "1.2.840.113549.1.12.1.3", "3DES (PBES1)" },
  { "1.2.840.113549.1.12.1.4", "2-key 3DES (PBES1)" },
  { "1.2.840.113549.1.12.1.5", "128-bit RC2 (PBES1)" },
  { "1.2.840.113549.1.12.1.6", "40-bit RC2 (PBES1)" },
  { "1.2.840.113549.3.2", "RC2" },
  { "1.2.392.200011.61.1.1.1.2", "Camellia-128-CBC" },
  { "1.2.392.200011.61.1.1.1.3", "Camellia-192-CBC" },
  { "1.2.392.200011.61.1.1.1.4", "Camellia-256-CBC" },
  { "1.2.410.200046.1.1.2", "ARIA-128-CBC" },
  { "1.2.410.200046.1.1.7", "ARIA-192-CBC" },
  { "1.2.410.200046.1.1.12", "ARIA-256-CBC" },
  { "1.2.840.113549.3.7", "3DES" },
  { "1.3.14.3.2.7", "DES" },
  { "2.16.840.1.101.3.4.1.2", "AES-128-CBC" },
  { "2.16.840.1.101.3.4.1.22", "AES-192-CBC" },
  { "2.16.840.1.101.3.4.1.42", "AES-256-CBC" },
  { "2.16.840.1.101.3.4.1.6", "AES-128-GCM" },
  { "2.16.840.1.101.3.4.1.46", "AES-256-GCM" },
  { "1.2.643.2.2.21", "GOST 28147-89" },

  /* Bags and contents: PKCS#7, PKCS#12. */
  { "1.2.840.113549.1.7.1", N_ ("Data") },
  { "1.2.840.113549.1.7.2", N_ ("Signed data") },
  { "1.2.840.113549.1.7.3", N_ ("Enveloped data") },
  { "1.2.840.113549.1.7.6", N_ ("Encrypted data") },
  { "1.2.840.113549.1.12.10.1.1", N_ ("Key bag") },
  { "1.2.840.113549.1.12.10.1.2", N_ ("Encrypted key bag") },
  { "1.2.840.113549.1.12.10.1.3", N_ ("Certificate bag") },
  { "1.2.840.113549.1.12.10.1.4", N_ ("CRL bag") },
  { "1.2.840.113549.1.12.10.1.5", N_ ("Secret bag") },
  { "1.2.840.113549.1.12.10.1.6", N_ ("Safe contents bag") },
};

/* RFC 4514 3 first; then what the LDAP registry (RFC 4519, RFC 2985) or common practice calls
 * them. */
static const Name attributes[] = {
  { "2.5.4.3", "CN" },
  { "2.5.4.7", "L" },
  { "2.5.4.8", "ST" },
  { "2.5.4.10", "O" },
  { "2.5.4.11", "OU" },
  { "2.5.4.6", "C" },
  { "2.5.4.9", "STREET" },
  { "0.9.2342.19200300.100.1.25", "DC" },
  { "0.9.2342.19200300.100.1.1", "UID" },
  { "1.2.840.113549.1.9.1", "emailAddress" },
  { "1.2.840.113549.1.9.2", "unstructuredName" },
  { "1.2.840.113549.1.9.8", "unstructuredAddress" },
  { "0.9.2342.19200300.100.1.3", "mail" },
  { "2.5.4.4", "SN" },
  { "2.5.4.5", "serialNumber" },
  { "2.5.4.12", "title" },
  { "2.5.4.13", "description" },
  { "2.5.4.14", "searchGuide" },
  { "2.5.4.15", "businessCategory" },
  { "2.5.4.16", "postalAddress" },
  { "2.5.4.17", "postalCode" },
  { "2.5.4.18", "postOfficeBox" },
  { "2.5.4.19", "physicalDeliveryOfficeName" },
  { "2.5.4.20", "telephoneNumber" },
  { "2.5.4.41", "name" },
  { "2.5.4.42", "GN" },
  { "2.5.4.43", "initials" },
  { "2.5.4.44", "generationQualifier" },
  { "2.5.4.45", "x500UniqueIdentifier" },
  { "2.5.4.46", "dnQualifier" },
  { "2.5.4.48", "protocolInformation" },
  { "2.5.4.51", "houseIdentifier" },
  { "2.5.4.54", "dmdName" },
  { "2.5.4.65", "pseudonym" },
  { "2.5.4.72", "role" },
  { "2.5.4.97", "organizationIdentifier" },
  { "2.5.29.17", "subjectAltName" }, /* no attribute, but met as one */
  { "1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL" },
  { "1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST" },
  { "1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC" },
  { "1.3.6.1.5.5.7.9.1", "dateOfBirth" },
  { "1.3.6.1.5.5.7.9.2", "placeOfBirth" },
  { "1.3.6.1.5.5.7.9.3", "gender" },
  { "1.3.6.1.5.5.7.9.4", "countryOfCitizenship" },
  { "1.3.6.1.5.5.7.9.5", "countryOfResidence" },
  { "1.2.643.3.131.1.1", "INN" },
  { "1.2.643.100.1", "OGRN" },
  { "1.2.643.100.3", "SNILS" },
};

typedef struct
{
  const char *oid;
  const char *name;
  guint bits;
} Curve;

static const Curve curves[] = {
  { "1.2.840.10045.3.1.7", "P-256", 256 },
  { "1.3.132.0.34", "P-384", 384 },
  { "1.3.132.0.35", "P-521", 521 },
  { "1.3.132.0.33", "P-224", 224 },
  { "1.2.840.10045.3.1.1", "P-192", 192 },
  { "1.3.132.0.10", "secp256k1", 256 },
  { "1.3.132.0.32", "secp224k1", 224 },
  { "1.3.132.0.31", "secp192k1", 192 },
  { "1.3.132.0.8", "secp160r1", 160 },
  { "1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", 256 },
  { "1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1", 384 },
  { "1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1", 512 },
  { "1.2.156.10197.1.301", "SM2", 256 },
};

static const Name hashes[] = {
  { "1.2.840.113549.1.1.2", "MD2" },
  { "1.2.840.113549.1.1.3", "MD4" },
  { "1.2.840.113549.1.1.4", "MD5" },
  { "1.3.14.3.2.3", "MD5" },
  { "1.2.840.113549.1.1.5", "SHA-1" },
  { "1.3.14.3.2.29", "SHA-1" },
  { "1.2.840.10040.4.3", "SHA-1" },
  { "1.2.840.10045.4.1", "SHA-1" },
  { "1.2.840.113549.1.1.11", "SHA-256" },
  { "1.2.840.113549.1.1.12", "SHA-384" },
  { "1.2.840.113549.1.1.13", "SHA-512" },
  { "1.2.840.113549.1.1.14", "SHA-224" },
  { "1.2.840.113549.1.1.15", "SHA-512/224" },
  { "1.2.840.113549.1.1.16", "SHA-512/256" },
  { "2.16.840.1.101.3.4.3.1", "SHA-224" },
  { "2.16.840.1.101.3.4.3.2", "SHA-256" },
  { "2.16.840.1.101.3.4.3.3", "SHA-384" },
  { "2.16.840.1.101.3.4.3.4", "SHA-512" },
  { "1.2.840.10045.4.3.1", "SHA-224" },
  { "1.2.840.10045.4.3.2", "SHA-256" },
  { "1.2.840.10045.4.3.3", "SHA-384" },
  { "1.2.840.10045.4.3.4", "SHA-512" },
  { "2.16.840.1.101.3.4.3.9", "SHA3-224" },
  { "2.16.840.1.101.3.4.3.10", "SHA3-256" },
  { "2.16.840.1.101.3.4.3.11", "SHA3-384" },
  { "2.16.840.1.101.3.4.3.12", "SHA3-512" },
  { "2.16.840.1.101.3.4.3.13", "SHA3-224" },
  { "2.16.840.1.101.3.4.3.14", "SHA3-256" },
  { "2.16.840.1.101.3.4.3.15", "SHA3-384" },
  { "2.16.840.1.101.3.4.3.16", "SHA3-512" },
  { "1.3.36.3.3.1.2", "RIPEMD-160" },
  { "1.2.643.2.2.3", "GOST R 34.11-94" },
  { "1.2.643.7.1.1.3.2", "Streebog-256" },
  { "1.2.643.7.1.1.3.3", "Streebog-512" },
  { "1.2.156.10197.1.501", "SM3" },
};

static gpointer
make_table (gpointer unused)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_hash_table_insert (table, (gpointer)names[i].oid, (gpointer)names[i].text);
  return table;
}

static const char *
look_up (const Name *table, gsize length, const char *oid)
{
  for (gsize i = 0; i < length; i++)
    if (g_str_equal (table[i].oid, oid))
      return table[i].text;
  return NULL;
}

const char *
lk_oid_get_name (const char *oid)
{
  static GOnce once = G_ONCE_INIT;

  g_return_val_if_fail (oid != NULL, NULL);

  return g_hash_table_lookup (g_once (&once, make_table, NULL), oid);
}

char *
lk_oid_describe (const char *oid)
{
  const char *name = lk_oid_get_name (oid);

  return name != NULL ? g_strdup_printf ("%s (%s)", _ (name), oid) : g_strdup (oid);
}

const char *
lk_oid_get_attribute (const char *oid)
{
  g_return_val_if_fail (oid != NULL, NULL);

  return look_up (attributes, G_N_ELEMENTS (attributes), oid);
}

const char *
lk_oid_get_curve (const char *oid, guint *bits)
{
  g_return_val_if_fail (oid != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (curves); i++)
    if (g_str_equal (curves[i].oid, oid))
      {
        *bits = curves[i].bits;
        return curves[i].name;
      }
  return NULL;
}

const char *
lk_oid_get_signature_hash (const char *oid)
{
  g_return_val_if_fail (oid != NULL, NULL);

  return look_up (hashes, G_N_ELEMENTS (hashes), oid);
}
