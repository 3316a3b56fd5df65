/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the descriptions of several kinds have in common: names, keys, times, extensions. */

#include "config.h"

#include "base/lk-hex.h"
#include "certificate/lk-description-private.h"
#include "certificate/lk-oid.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_DECIMAL_BYTES 40

/* Days are for what is near. */
#define MIN_YEARS           3
#define DAYS_OF_10000_YEARS 3652425

char *
lk_bytes_to_decimal (const guint8 *bytes, gsize size)
{
  g_autofree guint8 *rest = g_memdup2 (bytes, size);
  char digits[MAX_DECIMAL_BYTES * 5 / 2 + 2];
  gsize used = sizeof digits - 1;

  if (size == 0 || size > MAX_DECIMAL_BYTES)
    return NULL;
  digits[used] = '\0';
  for (gboolean is_zero = FALSE; !is_zero && used > 0;)
    {
      guint remainder = 0;

      is_zero = TRUE;
      for (gsize i = 0; i < size; i++)
        {
          guint number = remainder << 8 | rest[i];

          rest[i] = (guint8)(number / 10);
          remainder = number % 10;
          is_zero = is_zero && rest[i] == 0;
        }
      digits[--used] = (char)('0' + remainder);
    }
  return g_strdup (digits + used);
}

void
lk_describe_name (
  GListStore *sections, const char *id, const char *title, const char *text, const LkDerItem *name)
{
  LkSection *section = lk_section_new (id, title);
  g_autoptr (GPtrArray) parts = lk_name_list_parts (name);

  lk_section_add (section, id, _ ("Distinguished name"), *text != '\0' ? text : _ ("(empty)"), LK_FIELD_PLAIN);
  for (guint i = 0; i < parts->len; i++)
    {
      const LkNamePart *part = g_ptr_array_index (parts, i);
      const char *long_name = lk_oid_get_name (part->oid);
      g_autofree char *part_id =
        g_strconcat (id, ".", part->short_name != NULL ? part->short_name : part->oid, NULL);
      g_autofree char *label = NULL;

      if (part->short_name == NULL)
        label = g_strdup (part->oid);
      else if (long_name != NULL)
        label = g_strdup_printf ("%s (%s)", _ (long_name), part->short_name);
      else
        label = g_strdup (part->short_name);
      lk_section_add (section, part_id, label, part->value, LK_FIELD_PLAIN);
    }
  lk_sections_take (sections, section);
}

static char *
dup_relative (GDateTime *time, GDateTime *now)
{
  gint64 seconds = g_date_time_difference (time, now) / G_TIME_SPAN_SECOND;
  gint64 days = seconds / (24 * 60 * 60);
  /* a day more, so that anniversaries count */
  gint64 years = (ABS (days) + 1) * 10000 / DAYS_OF_10000_YEARS;

  if (years >= MIN_YEARS && days > 0)
    return g_strdup_printf (ngettext ("in %" PRId64 " year", "in %" PRId64 " years", (gulong)years), years);
  if (years >= MIN_YEARS)
    return g_strdup_printf (ngettext ("%" PRId64 " year ago", "%" PRId64 " years ago", (gulong)years), years);
  if (days > 0)
    return g_strdup_printf (ngettext ("in %" PRId64 " day", "in %" PRId64 " days", (gulong)days), days);
  if (days < 0)
    return g_strdup_printf (ngettext ("%" PRId64 " day ago", "%" PRId64 " days ago", (gulong)-days), -days);
  return g_strdup (seconds >= 0 ? _ ("within a day") : _ ("less than a day ago"));
}

/* Asked for once: GLib looks at files each time. */
static gpointer
make_local_zone (gpointer unused)
{
  return g_time_zone_new_local ();
}

/* UTC first, as it stands in the object; then how far off, and the local time where it differs. */
void
lk_describe_time (
  LkSection *section, const char *id, const char *label, GDateTime *time, GDateTime *now)
{
  static GOnce zone = G_ONCE_INIT;
  g_autoptr (GDateTime) local = NULL;
  GString *text;
  g_autofree char *utc = NULL;

  if (time == NULL)
    {
      lk_section_add (section, id, label, _ ("Not readable"), LK_FIELD_PLAIN);
      return;
    }
  /* Translators: a date and time in UTC, g_date_time_format() pattern */
  utc = g_date_time_format (time, _ ("%Y-%m-%d %H:%M:%S UTC"));
  text = g_string_new (utc);
  if (now != NULL)
    {
      g_autofree char *relative = dup_relative (time, now);

      g_string_append_printf (text, " (%s)", relative);
    }
  local = g_date_time_to_timezone (time, g_once (&zone, make_local_zone, NULL));
  if (local != NULL && g_date_time_get_utc_offset (local) != 0)
    {
      /* Translators: the same in local time, with the zone's name */
      g_autofree char *here = g_date_time_format (local, _ ("%Y-%m-%d %H:%M:%S %Z"));

      g_string_append_printf (text, "\n%s", here);
    }
  lk_section_take (section, id, label, g_string_free (text, FALSE), LK_FIELD_PLAIN);
}

static char *
dup_spaced_bytes (GBytes *bytes)
{
  return bytes != NULL
           ? lk_hex_encode_spaced (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes))
           : NULL;
}

char *
lk_space_hex (const char *hex)
{
  gsize length = hex != NULL ? strlen (hex) : 0;
  char *text, *out;

  if (length % 2 != 0 || length == 0)
    return g_strdup (hex);
  out = text = g_malloc (length / 2 * 3);
  for (gsize i = 0; i < length; i += 2)
    {
      *out++ = hex[i];
      *out++ = hex[i + 1];
      *out++ = i + 2 < length ? ':' : '\0';
    }
  return text;
}

static void
describe_rsa (LkSection *section, LkPublicKey *key)
{
  GBytes *exponent = lk_public_key_get_exponent (key);

  if (exponent == NULL)
    return;
  lk_section_take (
    section, "key-exponent", _ ("Exponent"),
    lk_bytes_to_decimal (g_bytes_get_data (exponent, NULL), g_bytes_get_size (exponent)),
    LK_FIELD_PLAIN);
  lk_section_take (section, "key-modulus", _ ("Modulus"),
                   dup_spaced_bytes (lk_public_key_get_modulus (key)), LK_FIELD_MONOSPACE);
}

void
lk_describe_key (GListStore *sections, LkPublicKey *key)
{
  LkSection *section = lk_section_new ("key", _ ("Public key"));
  const char *curve = lk_public_key_get_curve (key);

  lk_section_add (section, "key", _ ("Algorithm"), lk_public_key_get_algorithm (key), LK_FIELD_PLAIN);
  if (lk_public_key_get_bits (key) > 0)
    lk_section_take (section, "key-bits", _ ("Size"),
                     g_strdup_printf (_ ("%u bits"), lk_public_key_get_bits (key)), LK_FIELD_PLAIN);
  lk_section_add (
    section, "key-curve", _ ("Curve"),
    lk_public_key_has_explicit_curve (key) ? _ ("Written out as parameters, not named") : curve,
    LK_FIELD_PLAIN);
  describe_rsa (section, key);
  if (lk_public_key_get_modulus (key) == NULL)
    lk_section_take (section, "key-value", _ ("Value"),
                     dup_spaced_bytes (lk_public_key_get_bits_value (key)), LK_FIELD_MONOSPACE);
  lk_section_take (section, "spki-sha256", _ ("SHA-256 of the key"),
                   lk_space_hex (lk_public_key_get_sha256 (key)), LK_FIELD_MONOSPACE);
  lk_section_take (section, "spki-pin", _ ("Pin (base64)"), lk_public_key_to_pin (key), LK_FIELD_MONOSPACE);
  lk_sections_take (sections, section);
}

void
lk_describe_signature (LkSection *section, const char *oid, const char *hash)
{
  lk_section_take (section, "signature-algorithm", _ ("Signature algorithm"), lk_oid_describe (oid), LK_FIELD_PLAIN);
  lk_section_add (section, "signature-hash", _ ("Hash"), hash, LK_FIELD_PLAIN);
}

void
lk_describe_extensions (GListStore *sections, const char *title, GPtrArray *extensions)
{
  LkSection *section = lk_section_new ("extensions", title);

  for (guint i = 0; i < extensions->len; i++)
    {
      LkExtension *extension = g_ptr_array_index (extensions, i);
      LkFieldFlags flags = LK_FIELD_PLAIN;
      const char *oid = lk_extension_get_oid (extension);
      g_autofree char *label = lk_oid_describe (oid);

      if (lk_extension_is_critical (extension))
        flags |= LK_FIELD_CRITICAL;
      if (!lk_extension_is_known (extension) || !lk_extension_is_valid (extension))
        flags |= LK_FIELD_MONOSPACE;
      lk_section_add (section, oid, label, lk_extension_get_text (extension), flags);
    }
  lk_sections_take (sections, section);
}
