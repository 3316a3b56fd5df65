/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-windows-store.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"
#include "personal/lk-one-time.h"
#include "personal/lk-store-key.h"
#include "personal/lk-windows-my.h"

#include <string.h>
#include <wchar.h>

#define MAX_CERTIFICATES 10000
#define MAX_PROOFS       32 /* signatures made while listing, not on demand */
#define SHA1_BYTES       20

struct _LkWindowsStore
{
  LkPersonalStore parent_instance;
};

G_DEFINE_FINAL_TYPE (LkWindowsStore, lk_windows_store, LK_TYPE_PERSONAL_STORE)

typedef struct
{
  unsigned long code;
  LkError error;
  const char *text;
} Reason;

static const Reason reasons[] = {
  { LK_WINDOWS_INVALID_PASSWORD, LK_ERROR_PASSWORD_WRONG, "the password is not right" },
  { LK_WINDOWS_NOT_FOUND, LK_ERROR_NOT_FOUND,
    "there is no such certificate; list the personal certificates to see which there are" },
  { LK_WINDOWS_BAD_KEY_STATE, LK_ERROR_UNSUPPORTED,
    "the private key is not marked as exportable; import the original file again with the mark" },
  { LK_WINDOWS_NO_KEY, LK_ERROR_NO_PRIVATE_KEY,
    "there is no private key with it; import the original file" },
  { LK_WINDOWS_CANCELLED, LK_ERROR_STORE_LOCKED, "the owner of the key did not consent" },
};

static gboolean
check (unsigned long code, const char *what, GError **error)
{
  if (code == 0)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (reasons[i].code == code)
        {
          g_set_error (error, LK_ERROR, (int)reasons[i].error, "%s: %s", what, reasons[i].text);
          return FALSE;
        }
    }
  g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "%s: Windows says 0x%08lx", what, code);
  return FALSE;
}

static LkAnswer
translate (int answer)
{
  if (answer == LK_WINDOWS_YES)
    return LK_ANSWER_YES;
  return answer == LK_WINDOWS_NO ? LK_ANSWER_NO : LK_ANSWER_UNKNOWN;
}

static gboolean
read_sha1 (const char *hex, guint8 sha1[SHA1_BYTES])
{
  g_autoptr (GBytes) bytes = lk_hex_decode (hex);

  if (bytes == NULL || g_bytes_get_size (bytes) != SHA1_BYTES)
    return FALSE;
  memcpy (sha1, g_bytes_get_data (bytes, NULL), SHA1_BYTES);
  return TRUE;
}

/* What a key signs with; the certificate stays with it to be found again. */
typedef struct
{
  guint8 sha1[SHA1_BYTES];
} WindowsKey;

static gboolean
sign (gpointer data,
      LkStoreKeyScheme scheme,
      gnutls_digest_algorithm_t hash,
      const gnutls_datum_t *digest,
      GByteArray *signature)
{
  WindowsKey *self = data;
  guint8 bytes[LK_WINDOWS_MAX_SIGNATURE];
  size_t size = sizeof bytes;
  int kind = LK_WINDOWS_PKCS1;

  if (scheme == LK_STORE_KEY_PSS)
    kind = LK_WINDOWS_PSS;
  else if (scheme == LK_STORE_KEY_ECDSA)
    kind = LK_WINDOWS_ECDSA;
  if (lk_windows_sign (self->sha1, kind, digest->data, digest->size, bytes, &size) != 0)
    return FALSE;
  g_byte_array_append (signature, bytes, (guint)size);
  return TRUE;
}

/* An old CryptoAPI key knows no RSASSA-PSS, and says so only when asked to sign; TLS must know it
 * before. */
static gboolean
has_pss (const guint8 sha1[SHA1_BYTES])
{
  const guint8 digest[32] = { 0 };
  guint8 bytes[LK_WINDOWS_MAX_SIGNATURE];
  size_t size = sizeof bytes;

  return lk_windows_sign (sha1, LK_WINDOWS_PSS, digest, sizeof digest, bytes, &size) == 0;
}

static LkIdentity *
make_identity (LkPersonalStore *store, LkCertificate *certificate, GError **error)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func (g_object_unref);
  const char *algorithm = lk_certificate_get_key_algorithm (certificate);
  LkStoreKeySpec spec = { .bits = lk_certificate_get_key_bits (certificate),
                          .sign = sign,
                          .free = g_free };
  WindowsKey *data = g_new0 (WindowsKey, 1);
  gnutls_privkey_t key;

  if (!read_sha1 (lk_certificate_get_sha1 (certificate), data->sha1))
    spec.schemes = 0;
  else if (g_strcmp0 (algorithm, "EC") == 0)
    spec.schemes = LK_STORE_KEY_ECDSA;
  else if (g_strcmp0 (algorithm, "RSA") == 0)
    spec.schemes = LK_STORE_KEY_PKCS1 | (has_pss (data->sha1) ? LK_STORE_KEY_PSS : 0);
  key = lk_store_key_new (&spec, data, error);
  if (key == NULL)
    return NULL;
  g_ptr_array_add (chain, g_object_ref (certificate));
  return lk_identity_new (chain, key, lk_personal_store_get_title (store), error);
}

/* What one walk over the store gathers. */
typedef struct
{
  LkPersonalStore *store;
  GPtrArray *found;
  LkCertificate *wanted; /* (nullable): all */
  GCancellable *cancellable;
} Walk;

/* A key that asks its owner is not asked while listing. */
static LkAnswer
prove_key (Walk *walk, const LkPersonalFields *fields)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = NULL;

  if (fields->has_key != LK_ANSWER_YES || fields->exportable == LK_ANSWER_UNKNOWN ||
      walk->found->len >= MAX_PROOFS)
    return LK_ANSWER_UNKNOWN;
  identity = make_identity (walk->store, fields->certificate, &error);
  if (identity != NULL && lk_identity_prove (identity, &error))
    return LK_ANSWER_YES;
  return g_error_matches (error, LK_ERROR, LK_ERROR_KEY_MISMATCH) ? LK_ANSWER_NO
                                                                  : LK_ANSWER_UNKNOWN;
}

static int
walk_cb (const LkWindowsCertificate *item, void *data)
{
  Walk *walk = data;
  g_autoptr (GBytes) der = g_bytes_new (item->der, item->der_bytes);
  g_autoptr (LkCertificate) certificate = lk_certificate_new_from_der (der, NULL);
  g_autofree char *selector = NULL;
  LkPersonalFields fields = {
    .store_id = lk_personal_store_get_id (walk->store),
    .store_title = lk_personal_store_get_title (walk->store),
    .certificate = certificate,
    .has_key = item->has_key ? LK_ANSWER_YES : LK_ANSWER_NO,
    .exportable = item->has_key ? translate (item->exportable) : LK_ANSWER_UNKNOWN,
    .evidence = item->evidence,
  };

  if (certificate == NULL || (!item->has_key && lk_certificate_is_ca (certificate)))
    return TRUE;
  if (walk->wanted != NULL && !g_bytes_equal (der, lk_certificate_get_der (walk->wanted)))
    return TRUE;
  selector = g_strconcat (LK_WINDOWS_STORE_ID, lk_certificate_get_sha1 (certificate), NULL);
  fields.selector = selector;
  fields.label = lk_certificate_get_title (certificate);
  fields.key_matches = prove_key (walk, &fields);
  g_ptr_array_add (walk->found, lk_personal_new (&fields));
  return walk->wanted == NULL && walk->found->len < MAX_CERTIFICATES &&
         !g_cancellable_is_cancelled (walk->cancellable);
}

/* @wanted: (nullable) NULL for all. */
static GPtrArray *
walk_store (LkPersonalStore *store,
            LkCertificate *wanted,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  Walk walk = { .store = store, .found = found, .wanted = wanted, .cancellable = cancellable };

  if (!check (lk_windows_walk (walk_cb, &walk), "The certificates cannot be listed", error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&found);
}

static GPtrArray *
lk_windows_store_list (LkPersonalStore *store,
                       const LkPinPrompt *prompt,
                       GCancellable *cancellable,
                       GError **error)
{
  return walk_store (store, NULL, cancellable, error);
}

static gboolean
read_selector (const char *selector, guint8 sha1[SHA1_BYTES], GError **error)
{
  if (g_str_has_prefix (selector, LK_WINDOWS_STORE_ID) &&
      read_sha1 (selector + strlen (LK_WINDOWS_STORE_ID), sha1))
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE,
               "“%s” names no certificate: behind “" LK_WINDOWS_STORE_ID "” stands its SHA-1 in hex",
               selector);
  return FALSE;
}

static int
find_cb (const LkWindowsCertificate *item, void *data)
{
  gpointer *search = data;
  g_autoptr (GBytes) der = g_bytes_new (item->der, item->der_bytes);
  g_autoptr (LkCertificate) certificate = lk_certificate_new_from_der (der, NULL);
  guint8 sha1[SHA1_BYTES];

  if (certificate == NULL || !read_sha1 (lk_certificate_get_sha1 (certificate), sha1) ||
      memcmp (sha1, search[0], SHA1_BYTES) != 0)
    return TRUE;
  search[1] = g_steal_pointer (&certificate);
  search[2] = GINT_TO_POINTER (item->has_key);
  return FALSE;
}

static LkIdentity *
lk_windows_store_open (LkPersonalStore *store,
                       const char *selector,
                       const LkPinPrompt *prompt,
                       GCancellable *cancellable,
                       GError **error)
{
  guint8 sha1[SHA1_BYTES];
  gpointer search[] = { sha1, NULL,
                        NULL }; /* the SHA-1, then its certificate, whether it has a key */
  g_autoptr (LkCertificate) certificate = NULL;

  if (!read_selector (selector, sha1, error) ||
      !check (lk_windows_walk (find_cb, search), "The certificates cannot be listed", error))
    return NULL;
  certificate = search[1];
  if (certificate == NULL)
    check (LK_WINDOWS_NOT_FOUND, "The certificate cannot be opened", error);
  else if (search[2] == NULL)
    check (LK_WINDOWS_NO_KEY, "The certificate cannot be used", error);
  else
    return make_identity (store, certificate, error);
  return NULL;
}

/* Windows takes UTF-16; the passwords here are made by us, in ASCII. */
static wchar_t *
widen (LkSecret *password)
{
  const char *text = lk_secret_get_text (password);
  const gsize length = lk_secret_get_length (password);
  wchar_t *wide = g_new0 (wchar_t, length + 1);

  for (gsize i = 0; i < length; i++)
    wide[i] = (wchar_t)text[i];
  return wide;
}

static void
free_wide (wchar_t *wide)
{
  lk_secret_wipe (wide, wcslen (wide) * sizeof *wide);
  g_free (wide);
}

static int
get_boxes (const LkPersonalImport *import)
{
  return (import->exportable ? LK_WINDOWS_EXPORTABLE : 0) |
         (import->protect ? LK_WINDOWS_PROTECTED : 0) |
         (import->include_issuers ? LK_WINDOWS_ISSUERS : 0);
}

static gboolean
import_identity (const LkPersonalImport *import, GError **error)
{
  g_autoptr (LkSecret) password = lk_one_time_password_new (error);
  g_autoptr (GBytes) pkcs12 = NULL;
  wchar_t *wide;
  unsigned long code;

  /* Windows before 10 1709 reads no AES in a PKCS#12. */
  if (password != NULL)
    pkcs12 = lk_identity_to_pkcs12 (import->identity, password, TRUE, error);
  if (pkcs12 == NULL)
    return FALSE;
  wide = widen (password);
  code = lk_windows_import (g_bytes_get_data (pkcs12, NULL), g_bytes_get_size (pkcs12), wide,
                            get_boxes (import));
  free_wide (wide);
  return check (code, "The personal certificate cannot be installed", error);
}

static LkPersonal *
lk_windows_store_import (LkPersonalStore *store,
                         const LkPersonalImport *import,
                         const LkPinPrompt *prompt,
                         GCancellable *cancellable,
                         GError **error)
{
  LkCertificate *certificate = lk_identity_get_certificate (import->identity);
  g_autoptr (GPtrArray) present = walk_store (store, certificate, cancellable, error);
  g_autoptr (GPtrArray) installed = NULL;

  if (present == NULL)
    return NULL;
  if (present->len > 0 && lk_personal_get_fields (present->pdata[0])->has_key == LK_ANSWER_YES)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS,
                   "This certificate is already installed in “%s”",
                   lk_personal_store_get_title (store));
      return NULL;
    }
  if (!import_identity (import, error))
    return NULL;
  installed = walk_store (store, certificate, cancellable, error);
  if (installed != NULL && installed->len > 0)
    return g_object_ref (installed->pdata[0]);
  if (installed != NULL)
    check (LK_WINDOWS_NOT_FOUND, "The certificate was installed, but does not show", error);
  return NULL;
}

static LkIdentity *
read_exported (const guint8 sha1[SHA1_BYTES], LkSecret *password, GError **error)
{
  const char *const what = "The private key cannot be exported";
  wchar_t *wide = widen (password);
  size_t size = 0;
  unsigned long code = lk_windows_export (sha1, wide, NULL, &size);
  g_autofree guint8 *pkcs12 = code == 0 ? g_malloc0 (size) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (code == 0)
    code = lk_windows_export (sha1, wide, pkcs12, &size);
  free_wide (wide);
  if (!check (code, what, error))
    return NULL;
  bytes = g_bytes_new_static (pkcs12, size); /* encrypted, under a password that is forgotten */
  return lk_identity_new_from_pkcs12 (bytes, password, error);
}

static LkIdentity *
lk_windows_store_take_out (LkPersonalStore *store,
                           const char *selector,
                           const LkPinPrompt *prompt,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (LkSecret) password = lk_one_time_password_new (error);
  guint8 sha1[SHA1_BYTES];

  return password != NULL && read_selector (selector, sha1, error)
           ? read_exported (sha1, password, error)
           : NULL;
}

static gboolean
lk_windows_store_remove (LkPersonalStore *store,
                         const char *selector,
                         const LkPinPrompt *prompt,
                         GCancellable *cancellable,
                         GError **error)
{
  guint8 sha1[SHA1_BYTES];

  return read_selector (selector, sha1, error) &&
         check (lk_windows_remove (sha1), "The certificate cannot be removed", error);
}

static LkPersonalStoreFeatures
lk_windows_store_get_features (LkPersonalStore *store)
{
  return LK_PERSONAL_STORE_CAN_IMPORT | LK_PERSONAL_STORE_CAN_MARK_EXPORTABLE |
         LK_PERSONAL_STORE_CAN_PROTECT | LK_PERSONAL_STORE_CAN_EXPORT |
         LK_PERSONAL_STORE_CAN_REMOVE | LK_PERSONAL_STORE_INSTALLED;
}

static void
lk_windows_store_class_init (LkWindowsStoreClass *klass)
{
  LkPersonalStoreClass *store_class = LK_PERSONAL_STORE_CLASS (klass);

  store_class->get_features = lk_windows_store_get_features;
  store_class->list = lk_windows_store_list;
  store_class->import = lk_windows_store_import;
  store_class->open = lk_windows_store_open;
  store_class->take_out = lk_windows_store_take_out;
  store_class->remove = lk_windows_store_remove;
}

static void
lk_windows_store_init (LkWindowsStore *self)
{
}

LkPersonalStore *
lk_windows_store_new (void)
{
  return g_object_new (LK_TYPE_WINDOWS_STORE, "id", LK_WINDOWS_STORE_ID, "title", "Windows", NULL);
}
