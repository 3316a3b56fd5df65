/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-identity.h"

#include "base/lk-error.h"
#include "certificate/lk-identity-private.h"

#include <gnutls/crypto.h>
#include <gnutls/pkcs11.h>
#include <string.h>

#define CHALLENGE_BYTES 32
#define MAX_CHAIN       16

struct _LkIdentity
{
  GObject parent_instance;

  GPtrArray *chain;
  gnutls_privkey_t key;
  char *source;
  GMutex signing;    /* a token takes one signature at a time */
  int token_has_pss; /* -1: not tried yet */
  int signing_code;  /* of the last signature for TLS; behind the mutex, too */
};

G_DEFINE_FINAL_TYPE (LkIdentity, lk_identity, G_TYPE_OBJECT)

static void
lk_identity_finalize (GObject *object)
{
  LkIdentity *self = LK_IDENTITY (object);

  g_clear_pointer (&self->key, gnutls_privkey_deinit);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_free (self->source);
  g_mutex_clear (&self->signing);

  G_OBJECT_CLASS (lk_identity_parent_class)->finalize (object);
}

static void
lk_identity_class_init (LkIdentityClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_identity_finalize;
}

static void
lk_identity_init (LkIdentity *self)
{
  g_mutex_init (&self->signing);
  self->token_has_pss = -1;
}

/* The leaf's public key, or NULL with the reason. */
static gnutls_pubkey_t
get_public_key (LkCertificate *certificate, GError **error)
{
  gnutls_x509_crt_t crt = lk_certificate_to_gnutls (certificate);
  gnutls_pubkey_t public_key = NULL;
  int code = crt == NULL ? GNUTLS_E_ASN1_DER_ERROR : gnutls_pubkey_init (&public_key);

  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_pubkey_import_x509 (public_key, crt, 0);
  g_clear_pointer (&crt, gnutls_x509_crt_deinit);
  if (code == GNUTLS_E_SUCCESS)
    return public_key;
  g_clear_pointer (&public_key, gnutls_pubkey_deinit);
  g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE,
               "TLS cannot use the certificate “%s” (%s); get it issued again",
               lk_certificate_get_title (certificate), gnutls_strerror (code));
  return NULL;
}

static gboolean
has_same_id (gnutls_pubkey_t one, gnutls_pubkey_t other)
{
  guint8 ids[2][32];
  gsize sizes[2] = { 32, 32 };

  return gnutls_pubkey_get_key_id (one, GNUTLS_KEYID_USE_SHA256, ids[0], &sizes[0]) >= 0 &&
         gnutls_pubkey_get_key_id (other, GNUTLS_KEYID_USE_SHA256, ids[1], &sizes[1]) >= 0 &&
         memcmp (ids[0], ids[1], 32) == 0;
}

static gboolean
check_match (LkCertificate *certificate, gnutls_privkey_t key, GError **error)
{
  gnutls_pubkey_t certified = get_public_key (certificate, error);
  gnutls_pubkey_t own = NULL;
  gboolean fits = TRUE;

  if (certified == NULL)
    return FALSE;
  /* A token may hold no public key beside the private one: lk_identity_prove() decides then. */
  if (gnutls_pubkey_init (&own) == GNUTLS_E_SUCCESS &&
      gnutls_pubkey_import_privkey (own, key, 0, 0) == GNUTLS_E_SUCCESS)
    fits = has_same_id (certified, own);
  g_clear_pointer (&own, gnutls_pubkey_deinit);
  gnutls_pubkey_deinit (certified);
  if (!fits)
    g_set_error (error, LK_ERROR, LK_ERROR_KEY_MISMATCH,
                 "The private key does not belong to the certificate “%s”; choose the file that was made with it",
                 lk_certificate_get_title (certificate));
  return fits;
}

LkIdentity *
lk_identity_new (GPtrArray *chain, gnutls_privkey_t key, const char *source, GError **error)
{
  LkIdentity *self;

  g_return_val_if_fail (chain != NULL && chain->len > 0, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  if (!check_match (g_ptr_array_index (chain, 0), key, error))
    {
      gnutls_privkey_deinit (key);
      return NULL;
    }
  self = g_object_new (LK_TYPE_IDENTITY, NULL);
  self->key = key;
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < MIN (chain->len, MAX_CHAIN); i++)
    g_ptr_array_add (self->chain, g_object_ref (g_ptr_array_index (chain, i)));
  self->source = g_strdup (source != NULL ? source : "");
  return self;
}

LkCertificate *
lk_identity_get_certificate (LkIdentity *self)
{
  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  return g_ptr_array_index (self->chain, 0);
}

GPtrArray *
lk_identity_get_chain (LkIdentity *self)
{
  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  return self->chain;
}

const char *
lk_identity_get_source (LkIdentity *self)
{
  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  return self->source;
}

gnutls_privkey_t
lk_identity_get_key (LkIdentity *self)
{
  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  return self->key;
}

static int
sign_and_verify (LkIdentity *self, gnutls_pubkey_t public_key)
{
  guint8 bytes[CHALLENGE_BYTES];
  gnutls_datum_t challenge = { bytes, sizeof bytes };
  gnutls_datum_t signature = { NULL, 0 };
  gnutls_digest_algorithm_t digest = GNUTLS_DIG_SHA256;
  gnutls_sign_algorithm_t algorithm;
  int code;

  code = gnutls_rnd (GNUTLS_RND_NONCE, bytes, sizeof bytes);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_pubkey_get_preferred_hash_algorithm (public_key, &digest, NULL);
  if (code < 0)
    return code;
  algorithm = gnutls_pk_to_sign (gnutls_pubkey_get_pk_algorithm (public_key, NULL), digest);
  g_mutex_lock (&self->signing);
  code = gnutls_privkey_sign_data2 (self->key, algorithm, 0, &challenge, &signature);
  g_mutex_unlock (&self->signing);
  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_pubkey_verify_data2 (public_key, algorithm, GNUTLS_VERIFY_ALLOW_BROKEN,
                                       &challenge, &signature);
  gnutls_free (signature.data);
  return code;
}

gboolean
lk_identity_prove (LkIdentity *self, GError **error)
{
  LkCertificate *certificate;
  gnutls_pubkey_t public_key;
  int code;

  g_return_val_if_fail (LK_IS_IDENTITY (self), FALSE);

  certificate = lk_identity_get_certificate (self);
  public_key = get_public_key (certificate, error);
  if (public_key == NULL)
    return FALSE;
  code = sign_and_verify (self, public_key);
  gnutls_pubkey_deinit (public_key);
  if (code >= 0)
    return TRUE;
  if (code == GNUTLS_E_PK_SIG_VERIFY_FAILED)
    g_set_error (error, LK_ERROR, LK_ERROR_KEY_MISMATCH,
                 "What the private key signs does not fit the certificate “%s”; choose the certificate that was made with this key",
                 lk_certificate_get_title (certificate));
  else
    g_set_error (error, LK_ERROR, LK_ERROR_KEY_MISMATCH,
                 "The private key of “%s” did not sign (%s); unlock its store and try again",
                 lk_certificate_get_title (certificate), gnutls_strerror (code));
  return FALSE;
}

/* TLS signs through these with the one key there is, wherever it lives, so that no copy of it is
 * made for each session. */

static int
sign_data_cb (gnutls_privkey_t key,
              gnutls_sign_algorithm_t algorithm,
              void *user_data,
              unsigned flags,
              const gnutls_datum_t *data,
              gnutls_datum_t *signature)
{
  LkIdentity *self = user_data;
  int code;

  g_mutex_lock (&self->signing);
  code = gnutls_privkey_sign_data2 (self->key, algorithm, flags, data, signature);
  self->signing_code = MIN (code, 0);
  g_mutex_unlock (&self->signing);
  return code;
}

static int
sign_hash_cb (gnutls_privkey_t key,
              gnutls_sign_algorithm_t algorithm,
              void *user_data,
              unsigned flags,
              const gnutls_datum_t *hash,
              gnutls_datum_t *signature)
{
  LkIdentity *self = user_data;
  int code;

  g_mutex_lock (&self->signing);
  code = gnutls_privkey_sign_hash2 (self->key, algorithm, flags, hash, signature);
  self->signing_code = MIN (code, 0);
  g_mutex_unlock (&self->signing);
  return code;
}

static void
release_cb (gnutls_privkey_t key, void *user_data)
{
  g_object_unref (user_data);
}

/* Old tokens know no RSASSA-PSS, and say so only when asked to sign; TLS must know it before. */
static gboolean
token_signs (LkIdentity *self, gnutls_sign_algorithm_t algorithm)
{
  guint8 byte = 0;
  gnutls_datum_t data = { &byte, 1 };
  gnutls_datum_t signature = { NULL, 0 };

  if (gnutls_privkey_get_type (self->key) != GNUTLS_PRIVKEY_PKCS11 ||
      gnutls_sign_get_pk_algorithm (algorithm) != GNUTLS_PK_RSA_PSS)
    return TRUE;
  g_mutex_lock (&self->signing);
  if (self->token_has_pss < 0)
    self->token_has_pss =
      gnutls_privkey_sign_data2 (self->key, algorithm, 0, &data, &signature) >= 0;
  g_mutex_unlock (&self->signing);
  gnutls_free (signature.data);
  return self->token_has_pss;
}

static int
info_cb (gnutls_privkey_t key, unsigned flags, void *user_data)
{
  LkIdentity *self = user_data;
  unsigned bits = 0;
  int algorithm = gnutls_privkey_get_pk_algorithm (self->key, &bits);

  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO)
    return algorithm;
  if (flags & GNUTLS_PRIVKEY_INFO_PK_ALGO_BITS)
    return (int)bits;
  if (flags & GNUTLS_PRIVKEY_INFO_HAVE_SIGN_ALGO)
    {
      gnutls_sign_algorithm_t sign = GNUTLS_FLAGS_TO_SIGN_ALGO (flags);

      return gnutls_sign_supports_pk_algorithm (sign, (gnutls_pk_algorithm_t)algorithm) &&
             token_signs (self, sign);
    }
  return -1;
}

int
lk_identity_import_session_key (LkIdentity *self, gnutls_privkey_t key)
{
  const int code = gnutls_privkey_import_ext4 (key, self, sign_data_cb, sign_hash_cb, NULL,
                                               release_cb, info_cb, 0);

  if (code >= 0)
    g_object_ref (self);
  return code;
}

static gnutls_privkey_t
make_session_key (LkIdentity *self)
{
  gnutls_privkey_t key;

  if (gnutls_privkey_init (&key) < 0)
    return NULL;
  if (lk_identity_import_session_key (self, key) >= 0)
    return key;
  gnutls_privkey_deinit (key);
  return NULL;
}

int
lk_identity_take_signing_code (LkIdentity *self)
{
  int code;

  g_return_val_if_fail (LK_IS_IDENTITY (self), 0);

  g_mutex_lock (&self->signing);
  code = self->signing_code;
  self->signing_code = 0;
  g_mutex_unlock (&self->signing);
  return code;
}

gboolean
lk_identity_blame_key (LkIdentity *self, int code, GError **error)
{
  g_return_val_if_fail (LK_IS_IDENTITY (self), FALSE);

  if (code != GNUTLS_E_PK_SIGN_FAILED &&
      (code > GNUTLS_E_PKCS11_ERROR || code < GNUTLS_E_PKCS11_REQUESTED_OBJECT_NOT_AVAILBLE))
    return FALSE;
  g_clear_error (error);
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_LOCKED,
               "The private key in “%s” did not sign (%s); see that it is plugged in and unlocked, "
               "and try again",
               self->source, gnutls_strerror (code));
  return TRUE;
}

/* The chain as TLS sends it; what TLS cannot take is left out, and everything above it. */
static unsigned
make_tls_chain (LkIdentity *self, gnutls_pcert_st chain[MAX_CHAIN])
{
  unsigned count = 0;

  for (guint i = 0; i < self->chain->len; i++)
    {
      gnutls_x509_crt_t crt = lk_certificate_to_gnutls (g_ptr_array_index (self->chain, i));
      gboolean taken = crt != NULL && gnutls_pcert_import_x509 (&chain[count], crt, 0) >= 0;

      g_clear_pointer (&crt, gnutls_x509_crt_deinit);
      if (!taken)
        break;
      count++;
    }
  return count;
}

gnutls_certificate_credentials_t
lk_identity_to_credentials (LkIdentity *self, GError **error)
{
  gnutls_certificate_credentials_t credentials = NULL;
  gnutls_pcert_st chain[MAX_CHAIN] = { 0 };
  gnutls_privkey_t key = NULL;
  unsigned count;
  int code;

  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  count = make_tls_chain (self, chain);
  code = gnutls_certificate_allocate_credentials (&credentials);
  if (code >= 0)
    {
      key = make_session_key (self);
      code = key == NULL || count == 0
               ? GNUTLS_E_INSUFFICIENT_CREDENTIALS
               : gnutls_certificate_set_key (credentials, NULL, 0, chain, (int)count, key);
    }
  if (code >= 0)
    return credentials;

  for (unsigned i = 0; i < count; i++)
    gnutls_pcert_deinit (&chain[i]);
  g_clear_pointer (&key, gnutls_privkey_deinit);
  g_clear_pointer (&credentials, gnutls_certificate_free_credentials);
  g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE,
               "TLS cannot use the certificate “%s” with its key (%s)",
               lk_certificate_get_title (lk_identity_get_certificate (self)),
               gnutls_strerror (code));
  return NULL;
}
