/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-bundle-reader.h"

#include "base/lk-error.h"
#include "certificate/lk-content.h"
#include "certificate/lk-item-private.h"
#include "certificate/lk-pkcs12-private.h"
#include "certificate/lk-private-key-private.h"
#include "certificate/lk-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* Too short to be any object in bare base64. */
#define MIN_BASE64 40

/* Containers inside each other. */
#define MAX_DEPTH 4

static gboolean read_der (LkBundleReader *self, const guint8 *data, gsize size, GError **error);

/* FALSE when that would be one too many. */
static gboolean
add_item (LkBundleReader *self, LkItemSpec spec, GError **error)
{
  if (self->items->len >= LK_BUNDLE_MAX_OBJECTS)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("The file holds more than %d objects: split it."), LK_BUNDLE_MAX_OBJECTS);
      return FALSE;
    }
  spec.number = self->items->len + 1;
  spec.offset = self->offset;
  spec.label = self->label;
  spec.friendly_name = self->friendly_name;
  spec.local_key_id = self->local_key_id;
  g_ptr_array_add (self->items, lk_item_new (&spec));
  return TRUE;
}

static gboolean
add_problem (LkBundleReader *self, LkItemKind kind, const char *problem, GError **error)
{
  return add_item (self, (LkItemSpec){ .kind = kind, .problem = problem }, error);
}

static gboolean
add_bytes (LkBundleReader *self, LkItemKind kind, const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GBytes) der = g_bytes_new (data, size);

  return add_item (self, (LkItemSpec){ .kind = kind, .der = der }, error);
}

/* A key that no password opens, since its scheme is not known here, is still there to be seen. */
static gboolean
add_unsupported_key (LkBundleReader *self, LkSecret *secret, const char *problem, GError **error)
{
  g_autoptr (LkPrivateKey) key = lk_private_key_new_within (secret, NULL, 0, NULL);

  return add_item (self,
                   (LkItemSpec){ .kind = key != NULL ? LK_ITEM_PRIVATE_KEY : LK_ITEM_UNREADABLE,
                                 .key = key,
                                 .problem = problem },
                   error);
}

/* A password that opened the container before (@is_proven) is not wrong, whatever its key says. */
static gboolean
add_key (
  LkBundleReader *self, LkSecret *secret, LkSecret *password, gboolean is_proven, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint64 left = LK_MAX_ITERATIONS - MIN (self->iterations, LK_MAX_ITERATIONS);
  g_autoptr (LkPrivateKey) key = lk_private_key_new_within (secret, password, left, &local);

  self->has_private_key = TRUE;
  if (key != NULL)
    {
      self->iterations += MIN (lk_private_key_get_iterations (key), LK_MAX_ITERATIONS);
      return add_item (self, (LkItemSpec){ .kind = LK_ITEM_PRIVATE_KEY, .key = key }, error);
    }
  if (g_error_matches (local, LK_ERROR, LK_ERROR_UNSUPPORTED))
    return add_unsupported_key (self, secret, local->message, error);
  if (!g_error_matches (local, LK_ERROR, LK_ERROR_PASSWORD_WRONG))
    return add_problem (self, LK_ITEM_UNREADABLE, local->message, error);
  if (is_proven)
    return add_unsupported_key (self, secret, _ ("The private key has a password of its own: another than the rest of the file."), error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
add_key_bytes (LkBundleReader *self, const guint8 *data, gsize size, GError **error)
{
  g_autoptr (LkSecret) secret = lk_secret_new ((const char *)data, (gssize)size);

  return add_key (self, secret, self->password, FALSE, error);
}

/* RFC 5652 5.1: version, digests, content, [0] certificates, [1] CRLs. Offsets are those of the
 * container's bytes. */
static gboolean
read_pkcs7 (LkBundleReader *self, const guint8 *data, gsize size, GError **error)
{
  LkDer der = lk_der_new (data, size), inside;
  LkDerItem item, child;
  gsize offset = self->offset;
  guint before = self->items->len;

  if (!lk_der_take (&der, LK_DER_SEQUENCE, &item))
    return add_problem (self, LK_ITEM_UNREADABLE, _ ("The PKCS#7 cannot be read."), error);
  inside = lk_der_enter (&item);
  if (!lk_der_take (&inside, LK_DER_OID, &item) ||
      !lk_der_take (&inside, LK_DER_EXPLICIT (0), &item))
    return add_problem (self, LK_ITEM_UNREADABLE, _ ("The PKCS#7 is empty."), error);
  inside = lk_der_enter (&item);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    return add_problem (self, LK_ITEM_OTHER, _ ("A PKCS#7 without certificates."), error);
  for (inside = lk_der_enter (&item); lk_der_next (&inside, &item);)
    {
      if (item.id != LK_DER_EXPLICIT (0) && item.id != LK_DER_EXPLICIT (1))
        continue;
      for (LkDer children = lk_der_enter (&item); lk_der_next (&children, &child);)
        {
          self->offset = offset + (self->label == NULL ? (gsize)(child.whole - data) : 0);
          if (!read_der (self, child.whole, child.whole_size, error))
            return FALSE;
        }
    }
  self->offset = offset;
  return self->items->len > before || add_problem (self, LK_ITEM_OTHER, _ ("A PKCS#7 without certificates."), error);
}

static gboolean
read_bag_content (LkBundleReader *self,
                  LkBagContent *content,
                  const LkPkcs12Contents *of,
                  GError **error)
{
  self->friendly_name = content->friendly_name;
  self->local_key_id = content->local_key_id;
  switch (content->kind)
    {
    case LK_BAG_CERTIFICATE:
    case LK_BAG_CRL:
      return read_der (self, g_bytes_get_data (content->der, NULL), g_bytes_get_size (content->der),
                       error);
    case LK_BAG_KEY:
      return add_key (self, content->secret, of->password, of->is_proven, error);
    case LK_BAG_OTHER:
      return add_problem (self, LK_ITEM_OTHER, _ ("A bag of another kind."), error);
    case LK_BAG_UNREADABLE:
    default:
      return add_problem (
        self, LK_ITEM_UNREADABLE,
        content->problem != NULL ? content->problem : _ ("The bag cannot be read."), error);
    }
}

static gboolean
read_pkcs12 (LkBundleReader *self, const guint8 *data, gsize size, GError **error)
{
  g_autoptr (GBytes) der = g_bytes_new (data, size);
  g_auto (LkPkcs12Contents) contents = { 0 };
  guint64 left = LK_MAX_ITERATIONS - MIN (self->iterations, LK_MAX_ITERATIONS);
  g_autoptr (GError) local = NULL;
  g_autoptr (LkPkcs12) pkcs12 =
    lk_pkcs12_open (der, self->password, left, &contents, self->cancellable, &local);
  gboolean good = TRUE;

  /* one of several objects does not keep the others from being seen */
  if (self->label != NULL && g_error_matches (local, LK_ERROR, LK_ERROR_BAD_DATA))
    return add_problem (self, LK_ITEM_UNREADABLE, local->message, error);
  if (pkcs12 == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  self->iterations += lk_pkcs12_get_iterations (pkcs12);
  g_set_object (&self->pkcs12, pkcs12);
  for (guint i = 0; good && i < contents.bags->len; i++)
    good = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
           read_bag_content (self, g_ptr_array_index (contents.bags, i), &contents, error);
  self->friendly_name = self->local_key_id = NULL;
  return good;
}

static gboolean
read_rsa_public_key (LkBundleReader *self, const guint8 *data, gsize size, GError **error)
{
  /* RFC 8017 A.1.1: what SubjectPublicKeyInfo puts around it */
  static const guint8 algorithm[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                      0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };
  g_autoptr (GByteArray) spki = g_byte_array_new ();
  gsize bits = size + 1, inner = sizeof algorithm + 4 + bits;
  guint8 outer_header[] = { 0x30, 0x82, (guint8)(inner >> 8), (guint8)inner };
  guint8 bits_header[] = { 0x03, 0x82, (guint8)(bits >> 8), (guint8)bits, 0 };

  if (size < 256 || inner > G_MAXUINT16)
    return add_problem (self, LK_ITEM_OTHER, _ ("An RSA public key of an unusual size."), error);
  g_byte_array_append (spki, outer_header, sizeof outer_header);
  g_byte_array_append (spki, algorithm, sizeof algorithm);
  g_byte_array_append (spki, bits_header, sizeof bits_header);
  g_byte_array_append (spki, data, (guint)size);
  return add_bytes (self, LK_ITEM_PUBLIC_KEY, spki->data, spki->len, error);
}

typedef gboolean (*ReadFunc) (LkBundleReader *self, const guint8 *data, gsize size, GError **error);

static gboolean
read_container (LkBundleReader *self, ReadFunc read, const guint8 *data, gsize size, GError **error)
{
  gboolean good;

  if (self->depth >= MAX_DEPTH)
    return add_problem (self, LK_ITEM_UNREADABLE, _ ("Too many containers inside each other."), error);
  self->depth++;
  good = read (self, data, size, error);
  self->depth--;
  return good;
}

/* One object, whatever it is; adds what is found. */
static gboolean
read_der (LkBundleReader *self, const guint8 *data, gsize size, GError **error)
{
  LkContent content = lk_content_detect (lk_der_new (data, size));

  switch (content)
    {
    case LK_CONTENT_CERTIFICATE:
      return add_bytes (self, LK_ITEM_CERTIFICATE, data, size, error);
    case LK_CONTENT_REQUEST:
      return add_bytes (self, LK_ITEM_REQUEST, data, size, error);
    case LK_CONTENT_CRL:
      return add_bytes (self, LK_ITEM_CRL, data, size, error);
    case LK_CONTENT_PUBLIC_KEY:
      return add_bytes (self, LK_ITEM_PUBLIC_KEY, data, size, error);
    case LK_CONTENT_RSA_PUBLIC_KEY:
      return read_rsa_public_key (self, data, size, error);
    case LK_CONTENT_PKCS7:
    case LK_CONTENT_PKCS12:
      return read_container (self, content == LK_CONTENT_PKCS7 ? read_pkcs7 : read_pkcs12, data,
                             size, error);
    case LK_CONTENT_PKCS8:
    case LK_CONTENT_ENCRYPTED_PKCS8:
    case LK_CONTENT_PKCS1:
    case LK_CONTENT_DSA:
    case LK_CONTENT_SEC1:
      return add_key_bytes (self, data, size, error);
    case LK_CONTENT_PARAMETERS:
      return add_problem (self, LK_ITEM_OTHER, _ ("Parameters of keys."), error);
    case LK_CONTENT_OCSP:
      return add_problem (self, LK_ITEM_OTHER, _ ("An OCSP response."), error);
    case LK_CONTENT_UNKNOWN:
    default:
      return add_problem (self, LK_ITEM_UNREADABLE, _ ("The bytes are damaged, or of a kind that is not known."), error);
    }
}

static LkBundleFormat
name_format (LkContent content)
{
  return content == LK_CONTENT_PKCS7    ? LK_BUNDLE_PKCS7
         : content == LK_CONTENT_PKCS12 ? LK_BUNDLE_PKCS12
                                        : LK_BUNDLE_DER;
}

/* One object after the other; what follows the last one belongs to it, as its trailing bytes. */
static gboolean
read_binary (LkBundleReader *self, LkDer der, GError **error)
{
  const guint8 *start = der.data;
  LkDer cursor = der;

  self->format = name_format (lk_content_detect (der));
  self->encoding = "binary";
  while (cursor.size > 0)
    {
      LkDer rest = cursor;
      LkDerItem item;
      gsize size;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      self->offset = (gsize)(cursor.data - start);
      lk_der_next (&rest, &item);
      size = lk_content_detect (rest) != LK_CONTENT_UNKNOWN ? item.whole_size : cursor.size;
      if (!read_der (self, cursor.data, size, error))
        return FALSE;
      cursor.data += size;
      cursor.size -= size;
    }
  return TRUE;
}

/* Keys that PEM itself encrypts (RFC 1421) go on as text. */
static gboolean
read_pem_encrypted_key (LkBundleReader *self, const LkTextBlock *block, GError **error)
{
  g_autoptr (LkSecret) secret = lk_private_key_dup_block (block);

  return add_key (self, secret, self->password, FALSE, error);
}

static gboolean
is_plain_label (const char *label)
{
  static const char *const labels[] = {
    "CERTIFICATE", "CERTIFICATE REQUEST", "X509 CRL", "PKCS7", "CMS", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
    "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PUBLIC KEY", "RSA PUBLIC KEY", NULL
  };

  return g_strv_contains (labels, label);
}

static gboolean
read_decoded (
  LkBundleReader *self, const LkTextBlock *block, const guint8 *data, gsize size, GError **error)
{
  if (g_str_equal (block->label, "OPENSSH PRIVATE KEY"))
    return add_key_bytes (self, data, size, error);
  if (g_str_has_suffix (block->label, "PARAMETERS"))
    return add_problem (self, LK_ITEM_OTHER, _ ("Parameters of keys."), error);
  return read_der (self, data, size, error);
}

static gboolean
read_block (LkBundleReader *self, const LkTextBlock *block, GError **error)
{
  gsize size, bad;
  guint8 *data;
  gboolean good;

  if (!is_plain_label (block->label))
    self->oddities |= LK_TEXT_ODD_LABEL;
  if (lk_private_key_is_encrypted_by_pem (block))
    return read_pem_encrypted_key (self, block, error);
  data = lk_text_decode (block->body, block->body_size, &size, &bad);
  if (data == NULL)
    {
      g_autofree char *problem = g_strdup_printf (_ ("The base64 is damaged at character %zu of the block."), bad + 1);

      return add_problem (self, LK_ITEM_UNREADABLE, problem, error);
    }
  good = read_decoded (self, block, data, size, error);
  lk_secret_wipe (data, size);
  g_free (data);
  return good;
}

static gboolean
read_text (LkBundleReader *self, LkText *text, GError **error)
{
  LkTextBlock block;
  gsize position = 0;

  self->format = LK_BUNDLE_PEM;
  while (lk_text_next_block (text, &position, &block))
    {
      gboolean good;

      self->offset = lk_text_get_offset (text, block.start);
      self->label = block.label;
      good = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
             read_block (self, &block, error);
      self->label = NULL;
      lk_text_block_clear (&block);
      if (!good)
        return FALSE;
    }
  self->encoding = text->encoding;
  self->oddities |= text->oddities;
  return TRUE;
}

/* Base64 from end to end without BEGIN, as some tools save it. */
static gboolean
read_bare_base64 (LkBundleReader *self, LkText *text, GError **error)
{
  gsize size, bad;
  guint8 *data;
  gboolean good = TRUE;

  if (text->size < MIN_BASE64 ||
      (data = lk_text_decode (text->data, text->size, &size, &bad)) == NULL)
    return TRUE;
  if (lk_content_detect (lk_der_new (data, size)) != LK_CONTENT_UNKNOWN)
    {
      self->format = LK_BUNDLE_BASE64;
      self->encoding = text->encoding;
      self->oddities |= text->oddities & ~LK_TEXT_EXTRA;
      self->offset = text->bom;
      good = read_der (self, data, size, error);
    }
  lk_secret_wipe (data, size);
  g_free (data);
  return good;
}

static gboolean
has_readable (LkBundleReader *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (lk_item_get_kind (g_ptr_array_index (self->items, i)) != LK_ITEM_UNREADABLE)
      return TRUE;
  return FALSE;
}

/* What people take for a certificate file, and what to tell them. */
static const struct
{
  const char *mark; /* what it opens with, in any case */
  const char *message;
} mistaken[] = {
  { "PK\x03\x04", N_ ("The file is a ZIP archive: unpack it and choose the certificate in it.") },
  { "%PDF", N_ ("The file is a PDF document: choose the certificate itself.") },
  { "<!DOCTYPE", N_ ("The file is a web page, perhaps a log-in page that was saved instead of the certificate: download it again.") },
  { "<HTML", N_ ("The file is a web page, perhaps a log-in page that was saved instead of the certificate: download it again.") },
  { "ssh-", N_ ("The file is an SSH public key, which is no certificate: choose another.") },
  { "0", N_ ("The file opens like a certificate but is cut short or damaged: get it again.") },
};

static const char *
explain_nothing (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (size == 0)
    return _ ("The file is empty: choose another.");
  for (gsize i = 0; i < G_N_ELEMENTS (mistaken); i++)
    if (size >= strlen (mistaken[i].mark) &&
        g_ascii_strncasecmp (data, mistaken[i].mark, strlen (mistaken[i].mark)) == 0)
      return _ (mistaken[i].message);
  if (g_strstr_len (data, (gssize)size, "BEGIN ") != NULL)
    return _ ("The lines with BEGIN and END are damaged, as word processors do it: they must stand between five plain hyphens each.");
  return _ ("The file holds no certificate, request, revocation list or key: choose another.");
}

static void
set_nothing_readable (LkBundleReader *self, GBytes *bytes, GError **error)
{
  LkItem *first;

  if (self->items->len == 0)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, explain_nothing (bytes));
      return;
    }
  first = g_ptr_array_index (self->items, 0);
  g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("Nothing in the file can be read, starting with %s at byte %zu: %s"),
               lk_item_get_label (first) != NULL ? lk_item_get_label (first) : _ ("the object"),
               lk_item_get_offset (first),
               lk_item_get_problem (first));
}

static gboolean
read_any (LkBundleReader *self, GBytes *bytes, GError **error)
{
  LkDer der = lk_der_from_bytes (bytes);
  g_autoptr (LkText) text = NULL;

  if (lk_content_detect (der) != LK_CONTENT_UNKNOWN)
    return read_binary (self, der, error);
  text = lk_text_new (bytes);
  if (!read_text (self, text, error))
    return FALSE;
  return self->items->len > 0 || read_bare_base64 (self, text, error);
}

gboolean
lk_bundle_reader_run (LkBundleReader *self,
                      GBytes *bytes,
                      LkSecret *password,
                      GCancellable *cancellable,
                      GError **error)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->has_private_key = lk_text_mentions_private_key (bytes);
  self->encoding = "binary";
  self->password = password;
  self->cancellable = cancellable;
  if (!read_any (self, bytes, error))
    return FALSE;
  if (has_readable (self))
    return TRUE;
  set_nothing_readable (self, bytes, error);
  return FALSE;
}

void
lk_bundle_reader_clear (LkBundleReader *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->pkcs12);
}
