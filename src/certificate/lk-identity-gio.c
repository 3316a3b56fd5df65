/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-identity.h"

#include "base/lk-error.h"

#include <gnutls/pkcs11.h>

static GByteArray *
make_array (GBytes *bytes)
{
  GByteArray *array = g_byte_array_sized_new ((guint)g_bytes_get_size (bytes));

  return g_byte_array_append (array, g_bytes_get_data (bytes, NULL),
                              (guint)g_bytes_get_size (bytes));
}

/* The issuers, each holding the next: what GIO sends behind the leaf. */
static GTlsCertificate *
make_issuers (GPtrArray *chain, GType type)
{
  GTlsCertificate *issuer = NULL;

  for (guint i = chain->len - 1; i > 0; i--)
    {
      g_autoptr (GByteArray) der =
        make_array (lk_certificate_get_der (g_ptr_array_index (chain, i)));
      g_autoptr (GTlsCertificate) above = issuer;

      issuer = g_initable_new (type, NULL, NULL, "certificate", der, "issuer", above, NULL);
    }
  return issuer;
}

/* The key's bytes for as long as GIO reads them; they are wiped with the array's own free. */
static GByteArray *
export_key (gnutls_privkey_t key)
{
  gnutls_x509_privkey_t x509 = NULL;
  gnutls_datum_t der = { NULL, 0 };
  GByteArray *array = NULL;

  if (gnutls_privkey_export_x509 (key, &x509) < 0)
    return NULL;
  if (gnutls_x509_privkey_export2_pkcs8 (x509, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN,
                                         &der) >= 0)
    {
      array = g_byte_array_sized_new (der.size);
      g_byte_array_append (array, der.data, der.size);
      lk_secret_wipe (der.data, der.size);
      gnutls_free (der.data);
    }
  gnutls_x509_privkey_deinit (x509);
  return array;
}

static GTlsCertificate *
make_from_memory (LkIdentity *self, GType type, GError **error)
{
  g_autoptr (GByteArray) der =
    make_array (lk_certificate_get_der (lk_identity_get_certificate (self)));
  g_autoptr (GTlsCertificate) issuers = make_issuers (lk_identity_get_chain (self), type);
  GByteArray *key = export_key (lk_identity_get_key (self));
  gpointer certificate;

  if (key == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The private key cannot be given to the network library");
      return NULL;
    }
  certificate = g_initable_new (type, NULL, error, "certificate", der, "private-key", key, "issuer", issuers, NULL);
  lk_secret_wipe (key->data, key->len);
  g_byte_array_unref (key);
  return certificate;
}

/* GIO opens the key on its token again by the URI, which names the key and holds no PIN. The token
 * is still logged in through the key that this identity keeps open, so no PIN is asked for. */
static GTlsCertificate *
make_from_token (LkIdentity *self, GType type, GError **error)
{
  g_autoptr (GByteArray) der =
    make_array (lk_certificate_get_der (lk_identity_get_certificate (self)));
  g_autoptr (GTlsCertificate) issuers = make_issuers (lk_identity_get_chain (self), type);
  gnutls_pkcs11_privkey_t token_key = NULL;
  char *uri = NULL;
  gpointer certificate = NULL;

  if (gnutls_privkey_export_pkcs11 (lk_identity_get_key (self), &token_key) >= 0 &&
      gnutls_pkcs11_privkey_export_url (token_key, GNUTLS_PKCS11_URL_GENERIC, &uri) >= 0)
    certificate = g_initable_new (type, NULL, error, "certificate", der, "private-key-pkcs11-uri", uri, "issuer", issuers, NULL);
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The token does not say where the private key is");
  gnutls_free (uri);
  g_clear_pointer (&token_key, gnutls_pkcs11_privkey_deinit);
  return certificate;
}

static void
release_identity (gpointer data)
{
  g_object_unref (data);
}

GTlsCertificate *
lk_identity_to_tls_certificate (LkIdentity *self, GError **error)
{
  GType type;
  GTlsCertificate *certificate = NULL;
  g_autoptr (GError) local = NULL;
  gnutls_privkey_type_t kind;

  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  type = g_tls_backend_get_certificate_type (g_tls_backend_get_default ());
  kind = gnutls_privkey_get_type (lk_identity_get_key (self));
  if (kind == GNUTLS_PRIVKEY_X509)
    certificate = make_from_memory (self, type, &local);
  else if (kind == GNUTLS_PRIVKEY_PKCS11)
    certificate = make_from_token (self, type, &local);
  else
    g_set_error (&local, LK_ERROR, LK_ERROR_UNSUPPORTED, "The network library cannot reach the private key in “%s”", lk_identity_get_source (self));
  if (certificate == NULL)
    {
      if (local->domain == LK_ERROR)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The network library cannot use the personal certificate: %s", local->message);
      return NULL;
    }
  /* As long as GIO may sign, the key stays open here. */
  g_object_set_data_full (G_OBJECT (certificate), "lk-identity", g_object_ref (self), release_identity);
  return certificate;
}
