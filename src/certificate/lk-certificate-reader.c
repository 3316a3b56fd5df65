/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-certificate-private.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"
#include "certificate/lk-extension-text.h"
#include "certificate/lk-signature.h"

#include <gnutls/crypto.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_EXTENSIONS   500
#define MAX_SERIAL_BYTES 20 /* RFC 5280 4.1.2.2 */

void
lk_defect_free (LkDefect *defect)
{
  g_free (defect->text);
  g_free (defect);
}

static void G_GNUC_PRINTF (3, 4)
  add_defect (LkCertificate *self, const char *id, const char *format, ...)
{
  LkDefect *defect = g_new0 (LkDefect, 1);
  va_list arguments;

  va_start (arguments, format);
  defect->id = id;
  defect->text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->defects, defect);
}

static void
read_version (LkCertificate *self, LkDer *tbs)
{
  LkDerItem wrapper, integer;
  LkDer inside;
  gint64 version = -1;

  self->version = 1;
  if (!lk_der_take (tbs, LK_DER_EXPLICIT (0), &wrapper))
    return;
  inside = lk_der_enter (&wrapper);
  if (lk_der_take (&inside, LK_DER_INTEGER, &integer) && lk_der_get_int (&integer, &version) &&
      version >= 0 && version <= 2)
    self->version = (guint)version + 1;
  else if (version > 2)
    self->version = 3;
  if (version < 0 || version > 2)
    add_defect (self, "version", _ ("The version number is not 1, 2 or 3."));
  if (version == 0)
    add_defect (self, "version", _ ("Version 1 is written out, where it must be left out."));
}

static void
read_serial (LkCertificate *self, const LkDerItem *serial)
{
  const guint8 *bytes = serial->content;

  self->serial_bytes = g_bytes_new (bytes, serial->size);
  self->serial = lk_der_dup_serial (serial);
  if (serial->size == 0)
    add_defect (self, "serial", _ ("The serial number is empty."));
  else if ((bytes[0] & 0x80) != 0)
    add_defect (self, "serial", _ ("The serial number is negative."));
  else if (serial->size == 1 && bytes[0] == 0)
    add_defect (self, "serial", _ ("The serial number is zero."));
  else if (serial->size > MAX_SERIAL_BYTES)
    add_defect (self, "serial", _ ("The serial number is longer than %d bytes."), MAX_SERIAL_BYTES);
  if (serial->size > 1 &&
      ((bytes[0] == 0 && (bytes[1] & 0x80) == 0) || (bytes[0] == 0xff && (bytes[1] & 0x80) != 0)))
    add_defect (self, "serial-encoding", _ ("The serial number has needless leading bytes."));
}

static void
read_time (LkCertificate *self, LkDer *validity, LkCertificateTime *time, const char *what)
{
  LkDerItem item;

  if (!lk_der_next (validity, &item))
    {
      time->oddity = LK_TIME_ODD_UNREADABLE;
      add_defect (self, "time", _ ("The date “%s” is missing."), what);
      return;
    }
  time->form = item.id == LK_DER_UTC_TIME      ? LK_TIME_UTC
               : item.id == LK_DER_GENERALIZED ? LK_TIME_GENERALIZED
                                               : LK_TIME_NONE;
  time->time = lk_der_dup_time (&item, &time->oddity);
  if (time->time == NULL)
    add_defect (self, "time", _ ("The date “%s” cannot be read."), what);
}

static void
read_validity (LkCertificate *self, const LkDerItem *validity)
{
  LkDer inside = lk_der_enter (validity);

  read_time (self, &inside, &self->not_before, _ ("not before"));
  read_time (self, &inside, &self->not_after, _ ("not after"));
}

static void
read_algorithm (LkCertificate *self, const LkDerItem *inner)
{
  self->signature_oid = lk_signature_dup_oid (&self->algorithm);
  self->signature_hash = lk_signature_get_hash (&self->algorithm);
  if (*self->signature_oid == '\0')
    add_defect (self, "algorithm", _ ("The signature algorithm cannot be read."));
  if (inner->size != self->algorithm.size ||
      memcmp (inner->content, self->algorithm.content, inner->size) != 0)
    add_defect (self, "algorithm-mismatch", _ ("The signature algorithm is named differently inside and outside the signed part."));
}

static gboolean
read_basic_constraints (LkCertificate *self, LkDer value)
{
  LkDerItem sequence, item;
  LkDer inside;
  gint64 length;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_BOOLEAN, &item) && !lk_der_get_boolean (&item, &self->basic_ca))
    return FALSE;
  if (lk_der_take (&inside, LK_DER_INTEGER, &item))
    {
      if (!lk_der_get_int (&item, &length) || length < 0)
        {
          add_defect (self, "path-length", _ ("The path length is negative or too large."));
          return TRUE;
        }
      self->path_length = (int)MIN (length, G_MAXINT);
    }
  return inside.size == 0;
}

static gboolean
read_key_usage (LkCertificate *self, LkDer value)
{
  self->has_key_usage = TRUE;
  return lk_key_usage_read (value, &self->key_usage);
}

static gboolean
read_purposes (LkCertificate *self, LkDer value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  LkDerItem sequence, item;
  LkDer inside;
  gboolean valid = lk_der_take (&value, LK_DER_SEQUENCE, &sequence);

  for (inside = valid ? lk_der_enter (&sequence) : value;
       valid && lk_der_take (&inside, LK_DER_OID, &item);)
    {
      g_autofree char *oid = lk_der_dup_oid (&item);

      if (oid != NULL)
        g_strv_builder_add (builder, oid);
    }
  self->purposes = g_strv_builder_end (builder);
  return valid && inside.size == 0;
}

static gboolean
read_alt_names (LkCertificate *self, LkDer value)
{
  LkDerItem sequence;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  g_clear_pointer (&self->alt_names, g_strfreev);
  self->alt_names = lk_general_names_to_texts (lk_der_enter (&sequence));
  return sequence.size > 0;
}

static gboolean
read_subject_key_id (LkCertificate *self, LkDer value)
{
  LkDerItem item;

  if (!lk_der_take (&value, LK_DER_OCTET_STRING, &item))
    return FALSE;
  self->subject_key_id = lk_hex_encode (item.content, (gssize)item.size);
  return TRUE;
}

static gboolean
read_authority_key_id (LkCertificate *self, LkDer value)
{
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_CONTEXT (0), &item))
    self->authority_key_id = lk_hex_encode (item.content, (gssize)item.size);
  return inside.size == 0 || lk_der_is_whole (inside);
}

/* RFC 5280 4.2.1.10: a subtree is a SEQUENCE that opens with its general name. */
static GStrv
list_subtrees (const LkDerItem *subtrees)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  LkDer inside = lk_der_enter (subtrees);
  LkDerItem subtree, name;

  while (lk_der_next (&inside, &subtree))
    {
      LkDer tree = lk_der_enter (&subtree);

      if (lk_der_next (&tree, &name))
        {
          g_autofree char *text = lk_general_name_to_text (&name);

          g_strv_builder_add (builder, text);
        }
    }
  return g_strv_builder_end (builder);
}

static gboolean
read_name_constraints (LkCertificate *self, LkDer value)
{
  LkDerItem sequence, subtrees;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_EXPLICIT (0), &subtrees))
    self->permitted = list_subtrees (&subtrees);
  if (lk_der_take (&inside, LK_DER_EXPLICIT (1), &subtrees))
    self->excluded = list_subtrees (&subtrees);
  return inside.size == 0 && sequence.size > 0;
}

static const struct
{
  const char *oid;
  gboolean (*read) (LkCertificate *self, LkDer value);
} known[] = {
  { "2.5.29.14", read_subject_key_id },
  { "2.5.29.15", read_key_usage },
  { "2.5.29.17", read_alt_names },
  { "2.5.29.19", read_basic_constraints },
  { "2.5.29.30", read_name_constraints },
  { "2.5.29.35", read_authority_key_id },
  { "2.5.29.37", read_purposes },
};

/* Takes over what the getters ask for; the first of two extensions of one kind counts. */
static void
read_known_extension (LkCertificate *self, LkExtension *extension)
{
  const char *oid = lk_extension_get_oid (extension);

  if (lk_certificate_find_extension (self, oid) != NULL)
    {
      add_defect (self, "duplicate-extension", _ ("The extension “%s” is there more than once."), lk_extension_get_name (extension));
      if (g_str_equal (oid, "2.5.29.19") || g_str_equal (oid, "2.5.29.15"))
        self->ca_unclear = TRUE;
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].oid, oid))
      {
        if (!known[i].read (self, lk_der_from_bytes (lk_extension_get_value (extension))))
          add_defect (self, "bad-extension", _ ("The extension “%s” does not follow its syntax."), lk_extension_get_name (extension));
        return;
      }
}

static void
read_extensions (LkCertificate *self, LkDer *tbs)
{
  LkDerItem item = { 0 }, wrapper, sequence;
  LkDer inside;

  while (lk_der_next (tbs, &item) && item.id != LK_DER_EXPLICIT (3))
    if (self->version < 2)
      add_defect (self, "version", _ ("Version %u has fields of a later version."), self->version);
  if (tbs->size > 0)
    add_defect (self, "trailing-bytes", _ ("There are bytes behind the last field."));
  wrapper = item;
  if (wrapper.id != LK_DER_EXPLICIT (3))
    return;
  if (self->version < 3)
    add_defect (self, "version", _ ("Version %u has extensions, which came with version 3."), self->version);
  inside = lk_der_enter (&wrapper);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    {
      add_defect (self, "bad-extension", _ ("The extensions cannot be read."));
      return;
    }
  for (inside = lk_der_enter (&sequence);
       self->extensions->len < MAX_EXTENSIONS && lk_der_next (&inside, &item);)
    {
      LkExtension *extension = lk_extension_new_from_item (&item);

      if (extension == NULL)
        {
          add_defect (self, "bad-extension", _ ("An extension cannot be read."));
          continue;
        }
      read_known_extension (self, extension);
      g_ptr_array_add (self->extensions, extension);
    }
  if (inside.size > 0)
    add_defect (self, "bad-extension", _ ("Not all extensions could be read."));
}

static void
read_names (LkCertificate *self)
{
  self->subject = lk_name_to_text (&self->subject_item);
  self->issuer = lk_name_to_text (&self->issuer_item);
  self->common_name = lk_name_find (&self->subject_item, "2.5.4.3");
}

/* The common name, else the most telling attribute, else another name, else the serial number. */
static char *
make_title (LkCertificate *self)
{
  static const char *const attributes[] = { "2.5.4.11", "2.5.4.10", "1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.1" };

  if (self->common_name != NULL)
    return g_strdup (self->common_name);
  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      char *value = lk_name_find (&self->subject_item, attributes[i]);

      if (value != NULL)
        return value;
    }
  if (self->alt_names != NULL && self->alt_names[0] != NULL)
    return g_strdup (self->alt_names[0]);
  if (*self->subject != '\0')
    return g_strdup (self->subject);
  return g_strdup_printf (_ ("Serial number %s"), self->serial);
}

static char *
fingerprint (GBytes *der, gnutls_digest_algorithm_t algorithm, gsize size)
{
  guint8 digest[32];

  if (gnutls_hash_fast (algorithm, g_bytes_get_data (der, NULL), g_bytes_get_size (der), digest) <
      0)
    return g_compute_checksum_for_bytes (size == 32 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA1, der);
  return lk_hex_encode (digest, (gssize)size);
}

/* RFC 5280 4.1.2, in order. What is needed to call it a certificate must be there. */
static gboolean
read_tbs (LkCertificate *self)
{
  LkDer tbs = lk_der_enter (&self->tbs);
  LkDerItem serial, algorithm, validity, spki;

  read_version (self, &tbs);
  if (!lk_der_take (&tbs, LK_DER_INTEGER, &serial) ||
      !lk_der_take (&tbs, LK_DER_SEQUENCE, &algorithm) ||
      !lk_der_take (&tbs, LK_DER_SEQUENCE, &self->issuer_item) ||
      !lk_der_take (&tbs, LK_DER_SEQUENCE, &validity) ||
      !lk_der_take (&tbs, LK_DER_SEQUENCE, &self->subject_item) ||
      !lk_der_take (&tbs, LK_DER_SEQUENCE, &spki))
    return FALSE;
  read_serial (self, &serial);
  read_algorithm (self, &algorithm);
  read_validity (self, &validity);
  self->key = lk_public_key_new (&spki);
  read_names (self);
  read_extensions (self, &tbs);
  self->title = make_title (self);
  return TRUE;
}

gboolean
lk_certificate_read (LkCertificate *self, GBytes *der, GError **error)
{
  LkDer cursor = lk_der_from_bytes (der), inside;
  LkDerItem whole;

  if (lk_der_take (&cursor, LK_DER_SEQUENCE, &whole))
    {
      self->der = g_bytes_new_from_bytes (der, 0, whole.whole_size);
      if (cursor.size > 0)
        add_defect (self, "trailing-bytes", _ ("%zu bytes follow after the certificate."), cursor.size);
      if (whole.is_ber)
        add_defect (self, "not-der", _ ("The lengths are not encoded as DER demands."));
      inside = lk_der_enter (&whole);
      if (lk_der_take (&inside, LK_DER_SEQUENCE, &self->tbs) &&
          lk_der_take (&inside, LK_DER_SEQUENCE, &self->algorithm) &&
          lk_der_take (&inside, LK_DER_BIT_STRING, &self->signature) && read_tbs (self))
        {
          if (inside.size > 0)
            add_defect (self, "trailing-bytes", _ ("There are bytes behind the signature."));
          self->sha256 = fingerprint (self->der, GNUTLS_DIG_SHA256, 32);
          self->sha1 = fingerprint (self->der, GNUTLS_DIG_SHA1, 20);
          return TRUE;
        }
    }
  g_set_error_literal (error, LK_ERROR, LK_ERROR_BAD_DATA, _ ("This is not a certificate: choose a file with an X.509 certificate in it."));
  return FALSE;
}
