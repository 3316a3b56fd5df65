/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-identity.h"

#include "base/lk-error.h"
#include "certificate/lk-content.h"
#include "certificate/lk-identity-private.h"
#include "certificate/lk-pkcs12-private.h"
#include "certificate/lk-private-key.h"

#include <glib/gi18n-lib.h>
#include <gnutls/pkcs12.h>
#include <string.h>

#define FRIENDLY_NAME_SIZE 200

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_t, gnutls_pkcs12_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_pkcs12_bag_t, gnutls_pkcs12_bag_deinit, NULL)

/* Only a file that nothing has proven the password of can have a wrong one: whatever else keeps a
 * key shut is the file's fault. */
static void
blame_file (GError *reason, gboolean is_proven)
{
  gboolean about_password = g_error_matches (reason, LK_ERROR, LK_ERROR_PASSWORD_WRONG) ||
                            g_error_matches (reason, LK_ERROR, LK_ERROR_PASSWORD_NEEDED);

  if (about_password && !is_proven)
    return;
  if (about_password)
    {
      g_free (reason->message);
      reason->message = g_strdup (_ ("The private key has a password of its own: another than the rest of the file."));
    }
  reason->domain = LK_ERROR;
  reason->code = LK_ERROR_BAD_DATA;
}

/* What the MAC, the safes and the keys so far asked for counts against @iterations. */
static void
read_key (LkIdentityPile *pile,
          LkSecret *secret,
          const LkPkcs12Contents *of,
          guint64 *iterations,
          GError **error)
{
  guint64 left = LK_MAX_ITERATIONS - MIN (*iterations, LK_MAX_ITERATIONS);
  g_autoptr (LkPrivateKey) key = NULL;
  g_autoptr (GError) reason = NULL;
  gnutls_x509_privkey_t opened = NULL;
  LkDer der =
    lk_der_new ((const guint8 *)lk_secret_get_text (secret), lk_secret_get_length (secret));

  if (!lk_content_is_private_key (lk_content_detect (der)))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The PKCS#12 file is damaged: export it again."));
      return;
    }
  key = lk_private_key_new_within (secret, of->password, left, &reason);
  if (key != NULL)
    {
      *iterations += MIN (lk_private_key_get_iterations (key), LK_MAX_ITERATIONS);
      opened = lk_private_key_to_gnutls (key, &reason);
    }
  if (opened != NULL)
    {
      g_ptr_array_add (pile->keys, opened);
      return;
    }
  blame_file (reason, of->is_proven);
  g_propagate_error (error, g_steal_pointer (&reason));
}

static void
read_bag (LkIdentityPile *pile,
          const LkBagContent *content,
          const LkPkcs12Contents *of,
          guint64 *iterations,
          GError **error)
{
  LkCertificate *certificate;

  if (content->kind == LK_BAG_KEY)
    {
      read_key (pile, content->secret, of, iterations, error);
    }
  else if (content->kind == LK_BAG_CERTIFICATE)
    {
      certificate = lk_certificate_new_from_der (content->der, NULL);
      if (certificate != NULL)
        g_ptr_array_add (pile->certificates, certificate);
    }
  else if (content->kind == LK_BAG_UNREADABLE)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, content->problem);
    }
}

/* What cannot be opened keeps nobody from the rest; it is only told where the rest is not enough.
 */
gboolean
lk_identity_pile_read_pkcs12 (LkIdentityPile *self,
                              GBytes *pkcs12,
                              LkSecret *password,
                              GError **error)
{
  g_auto (LkPkcs12Contents) contents = { 0 };
  g_autoptr (LkPkcs12) opened = NULL;
  g_autoptr (GError) first = NULL;
  guint64 iterations;

  if (lk_content_detect (lk_der_from_bytes (pkcs12)) != LK_CONTENT_PKCS12)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The file cannot be read as a PKCS#12 or PEM file. It may be damaged: copy it again, or choose another one."));
      return FALSE;
    }
  opened = lk_pkcs12_open (pkcs12, password, LK_MAX_ITERATIONS, &contents, NULL, error);
  if (opened == NULL)
    return FALSE;
  iterations = lk_pkcs12_get_iterations (opened);
  for (guint i = 0; i < contents.bags->len; i++)
    read_bag (self, g_ptr_array_index (contents.bags, i), &contents, &iterations,
              first == NULL ? &first : NULL);
  if (first != NULL && (self->certificates->len == 0 || self->keys->len == 0))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  return TRUE;
}

static void
wipe_datum (gnutls_datum_t *datum)
{
  if (datum->data == NULL)
    return;
  lk_secret_wipe (datum->data, datum->size);
  gnutls_free (datum->data);
}

static int
add_certificates (gnutls_pkcs12_t p12,
                  GPtrArray *chain,
                  const gnutls_datum_t *id,
                  const char *password,
                  unsigned flags)
{
  g_auto (gnutls_pkcs12_bag_t) bag = NULL;
  int code = gnutls_pkcs12_bag_init (&bag);

  for (guint i = 0; code >= 0 && i < chain->len; i++)
    {
      GBytes *der = lk_certificate_get_der (g_ptr_array_index (chain, i));
      gnutls_datum_t data = { (guint8 *)g_bytes_get_data (der, NULL),
                              (unsigned)g_bytes_get_size (der) };
      int index = code = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_CERTIFICATE, &data);

      if (code >= 0 && i == 0)
        {
          g_autofree char *name = g_utf8_substring (
            lk_certificate_get_title (g_ptr_array_index (chain, 0)), 0,
            MIN (FRIENDLY_NAME_SIZE,
                 g_utf8_strlen (lk_certificate_get_title (g_ptr_array_index (chain, 0)), -1)));

          code = gnutls_pkcs12_bag_set_key_id (bag, index, id);
          if (code >= 0)
            code = gnutls_pkcs12_bag_set_friendly_name (bag, index, name);
        }
    }
  if (code >= 0)
    code = gnutls_pkcs12_bag_encrypt (bag, password, flags);
  return code < 0 ? code : gnutls_pkcs12_set_bag (p12, bag);
}

static int
add_key (gnutls_pkcs12_t p12,
         gnutls_x509_privkey_t key,
         const gnutls_datum_t *id,
         const char *password,
         unsigned flags)
{
  g_auto (gnutls_pkcs12_bag_t) bag = NULL;
  gnutls_datum_t data = { NULL, 0 };
  int code = gnutls_pkcs12_bag_init (&bag);

  if (code >= 0)
    code = gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, password, flags, &data);
  if (code >= 0)
    code = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &data);
  wipe_datum (&data);
  if (code >= 0)
    code = gnutls_pkcs12_bag_set_key_id (bag, code, id);
  return code < 0 ? code : gnutls_pkcs12_set_bag (p12, bag);
}

static int
write_pkcs12 (GPtrArray *chain,
              gnutls_x509_privkey_t key,
              const char *password,
              gboolean legacy,
              gnutls_datum_t *out)
{
  g_auto (gnutls_pkcs12_t) p12 = NULL;
  unsigned flags = legacy ? GNUTLS_PKCS_PKCS12_3DES : GNUTLS_PKCS_PBES2_AES_128;
  guint8 bytes[32];
  gsize size = sizeof bytes;
  gnutls_datum_t id = { bytes, 0 };
  int code = gnutls_x509_privkey_get_key_id (key, 0, bytes, &size);

  id.size = (unsigned)size;
  if (code >= 0)
    code = gnutls_pkcs12_init (&p12);
  if (code >= 0)
    code = add_certificates (p12, chain, &id, password, flags);
  if (code >= 0)
    code = add_key (p12, key, &id, password, flags);
  if (code >= 0)
    code =
      gnutls_pkcs12_generate_mac2 (p12, legacy ? GNUTLS_MAC_SHA1 : GNUTLS_MAC_SHA256, password);
  return code < 0 ? code : gnutls_pkcs12_export2 (p12, GNUTLS_X509_FMT_DER, out);
}

GBytes *
lk_identity_to_pkcs12 (LkIdentity *self, LkSecret *password, gboolean legacy, GError **error)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_datum_t out = { NULL, 0 };
  GBytes *bytes;
  int code;

  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  if (gnutls_privkey_get_type (lk_identity_get_key (self)) != GNUTLS_PRIVKEY_X509)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The private key cannot leave “%s”", lk_identity_get_source (self));
      return NULL;
    }
  code = gnutls_privkey_export_x509 (lk_identity_get_key (self), &key);
  if (code >= 0)
    code = write_pkcs12 (lk_identity_get_chain (self), key,
                         password != NULL ? lk_secret_get_text (password) : "", legacy, &out);
  g_clear_pointer (&key, gnutls_x509_privkey_deinit);
  if (code < 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The PKCS#12 file cannot be written: %s", gnutls_strerror (code));
      return NULL;
    }
  bytes = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  return bytes;
}
