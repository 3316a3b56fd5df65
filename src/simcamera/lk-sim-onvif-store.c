/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The keystore as a key file: a group for each thing. */

#include "config.h"

#include "simcamera/lk-sim-onvif-private.h"

#include "base/lk-hex.h"

#include <string.h>

static char *
group_of (const char *kind, const char *id)
{
  return g_strdup_printf ("%s %s", kind, id);
}

char *
lk_sim_store_add (GKeyFile *store, const char *kind)
{
  int number = g_key_file_get_integer (store, "next", kind, NULL) + 1;
  char *id = g_strdup_printf ("ID-%d", number);

  g_key_file_set_integer (store, "next", kind, number);
  lk_sim_store_set (store, kind, id, "Id", id);
  return id;
}

void
lk_sim_store_remove (GKeyFile *store, const char *kind, const char *id)
{
  g_autofree char *group = group_of (kind, id);

  (void)g_key_file_remove_group (store, group, NULL); /* gone in any case */
}

/* IDs come from outside: NCName of at most 64 characters, so that they fit into a group's name. */
gboolean
lk_sim_store_has (GKeyFile *store, const char *kind, const char *id)
{
  g_autofree char *group = NULL;

  if (id == NULL || strlen (id) > 64 || strpbrk (id, "[]\r\n\t") != NULL)
    return FALSE;
  group = group_of (kind, id);
  return g_key_file_has_group (store, group);
}

char **
lk_sim_store_list (GKeyFile *store, const char *kind)
{
  g_auto (GStrv) groups = g_key_file_get_groups (store, NULL);
  g_autofree char *prefix = g_strconcat (kind, " ", NULL);
  GPtrArray *ids = g_ptr_array_new ();

  for (char **group = groups; *group != NULL; group++)
    if (g_str_has_prefix (*group, prefix))
      g_ptr_array_add (ids, g_strdup (*group + strlen (prefix)));
  g_ptr_array_add (ids, NULL);
  return (char **)g_ptr_array_free (ids, FALSE);
}

char *
lk_sim_store_get (GKeyFile *store, const char *kind, const char *id, const char *name)
{
  g_autofree char *group = group_of (kind, id);

  return g_key_file_get_string (store, group, name, NULL);
}

void
lk_sim_store_set (
  GKeyFile *store, const char *kind, const char *id, const char *name, const char *text)
{
  g_autofree char *group = group_of (kind, id);

  if (text != NULL)
    g_key_file_set_string (store, group, name, text);
}

GBytes *
lk_sim_store_get_bytes (GKeyFile *store, const char *kind, const char *id, const char *name)
{
  g_autofree char *text = lk_sim_store_get (store, kind, id, name);
  gsize size = 0;
  guchar *data = text != NULL ? g_base64_decode (text, &size) : NULL;

  return data != NULL ? g_bytes_new_take (data, size) : NULL;
}

void
lk_sim_store_set_bytes (
  GKeyFile *store, const char *kind, const char *id, const char *name, GBytes *bytes)
{
  g_autofree char *text =
    g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  lk_sim_store_set (store, kind, id, name, text);
}

char **
lk_sim_store_get_list (GKeyFile *store, const char *kind, const char *id, const char *name)
{
  g_autofree char *group = group_of (kind, id);
  char **list = g_key_file_get_string_list (store, group, name, NULL, NULL);

  return list != NULL ? list : g_new0 (char *, 1);
}

void
lk_sim_store_set_list (
  GKeyFile *store, const char *kind, const char *id, const char *name, GPtrArray *texts)
{
  g_autofree char *group = group_of (kind, id);

  g_key_file_set_string_list (store, group, name, (const char *const *)texts->pdata, texts->len);
}

/* Certificates and keys */

gnutls_x509_crt_t
lk_sim_store_open_certificate (GKeyFile *store, const char *kind, const char *id)
{
  g_autoptr (GBytes) der = lk_sim_store_get_bytes (store, kind, id, "Der");
  gnutls_datum_t data;
  gnutls_x509_crt_t certificate;

  if (der == NULL)
    return NULL;
  data = (gnutls_datum_t){ (unsigned char *)g_bytes_get_data (der, NULL),
                           (unsigned int)g_bytes_get_size (der) };
  gnutls_x509_crt_init (&certificate);
  if (gnutls_x509_crt_import (certificate, &data, GNUTLS_X509_FMT_DER) == 0)
    return certificate;
  gnutls_x509_crt_deinit (certificate);
  return NULL;
}

char *
lk_sim_certificate_dup_spki (gnutls_x509_crt_t certificate)
{
  unsigned char id[32];
  size_t size = sizeof id;

  return gnutls_x509_crt_get_key_id (certificate, GNUTLS_KEYID_USE_SHA256, id, &size) == 0
           ? lk_hex_encode (id, size)
           : g_strdup ("");
}

char *
lk_sim_store_find_key (GKeyFile *store, const char *spki)
{
  g_auto (GStrv) ids = lk_sim_store_list (store, LK_SIM_KEY);

  for (char **id = ids; *id != NULL; id++)
    {
      g_autofree char *known = lk_sim_store_get (store, LK_SIM_KEY, *id, "Spki");

      if (g_strcmp0 (known, spki) == 0)
        return g_strdup (*id);
    }
  return NULL;
}

gboolean
lk_sim_store_key_is_private (GKeyFile *store, const char *id)
{
  g_autofree char *text = lk_sim_store_get (store, LK_SIM_KEY, id, "Private");

  return text != NULL;
}

guint
lk_sim_store_count_private (GKeyFile *store)
{
  g_auto (GStrv) ids = lk_sim_store_list (store, LK_SIM_KEY);
  guint count = 0;

  for (char **id = ids; *id != NULL; id++)
    count += lk_sim_store_key_is_private (store, *id);
  return count;
}

gnutls_x509_privkey_t
lk_sim_store_open_key (GKeyFile *store, const char *id)
{
  g_autoptr (GBytes) der = lk_sim_store_get_bytes (store, LK_SIM_KEY, id, "Private");
  gnutls_datum_t data;
  gnutls_x509_privkey_t key;

  if (der == NULL)
    return NULL;
  data = (gnutls_datum_t){ (unsigned char *)g_bytes_get_data (der, NULL),
                           (unsigned int)g_bytes_get_size (der) };
  gnutls_x509_privkey_init (&key);
  if (gnutls_x509_privkey_import_pkcs8 (key, &data, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN) ==
      0)
    return key;
  gnutls_x509_privkey_deinit (key);
  return NULL;
}

static GBytes *
to_der (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t der = { NULL, 0 };
  GBytes *bytes;

  gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_DER, &der);
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  return bytes;
}

static char *
find_same (GKeyFile *store, GBytes *der)
{
  g_auto (GStrv) ids = lk_sim_store_list (store, LK_SIM_CERTIFICATE);

  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (GBytes) other = lk_sim_store_get_bytes (store, LK_SIM_CERTIFICATE, *id, "Der");

      if (other != NULL && g_bytes_equal (other, der))
        return g_strdup (*id);
    }
  return NULL;
}

char *
lk_sim_store_put_certificate (LkSimOnvifCall *call,
                              gnutls_x509_crt_t certificate,
                              const char *alias)
{
  g_autoptr (GBytes) der = to_der (certificate);
  g_autofree char *spki = lk_sim_certificate_dup_spki (certificate);
  g_autofree char *key_id = lk_sim_store_find_key (call->store, spki);
  g_auto (GStrv) all = lk_sim_store_list (call->store, LK_SIM_CERTIFICATE);
  char *id = find_same (call->store, der);

  if (id != NULL)
    return id;
  if (call->quirks->no_ecc != 0 &&
      gnutls_x509_crt_get_pk_algorithm (certificate, NULL) == GNUTLS_PK_ECDSA)
    {
      lk_sim_fault_value (call, "UnsupportedPublicKeyAlgorithm", "No keys on elliptic curves");
      return NULL;
    }
  if ((gint64)g_strv_length (all) >= call->quirks->max_certificates)
    {
      lk_sim_fault_action (call, "MaximumNumberOfCertificatesReached", "Certificate storage is full");
      return NULL;
    }
  if (key_id == NULL)
    {
      key_id = lk_sim_store_add (call->store, LK_SIM_KEY);
      lk_sim_store_set (call->store, LK_SIM_KEY, key_id, "Spki", spki);
    }
  id = lk_sim_store_add (call->store, LK_SIM_CERTIFICATE);
  lk_sim_store_set_bytes (call->store, LK_SIM_CERTIFICATE, id, "Der", der);
  lk_sim_store_set (call->store, LK_SIM_CERTIFICATE, id, "Key", key_id);
  lk_sim_store_set (call->store, LK_SIM_CERTIFICATE, id, "Alias", alias);
  return id;
}

char *
lk_sim_store_put_key (LkSimOnvifCall *call,
                      gnutls_x509_privkey_t key,
                      const char *alias,
                      gboolean external)
{
  unsigned char raw[32];
  size_t size = sizeof raw;
  g_autofree char *spki = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gnutls_datum_t der = { NULL, 0 };
  char *id;

  gnutls_x509_privkey_get_key_id (key, GNUTLS_KEYID_USE_SHA256, raw, &size);
  spki = lk_hex_encode (raw, size);
  id = lk_sim_store_find_key (call->store, spki);
  if (id != NULL && lk_sim_store_key_is_private (call->store, id))
    return id;
  if ((gint64)lk_sim_store_count_private (call->store) >= call->quirks->max_keys)
    {
      g_free (id);
      lk_sim_fault_action (call, "MaximumNumberOfKeysReached", "Key storage is full");
      return NULL;
    }
  if (id == NULL)
    id = lk_sim_store_add (call->store, LK_SIM_KEY);
  gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, &der);
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  lk_sim_store_set (call->store, LK_SIM_KEY, id, "Spki", spki);
  lk_sim_store_set (call->store, LK_SIM_KEY, id, "Alias", alias);
  lk_sim_store_set (call->store, LK_SIM_KEY, id, "External", external ? "true" : "false");
  lk_sim_store_set_bytes (call->store, LK_SIM_KEY, id, "Private", bytes);
  return id;
}

/* What follows for TLS */

static void
append_pem (GByteArray *pem, GKeyFile *store, const char *kind, const char *id)
{
  gnutls_x509_crt_t certificate = lk_sim_store_open_certificate (store, kind, id);
  gnutls_datum_t text = { NULL, 0 };

  if (certificate == NULL)
    return;
  gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &text);
  g_byte_array_append (pem, text.data, text.size);
  gnutls_free (text.data);
  gnutls_x509_crt_deinit (certificate);
}

static void
append_key (GByteArray *pem, GKeyFile *store, const char *certificate_id)
{
  g_autofree char *key_id = lk_sim_store_get (store, LK_SIM_CERTIFICATE, certificate_id, "Key");
  gnutls_x509_privkey_t key = key_id != NULL ? lk_sim_store_open_key (store, key_id) : NULL;
  gnutls_datum_t text = { NULL, 0 };

  if (key == NULL)
    return;
  gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &text);
  g_byte_array_append (pem, text.data, text.size);
  gnutls_free (text.data);
  gnutls_x509_privkey_deinit (key);
}

static GBytes *
make_server_file (GKeyFile *store, char **certificate_ids)
{
  GByteArray *pem;

  if (certificate_ids[0] == NULL)
    return NULL;
  pem = g_byte_array_new ();
  for (char **id = certificate_ids; *id != NULL; id++)
    append_pem (pem, store, LK_SIM_CERTIFICATE, *id);
  append_key (pem, store, certificate_ids[0]);
  return g_byte_array_free_to_bytes (pem);
}

/* This camera cannot do without both of the versions that it speaks, whatever it says. */
static LkSimWithout
find_without (GKeyFile *store, const LkSimQuirks *quirks)
{
  g_autofree char *enabled = lk_sim_tls_dup_enabled (store, quirks);
  g_auto (GStrv) names = g_strsplit (enabled, " ", -1);
  guint without = quirks->no_tls13 != 0 ? LK_SIM_WITHOUT_TLS_1_3 : LK_SIM_SPEAKS_ALL;
  gboolean has_1_2 = g_strv_contains ((const char *const *)names, "1.2");
  gboolean has_1_3 = g_strv_contains ((const char *const *)names, "1.3");

  if (!has_1_2 && has_1_3)
    without |= LK_SIM_WITHOUT_TLS_1_2;
  if (has_1_2 && !has_1_3)
    without |= LK_SIM_WITHOUT_TLS_1_3;
  return (LkSimWithout)without;
}

void
lk_sim_store_project (GKeyFile *store, const LkSimQuirks *quirks, LkSimKeystore *keystore)
{
  g_autofree char *path = lk_sim_store_get (store, LK_SIM_ASSIGNED, "path", "Id");
  g_autofree char *policy = lk_sim_store_get (store, LK_SIM_ASSIGNED, "policy", "Id");
  g_auto (GStrv) certificates = path != NULL
                                  ? lk_sim_store_get_list (store, LK_SIM_PATH, path, "Certificates")
                                  : g_new0 (char *, 1);
  g_auto (GStrv) anchors = NULL;
  gboolean legacy = quirks->legacy != 0;
  gsize size = 0;
  char *text = g_key_file_to_data (store, &size, NULL);

  keystore->keystore = g_bytes_new_take (text, size);
  keystore->server_file = make_server_file (store, certificates);
  keystore->without = find_without (store, quirks);
  if (legacy)
    anchors = lk_sim_store_list (store, LK_SIM_CA);
  else
    anchors = policy != NULL ? lk_sim_store_get_list (store, LK_SIM_POLICY, policy, "Anchors")
                             : g_new0 (char *, 1);
  for (guint i = 0; anchors[i] != NULL && i < LK_SIM_MAX_TRUSTED; i++)
    {
      GByteArray *pem = g_byte_array_new ();

      append_pem (pem, store, legacy ? LK_SIM_CA : LK_SIM_CERTIFICATE, anchors[i]);
      keystore->trusted[i] = g_byte_array_free_to_bytes (pem);
    }
}

void
lk_sim_keystore_clear (LkSimKeystore *keystore)
{
  g_clear_pointer (&keystore->keystore, g_bytes_unref);
  g_clear_pointer (&keystore->server_file, g_bytes_unref);
  for (guint i = 0; i < LK_SIM_MAX_TRUSTED; i++)
    g_clear_pointer (&keystore->trusted[i], g_bytes_unref);
}
