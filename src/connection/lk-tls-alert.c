/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-tls-alert.h"

#include <glib/gi18n.h>

/* clang-format off */
static const LkTlsAlert alerts[] = {
  { 0, TRUE, "close_notify", N_ ("The camera ended the connection without saying why."), N_ ("Check the personal certificate, if one is asked for, and try again.") },
  { 10, FALSE, "unexpected_message", N_ ("The camera did not understand the order of the handshake."), N_ ("Update the camera’s firmware, or allow another TLS version.") },
  { 20, FALSE, "bad_record_mac", N_ ("A message was changed on its way."), N_ ("Look for a device between this computer and the camera that changes traffic.") },
  { 40, TRUE, "handshake_failure", N_ ("The camera refused the handshake. Many cameras say so when no personal certificate is shown, or one that they do not accept."), N_ ("Choose a personal certificate whose issuer is among the camera’s trusted CA certificates.") },
  { 42, TRUE, "bad_certificate", N_ ("The camera calls the personal certificate bad. It may not be valid yet by the camera’s clock, or be damaged."), N_ ("Compare the camera’s clock with the certificate’s period, and check the certificate.") },
  { 43, TRUE, "unsupported_certificate", N_ ("The camera does not take this kind of certificate. Its extended key usage may not allow client authentication."), N_ ("Use a certificate whose extended key usage names client authentication.") },
  { 44, TRUE, "certificate_revoked", N_ ("The personal certificate was revoked by its issuer."), N_ ("Ask the issuer for a new certificate.") },
  { 45, TRUE, "certificate_expired", N_ ("The personal certificate has expired by the camera’s clock."), N_ ("Renew the certificate, or set the camera’s clock.") },
  { 46, TRUE, "certificate_unknown", N_ ("The camera refuses the personal certificate without saying why."), N_ ("Check its issuer, its period, its usage and the camera’s clock.") },
  { 47, FALSE, "illegal_parameter", N_ ("The camera found a value in the handshake that it does not allow."), N_ ("Update the camera’s firmware, or allow another TLS version.") },
  { 48, TRUE, "unknown_ca", N_ ("The camera does not know the issuer of the personal certificate."), N_ ("Import the issuer’s certificate as a trusted CA certificate on the camera, or choose another personal certificate.") },
  { 49, TRUE, "access_denied", N_ ("The certificate is valid, but the camera does not let its owner in."), N_ ("Check which users the camera connects with certificates.") },
  { 50, TRUE, "decode_error", N_ ("The camera could not read a message. A certificate or chain may be too long for it."), N_ ("Use a shorter chain, or a certificate with a smaller key.") },
  { 51, TRUE, "decrypt_error", N_ ("The signature that proves the private key did not verify."), N_ ("Check that certificate and private key belong together; another key type may help.") },
  { 70, FALSE, "protocol_version", N_ ("Camera and computer have no TLS version in common."), N_ ("Update the camera’s firmware, or allow an older TLS version.") },
  { 71, FALSE, "insufficient_security", N_ ("The camera demands stronger encryption than was offered."), N_ ("Use a certificate with a stronger key.") },
  { 80, TRUE, "internal_error", N_ ("Something inside the camera failed."), N_ ("Try again; restart the camera if it stays.") },
  { 86, FALSE, "inappropriate_fallback", N_ ("The camera saw an attempt to fall back to an older TLS version."), N_ ("Look for a device between this computer and the camera.") },
  { 90, FALSE, "user_canceled", N_ ("The camera gave up the handshake."), N_ ("Try again.") },
  { 109, FALSE, "missing_extension", N_ ("The camera misses a part of the handshake."), N_ ("Allow another TLS version.") },
  { 112, FALSE, "unrecognized_name", N_ ("The camera does not know the name by which it was addressed."), N_ ("Use the camera’s address as a number.") },
  { 113, TRUE, "bad_certificate_status_response", N_ ("The camera could not use the proof that the certificate is not revoked."), N_ ("Ask the issuer for a new certificate.") },
  { 116, TRUE, "certificate_required", N_ ("The camera demands a personal certificate, and none was shown."), N_ ("Choose a personal certificate whose issuer is among the camera’s trusted CA certificates.") },
  { 120, FALSE, "no_application_protocol", N_ ("The camera offers no protocol that is spoken here."), N_ ("Check the port: it may not be the camera’s web server.") },
};
/* clang-format on */

const LkTlsAlert *
lk_tls_alert_find (int number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (alerts); i++)
    {
      if (alerts[i].number == number)
        return &alerts[i];
    }
  return NULL;
}

const LkTlsAlert *
lk_tls_alert_get_nth (guint n)
{
  return n < G_N_ELEMENTS (alerts) ? &alerts[n] : NULL;
}
