/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-onvif-token.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define NONCE_BYTES 16
#define SHA1_BYTES  20
#define PROFILE     "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest"
#define ENCODING    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"

char *
lk_onvif_token_dup_digest (const guint8 *nonce,
                           gsize nonce_size,
                           const char *created,
                           LkSecret *password)
{
  guint8 digest[SHA1_BYTES];
  gnutls_hash_hd_t hash;

  if (gnutls_hash_init (&hash, GNUTLS_DIG_SHA1) < 0)
    return g_strdup (""); /* SHA-1 may be forbidden on this computer; the camera then refuses */
  gnutls_hash (hash, nonce, nonce_size);
  gnutls_hash (hash, created, strlen (created));
  gnutls_hash (hash, lk_secret_get_text (password), lk_secret_get_length (password));
  gnutls_hash_deinit (hash, digest);
  return g_base64_encode (digest, sizeof digest);
}

void
lk_onvif_token_write (LkSoapWriter *header,
                      const char *user,
                      LkSecret *password,
                      GDateTime *created)
{
  guint8 nonce[NONCE_BYTES];
  g_autofree char *time = g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *nonce_text = NULL;
  g_autofree char *digest = NULL;

  gnutls_rnd (GNUTLS_RND_NONCE, nonce, sizeof nonce);
  nonce_text = g_base64_encode (nonce, sizeof nonce);
  digest = lk_onvif_token_dup_digest (nonce, sizeof nonce, time, password);
  lk_soap_write_open (header, "wsse:Security");
  lk_soap_write_open (header, "wsse:UsernameToken");
  lk_soap_write_text (header, "wsse:Username", user);
  g_string_append_printf (header, "<wsse:Password Type=\"%s\">%s</wsse:Password>", PROFILE, digest);
  g_string_append_printf (header, "<wsse:Nonce EncodingType=\"%s\">%s</wsse:Nonce>", ENCODING, nonce_text);
  lk_soap_write_text (header, "wsu:Created", time);
  lk_soap_write_close (header, "wsse:UsernameToken");
  lk_soap_write_close (header, "wsse:Security");
}
