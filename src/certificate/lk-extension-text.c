/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-extension-text.h"

#include "base/lk-hex.h"
#include "certificate/lk-extension-decoders.h"
#include "certificate/lk-oid.h"

#include <inttypes.h>

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

void
lk_append_oid (GString *text, const LkDerItem *oid)
{
  g_autofree char *number = lk_der_dup_oid (oid);
  g_autofree char *described = number != NULL ? lk_oid_describe (number) : NULL;

  g_string_append (text, described != NULL ? described : "?");
}

void
lk_append_time (GString *text, const LkDerItem *time)
{
  g_autoptr (GDateTime) date = lk_der_dup_time (time, NULL);
  g_autofree char *iso = date != NULL ? g_date_time_format_iso8601 (date) : NULL;

  g_string_append (text, iso != NULL ? iso : "?");
}

void
lk_append_hex (GString *text, const LkDerItem *item)
{
  g_autofree char *hex = lk_hex_encode_spaced (item->content, (gssize)item->size);

  g_string_append (text, hex);
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
    g_string_append_printf (text, _ ("\nCAs allowed below it: %" PRId64), length);
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
      lk_append_oid (text, &item);
      g_string_append_c (text, '\n');
    }
  return inside.size == 0;
}

static gboolean
decode_number (LkDer value, GString *text)
{
  LkDerItem item;
  gint64 number;
  g_autofree char *hex = NULL;

  if (!lk_der_take (&value, LK_DER_INTEGER, &item))
    return FALSE;
  if (lk_der_get_int (&item, &number))
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, number);
      return TRUE;
    }
  hex = lk_der_dup_serial (&item);
  g_string_append (text, hex);
  return TRUE;
}

static gboolean
decode_inhibit_any_policy (LkDer value, GString *text)
{
  LkDerItem item;
  gint64 skip;

  if (!lk_der_take (&value, LK_DER_INTEGER, &item) || !lk_der_get_int (&item, &skip))
    return FALSE;
  g_string_append_printf (text,
                          g_dngettext (GETTEXT_PACKAGE, "After %" PRId64 " certificate",
                                       "After %" PRId64 " certificates", (gulong)skip),
                          skip);
  return TRUE;
}

static gboolean
decode_string (LkDer value, GString *text)
{
  LkDerItem item;
  g_autofree char *string = NULL;

  if (!lk_der_next (&value, &item) || (string = lk_der_dup_string (&item)) == NULL)
    return FALSE;
  g_string_append (text, string);
  return TRUE;
}

static gboolean
decode_null (LkDer value, GString *text)
{
  LkDerItem item;

  if (!lk_der_take (&value, LK_DER_NULL, &item))
    return FALSE;
  g_string_append (text, _ ("Yes"));
  return TRUE;
}

static gboolean
decode_octets (LkDer value, GString *text)
{
  LkDerItem item;

  if (!lk_der_take (&value, LK_DER_OCTET_STRING, &item))
    return FALSE;
  lk_append_hex (text, &item);
  return TRUE;
}

static gboolean
decode_time (LkDer value, GString *text)
{
  LkDerItem item;

  if (!lk_der_take (&value, LK_DER_GENERALIZED, &item))
    return FALSE;
  lk_append_time (text, &item);
  return TRUE;
}

/* RFC 5280 5.3.1 */
static gboolean
decode_reason (LkDer value, GString *text)
{
  static const char *const reasons[] = {
    N_ ("Unspecified"), N_ ("Key compromise"), N_ ("CA compromise"), N_ ("Affiliation changed"), N_ ("Superseded"), N_ ("Cessation of operation"),
    N_ ("Certificate hold"), "7", N_ ("Removed from the CRL"), N_ ("Privilege withdrawn"), N_ ("Attribute authority compromise")
  };
  LkDerItem item;
  gint64 reason;

  if (!lk_der_take (&value, LK_DER_ENUMERATED, &item) || !lk_der_get_int (&item, &reason) ||
      reason < 0 || reason >= (gint64)G_N_ELEMENTS (reasons))
    return FALSE;
  g_string_append (text, _ (reasons[reason]));
  return TRUE;
}

/* RFC 3280 4.2.1.4: from and until when the key may sign */
static gboolean
decode_key_period (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_next (&inside, &item);)
    {
      LkDerItem time = item;

      time.id = LK_DER_GENERALIZED;
      g_string_append (text, item.id == LK_DER_CONTEXT (0) ? _ ("Not before: ") : _ ("Not after: "));
      lk_append_time (text, &time);
      g_string_append_c (text, '\n');
    }
  return inside.size == 0;
}

static const struct
{
  const char *oid;
  LkExtensionDecoder decode;
} decoders[] = {
  { "2.5.29.9", lk_decode_directory_attributes },
  { "2.5.29.14", decode_octets },
  { "2.5.29.15", decode_key_usage },
  { "2.5.29.16", decode_key_period },
  { "2.5.29.17", lk_decode_general_names },
  { "2.5.29.18", lk_decode_general_names },
  { "2.5.29.19", decode_basic_constraints },
  { "2.5.29.20", decode_number },
  { "2.5.29.21", decode_reason },
  { "2.5.29.24", decode_time },
  { "2.5.29.27", decode_number },
  { "2.5.29.28", lk_decode_issuing_distribution_point },
  { "2.5.29.29", lk_decode_general_names },
  { "2.5.29.30", lk_decode_name_constraints },
  { "2.5.29.31", lk_decode_crl_distribution_points },
  { "2.5.29.32", lk_decode_policies },
  { "2.5.29.33", lk_decode_policy_mappings },
  { "2.5.29.35", lk_decode_authority_key_id },
  { "2.5.29.36", lk_decode_policy_constraints },
  { "2.5.29.37", decode_purposes },
  { "2.5.29.46", lk_decode_crl_distribution_points },
  { "2.5.29.54", decode_inhibit_any_policy },
  { "1.3.6.1.5.5.7.1.1", lk_decode_information_access },
  { "1.3.6.1.5.5.7.1.3", lk_decode_qc_statements },
  { "1.3.6.1.5.5.7.1.11", lk_decode_information_access },
  { "1.3.6.1.5.5.7.1.14", lk_decode_proxy },
  { "1.3.6.1.5.5.7.1.24", lk_decode_tls_feature },
  { "1.3.6.1.5.5.7.48.1.5", decode_null },
  { "1.3.6.1.4.1.11129.2.4.2", lk_decode_scts },
  { "1.3.6.1.4.1.11129.2.4.3", decode_null },
  { "1.3.6.1.4.1.311.20.2", decode_string },
  { "1.3.6.1.4.1.311.21.1", lk_decode_ms_ca_version },
  { "1.3.6.1.4.1.311.21.2", decode_octets },
  { "1.3.6.1.4.1.311.21.7", lk_decode_ms_template },
  { "1.3.6.1.4.1.311.21.10", lk_decode_policies },
  { "1.3.6.1.4.1.311.25.2", lk_decode_ms_security_identifier },
  { "1.2.840.113533.7.65.0", lk_decode_entrust_version },
  { "1.2.840.113549.1.9.15", lk_decode_smime_capabilities },
  { "2.16.840.1.113730.1.1", lk_decode_netscape_type },
  { "2.16.840.1.113730.1.2", decode_string },
  { "2.16.840.1.113730.1.3", decode_string },
  { "2.16.840.1.113730.1.4", decode_string },
  { "2.16.840.1.113730.1.7", decode_string },
  { "2.16.840.1.113730.1.8", decode_string },
  { "2.16.840.1.113730.1.12", decode_string },
  { "2.16.840.1.113730.1.13", decode_string },
};

LkExtensionDecoder
lk_extension_find_decoder (const char *oid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++)
    if (g_str_equal (decoders[i].oid, oid))
      return decoders[i].decode;
  return NULL;
}
