/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-private-key-private.h"

#include "base/lk-error.h"
#include "certificate/lk-content.h"
#include "certificate/lk-decryption-private.h"
#include "certificate/lk-oid.h"
#include "certificate/lk-pkcs12.h"

#include <gnutls/x509.h>
#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (LkPrivateKey, lk_private_key, G_TYPE_OBJECT)

static gnutls_datum_t
to_datum (LkSecret *secret)
{
  return (gnutls_datum_t){ (unsigned char *)lk_secret_get_text (secret),
                           (unsigned)lk_secret_get_length (secret) };
}

static LkDer
to_der (LkSecret *secret)
{
  return lk_der_new ((const guint8 *)lk_secret_get_text (secret), lk_secret_get_length (secret));
}

/* Keeps the key as plain DER, so that it can be handed out without its password. */
static void
keep_plain (LkPrivateKey *self, gnutls_x509_privkey_t key)
{
  gnutls_datum_t der;

  if (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, &der) <
      0)
    return;
  self->plain = lk_secret_new ((const char *)der.data, (gssize)der.size);
  lk_secret_wipe (der.data, der.size);
  gnutls_free (der.data);
}

static void
read_public_half (LkPrivateKey *self, gnutls_x509_privkey_t x509_key)
{
  gnutls_privkey_t key = NULL;
  gnutls_pubkey_t pubkey = NULL;
  gnutls_datum_t der = { NULL, 0 };

  if (gnutls_privkey_init (&key) < 0)
    return;
  if (gnutls_privkey_import_x509 (key, x509_key, 0) >= 0 &&
      gnutls_pubkey_init (&pubkey) >= 0 &&
      gnutls_pubkey_import_privkey (pubkey, key, 0, 0) >= 0 &&
      gnutls_pubkey_export2 (pubkey, GNUTLS_X509_FMT_DER, &der) >= 0)
    {
      LkDer cursor = lk_der_new (der.data, der.size);
      LkDerItem spki;

      if (lk_der_next (&cursor, &spki))
        self->key = lk_public_key_new (&spki);
    }
  gnutls_free (der.data);
  gnutls_pubkey_deinit (pubkey);
  gnutls_privkey_deinit (key);
}

/* A code of GnuTLS. */
static int
load (LkPrivateKey *self, LkSecret *secret, const char *password, unsigned flags)
{
  gnutls_datum_t data = to_datum (secret);
  gnutls_x509_privkey_t key;
  gboolean is_pem = g_str_equal (self->format, "PEM");
  int result = gnutls_x509_privkey_init (&key);

  if (result < 0)
    return result;
  result =
    gnutls_x509_privkey_import2 (key, &data, is_pem ? GNUTLS_X509_FMT_PEM : GNUTLS_X509_FMT_DER,
                                 password, flags);
  if (result >= 0)
    {
      keep_plain (self, key);
      read_public_half (self, key);
    }
  gnutls_x509_privkey_deinit (key);
  return result;
}

/* What can be told of a plain key that GnuTLS does not take. */
static void
read_without_gnutls (LkPrivateKey *self, LkSecret *secret)
{
  LkDer der = to_der (secret), inside;
  LkDerItem sequence, item;

  if (!lk_der_take (&der, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  lk_der_take (&inside, LK_DER_INTEGER, &item);
  if (g_str_equal (self->format, "PKCS#1"))
    {
      self->algorithm = g_strdup ("RSA");
      if (lk_der_take (&inside, LK_DER_INTEGER, &item))
        self->bits = lk_der_count_bits (&item);
      return;
    }
  if (g_str_equal (self->format, "SEC 1") || g_str_equal (self->format, "DSA"))
    {
      self->algorithm = g_strdup (*self->format == 'S' ? "EC" : "DSA");
      return;
    }
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_OID, &item))
    {
      g_autofree char *oid = lk_der_dup_oid (&item);
      const char *name = oid != NULL ? lk_oid_get_name (oid) : NULL;

      self->algorithm = name != NULL ? g_strdup (name) : g_steal_pointer (&oid);
    }
}

/* EncryptedPrivateKeyInfo (RFC 5208 6): an algorithm and what it encrypts. */
static gboolean
read_encrypted (LkPrivateKey *self, LkDerItem *algorithm, LkDerItem *content)
{
  LkDer der = to_der (self->secret), inside;
  LkDerItem sequence;

  if (!lk_der_take (&der, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  return lk_der_take (&inside, LK_DER_SEQUENCE, algorithm) && lk_der_next (&inside, content);
}

static void
read_protection (LkPrivateKey *self)
{
  LkDerItem algorithm, content;
  g_autoptr (LkProtection) protection = NULL;

  if (!read_encrypted (self, &algorithm, &content))
    return;
  protection = lk_protection_new (&algorithm);
  if (protection == NULL)
    return;
  self->protection = lk_protection_to_text (protection);
  self->iterations = protection->iterations;
}

/* TRUE when the password opens it, even where GnuTLS has no use for what comes out. */
static gboolean
decrypt (LkPrivateKey *self,
         const LkDerItem *algorithm,
         const LkDerItem *content,
         const char *password)
{
  g_autoptr (GBytes) bytes = lk_der_dup_octets (content);
  g_autoptr (LkSecret) opened = lk_decrypt (algorithm, bytes, password);

  if (opened == NULL || lk_content_detect (to_der (opened)) != LK_CONTENT_PKCS8)
    return FALSE;
  if (load (self, opened, NULL, GNUTLS_PKCS_PLAIN) < 0)
    {
      self->plain = lk_secret_ref (opened);
      read_without_gnutls (self, opened);
    }
  return TRUE;
}

/* One password, NULL for none at all. Whether it is wrong or the scheme is not known is told apart
 * for @error, which says UNSUPPORTED then. */
static gboolean
try_password (LkPrivateKey *self, const char *password, GError **error)
{
  unsigned flags = password == NULL ? GNUTLS_PKCS_NULL_PASSWORD : 0;
  LkDerItem algorithm, content;
  int result;

  if (!g_str_equal (self->format, "PEM") && read_encrypted (self, &algorithm, &content) &&
      lk_decryption_is_supported (&algorithm))
    {
      if (decrypt (self, &algorithm, &content, password))
        return TRUE;
      result = GNUTLS_E_DECRYPTION_FAILED;
    }
  else
    {
      result = load (self, self->secret, password, flags);
    }
  if (result >= 0)
    return TRUE;
  if (result != GNUTLS_E_DECRYPTION_FAILED)
    g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                 _ ("The private key is protected in a way that cannot be opened here (%s): save "
                    "it again with AES."),
                 self->protection != NULL ? self->protection : "?");
  else
    g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG, _ ("The password does not open the private key: type it again."));
  return FALSE;
}

/* RFC 1421 DEK-Info names the cipher before its first comma. */
static void
read_pem_protection (LkPrivateKey *self)
{
  const char *text = lk_secret_get_text (self->secret), *found = strstr (text, "DEK-Info:");
  g_autofree char *cipher = NULL;
  gsize length;

  if (found == NULL)
    return;
  found += strlen ("DEK-Info:");
  found += strspn (found, " \t");
  length = strcspn (found, ", \r\n");
  cipher = g_utf8_make_valid (found, (gssize)MIN (length, 32));
  self->protection = g_strconcat (cipher, ", MD5", NULL);
}

static gboolean
unlock (LkPrivateKey *self, LkSecret *password, guint64 max_iterations, GError **error)
{
  if (self->iterations > max_iterations)
    {
      if (password == NULL)
        return TRUE;
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The private key asks for %" PRIu64 " rounds of its password scheme, more than are allowed: export it again."), self->iterations);
      return FALSE;
    }
  if (password != NULL)
    return try_password (self, lk_secret_get_text (password), error);
  if (!try_password (self, "", NULL))
    try_password (self, NULL, NULL);
  return TRUE;
}

static const char *
name_format (LkPrivateKey *self, LkContent content)
{
  static const struct
  {
    LkContent content;
    const char *format;
  } formats[] = {
    { LK_CONTENT_PKCS1, "PKCS#1" },
    { LK_CONTENT_DSA, "DSA" },
    { LK_CONTENT_SEC1, "SEC 1" },
    { LK_CONTENT_PKCS8, "PKCS#8" },
    { LK_CONTENT_ENCRYPTED_PKCS8, "PKCS#8" },
  };
  const char *text = lk_secret_get_text (self->secret);

  if (lk_secret_get_length (self->secret) > sizeof LK_OPENSSH_MAGIC &&
      memcmp (text, LK_OPENSSH_MAGIC, sizeof LK_OPENSSH_MAGIC) == 0)
    return "OpenSSH";
  if (g_str_has_prefix (text, "-----BEGIN "))
    return "PEM";
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].content == content)
      return formats[i].format;
  return NULL;
}

/* Reads what the format allows; FALSE when a password was given and is wrong. */
static gboolean
read_by_format (
  LkPrivateKey *self, LkContent content, LkSecret *password, guint64 max_iterations, GError **error)
{
  if (g_str_equal (self->format, "OpenSSH"))
    {
      lk_private_key_read_openssh (self);
      return TRUE;
    }
  if (g_str_equal (self->format, "PEM") || content == LK_CONTENT_ENCRYPTED_PKCS8)
    {
      self->encrypted = TRUE;
      if (content == LK_CONTENT_ENCRYPTED_PKCS8)
        read_protection (self);
      else
        read_pem_protection (self);
      return unlock (self, password, max_iterations, error);
    }
  if (load (self, self->secret, NULL, GNUTLS_PKCS_PLAIN) < 0 &&
      load (self, self->secret, NULL, 0) < 0)
    read_without_gnutls (self, self->secret);
  return TRUE;
}

static void
lk_private_key_finalize (GObject *object)
{
  LkPrivateKey *self = LK_PRIVATE_KEY (object);

  g_clear_pointer (&self->secret, lk_secret_unref);
  g_clear_pointer (&self->plain, lk_secret_unref);
  g_clear_object (&self->key);
  g_free (self->protection);
  g_free (self->algorithm);
  G_OBJECT_CLASS (lk_private_key_parent_class)->finalize (object);
}

static void
lk_private_key_class_init (LkPrivateKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_private_key_finalize;
}

static void
lk_private_key_init (LkPrivateKey *self)
{
}

LkPrivateKey *
lk_private_key_new_within (LkSecret *secret,
                           LkSecret *password,
                           guint64 max_iterations,
                           GError **error)
{
  g_autoptr (LkPrivateKey) self = NULL;
  LkContent content;

  g_return_val_if_fail (secret != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (LK_TYPE_PRIVATE_KEY, NULL);
  self->secret = lk_secret_ref (secret);
  content = lk_content_detect (to_der (secret));
  self->format = name_format (self, content);
  if (self->format == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("This is not a private key: choose a file with one in it."));
      return NULL;
    }
  if (!read_by_format (self, content, password, max_iterations, error))
    return NULL;
  return g_steal_pointer (&self);
}

LkPrivateKey *
lk_private_key_new (LkSecret *secret, LkSecret *password, GError **error)
{
  return lk_private_key_new_within (secret, password, LK_MAX_ITERATIONS, error);
}

const char *
lk_private_key_get_format (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);

  return self->format;
}

gboolean
lk_private_key_is_encrypted (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), FALSE);

  return self->encrypted;
}

gboolean
lk_private_key_is_locked (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), FALSE);

  return self->encrypted && self->plain == NULL;
}

const char *
lk_private_key_get_protection (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);

  return self->protection;
}

guint64
lk_private_key_get_iterations (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), 0);

  return self->iterations;
}

const char *
lk_private_key_get_algorithm (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);

  if (self->key != NULL)
    return lk_public_key_get_algorithm (self->key);
  return self->algorithm != NULL ? self->algorithm : "";
}

guint
lk_private_key_get_bits (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), 0);

  return self->key != NULL ? lk_public_key_get_bits (self->key) : self->bits;
}

const char *
lk_private_key_get_curve (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);

  return self->key != NULL ? lk_public_key_get_curve (self->key) : NULL;
}

const char *
lk_private_key_get_spki_sha256 (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);

  return self->key != NULL ? lk_public_key_get_sha256 (self->key) : NULL;
}

LkPublicKey *
lk_private_key_get_public_key (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);

  return self->key;
}

LkSecret *
lk_private_key_get_secret (LkPrivateKey *self)
{
  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);

  return self->secret;
}

gnutls_x509_privkey_t
lk_private_key_to_gnutls (LkPrivateKey *self, GError **error)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t data;

  g_return_val_if_fail (LK_IS_PRIVATE_KEY (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (lk_private_key_is_locked (self))
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED, _ ("The private key is encrypted: give its password."));
      return NULL;
    }
  if (self->plain != NULL && gnutls_x509_privkey_init (&key) >= 0)
    {
      data = to_datum (self->plain);
      if (gnutls_x509_privkey_import2 (key, &data, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN) >=
          0)
        return key;
      gnutls_x509_privkey_deinit (key);
    }
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
               _ ("Private keys of the kind %s (%s) cannot be used here: choose an RSA or EC key "
                  "in PKCS#8 form."),
               lk_private_key_get_algorithm (self), self->format);
  return NULL;
}
