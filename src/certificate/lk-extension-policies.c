/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-extension-decoders.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#define MAX_NESTING 4

/* UserNotice: an optional reference (organization, numbers), an optional text */
static void
append_user_notice (GString *text, LkDer notice)
{
  LkDerItem item;

  while (lk_der_next (&notice, &item))
    {
      g_autofree char *string = lk_der_dup_string (&item);
      LkDer reference = lk_der_enter (&item);

      if (string == NULL && item.id == LK_DER_SEQUENCE && lk_der_next (&reference, &item))
        string = lk_der_dup_string (&item);
      if (string != NULL)
        g_string_append_printf (text, "    %s\n", string);
    }
}

static gboolean
append_qualifiers (GString *text, LkDer qualifiers)
{
  LkDerItem item, oid, value;

  while (lk_der_take (&qualifiers, LK_DER_SEQUENCE, &item))
    {
      LkDer inside = lk_der_enter (&item);
      g_autofree char *string = NULL;

      if (!lk_der_take (&inside, LK_DER_OID, &oid))
        return FALSE;
      g_string_append (text, "  ");
      lk_append_oid (text, &oid);
      g_string_append_c (text, '\n');
      if (!lk_der_next (&inside, &value))
        continue;
      string = lk_der_dup_string (&value);
      if (string != NULL)
        g_string_append_printf (text, "    %s\n", string);
      else if (value.id == LK_DER_SEQUENCE)
        append_user_notice (text, lk_der_enter (&value));
    }
  return qualifiers.size == 0;
}

/* RFC 5280 4.2.1.4 */
gboolean
lk_decode_policies (LkDer value, GString *text)
{
  LkDerItem sequence, item, oid, qualifiers;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_SEQUENCE, &item);)
    {
      LkDer policy = lk_der_enter (&item);

      if (!lk_der_take (&policy, LK_DER_OID, &oid))
        return FALSE;
      lk_append_oid (text, &oid);
      g_string_append_c (text, '\n');
      if (lk_der_take (&policy, LK_DER_SEQUENCE, &qualifiers) &&
          !append_qualifiers (text, lk_der_enter (&qualifiers)))
        return FALSE;
    }
  return inside.size == 0;
}

/* RFC 5280 4.2.1.5 */
gboolean
lk_decode_policy_mappings (LkDer value, GString *text)
{
  LkDerItem sequence, item, from, to;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_SEQUENCE, &item);)
    {
      LkDer pair = lk_der_enter (&item);

      if (!lk_der_take (&pair, LK_DER_OID, &from) || !lk_der_take (&pair, LK_DER_OID, &to))
        return FALSE;
      lk_append_oid (text, &from);
      g_string_append (text, " → ");
      lk_append_oid (text, &to);
      g_string_append_c (text, '\n');
    }
  return inside.size == 0;
}

/* RFC 5280 4.2.1.11 */
gboolean
lk_decode_policy_constraints (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;
  gint64 skip;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_CONTEXT (0), &item) && lk_der_get_int (&item, &skip))
    g_string_append_printf (
      text,
      g_dngettext (GETTEXT_PACKAGE, "A policy is required after %" PRId64 " certificate\n",
                   "A policy is required after %" PRId64 " certificates\n", (gulong)skip),
      skip);
  if (lk_der_take (&inside, LK_DER_CONTEXT (1), &item) && lk_der_get_int (&item, &skip))
    g_string_append_printf (
      text,
      g_dngettext (GETTEXT_PACKAGE, "Policies are not mapped after %" PRId64 " certificate\n",
                   "Policies are not mapped after %" PRId64 " certificates\n", (gulong)skip),
      skip);
  return inside.size == 0 && text->len > 0;
}

/* RFC 3820 3.8 */
gboolean
lk_decode_proxy (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;
  gint64 length;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (lk_der_take (&inside, LK_DER_INTEGER, &item) && lk_der_get_int (&item, &length))
    g_string_append_printf (text, _ ("Proxies allowed below it: %" PRId64 "\n"), length);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_OID, &item))
    return FALSE;
  g_string_append (text, _ ("Policy language: "));
  lk_append_oid (text, &item);
  return TRUE;
}

/* The information of a statement, whatever it is made of: its OIDs, numbers and strings in
 * order. */
static void
append_information (GString *text, LkDer der, guint nesting)
{
  LkDerItem item;

  while (lk_der_next (&der, &item))
    {
      g_autofree char *string = lk_der_dup_string (&item);
      gint64 number;

      if ((item.id & 0x20) != 0)
        {
          if (nesting < MAX_NESTING)
            append_information (text, lk_der_enter (&item), nesting + 1);
          continue;
        }
      g_string_append (text, "  ");
      if (string != NULL)
        g_string_append (text, string);
      else if (item.id == LK_DER_OID)
        lk_append_oid (text, &item);
      else if (item.id == LK_DER_INTEGER && lk_der_get_int (&item, &number))
        g_string_append_printf (text, "%" G_GINT64_FORMAT, number);
      else
        lk_append_hex (text, &item);
      g_string_append_c (text, '\n');
    }
}

/* RFC 3739 3.2.6 */
gboolean
lk_decode_qc_statements (LkDer value, GString *text)
{
  LkDerItem sequence, item, oid;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_SEQUENCE, &item);)
    {
      LkDer statement = lk_der_enter (&item);

      if (!lk_der_take (&statement, LK_DER_OID, &oid))
        return FALSE;
      lk_append_oid (text, &oid);
      g_string_append_c (text, '\n');
      append_information (text, statement, 0);
    }
  return inside.size == 0;
}
