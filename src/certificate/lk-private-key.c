/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE /* memmem() */

#include "config.h"

#include "certificate/lk-private-key.h"

#include "base/lk-error.h"
#include "certificate/lk-content.h"
#include "certificate/lk-oid.h"
#include "certificate/lk-pkcs12.h"

#include <gnutls/x509.h>
#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define OPENSSH_MAGIC "openssh-key-v1"

struct _LkPrivateKey
{
  GObject parent_instance;

  LkSecret *secret;
  LkSecret *plain; /* (nullable): DER that GnuTLS imports without a password */
  const char *format;
  gboolean encrypted;
  char *protection;
  guint64 iterations;

  LkPublicKey *key; /* (nullable) */
  char *algorithm;  /* where GnuTLS does not give the public key */
  guint bits;
};

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

/* FALSE when GnuTLS cannot read it, with this password or at all. */
static gboolean
load (LkPrivateKey *self, LkSecret *password, unsigned flags)
{
  gnutls_datum_t data = to_datum (self->secret);
  gnutls_x509_privkey_t key;
  gboolean is_pem = g_str_equal (self->format, "PEM");
  int result;

  if (gnutls_x509_privkey_init (&key) < 0)
    return FALSE;
  result =
    gnutls_x509_privkey_import2 (key, &data, is_pem ? GNUTLS_X509_FMT_PEM : GNUTLS_X509_FMT_DER,
                                 password != NULL ? lk_secret_get_text (password) : NULL, flags);
  if (result >= 0)
    {
      keep_plain (self, key);
      read_public_half (self, key);
    }
  gnutls_x509_privkey_deinit (key);
  return result >= 0;
}

/* What can be told of a plain key that GnuTLS does not take. */
static void
read_without_gnutls (LkPrivateKey *self)
{
  LkDer der = to_der (self->secret), inside;
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

static void
read_protection (LkPrivateKey *self)
{
  LkDer der = to_der (self->secret), inside;
  LkDerItem sequence, algorithm;
  g_autoptr (LkProtection) protection = NULL;

  if (!lk_der_take (&der, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &algorithm))
    return;
  protection = lk_protection_new (&algorithm);
  if (protection == NULL)
    return;
  self->protection = lk_protection_to_text (protection);
  self->iterations = protection->iterations;
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

static LkDer
take_ssh_string (LkDer *der)
{
  guint32 length;
  LkDer string = { NULL, 0 };

  if (der->size < 4)
    return string;
  memcpy (&length, der->data, 4);
  length = GUINT32_FROM_BE (length);
  if (length > der->size - 4)
    return string;
  string = lk_der_new (der->data + 4, length);
  der->data += 4 + length;
  der->size -= 4 + length;
  return string;
}

/* PROTOCOL.key of OpenSSH: magic, cipher, kdf, options, count, public key; this much is never
 * encrypted. */
static void
read_openssh (LkPrivateKey *self)
{
  static const struct
  {
    const char *prefix;
    const char *algorithm;
    guint bits;
  } types[] = {
    { "ssh-ed25519", "Ed25519", 256 },
    { "ssh-rsa", "RSA", 0 },
    { "ssh-dss", "DSA", 0 },
    { "ecdsa-sha2-nistp256", "EC", 256 },
    { "ecdsa-sha2-nistp384", "EC", 384 },
    { "ecdsa-sha2-nistp521", "EC", 521 },
    { "sk-", "FIDO", 0 },
  };
  LkDer der = to_der (self->secret), cipher, public_key, type;

  der = lk_der_new (der.data + sizeof OPENSSH_MAGIC, der.size - sizeof OPENSSH_MAGIC);
  cipher = take_ssh_string (&der);
  take_ssh_string (&der);
  take_ssh_string (&der);
  if (cipher.size == 0 || der.size < 4)
    return;
  self->encrypted = cipher.size != 4 || memcmp (cipher.data, "none", 4) != 0;
  if (self->encrypted)
    {
      g_autofree char *name = g_strndup ((const char *)cipher.data, MIN (cipher.size, 64));

      self->protection = g_utf8_make_valid (name, -1);
    }
  der = lk_der_new (der.data + 4, der.size - 4);
  public_key = take_ssh_string (&der);
  type = take_ssh_string (&public_key);
  for (gsize i = 0; self->algorithm == NULL && i < G_N_ELEMENTS (types); i++)
    if (type.size >= strlen (types[i].prefix) &&
        memcmp (type.data, types[i].prefix, strlen (types[i].prefix)) == 0)
      {
        self->algorithm = g_strdup (types[i].algorithm);
        self->bits = types[i].bits;
      }
  if (g_strcmp0 (self->algorithm, "RSA") == 0)
    {
      LkDerItem modulus = { 0 };
      LkDer number;

      take_ssh_string (&public_key);
      number = take_ssh_string (&public_key);
      modulus.content = number.data;
      modulus.size = number.size;
      self->bits = lk_der_count_bits (&modulus);
    }
}

static gboolean
unlock (LkPrivateKey *self, LkSecret *password, guint64 max_iterations, GError **error)
{
  g_autoptr (LkSecret) empty = lk_secret_new ("", 0);

  if (self->iterations > max_iterations)
    {
      if (password == NULL)
        return TRUE;
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The private key asks for %" PRIu64 " rounds of its password scheme, more than are allowed: export it again."), self->iterations);
      return FALSE;
    }
  if (password == NULL)
    {
      if (!load (self, empty, 0))
        load (self, NULL, GNUTLS_PKCS_NULL_PASSWORD);
      return TRUE;
    }
  if (load (self, password, 0))
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG, _ ("The password does not open the private key: type it again."));
  return FALSE;
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

  if (lk_secret_get_length (self->secret) > sizeof OPENSSH_MAGIC &&
      memcmp (text, OPENSSH_MAGIC, sizeof OPENSSH_MAGIC) == 0)
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
      read_openssh (self);
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
  if (!load (self, NULL, GNUTLS_PKCS_PLAIN) && !load (self, NULL, 0))
    read_without_gnutls (self);
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
