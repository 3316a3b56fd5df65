/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-extension-text.h"

#include "base/lk-hex.h"
#include "certificate/lk-name.h"
#include "certificate/lk-oid.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *text;
} key_usages[] = {
  { "digitalSignature", N_ ("Digital signature") },
  { "nonRepudiation", N_ ("Non-repudiation") },
  { "keyEncipherment", N_ ("Key encipherment") },
  { "dataEncipherment", N_ ("Data encipherment") },
  { "keyAgreement", N_ ("Key agreement") },
  { "keyCertSign", N_ ("Certificate signing") },
  { "cRLSign", N_ ("CRL signing") },
  { "encipherOnly", N_ ("Encipher only") },
  { "decipherOnly", N_ ("Decipher only") },
};

gboolean
lk_key_usage_read (LkDer value, guint *usage)
{
  LkDerItem item;
  LkDer bits;

  *usage = 0;
  if (!lk_der_take (&value, LK_DER_BIT_STRING, &item) || item.size < 1)
    return FALSE;
  bits = lk_der_get_bits (&item);
  for (gsize i = 0; i < G_N_ELEMENTS (key_usages); i++)
    if (i / 8 < bits.size && (bits.data[i / 8] >> (7 - i % 8) & 1) != 0)
      *usage |= 1u << i;
  return TRUE;
}

GStrv
lk_key_usage_list_names (guint usage)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (key_usages); i++)
    if ((usage & 1u << i) != 0)
      g_strv_builder_add (builder, key_usages[i].name);
  return g_strv_builder_end (builder);
}

static gboolean
decode_key_usage (LkDer value, GString *text)
{
  guint usage;
  const char *separator = "";

  if (!lk_key_usage_read (value, &usage))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (key_usages); i++)
    if ((usage & 1u << i) != 0)
      {
        g_string_append_printf (text, "%s%s", separator, _ (key_usages[i].text));
        separator = ", ";
      }
  return TRUE;
}

static gboolean
decode_basic_constraints (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;
  gboolean is_ca = FALSE;
  gint64 length;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_BOOLEAN, &item) && !lk_der_get_boolean (&item, &is_ca))
    return FALSE;
  g_string_append (text, is_ca ? _ ("CA certificate") : _ ("Not a CA certificate"));
  if (lk_der_take (&inside, LK_DER_INTEGER, &item) && lk_der_get_int (&item, &length))
    g_string_append_printf (text, _ ("\nCAs allowed below it: %" G_GINT64_FORMAT), length);
  return TRUE;
}

static gboolean
decode_purposes (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_OID, &item);)
    {
      g_autofree char *oid = lk_der_dup_oid (&item);
      g_autofree char *described = oid != NULL ? lk_oid_describe (oid) : NULL;

      g_string_append_printf (text, "%s\n", described != NULL ? described : "?");
    }
  return inside.size == 0;
}

static gboolean
decode_general_names (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_next (&inside, &item);)
    {
      g_autofree char *name = lk_general_name_to_text (&item);

      g_string_append_printf (text, "%s\n", name);
    }
  return inside.size == 0;
}

static gboolean
decode_key_id (LkDer value, GString *text)
{
  LkDerItem item;
  g_autofree char *hex = NULL;

  if (!lk_der_take (&value, LK_DER_OCTET_STRING, &item))
    return FALSE;
  hex = lk_hex_encode_spaced (item.content, (gssize)item.size);
  g_string_append (text, hex);
  return TRUE;
}

static const struct
{
  const char *oid;
  LkExtensionDecoder decode;
} decoders[] = {
  { "2.5.29.14", decode_key_id },
  { "2.5.29.15", decode_key_usage },
  { "2.5.29.17", decode_general_names },
  { "2.5.29.18", decode_general_names },
  { "2.5.29.19", decode_basic_constraints },
  { "2.5.29.37", decode_purposes },
};

LkExtensionDecoder
lk_extension_find_decoder (const char *oid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++)
    if (g_str_equal (decoders[i].oid, oid))
      return decoders[i].decode;
  return NULL;
}
