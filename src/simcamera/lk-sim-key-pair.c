/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-key-pair.h"

#include "base/lk-hex.h"

#include <gio/gio.h>
#include <gnutls/pkcs12.h>
#include <string.h>

#define DAY_S 86400

static gnutls_datum_t
datum_of (GBytes *bytes)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);

  return (gnutls_datum_t){ (unsigned char *)data, (unsigned int)size };
}

static LkSimKeyPair *
key_pair_new (LkSimCause cause)
{
  LkSimKeyPair *self = g_new0 (LkSimKeyPair, 1);

  g_atomic_ref_count_init (&self->refs);
  self->cause = cause;
  return self;
}

LkSimKeyPair *
lk_sim_key_pair_ref (LkSimKeyPair *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
lk_sim_key_pair_unref (LkSimKeyPair *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < self->n_chain; i++)
    gnutls_x509_crt_deinit (self->chain[i]);
  if (self->key != NULL)
    gnutls_x509_privkey_deinit (self->key);
  g_free (self);
}

static gboolean
key_fits (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
  unsigned char of_certificate[32], of_key[32];
  size_t certificate_size = sizeof of_certificate, key_size = sizeof of_key;

  return gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, of_certificate,
                                     &certificate_size) == 0 &&
         gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, of_key, &key_size) == 0 &&
         memcmp (of_certificate, of_key, sizeof of_key) == 0;
}

/* Takes @key over. The leaf is the certificate that the key fits, wherever it stands in the
 * file. */
static void
give_key (LkSimKeyPair *self, gnutls_x509_privkey_t key)
{
  for (guint i = 0; i < self->n_chain; i++)
    if (key_fits (self->chain[i], key))
      {
        gnutls_x509_crt_t leaf = self->chain[i];

        memmove (self->chain + 1, self->chain, i * sizeof *self->chain);
        self->chain[0] = leaf;
        self->key = key;
        self->cause = LK_SIM_CAUSE_VALID;
        return;
      }
  gnutls_x509_privkey_deinit (key);
  self->cause = LK_SIM_CAUSE_KEY_MISMATCH;
}

static LkSimKeyPair *
open_pem (GBytes *file, LkSecret *password)
{
  gnutls_datum_t data = datum_of (file);
  LkSimKeyPair *self = key_pair_new (LK_SIM_CAUSE_NO_KEY);
  gnutls_x509_privkey_t key;
  unsigned int n = LK_SIM_MAX_CHAIN;
  int code;

  if (gnutls_x509_crt_list_import (self->chain, &n, &data, GNUTLS_X509_FMT_PEM, 0) < 0)
    n = 0;
  self->n_chain = n;
  if (n == 0)
    {
      lk_sim_key_pair_unref (self);
      return NULL;
    }

  gnutls_x509_privkey_init (&key);
  if (gnutls_x509_privkey_import (key, &data, GNUTLS_X509_FMT_PEM) == 0)
    {
      give_key (self, key);
      if (self->cause == LK_SIM_CAUSE_VALID && !lk_secret_is_empty (password))
        self->cause = LK_SIM_CAUSE_NEEDLESS_PASSWORD;
      return self;
    }
  code = gnutls_x509_privkey_import2 (key, &data, GNUTLS_X509_FMT_PEM,
                                      password != NULL ? lk_secret_get_text (password) : "", 0);
  if (code == 0)
    {
      give_key (self, key);
      return self;
    }
  gnutls_x509_privkey_deinit (key);
  if (g_strstr_len ((const char *)data.data, data.size, "PRIVATE KEY-----") != NULL)
    self->cause = LK_SIM_CAUSE_WRONG_PASSWORD;
  return self;
}

static gboolean
opens (gnutls_pkcs12_t pkcs12, const char *password)
{
  return gnutls_pkcs12_verify_mac (pkcs12, password) == 0;
}

static LkSimKeyPair *
open_pkcs12 (gnutls_pkcs12_t pkcs12, LkSecret *password)
{
  const char *text = lk_secret_is_empty (password) ? "" : lk_secret_get_text (password);
  LkSimKeyPair *self = key_pair_new (LK_SIM_CAUSE_NO_KEY);
  gnutls_x509_privkey_t key = NULL;
  gnutls_x509_crt_t *chain = NULL, *extra = NULL;
  unsigned int n_chain = 0, n_extra = 0;

  /* Files without a password come in two kinds: with an empty one and with none. */
  if (*text == '\0' && !opens (pkcs12, text) && opens (pkcs12, NULL))
    text = NULL;
  if (text != NULL && !opens (pkcs12, text))
    {
      self->cause = LK_SIM_CAUSE_WRONG_PASSWORD;
      return self;
    }
  if (gnutls_pkcs12_simple_parse (pkcs12, text, &key, &chain, &n_chain, &extra, &n_extra, NULL, 0) <
      0)
    return self;
  for (unsigned int i = 0; i < n_chain + n_extra; i++)
    {
      gnutls_x509_crt_t certificate = i < n_chain ? chain[i] : extra[i - n_chain];

      if (i < n_chain && self->n_chain < LK_SIM_MAX_CHAIN)
        self->chain[self->n_chain++] = certificate;
      else
        gnutls_x509_crt_deinit (certificate);
    }
  gnutls_free (chain);
  gnutls_free (extra);
  if (key != NULL)
    give_key (self, key);
  return self;
}

LkSimKeyPair *
lk_sim_key_pair_open (GBytes *file, LkSecret *password)
{
  gnutls_datum_t data = datum_of (file);
  gnutls_pkcs12_t pkcs12;
  LkSimKeyPair *self = NULL;

  gnutls_pkcs12_init (&pkcs12);
  if (gnutls_pkcs12_import (pkcs12, &data, GNUTLS_X509_FMT_DER, 0) == 0)
    self = open_pkcs12 (pkcs12, password);
  else
    self = open_pem (file, password);
  gnutls_pkcs12_deinit (pkcs12);
  return self;
}

char *
lk_sim_key_pair_dup_pin (LkSimKeyPair *self)
{
  unsigned char id[32];
  size_t size = sizeof id;

  if (self->n_chain == 0 ||
      gnutls_x509_crt_get_key_id (self->chain[0], GNUTLS_KEYID_USE_SHA256, id, &size) != 0)
    return NULL;
  return lk_hex_encode (id, size);
}

static void
set_names (gnutls_x509_crt_t certificate, const char *common_name)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (common_name);

  gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, common_name,
                                 (unsigned int)strlen (common_name));
  if (address != NULL)
    gnutls_x509_crt_set_subject_alt_name (
      certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
      (unsigned int)g_inet_address_get_native_size (address), GNUTLS_FSAN_SET);
  else if (g_str_is_ascii (common_name) && strpbrk (common_name, " /") == NULL)
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, common_name,
                                          (unsigned int)strlen (common_name), GNUTLS_FSAN_SET);
}

GBytes *
lk_sim_key_pair_generate (const char *common_name, guint days, gint64 now)
{
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
  gnutls_datum_t certificate_pem = { NULL, 0 }, key_pem = { NULL, 0 };
  guint64 serial = GUINT64_TO_BE (((guint64)g_random_int () << 31) | g_random_int () | 1);
  GByteArray *both = g_byte_array_new ();

  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, &serial, sizeof serial);
  set_names (certificate, common_name);
  gnutls_x509_crt_set_activation_time (certificate, (time_t)(now - DAY_S));
  gnutls_x509_crt_set_expiration_time (certificate, (time_t)(now + (gint64)days * DAY_S));
  gnutls_x509_crt_set_key (certificate, key);
  gnutls_x509_crt_set_key_usage (certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
  gnutls_x509_crt_set_key_purpose_oid (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
  gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0);

  gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &certificate_pem);
  gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem);
  g_byte_array_append (both, certificate_pem.data, certificate_pem.size);
  g_byte_array_append (both, key_pem.data, key_pem.size);
  lk_secret_wipe (key_pem.data, key_pem.size);
  gnutls_free (certificate_pem.data);
  gnutls_free (key_pem.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return g_byte_array_free_to_bytes (both);
}
