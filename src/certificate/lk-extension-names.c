/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-extension-decoders.h"
#include "certificate/lk-name.h"

#include <glib/gi18n-lib.h>

void
lk_append_names (GString *text, const char *indent, LkDer names)
{
  LkDerItem item;

  while (lk_der_next (&names, &item))
    {
      g_autofree char *name = lk_general_name_to_text (&item);

      g_string_append_printf (text, "%s%s\n", indent, name);
    }
}

gboolean
lk_decode_general_names (LkDer value, GString *text)
{
  LkDerItem sequence;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence) ||
      !lk_der_is_whole (lk_der_enter (&sequence)))
    return FALSE;
  lk_append_names (text, "", lk_der_enter (&sequence));
  return TRUE;
}

/* RFC 5280 4.2.1.1 */
gboolean
lk_decode_authority_key_id (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_CONTEXT (0), &item))
    {
      lk_append_hex (text, &item);
      g_string_append_c (text, '\n');
    }
  if (lk_der_take (&inside, LK_DER_EXPLICIT (1), &item))
    {
      g_string_append (text, _ ("Issuer of the issuer:\n"));
      lk_append_names (text, "  ", lk_der_enter (&item));
    }
  if (lk_der_take (&inside, LK_DER_CONTEXT (2), &item))
    {
      g_autofree char *serial = lk_der_dup_serial (&item);

      g_string_append_printf (text, _ ("Serial number of the issuer: %s\n"), serial);
    }
  if (text->len == 0)
    g_string_append (text, _ ("Names no key"));
  return inside.size == 0;
}

static const char *const reasons[] = {
  N_ ("unused"), N_ ("key compromise"), N_ ("CA compromise"), N_ ("affiliation changed"), N_ ("superseded"),
  N_ ("cessation of operation"), N_ ("certificate hold"), N_ ("privilege withdrawn"), N_ ("attribute authority compromise")
};

static void
append_reasons (GString *text, const LkDerItem *flags)
{
  LkDer bits = lk_der_get_bits (flags);
  const char *separator = "";

  g_string_append (text, _ ("Reasons: "));
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (i / 8 < bits.size && (bits.data[i / 8] >> (7 - i % 8) & 1) != 0)
      {
        g_string_append_printf (text, "%s%s", separator, _ (reasons[i]));
        separator = ", ";
      }
  g_string_append_c (text, '\n');
}

/* DistributionPointName: full names, or a name relative to the CRL issuer's */
static void
append_point_name (GString *text, const LkDerItem *point)
{
  LkDer inside = lk_der_enter (point);
  LkDerItem item;

  if (lk_der_take (&inside, LK_DER_EXPLICIT (0), &item))
    lk_append_names (text, "", lk_der_enter (&item));
  else if (lk_der_take (&inside, LK_DER_EXPLICIT (1), &item))
    {
      g_string_append (text, _ ("Relative to the issuer: "));
      lk_append_hex (text, &item);
      g_string_append_c (text, '\n');
    }
}

static gboolean
append_point (GString *text, LkDer point)
{
  LkDerItem item;

  if (lk_der_take (&point, LK_DER_EXPLICIT (0), &item))
    append_point_name (text, &item);
  if (lk_der_take (&point, LK_DER_CONTEXT (1), &item))
    append_reasons (text, &item);
  if (lk_der_take (&point, LK_DER_EXPLICIT (2), &item))
    {
      g_string_append (text, _ ("CRL issuer:\n"));
      lk_append_names (text, "  ", lk_der_enter (&item));
    }
  return point.size == 0;
}

/* RFC 5280 4.2.1.13 */
gboolean
lk_decode_crl_distribution_points (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_SEQUENCE, &item);)
    if (!append_point (text, lk_der_enter (&item)))
      return FALSE;
  return inside.size == 0;
}

/* RFC 5280 5.2.5 */
gboolean
lk_decode_issuing_distribution_point (LkDer value, GString *text)
{
  static const char *const flags[] = {
    [1] = N_ ("Only user certificates"), [2] = N_ ("Only CA certificates"), [4] = N_ ("Also of other issuers"), [5] = N_ ("Only attribute certificates")
  };
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_next (&inside, &item);)
    if (item.id == LK_DER_EXPLICIT (0))
      append_point_name (text, &item);
    else if (item.id == LK_DER_CONTEXT (3))
      append_reasons (text, &item);
    else if (item.tag < G_N_ELEMENTS (flags) && flags[item.tag] != NULL)
      g_string_append_printf (text, "%s\n", _ (flags[item.tag]));
  return inside.size == 0;
}

/* RFC 5280 4.2.2.1, 4.2.2.2: method and place */
gboolean
lk_decode_information_access (LkDer value, GString *text)
{
  LkDerItem sequence, item, method, place;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_SEQUENCE, &item);)
    {
      LkDer access = lk_der_enter (&item);
      g_autofree char *name = NULL;

      if (!lk_der_take (&access, LK_DER_OID, &method) || !lk_der_next (&access, &place))
        return FALSE;
      lk_append_oid (text, &method);
      name = lk_general_name_to_text (&place);
      g_string_append_printf (text, "\n  %s\n", name);
    }
  return inside.size == 0;
}

static gboolean
append_subtrees (GString *text, const char *heading, LkDer subtrees)
{
  LkDerItem item, name;

  g_string_append_printf (text, "%s\n", heading);
  while (lk_der_take (&subtrees, LK_DER_SEQUENCE, &item))
    {
      LkDer tree = lk_der_enter (&item);
      g_autofree char *one = NULL;

      if (!lk_der_next (&tree, &name))
        return FALSE;
      one = lk_general_name_to_text (&name);
      g_string_append_printf (text, "  %s\n", one);
    }
  return subtrees.size == 0;
}

/* RFC 5280 4.2.1.10 */
gboolean
lk_decode_name_constraints (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_EXPLICIT (0), &item) &&
      !append_subtrees (text, _ ("Permitted:"), lk_der_enter (&item)))
    return FALSE;
  if (lk_der_take (&inside, LK_DER_EXPLICIT (1), &item) &&
      !append_subtrees (text, _ ("Excluded:"), lk_der_enter (&item)))
    return FALSE;
  return inside.size == 0 && text->len > 0;
}

/* RFC 5280 4.2.1.8: attributes with sets of values */
gboolean
lk_decode_directory_attributes (LkDer value, GString *text)
{
  LkDerItem sequence, item, oid, set, one;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_SEQUENCE, &item);)
    {
      LkDer attribute = lk_der_enter (&item), values;

      if (!lk_der_take (&attribute, LK_DER_OID, &oid) ||
          !lk_der_take (&attribute, LK_DER_SET, &set))
        return FALSE;
      lk_append_oid (text, &oid);
      g_string_append_c (text, '\n');
      for (values = lk_der_enter (&set); lk_der_next (&values, &one);)
        {
          g_autofree char *string = lk_der_dup_string (&one);

          g_string_append (text, "  ");
          if (string != NULL)
            g_string_append (text, string);
          else if (one.id == LK_DER_GENERALIZED || one.id == LK_DER_UTC_TIME)
            lk_append_time (text, &one);
          else
            lk_append_hex (text, &one);
          g_string_append_c (text, '\n');
        }
    }
  return inside.size == 0;
}
