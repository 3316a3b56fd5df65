/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-hex.h"
#include "certificate/lk-extension-decoders.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

static guint64
take_number (LkDer *der, gsize size)
{
  guint64 number = 0;

  if (der->size < size)
    {
      der->size = 0;
      return 0;
    }
  for (gsize i = 0; i < size; i++)
    number = number << 8 | der->data[i];
  der->data += size;
  der->size -= size;
  return number;
}

static LkDer
take_bytes (LkDer *der, gsize size)
{
  LkDer taken = { der->data, MIN (size, der->size) };

  der->data += taken.size;
  der->size -= taken.size;
  return taken;
}

/* RFC 6962 3.2: version, log id, milliseconds since 1970, extensions, signature */
static gboolean
append_sct (GString *text, LkDer sct)
{
  guint64 version, milliseconds;
  LkDer log;
  g_autofree char *id = NULL, *when = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (sct.size < 1 + 32 + 8 + 2)
    return FALSE;
  version = take_number (&sct, 1);
  log = take_bytes (&sct, 32);
  milliseconds = take_number (&sct, 8);
  id = g_base64_encode (log.data, log.size);
  if (milliseconds / 1000 < G_MAXINT32)
    time = g_date_time_new_from_unix_utc ((gint64)(milliseconds / 1000));
  when = time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("?");
  g_string_append_printf (text, _ ("Version %u, %s\n  Log %s\n"), (guint)version + 1, when, id);
  return TRUE;
}

gboolean
lk_decode_scts (LkDer value, GString *text)
{
  LkDerItem octets;
  LkDer list;

  if (!lk_der_take (&value, LK_DER_OCTET_STRING, &octets))
    return FALSE;
  list = lk_der_enter (&octets);
  if (list.size < 2 || take_number (&list, 2) != list.size)
    return FALSE;
  while (list.size > 2)
    {
      gsize size = (gsize)take_number (&list, 2);

      if (size > list.size || !append_sct (text, take_bytes (&list, size)))
        return FALSE;
    }
  return list.size == 0;
}

/* RFC 7633 */
gboolean
lk_decode_tls_feature (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;
  gint64 feature;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_INTEGER, &item);)
    {
      if (!lk_der_get_int (&item, &feature))
        return FALSE;
      if (feature == 5)
        g_string_append (text, _ ("OCSP stapling is required (status_request)\n"));
      else if (feature == 17)
        g_string_append (text, _ ("OCSP stapling for the chain is required (status_request_v2)\n"));
      else
        g_string_append_printf (text, _ ("TLS extension %" PRId64 "\n"), feature);
    }
  return inside.size == 0;
}

gboolean
lk_decode_netscape_type (LkDer value, GString *text)
{
  static const char *const types[] = {
    N_ ("SSL client"), N_ ("SSL server"), N_ ("S/MIME"), N_ ("Object signing"), N_ ("Reserved"), N_ ("SSL CA"), N_ ("S/MIME CA"), N_ ("Object signing CA")
  };
  const char *separator = "";
  LkDerItem item;
  LkDer bits;

  if (!lk_der_take (&value, LK_DER_BIT_STRING, &item) || item.size < 1)
    return FALSE;
  bits = lk_der_get_bits (&item);
  for (gsize i = 0; i < G_N_ELEMENTS (types) && bits.size > 0; i++)
    if ((bits.data[0] >> (7 - i) & 1) != 0)
      {
        g_string_append_printf (text, "%s%s", separator, _ (types[i]));
        separator = ", ";
      }
  return TRUE;
}

/* [MS-WCCE] 2.2.2.7.7.2: template OID, major and minor version */
gboolean
lk_decode_ms_template (LkDer value, GString *text)
{
  LkDerItem sequence, oid, item;
  LkDer inside;
  gint64 major = -1, minor = -1;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_OID, &oid))
    return FALSE;
  g_string_append (text, _ ("Template: "));
  lk_append_oid (text, &oid);
  if (lk_der_take (&inside, LK_DER_INTEGER, &item) && lk_der_get_int (&item, &major))
    g_string_append_printf (text, _ ("\nMajor version: %" PRId64), major);
  if (lk_der_take (&inside, LK_DER_INTEGER, &item) && lk_der_get_int (&item, &minor))
    g_string_append_printf (text, _ ("\nMinor version: %" PRId64), minor);
  return inside.size == 0;
}

/* [MS-WCCE] 2.2.2.7.5: renewals of the certificate in the low half, of its key in the high one */
gboolean
lk_decode_ms_ca_version (LkDer value, GString *text)
{
  LkDerItem item;
  gint64 version;

  if (!lk_der_take (&value, LK_DER_INTEGER, &item) || !lk_der_get_int (&item, &version) ||
      version < 0)
    return FALSE;
  g_string_append_printf (text, _ ("Certificate %u, key %u"), (guint)(version & 0xffff), (guint)(version >> 16 & 0xffff));
  return TRUE;
}

/* [MS-WCCE] 2.2.2.7.7.4: a general name that holds the account's SID as text */
gboolean
lk_decode_ms_security_identifier (LkDer value, GString *text)
{
  LkDerItem sequence, other, oid, wrapper, item;
  LkDer inside;
  g_autofree char *sid = NULL;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_EXPLICIT (0), &other))
    return FALSE;
  inside = lk_der_enter (&other);
  if (!lk_der_take (&inside, LK_DER_OID, &oid) ||
      !lk_der_take (&inside, LK_DER_EXPLICIT (0), &wrapper))
    return FALSE;
  inside = lk_der_enter (&wrapper);
  if (!lk_der_take (&inside, LK_DER_OCTET_STRING, &item))
    return FALSE;
  item.id = LK_DER_UTF8_STRING;
  sid = lk_der_dup_string (&item);
  if (sid == NULL)
    return FALSE;
  g_string_append (text, sid);
  return TRUE;
}

gboolean
lk_decode_entrust_version (LkDer value, GString *text)
{
  LkDerItem sequence, item;
  LkDer inside;
  g_autofree char *version = NULL;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  inside = lk_der_enter (&sequence);
  if (!lk_der_next (&inside, &item) || (version = lk_der_dup_string (&item)) == NULL)
    return FALSE;
  g_string_append_printf (text, _ ("Version %s"), version);
  return TRUE;
}

/* RFC 4262: algorithms that the holder can read */
gboolean
lk_decode_smime_capabilities (LkDer value, GString *text)
{
  LkDerItem sequence, item, oid;
  LkDer inside;

  if (!lk_der_take (&value, LK_DER_SEQUENCE, &sequence))
    return FALSE;
  for (inside = lk_der_enter (&sequence); lk_der_take (&inside, LK_DER_SEQUENCE, &item);)
    {
      LkDer capability = lk_der_enter (&item);

      if (!lk_der_take (&capability, LK_DER_OID, &oid))
        return FALSE;
      lk_append_oid (text, &oid);
      g_string_append_c (text, '\n');
    }
  return inside.size == 0;
}
