/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-pki.h"

#include "base/lk-error.h"
#include "certificate/lk-identity.h"

#include <gnutls/crypto.h>
#include <string.h>

#define DAY_S      86400
#define KEY_ID_MAX 64

static int
set_validity (gnutls_x509_crt_t certificate, const LkSimPkiSpec *spec)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  int code = gnutls_x509_crt_set_activation_time (certificate,
                                                  (time_t)(now + (gint64)spec->from_days * DAY_S));

  return code < 0 ? code
                  : gnutls_x509_crt_set_expiration_time (
                      certificate, (time_t)(now + (gint64)spec->to_days * DAY_S));
}

static int
set_serial (gnutls_x509_crt_t certificate)
{
  unsigned char serial[16];
  int code = gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial);

  serial[0] = (serial[0] & 0x7f) | 0x40; /* positive, and of full length */
  return code < 0 ? code : gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
}

static int
set_key_ids (gnutls_x509_crt_t certificate, gnutls_x509_crt_t issuer)
{
  unsigned char id[KEY_ID_MAX];
  size_t size = sizeof id;
  int code = gnutls_x509_crt_get_key_id (certificate, 0, id, &size);

  if (code >= 0)
    code = gnutls_x509_crt_set_subject_key_id (certificate, id, size);
  size = sizeof id;
  if (code >= 0)
    code = gnutls_x509_crt_get_key_id (issuer, 0, id, &size);
  return code < 0 ? code : gnutls_x509_crt_set_authority_key_id (certificate, id, size);
}

static int
set_use (gnutls_x509_crt_t certificate, const LkSimPkiSpec *spec)
{
  static const unsigned char loopback[] = { 127, 0, 0, 1 };
  int code = gnutls_x509_crt_set_basic_constraints (certificate, spec->is_ca, -1);

  if (code >= 0)
    code = gnutls_x509_crt_set_key_usage (certificate, spec->is_ca ? GNUTLS_KEY_KEY_CERT_SIGN |
                                                                       GNUTLS_KEY_CRL_SIGN
                                                                   : GNUTLS_KEY_DIGITAL_SIGNATURE);
  if (code >= 0 && spec->key_purpose != NULL)
    code = gnutls_x509_crt_set_key_purpose_oid (certificate, spec->key_purpose, 0);
  if (code >= 0 && spec->is_for_loopback)
    code = gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, "localhost", 9,
                                                 GNUTLS_FSAN_SET);
  if (code >= 0 && spec->is_for_loopback)
    code = gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, loopback,
                                                 sizeof loopback, GNUTLS_FSAN_APPEND);
  return code;
}

static int
fill (LkSimPkiItem *item, const LkSimPkiSpec *spec)
{
  const LkSimPkiItem *issuer = spec->issuer != NULL ? spec->issuer : item;
  int code = gnutls_x509_privkey_generate (item->key, GNUTLS_PK_ECDSA,
                                           GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);

  if (code >= 0)
    code = gnutls_x509_crt_set_version (item->certificate, 3);
  if (code >= 0)
    code = gnutls_x509_crt_set_dn (item->certificate, spec->subject, NULL);
  if (code >= 0)
    code = gnutls_x509_crt_set_key (item->certificate, item->key);
  if (code >= 0)
    code = set_serial (item->certificate);
  if (code >= 0)
    code = set_validity (item->certificate, spec);
  if (code >= 0)
    code = set_use (item->certificate, spec);
  if (code >= 0)
    code = set_key_ids (item->certificate, issuer->certificate);
  return code < 0 ? code
                  : gnutls_x509_crt_sign2 (item->certificate, issuer->certificate, issuer->key,
                                           GNUTLS_DIG_SHA256, 0);
}

gboolean
lk_sim_pki_make (LkSimPkiItem *item, const LkSimPkiSpec *spec, GError **error)
{
  int code;

  gnutls_x509_crt_init (&item->certificate);
  gnutls_x509_privkey_init (&item->key);
  code = fill (item, spec);
  if (code >= 0)
    return TRUE;
  lk_sim_pki_item_clear (item);
  g_set_error (error, LK_ERROR, LK_ERROR_INTERNAL, "The certificate “%s” cannot be made: %s", spec->subject, gnutls_strerror (code));
  return FALSE;
}

void
lk_sim_pki_item_clear (LkSimPkiItem *item)
{
  g_clear_pointer (&item->certificate, gnutls_x509_crt_deinit);
  g_clear_pointer (&item->key, gnutls_x509_privkey_deinit);
}

static GBytes *
to_bytes (const LkSimPkiItem *item, gnutls_x509_crt_fmt_t format)
{
  gnutls_datum_t data = { NULL, 0 };
  GBytes *bytes;

  if (gnutls_x509_crt_export2 (item->certificate, format, &data) < 0)
    return g_bytes_new (NULL, 0);
  bytes = g_bytes_new (data.data, data.size);
  gnutls_free (data.data);
  return bytes;
}

GBytes *
lk_sim_pki_item_to_der (const LkSimPkiItem *item)
{
  return to_bytes (item, GNUTLS_X509_FMT_DER);
}

GBytes *
lk_sim_pki_item_to_pem (const LkSimPkiItem *item)
{
  return to_bytes (item, GNUTLS_X509_FMT_PEM);
}

static gboolean
add_certificate (GPtrArray *chain, const LkSimPkiItem *item, GError **error)
{
  g_autoptr (GBytes) der = lk_sim_pki_item_to_der (item);
  LkCertificate *certificate = lk_certificate_new_from_der (der, error);

  if (certificate != NULL)
    g_ptr_array_add (chain, certificate);
  return certificate != NULL;
}

GBytes *
lk_sim_pki_item_to_pkcs12 (const LkSimPkiItem *item,
                           const LkSimPkiItem *issuer,
                           LkSecret *password,
                           GError **error)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LkIdentity) identity = NULL;
  gnutls_privkey_t key;

  if (!add_certificate (chain, item, error) ||
      (issuer != NULL && !add_certificate (chain, issuer, error)))
    return NULL;
  gnutls_privkey_init (&key);
  gnutls_privkey_import_x509 (key, item->key, GNUTLS_PRIVKEY_IMPORT_COPY);
  identity = lk_identity_new (chain, key, "samples", error);
  return identity != NULL ? lk_identity_to_pkcs12 (identity, password, FALSE, error) : NULL;
}
