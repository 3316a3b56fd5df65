/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules, one a row. Rows that share an id and a number are the same rule in other words or of
 * another gravity. The message's places are filled by the check, in their order. */

#include "config.h"

#include "certificate/lk-judge-private.h"

#include <glib/gi18n-lib.h>

#define ANY      LK_JUDGE_ANY
#define USE      LK_JUDGE_USE
#define GENERAL  LK_JUDGE_IN_GENERAL
#define CA       LK_JUDGE_AS_CA
#define SERVER   LK_JUDGE_AS_SERVER
#define PERSONAL LK_JUDGE_AS_PERSONAL

#define BLOCK   LK_SEVERITY_BLOCK
#define ERROR   LK_SEVERITY_ERROR
#define WARNING LK_SEVERITY_WARNING
#define INFO    LK_SEVERITY_INFO

/* Ids of the fields: as in lk-description.h. */
#define BASIC_CONSTRAINTS "2.5.29.19"
#define KEY_USAGE         "2.5.29.15"
#define PURPOSES          "2.5.29.37"
#define ALT_NAMES         "2.5.29.17"
#define AUTHORITY_KEY     "2.5.29.35"
#define SUBJECT_KEY       "2.5.29.14"
#define NAME_CONSTRAINTS  "2.5.29.30"

/* clang-format off */
const LkRule lk_judge_rules[] = {
  { 1, "not-ca", BLOCK, CA, lk_judge_not_ca_issued, BASIC_CONSTRAINTS, "RFC 5280 4.2.1.9, 6.1.4 (k)",
    /* Translators: %s is a distinguished name. */
    N_ ("This is not a CA certificate; the camera will refuse it. You probably want its issuer, “%s”."),
    N_ ("Choose the certificate of the CA that issued it.") },
  { 1, "not-ca", BLOCK, CA, lk_judge_not_ca_root, BASIC_CONSTRAINTS, "RFC 5280 4.2.1.9, 6.1.4 (k)",
    N_ ("This is not a CA certificate; the camera will refuse it."),
    N_ ("It is signed with its own key but does not declare itself a CA. Choose the certificate of a CA.") },
  { 2, "ca-no-certsign", BLOCK, GENERAL | CA, lk_judge_ca_no_certsign, KEY_USAGE, "RFC 5280 4.2.1.3, 6.1.4 (n)",
    N_ ("This certificate says it is a CA, but its key may not sign certificates."),
    N_ ("Have the CA certificate made again with “certificate sign” in its key usage.") },
  { 3, "certsign-no-ca", BLOCK, GENERAL | CA, lk_judge_certsign_no_ca, BASIC_CONSTRAINTS, "RFC 5280 4.2.1.3, 4.2.1.9",
    N_ ("The key may sign certificates, but the certificate does not declare itself a CA."),
    N_ ("Have it made again with basic constraints that say CA.") },
  { 4, "v1-root", WARNING, GENERAL | CA, lk_judge_v1_root, "version", "RFC 5280 4.1.2.1, 6.1.4 (k)",
    N_ ("Old version 1 root: nothing in it says it is a CA. Many cameras refuse it."),
    N_ ("Use a version 3 CA certificate.") },
  { 5, "bc-not-critical", INFO, GENERAL | CA, lk_judge_bc_not_critical, BASIC_CONSTRAINTS, "RFC 5280 4.2.1.9, 4.2.1.3",
    /* Translators: %s is what is wrong, such as: “key usage” is missing. */
    N_ ("Works almost everywhere, but does not follow the profile: %s."), NULL },

  { 6, "eku-no-client", ERROR, PERSONAL, lk_judge_eku_no_client, PURPOSES, "RFC 5280 4.2.1.12",
    /* Translators: %s is a list of purposes, such as: TLS server authentication. */
    N_ ("Made for %s, not for logging in."),
    N_ ("Ask for a certificate with “TLS client authentication”.") },
  { 7, "eku-absent", WARNING, PERSONAL, lk_judge_eku_absent, PURPOSES, "RFC 5280 4.2.1.12",
    N_ ("No stated purpose. Cameras that insist on “client authentication” will refuse it."),
    N_ ("Ask for a certificate with “TLS client authentication”.") },
  { 8, "ca-eku-limits", WARNING, CA, lk_judge_ca_eku_limits, PURPOSES, "RFC 5280 4.2.1.12",
    N_ ("This CA is limited to %s; client certificates from it may be refused."),
    N_ ("Use a CA without such a limit.") },
  { 8, "ca-eku-limits", WARNING, PERSONAL | SERVER, lk_judge_issuer_limits, "issuer", "RFC 5280 4.2.1.12",
    N_ ("A CA above it is limited: %s"),
    N_ ("Use a certificate from a CA without such a limit.") },
  { 9, "ku-no-sign", ERROR, PERSONAL, lk_judge_ku_no_sign, KEY_USAGE, "RFC 5246 7.4.6, RFC 8446 4.4.2.2",
    N_ ("The key may not be used to sign, so it cannot prove who you are in TLS."),
    N_ ("Ask for a certificate with “digital signature” in its key usage.") },

  { 10, "expired", ERROR, ANY, lk_judge_expired, "not-after", "RFC 5280 4.1.2.5, 6.1.3 (a) (2)",
    /* Translators: the first is such as “3 days”, the second a date. */
    N_ ("Expired %s ago, on %s."),
    N_ ("Use a renewed certificate.") },
  { 10, "expired", ERROR, ANY, lk_judge_issuer_expired, "issuer", "RFC 5280 6.1.3 (a) (2)",
    N_ ("Its issuer “%s” expired on %s."),
    N_ ("Use a certificate from a renewed CA.") },
  { 11, "not-yet-valid", ERROR, ANY, lk_judge_not_yet_valid, "not-before", "RFC 5280 4.1.2.5, 6.1.3 (a) (2)",
    /* Translators: the first is a date, the second such as “3 days”. */
    N_ ("Not valid before %s (in %s)."),
    N_ ("Wait until then, or check the clock of this computer.") },
  { 12, "camera-clock", BLOCK, USE, lk_judge_camera_refuses, "not-before", "RFC 5280 6.1.3 (a) (2)",
    N_ ("The camera believes it is %s and will refuse this certificate."),
    N_ ("Set the camera’s clock first.") },
  { 12, "camera-clock", WARNING, USE, lk_judge_camera_clock, NULL, "RFC 5280 6.1.3 (a) (2)",
    N_ ("The camera believes it is %s."),
    N_ ("Set the camera’s clock first, or it may refuse certificates.") },
  { 13, "expires-soon", WARNING, ANY, lk_judge_expires_soon, "not-after", "RFC 5280 4.1.2.5",
    /* Translators: the first is such as “3 days”, the second a date. */
    N_ ("Expires in %s, on %s; after that nobody can log in with it."),
    N_ ("Have it renewed in time.") },
  { 13, "expires-soon", WARNING, USE, lk_judge_issuer_expires_first, "issuer", "RFC 5280 6.1.3 (a) (2)",
    N_ ("Its issuer “%s” expires before it does, on %s."),
    N_ ("Have both renewed by then.") },
  { 14, "after-2038", WARNING, USE, lk_judge_after_2038, "not-after", "RFC 5280 4.1.2.5",
    N_ ("Valid beyond January 2038; older camera software may read this date as 1901."),
    N_ ("If the camera refuses it, use a certificate that ends before 2038.") },
  { 14, "after-2038", INFO, GENERAL, lk_judge_after_2038, "not-after", "RFC 5280 4.1.2.5",
    N_ ("Valid beyond January 2038; older camera software may read this date as 1901."), NULL },
  { 15, "time-encoding", WARNING, ANY, lk_judge_time_encoding, "not-before", "RFC 5280 4.1.2.5.1, 4.1.2.5.2",
    N_ ("The date is written in a form that strict devices reject."),
    N_ ("Have the certificate made again.") },

  { 16, "weak-hash", ERROR, ANY, lk_judge_broken_hash, "signature-algorithm", "RFC 9155, RFC 8446 4.2.3",
    N_ ("Signed with %s, which no modern device accepts."),
    N_ ("Have it issued again with SHA-256.") },
  { 16, "weak-hash", WARNING, ANY, lk_judge_weak_hash, "signature-algorithm", "RFC 9155, RFC 8446 4.4.2.4",
    N_ ("Signed with %s, which modern devices no longer accept."),
    N_ ("Have it issued again with SHA-256.") },
  { 17, "rsa-short", ERROR, ANY, lk_judge_rsa_broken, "key", "RFC 9325 4.5",
    N_ ("%s-bit RSA can be broken by anyone; use 2048 bits or more."),
    N_ ("Make a new key and have the certificate issued again.") },
  { 17, "rsa-short", WARNING, ANY, lk_judge_rsa_short, "key", "RFC 9325 4.5",
    N_ ("%s-bit RSA is too weak; use 2048 bits or more."),
    N_ ("Make a new key and have the certificate issued again.") },
  { 17, "rsa-short", ERROR, ANY, lk_judge_rsa_exponent, "key", "RFC 8017 3.1",
    N_ ("The exponent of the RSA key is even or too small; it protects nothing."),
    N_ ("Make a new key and have the certificate issued again.") },
  { 17, "rsa-short", INFO, ANY, lk_judge_rsa_long, "key", "RFC 9325 4.5",
    N_ ("%s-bit RSA is slow on a camera."), NULL },
  { 18, "ec-curve", ERROR, ANY, lk_judge_ec_explicit, "key", "RFC 5480 2.1.1",
    N_ ("The curve of the key is written out instead of named; TLS refuses that."),
    N_ ("Make a new key on the curve P-256.") },
  { 18, "ec-curve", WARNING, ANY, lk_judge_ec_curve, "key", "RFC 8422 5.1.1, RFC 8446 4.2.7",
    N_ ("The curve %s is not supported by most cameras; use P-256."),
    N_ ("Make a new key on the curve P-256.") },
  { 19, "new-key-type", WARNING, ANY, lk_judge_new_key, "key", "RFC 8410, RFC 8446 4.2.3, RFC 4055",
    N_ ("%s keys are newer than most camera firmware; RSA 2048 or P-256 is safer."), NULL },
  { 20, "dsa", ERROR, ANY, lk_judge_dsa, "key", "RFC 8446 4.2.3",
    N_ ("DSA certificates no longer work in current TLS."),
    N_ ("Make a new key: RSA 2048 or P-256.") },

  { 21, "key-ids", INFO, ANY, lk_judge_key_ids, SUBJECT_KEY, "RFC 5280 4.2.1.1, 4.2.1.2",
    /* Translators: %s is “subject key identifier” or “authority key identifier”. */
    N_ ("It has no %s; a device with several CAs of one name may take the wrong one."), NULL },
  { 21, "key-ids", ERROR, ANY, lk_judge_wrong_issuer_key, AUTHORITY_KEY, "RFC 5280 4.2.1.1",
    N_ ("The certificate names another issuer key than the CA “%s” has."),
    N_ ("Look for the CA certificate of that name with the right key.") },
  { 22, "pathlen", ERROR, ANY, lk_judge_pathlen, BASIC_CONSTRAINTS, "RFC 5280 4.2.1.9, 6.1.4 (l), (m)", "%s",
    N_ ("Use a certificate from a CA that stands higher.") },
  { 23, "critical-unknown", ERROR, ANY, lk_judge_critical_unknown, "extensions", "RFC 5280 4.2, 6.1.4 (o), 6.1.5 (f)",
    N_ ("Contains a mandatory extension (%s) that devices may not understand; they must refuse it."),
    N_ ("Have it issued again without that extension, or with the extension not critical.") },
  { 24, "name-constraints", ERROR, ANY, lk_judge_name_constraints, NAME_CONSTRAINTS, "RFC 5280 4.2.1.10, 6.1.3 (b), (c)", "%s",
    N_ ("Use a certificate from a CA that may issue for this name.") },
  { 25, "malformed", ERROR, ANY, lk_judge_malformed, NULL, "RFC 5280 4.2, 4.1.1.2",
    N_ ("The file is damaged or not made to the standard: %s"),
    N_ ("Get the certificate again from where it was made.") },
  { 25, "malformed", WARNING, ANY, lk_judge_irregular, NULL, "RFC 5280 4.1.2",
    N_ ("Not quite made to the standard: %s"), NULL },
  { 25, "malformed", INFO, ANY, lk_judge_irregular_root, "serial", "RFC 5280 4.1.2.2",
    N_ ("Not quite made to the standard, as many roots: %s"), NULL },
  { 26, "empty-subject", ERROR, GENERAL | CA, lk_judge_empty_subject, "subject", "RFC 5280 4.1.2.6; RFC 8446 4.2.4",
    N_ ("The camera shows CAs by name; this one has none."),
    N_ ("Use a CA certificate with a name.") },
  { 26, "empty-subject", WARNING, CA, lk_judge_same_subject, "subject", "RFC 5280 4.1.2.6; RFC 8446 4.2.4",
    N_ ("The camera shows CAs by name; the one in slot %s has the same name and another key."),
    N_ ("Compare the fingerprints, and delete the one that is no longer used.") },
  { 27, "self-signature", ERROR, ANY, lk_judge_self_signature, "signature-algorithm", "RFC 5280 6.1.3 (a) (1)",
    N_ ("The certificate was changed after it was signed."),
    N_ ("Do not use it. Get it again from where it was made.") },

  { 28, "private-key-in-file", WARNING, CA, lk_judge_private_key, NULL, "RFC 7468 10, 11",
    N_ ("This file contains a private key. Latchkey will send only the certificate, never the key."),
    N_ ("Keep the key apart from certificates that are given to others.") },
  { 28, "private-key-in-file", WARNING, GENERAL, lk_judge_private_key_beside_ca, NULL, "RFC 7468 10, 11",
    N_ ("This file contains a private key beside the CA certificate."),
    N_ ("Keep the key apart from certificates that are given to others.") },
  { 29, "several-certs", WARNING, CA, lk_judge_several, NULL, "RFC 7468 5",
    N_ ("The file holds %s certificates; the camera takes one per slot. Choose which."), NULL },
  { 30, "text-encoding", WARNING, CA | PERSONAL, lk_judge_text_encoding, NULL, "RFC 7468 2, 3",
    N_ ("Saved as %s; will be rewritten as plain PEM before upload."), NULL },
  { 30, "text-encoding", INFO, GENERAL | SERVER, lk_judge_text_encoding, NULL, "RFC 7468 2, 3",
    N_ ("Saved as %s; some devices cannot read that."),
    N_ ("Export it as PEM to have it written plainly.") },
  { 31, "extra-text", WARNING, CA | PERSONAL, lk_judge_extra_text, NULL, "RFC 7468 2, 5.1, 5.2",
    N_ ("Text around the certificate will be left out; some cameras refuse it."), NULL },
  { 31, "extra-text", INFO, GENERAL | SERVER, lk_judge_extra_text, NULL, "RFC 7468 2, 5.1, 5.2",
    N_ ("There is text around the certificate, or an unusual label; some devices refuse that."),
    N_ ("Export it as PEM to have it written plainly.") },
  { 32, "der-for-pem", WARNING, CA | SERVER, lk_judge_other_format, NULL, "RFC 7468 5",
    /* Translators: the first is a file name, the second a format such as DER. */
    N_ ("The camera needs PEM; “%s” is %s and will be converted before upload."), NULL },
  { 33, "too-big", ERROR, CA, lk_judge_too_big, NULL, "device profile",
    N_ ("%s KB after cleaning; this camera takes at most %s KB."),
    N_ ("Use a CA certificate with a smaller key or fewer extensions.") },
  { 34, "p12-legacy", WARNING, GENERAL | SERVER | PERSONAL, lk_judge_p12_legacy, NULL, "RFC 7292 B, C; RFC 8018",
    /* Translators: %s is a way to protect a file, such as: 40-bit RC2 (PBES1), 2048 rounds. */
    N_ ("Protected in an old or weak way (%s): new devices may refuse it, and anyone with the file can guess the password."),
    N_ ("Save it again with AES: openssl pkcs12 -export, without -legacy.") },
  { 34, "p12-legacy", ERROR, SERVER, lk_judge_p12_legacy_refused, NULL, "device profile",
    N_ ("This camera does not open a file that is protected in so old a way (%s)."),
    N_ ("Save it again with AES: openssl pkcs12 -export, without -legacy.") },
  { 34, "p12-legacy", INFO, SERVER, lk_judge_p12_legacy_repacked, NULL, "RFC 7292 B, C; RFC 8018",
    N_ ("Protected in an old or weak way (%s). Latchkey packs it anew before it sends it."),
    N_ ("Do not leave the file where others can read it.") },
  { 35, "p12-too-new", ERROR, SERVER, lk_judge_p12_too_new, NULL, "device profile",
    N_ ("This camera answers “wrong password” for a file that is protected in so new a way (%s), although the password is right."),
    N_ ("Save it again for old readers: openssl pkcs12 -export -legacy.") },
  { 35, "p12-too-new", INFO, SERVER, lk_judge_p12_too_new_perhaps, NULL, "RFC 8018 6.2",
    N_ ("Older cameras answer “wrong password” for a file that is protected in this way (%s), although the password is right."),
    N_ ("If this camera does, save it again for old readers: openssl pkcs12 -export -legacy.") },
  { 35, "p12-too-new", WARNING, PERSONAL, lk_judge_p12_too_new, NULL, "RFC 8018 6.2, RFC 9579",
    N_ ("Older devices answer “wrong password” for this kind of file although the password is right."),
    N_ ("Save it again for old readers.") },
  { 35, "p12-too-new", WARNING, GENERAL | SERVER | PERSONAL, lk_judge_p12_pbmac1, NULL, "RFC 9579",
    N_ ("Its password is checked in a very new way (PBMAC1); most devices take it for a wrong password."),
    N_ ("Save it again: openssl pkcs12 -export, without -pbmac1_pbkdf2.") },
  { 36, "p12-no-key", ERROR, SERVER | PERSONAL, lk_judge_p12_no_key, NULL, "RFC 7292 4.2",
    N_ ("This file has no private key for “%s”, so it cannot log you in."),
    N_ ("Choose the PKCS#12 file that was exported with the private key.") },
  { 36, "p12-no-key", ERROR, SERVER | PERSONAL, lk_judge_p12_mismatch, NULL, "RFC 7292 4.2",
    N_ ("The private key in this file does not belong to “%s”, so it cannot log you in."),
    N_ ("Choose the file in which certificate and key were made together.") },
  { 36, "p12-no-key", WARNING, SERVER, lk_judge_p12_order, NULL, "RFC 7292 4.2",
    N_ ("The first certificate in this file, “%s”, is not the one of the key; some cameras then say that they do not fit."),
    N_ ("Save it again: Latchkey puts the right one first.") },
  { 37, "chain-incomplete", ERROR, PERSONAL, lk_judge_chain_incomplete, "issuer", "RFC 5280 6.1; RFC 8446 4.4.2",
    N_ ("Missing: the certificate of “%s”."),
    N_ ("Add it to the file or to the camera.") },
  { 37, "chain-incomplete", INFO, PERSONAL, lk_judge_chain_open, "issuer", "RFC 5280 6.1; RFC 8446 4.4.2",
    N_ ("The certificate of “%s” is not at hand."),
    N_ ("Add it to the file, or have it on the camera.") },
  { 38, "no-camera-ca", BLOCK, PERSONAL, lk_judge_no_camera_ca, "issuer", "RFC 5280 6.1",
    /* Translators: %s is a sentence that says why. */
    N_ ("If you enable client authentication now, you lock yourself out: the camera will not accept this certificate. %s"),
    N_ ("Import the CA of this certificate into the camera, or choose another personal certificate.") },
  { 39, "slots", INFO, CA, lk_judge_installed, NULL, "device",
    N_ ("Already in slot %s."), NULL },
  { 39, "slots", BLOCK, CA, lk_judge_slots_full, NULL, "device",
    N_ ("All %s slots are in use; delete one first."), NULL },
  { 40, "cn-not-user", WARNING, PERSONAL, lk_judge_cn_not_user, "subject", "ONVIF CnMapsToUser",
    N_ ("The camera has no user “%s”."),
    N_ ("Make a user of that name on the camera, or use a certificate with the name of a user.") },

  { 41, "eku-no-server", ERROR, SERVER, lk_judge_eku_no_server, PURPOSES, "RFC 5280 4.2.1.12",
    N_ ("Made for %s, not for servers; browsers will refuse the camera."),
    N_ ("Ask for a certificate with “TLS server authentication”.") },
  { 42, "address", WARNING, SERVER, lk_judge_address, ALT_NAMES, "RFC 9525 6",
    N_ ("It does not cover “%s”, the address in use; browsers will warn."),
    N_ ("Ask for a certificate that holds this address as a subject alternative name.") },
  { 43, "not-root", WARNING, CA, lk_judge_not_root, "issuer", "RFC 5280 6.1.1 (d)",
    N_ ("This CA was itself issued by “%s”; many cameras trust a CA only together with its root."),
    N_ ("Import the root, or both.") },
  { 44, "p12-rounds", WARNING, SERVER, lk_judge_p12_rounds, NULL, "RFC 8018 4.2",
    N_ ("To open it takes %s rounds of its password scheme; a camera may need so long for that that it gives up."),
    N_ ("Save it again with fewer: openssl pkcs12 -export -iter 10000.") },
  { 45, "ku-no-server", BLOCK, SERVER, lk_judge_ku_no_server, KEY_USAGE, "RFC 8446 4.4.2.2, RFC 5246 7.4.2",
    N_ ("The key may neither sign nor decrypt, so no TLS connection to the camera could come about any more."),
    N_ ("Ask for a certificate with “digital signature” in its key usage.") },
  { 45, "ku-no-server", WARNING, SERVER, lk_judge_ku_only_decrypts, KEY_USAGE, "RFC 8446 4.4.2.2, RFC 5246 7.4.2",
    N_ ("The key may decrypt but not sign: that is not enough for TLS 1.3, nor for TLS 1.2 as it is used today."),
    N_ ("Ask for a certificate with “digital signature” in its key usage.") },
};
/* clang-format on */

const gsize lk_judge_n_rules = G_N_ELEMENTS (lk_judge_rules);
