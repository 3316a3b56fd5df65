/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-distinguished-name.h"

#include <string.h>

#define MAX_NAME_BYTES 16384
#define MAX_ATTRIBUTES 256

/* Attribute names as RFC 4514 3, RFC 4519 and programs write them, by their OID. */
static const struct
{
  const char *name;
  const char *oid;
} attribute_names[] = {
  { "cn", "2.5.4.3" },
  { "commonname", "2.5.4.3" },
  { "sn", "2.5.4.4" },
  { "surname", "2.5.4.4" },
  { "serialnumber", "2.5.4.5" },
  { "c", "2.5.4.6" },
  { "country", "2.5.4.6" },
  { "countryname", "2.5.4.6" },
  { "l", "2.5.4.7" },
  { "locality", "2.5.4.7" },
  { "localityname", "2.5.4.7" },
  { "st", "2.5.4.8" },
  { "s", "2.5.4.8" },
  { "stateorprovincename", "2.5.4.8" },
  { "street", "2.5.4.9" },
  { "streetaddress", "2.5.4.9" },
  { "o", "2.5.4.10" },
  { "organization", "2.5.4.10" },
  { "organizationname", "2.5.4.10" },
  { "ou", "2.5.4.11" },
  { "organizationalunitname", "2.5.4.11" },
  { "title", "2.5.4.12" },
  { "t", "2.5.4.12" },
  { "businesscategory", "2.5.4.15" },
  { "postalcode", "2.5.4.17" },
  { "name", "2.5.4.41" },
  { "givenname", "2.5.4.42" },
  { "gn", "2.5.4.42" },
  { "g", "2.5.4.42" },
  { "initials", "2.5.4.43" },
  { "generationqualifier", "2.5.4.44" },
  { "dnqualifier", "2.5.4.46" },
  { "pseudonym", "2.5.4.65" },
  { "organizationidentifier", "2.5.4.97" },
  { "uid", "0.9.2342.19200300.100.1.1" },
  { "userid", "0.9.2342.19200300.100.1.1" },
  { "dc", "0.9.2342.19200300.100.1.25" },
  { "domaincomponent", "0.9.2342.19200300.100.1.25" },
  { "email", "1.2.840.113549.1.9.1" },
  { "e", "1.2.840.113549.1.9.1" },
  { "emailaddress", "1.2.840.113549.1.9.1" },
};

typedef struct
{
  char *oid;
  char *value; /* UTF-8, unescaped */
} Attribute;

static void
attribute_free (gpointer data)
{
  Attribute *attribute = data;

  g_free (attribute->oid);
  g_free (attribute->value);
  g_free (attribute);
}

static char *
dup_oid (const char *name, gsize length)
{
  g_autofree char *text = g_strstrip (g_strndup (name, length));
  g_autofree char *lower = g_ascii_strdown (text, -1);
  const char *plain = g_str_has_prefix (lower, "oid.") ? lower + 4 : lower;

  for (gsize i = 0; i < G_N_ELEMENTS (attribute_names); i++)
    if (strcmp (attribute_names[i].name, plain) == 0)
      return g_strdup (attribute_names[i].oid);
  return g_strdup (plain);
}

/* "#0C0553697465": the DER of the value (RFC 4514 2.4). A string type gives its text, another stays as it is. */
static char *
decode_hex_value (char *text)
{
  g_autofree char *hex = text;
  gsize length_bytes = strlen (hex + 1) / 2;
  g_autofree guint8 *bytes = g_malloc (length_bytes + 1);
  gboolean is_text;

  for (gsize i = 0; i < length_bytes; i++)
    {
      int high = g_ascii_xdigit_value (hex[1 + 2 * i]);
      int low = g_ascii_xdigit_value (hex[2 + 2 * i]);

      if (high < 0 || low < 0)
        return g_steal_pointer (&hex);
      bytes[i] = (guint8)(high << 4 | low);
    }
  is_text = length_bytes > 2 && (bytes[0] == 0x0c || bytes[0] == 0x13 || bytes[0] == 0x16) &&
            bytes[1] == length_bytes - 2;
  if (!is_text || !g_utf8_validate ((const char *)bytes + 2, (gssize)(length_bytes - 2), NULL))
    return g_steal_pointer (&hex);
  return g_strndup ((const char *)bytes + 2, length_bytes - 2);
}

/* Where a part ends: at ',', ';' or '+', and in the OpenSSL form at '/' if an attribute follows. */
static gboolean
is_end (const char *at, gboolean slashes)
{
  if (!slashes)
    return *at == ',' || *at == ';' || *at == '+';
  if (*at != '/' && *at != '+')
    return FALSE;
  for (at++; g_ascii_isalnum (*at) || *at == '.'; at++)
    ;
  return *at == '=';
}

static void
append_escaped (GString *value, const char **at)
{
  int high = g_ascii_xdigit_value ((*at)[1]);
  int low = high < 0 ? -1 : g_ascii_xdigit_value ((*at)[2]);

  if (low >= 0 && (high << 4 | low) != 0)
    {
      g_string_append_c (value, (char)(high << 4 | low));
      *at += 3;
    }
  else if ((*at)[1] != '\0')
    {
      g_string_append_c (value, (*at)[1]);
      *at += 2;
    }
  else
    *at += 1;
}

/* Reads a value up to its end, escapes and quotes resolved. */
static char *
read_value (const char **at, gboolean slashes)
{
  GString *value = g_string_new (NULL);
  gboolean is_quoted = FALSE;
  g_autofree char *raw = NULL;
  char *text;

  while (g_ascii_isspace (**at))
    (*at)++;
  while (**at != '\0' && (is_quoted || !is_end (*at, slashes)))
    {
      if (**at == '\\')
        append_escaped (value, at);
      else if (**at == '"')
        {
          is_quoted = !is_quoted;
          (*at)++;
        }
      else
        g_string_append_c (value, *(*at)++);
    }
  raw = g_string_free (value, FALSE);
  text = g_utf8_make_valid (g_strchomp (raw), -1);
  return text[0] == '#' ? decode_hex_value (text) : text;
}

static GPtrArray *
parse (const char *name)
{
  g_autoptr (GPtrArray) attributes = g_ptr_array_new_with_free_func (attribute_free);
  const char *at = name;
  gboolean slashes;

  if (name == NULL || strlen (name) > MAX_NAME_BYTES)
    return NULL;
  while (g_ascii_isspace (*at))
    at++;
  slashes = *at == '/';
  if (slashes)
    at++;
  while (*at != '\0')
    {
      gsize length = strcspn (at, "=,;");
      Attribute *attribute;

      if (at[length] != '=' || length == 0 || attributes->len >= MAX_ATTRIBUTES)
        return NULL;
      attribute = g_new0 (Attribute, 1);
      g_ptr_array_add (attributes, attribute);
      attribute->oid = dup_oid (at, length);
      at += length + 1;
      attribute->value = read_value (&at, slashes);
      if (*at != '\0')
        at++;
    }
  return attributes->len > 0 ? g_steal_pointer (&attributes) : NULL;
}

/* Case and the number of blanks do not count (RFC 5280 7.1, RFC 4518 2.6.1). */
static char *
fold (const char *value)
{
  g_autofree char *normal = g_utf8_normalize (value, -1, G_NORMALIZE_NFKC);
  g_autofree char *lower = g_utf8_casefold (normal != NULL ? normal : value, -1);
  g_auto (GStrv) words = g_strsplit_set (lower, " \t\r\n", -1);
  GString *folded = g_string_new (NULL);

  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_string_append_printf (folded, "%s%s", folded->len > 0 ? " " : "", words[i]);
  return g_string_free (folded, FALSE);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* One text for all ways to write a name: its folded attributes, sorted. */
static char *
dup_canonical (const char *name)
{
  g_autoptr (GPtrArray) attributes = parse (name);
  g_autoptr (GPtrArray) keys = NULL;

  if (attributes == NULL)
    return NULL;
  keys = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < attributes->len; i++)
    {
      Attribute *attribute = g_ptr_array_index (attributes, i);
      g_autofree char *value = fold (attribute->value);

      g_ptr_array_add (keys, g_strdup_printf ("%s=%s", attribute->oid, value));
    }
  g_ptr_array_sort (keys, compare_keys);
  g_ptr_array_add (keys, NULL);
  return g_strjoinv ("\n", (char **)keys->pdata);
}

gboolean
lk_distinguished_name_equal (const char *a, const char *b)
{
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (g_strcmp0 (a, b) == 0)
    return TRUE;
  left = dup_canonical (a);
  right = dup_canonical (b);
  return left != NULL && g_strcmp0 (left, right) == 0;
}

char *
lk_distinguished_name_dup_common_name (const char *name)
{
  g_autoptr (GPtrArray) attributes = parse (name);

  for (guint i = 0; attributes != NULL && i < attributes->len; i++)
    {
      Attribute *attribute = g_ptr_array_index (attributes, i);

      if (strcmp (attribute->oid, "2.5.4.3") == 0 && attribute->value[0] != '\0')
        return g_strdup (attribute->value);
    }
  return NULL;
}
