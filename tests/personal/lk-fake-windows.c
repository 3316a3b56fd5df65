/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "lk-fake-windows.h"

#include "base/lk-hex.h"
#include "certificate/lk-identity.h"
#include "personal/lk-windows-my.h"

#include <gnutls/crypto.h>
#include <string.h>
#include <wchar.h>

typedef struct
{
  LkIdentity *identity;
  gboolean exportable;
  gboolean has_key;
} Item;

static GArray *items; /* of Item */
static LkFakeWindowsKind kind;
static unsigned long failure;
static int boxes;
static guint n_signatures;

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_object_unref (item->identity);
}

void
lk_fake_windows_reset (LkFakeWindowsKind new_kind)
{
  g_clear_pointer (&items, g_array_unref);
  items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_array_set_clear_func (items, clear_item);
  kind = new_kind;
  failure = 0;
  n_signatures = 0;
}

void
lk_fake_windows_fail (unsigned long code)
{
  failure = code;
}

int
lk_fake_windows_get_boxes (void)
{
  return boxes;
}

guint
lk_fake_windows_count_signatures (void)
{
  return n_signatures;
}

void
lk_fake_windows_lose_key (guint index)
{
  g_array_index (items, Item, index).has_key = FALSE;
}

static unsigned long
take_failure (void)
{
  const unsigned long code = failure;

  failure = 0;
  return code;
}

static Item *
find (const unsigned char sha1[20])
{
  g_autofree char *hex = lk_hex_encode (sha1, 20);

  for (guint i = 0; i < items->len; i++)
    {
      Item *item = &g_array_index (items, Item, i);

      if (g_str_equal (lk_certificate_get_sha1 (lk_identity_get_certificate (item->identity)), hex))
        return item;
    }
  return NULL;
}

static LkSecret *
narrow (const wchar_t *wide)
{
  g_autofree char *text = g_new0 (char, wcslen (wide) + 1);

  for (gsize i = 0; wide[i] != 0; i++)
    text[i] = (char)wide[i];
  return lk_secret_new (text, -1);
}

unsigned long
lk_windows_walk (LkWindowsFunc func, void *data)
{
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);
      GBytes *der = lk_certificate_get_der (lk_identity_get_certificate (item->identity));
      LkWindowsCertificate certificate = { .has_key = item->has_key,
                                           .exportable = LK_WINDOWS_UNKNOWN,
                                           .evidence = "There is no private key" };

      certificate.der = g_bytes_get_data (der, &certificate.der_bytes);
      if (item->has_key && kind == LK_FAKE_WINDOWS_PROTECTED)
        strcpy (certificate.evidence, "The key cannot be reached without asking");
      else if (item->has_key)
        {
          certificate.exportable = item->exportable ? LK_WINDOWS_YES : LK_WINDOWS_NO;
          strcpy (certificate.evidence, item->exportable ? "KP_PERMISSIONS holds CRYPT_EXPORT"
                                                         : "KP_PERMISSIONS lacks CRYPT_EXPORT");
        }
      if (!func (&certificate, data))
        break;
    }
  return take_failure ();
}

unsigned long
lk_windows_import (const void *pkcs12, size_t pkcs12_bytes, const wchar_t *password, int new_boxes)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (pkcs12, pkcs12_bytes);
  g_autoptr (LkSecret) secret = narrow (password);
  Item item = { .exportable = (new_boxes & LK_WINDOWS_EXPORTABLE) != 0, .has_key = TRUE };

  boxes = new_boxes;
  if (failure != 0)
    return take_failure ();
  item.identity = lk_identity_new_from_pkcs12 (bytes, secret, NULL);
  if (item.identity == NULL)
    return LK_WINDOWS_INVALID_PASSWORD;
  g_array_append_val (items, item);
  return 0;
}

unsigned long
lk_windows_remove (const unsigned char sha1[20])
{
  Item *item = find (sha1);

  if (failure != 0 || item == NULL)
    return failure != 0 ? take_failure () : LK_WINDOWS_NOT_FOUND;
  g_array_remove_index (items, (guint)(item - &g_array_index (items, Item, 0)));
  return 0;
}

static gnutls_sign_algorithm_t
find_algorithm (int scheme, size_t digest_bytes)
{
  const gnutls_digest_algorithm_t hash = digest_bytes == 64   ? GNUTLS_DIG_SHA512
                                         : digest_bytes == 48 ? GNUTLS_DIG_SHA384
                                                              : GNUTLS_DIG_SHA256;
  static const gnutls_pk_algorithm_t kinds[] = { GNUTLS_PK_RSA, GNUTLS_PK_RSA_PSS,
                                                 GNUTLS_PK_ECDSA };

  return gnutls_pk_to_sign (kinds[scheme], hash);
}

/* r and s one after the other, each as long as the curve's order. */
static size_t
flatten (const gnutls_datum_t *der, guint bits, unsigned char *signature)
{
  const size_t half = (bits + 7) / 8;
  gnutls_datum_t parts[2];

  g_assert_cmpint (gnutls_decode_rs_value (der, &parts[0], &parts[1]), >=, 0);
  memset (signature, 0, 2 * half);
  for (int i = 0; i < 2; i++)
    {
      const size_t skip = parts[i].size > half ? parts[i].size - half : 0;

      memcpy (signature + (i + 1) * half - (parts[i].size - skip), parts[i].data + skip,
              parts[i].size - skip);
      gnutls_free (parts[i].data);
    }
  return 2 * half;
}

unsigned long
lk_windows_sign (const unsigned char sha1[20],
                 int scheme,
                 const unsigned char *digest,
                 size_t digest_bytes,
                 unsigned char *signature,
                 size_t *signature_bytes)
{
  const gnutls_datum_t hash = { (unsigned char *)digest, (unsigned)digest_bytes };
  gnutls_datum_t made = { NULL, 0 };
  Item *item = find (sha1);
  guint bits;
  int code;

  n_signatures++;
  if (failure != 0 || item == NULL)
    return failure != 0 ? take_failure () : LK_WINDOWS_NOT_FOUND;
  if (!item->has_key)
    return LK_WINDOWS_NO_KEY;
  if (scheme == LK_WINDOWS_PSS && kind == LK_FAKE_WINDOWS_OLD)
    return 0x80090008UL; /* NTE_BAD_ALGID */
  code = gnutls_privkey_sign_hash2 (lk_identity_get_key (item->identity),
                                    find_algorithm (scheme, digest_bytes), 0, &hash, &made);
  if (code < 0)
    return 0x80090008UL;
  bits = lk_certificate_get_key_bits (lk_identity_get_certificate (item->identity));
  if (scheme == LK_WINDOWS_ECDSA)
    *signature_bytes = flatten (&made, bits, signature);
  else
    memcpy (signature, made.data, *signature_bytes = made.size);
  gnutls_free (made.data);
  return 0;
}

unsigned long
lk_windows_export (const unsigned char sha1[20],
                   const wchar_t *password,
                   void *pkcs12,
                   size_t *pkcs12_bytes)
{
  g_autoptr (LkSecret) secret = narrow (password);
  g_autoptr (GBytes) bytes = NULL;
  Item *item = find (sha1);

  if (failure != 0 || item == NULL)
    return failure != 0 ? take_failure () : LK_WINDOWS_NOT_FOUND;
  if (!item->exportable)
    return LK_WINDOWS_BAD_KEY_STATE;
  bytes = lk_identity_to_pkcs12 (item->identity, secret, TRUE, NULL);
  if (pkcs12 != NULL)
    memcpy (pkcs12, g_bytes_get_data (bytes, NULL), MIN (*pkcs12_bytes, g_bytes_get_size (bytes)));
  *pkcs12_bytes = g_bytes_get_size (bytes);
  return 0;
}
