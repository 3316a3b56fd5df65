/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-certificate.h"

#include "base/lk-hex.h"

gnutls_x509_crt_t
lk_sim_ca_parse (GBytes *pem)
{
  gnutls_datum_t data = { (unsigned char *)g_bytes_get_data (pem, NULL),
                          (unsigned int)g_bytes_get_size (pem) };
  gnutls_x509_crt_t certificate;

  gnutls_x509_crt_init (&certificate);
  if (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_PEM) == 0)
    return certificate;
  gnutls_x509_crt_deinit (certificate);
  return NULL;
}

/* RFC 5280 4.2.1.9: basicConstraints says CA, and key usage, where it is there, allows to sign
 * certificates. */
static gboolean
is_ca (gnutls_x509_crt_t certificate)
{
  unsigned int critical = 0, ca = 0, usage = 0;
  int path_length = 0;

  if (gnutls_x509_crt_get_basic_constraints (certificate, &critical, &ca, &path_length) < 0 ||
      ca == 0)
    return FALSE;
  return gnutls_x509_crt_get_key_usage (certificate, &usage, &critical) < 0 ||
         (usage & GNUTLS_KEY_KEY_CERT_SIGN) != 0;
}

GBytes *
lk_sim_ca_take (GBytes *file)
{
  gnutls_x509_crt_t certificate = lk_sim_ca_parse (file);
  gnutls_datum_t pem = { NULL, 0 };
  GBytes *taken = NULL;

  if (certificate == NULL)
    return NULL;
  if (is_ca (certificate) && gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem) == 0)
    taken = g_bytes_new (pem.data, pem.size);
  gnutls_free (pem.data);
  gnutls_x509_crt_deinit (certificate);
  return taken;
}

char **
lk_sim_certificate_dup_key_purposes (gnutls_x509_crt_t certificate)
{
  g_autoptr (GPtrArray) oids = g_ptr_array_new_with_free_func (g_free);

  for (unsigned int i = 0; i < 32; i++)
    {
      char oid[128] = { 0 };
      size_t size = sizeof oid;

      if (gnutls_x509_crt_get_key_purpose_oid (certificate, i, oid, &size, NULL) < 0)
        break;
      g_ptr_array_add (oids, g_strdup (oid));
    }
  if (oids->len == 0)
    return NULL;
  g_ptr_array_add (oids, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&oids), FALSE);
}

static char *
describe_key_purposes (gnutls_x509_crt_t certificate)
{
  static const struct
  {
    const char *oid;
    const char *name;
  } names[] = {
    { GNUTLS_KP_TLS_WWW_SERVER, "Server authentication" },
    { GNUTLS_KP_TLS_WWW_CLIENT, "Client authentication" },
    { GNUTLS_KP_EMAIL_PROTECTION, "E-mail protection" },
    { GNUTLS_KP_CODE_SIGNING, "Code signing" },
    { GNUTLS_KP_OCSP_SIGNING, "OCSP signing" },
  };
  g_auto (GStrv) oids = lk_sim_certificate_dup_key_purposes (certificate);

  if (oids == NULL)
    return g_strdup ("");
  for (char **oid = oids; *oid != NULL; oid++)
    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
      if (g_str_equal (*oid, names[i].oid))
        {
          g_free (*oid);
          *oid = g_strdup (names[i].name);
          break;
        }
  return g_strjoinv (", ", oids);
}

static char *
format_date (time_t time, const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  return date != NULL ? g_date_time_format (date, format) : g_strdup ("-");
}

static char *
name_of (gnutls_x509_crt_t certificate, int (*get) (gnutls_x509_crt_t, gnutls_datum_t *, unsigned))
{
  gnutls_datum_t name = { NULL, 0 };
  char *text;

  if (get (certificate, &name, 0) < 0)
    return g_strdup ("");
  text = g_utf8_make_valid ((const char *)name.data, name.size);
  gnutls_free (name.data);
  return text;
}

void
lk_sim_description_init (LkSimDescription *self,
                         gnutls_x509_crt_t certificate,
                         const char *date_format)
{
  g_autofree char *from =
    format_date (gnutls_x509_crt_get_activation_time (certificate), date_format);
  g_autofree char *to =
    format_date (gnutls_x509_crt_get_expiration_time (certificate), date_format);

  self->issuer = name_of (certificate, gnutls_x509_crt_get_issuer_dn3);
  self->subject = name_of (certificate, gnutls_x509_crt_get_dn3);
  self->period = g_strdup_printf ("%s - %s", from, to);
  self->extended_key_usage = describe_key_purposes (certificate);
}

void
lk_sim_description_clear (LkSimDescription *self)
{
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->period, g_free);
  g_clear_pointer (&self->extended_key_usage, g_free);
}

char *
lk_sim_certificate_dup_sha256 (gnutls_x509_crt_t certificate)
{
  unsigned char digest[32];
  size_t size = sizeof digest;

  if (gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256, digest, &size) != 0)
    return g_strdup ("");
  return lk_hex_encode (digest, size);
}
