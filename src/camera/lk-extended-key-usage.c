/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-extended-key-usage.h"

#include <string.h>

/* The first row of an OID is what this program prints; the others are what cameras and OpenSSL
 * print. */
static const struct
{
  const char *oid;
  const char *words;
} purposes[] = {
  { "1.3.6.1.5.5.7.3.1", "Server authentication" },
  { "1.3.6.1.5.5.7.3.1", "serverAuth" },
  { "1.3.6.1.5.5.7.3.1", "TLS Web Server Authentication" },
  { "1.3.6.1.5.5.7.3.1", "SSL Server" },
  { "1.3.6.1.5.5.7.3.2", "Client authentication" },
  { "1.3.6.1.5.5.7.3.2", "clientAuth" },
  { "1.3.6.1.5.5.7.3.2", "TLS Web Client Authentication" },
  { "1.3.6.1.5.5.7.3.2", "SSL Client" },
  { "1.3.6.1.5.5.7.3.3", "Code signing" },
  { "1.3.6.1.5.5.7.3.3", "codeSigning" },
  { "1.3.6.1.5.5.7.3.4", "E-mail protection" },
  { "1.3.6.1.5.5.7.3.4", "emailProtection" },
  { "1.3.6.1.5.5.7.3.4", "Email protection" },
  { "1.3.6.1.5.5.7.3.8", "Time stamping" },
  { "1.3.6.1.5.5.7.3.8", "timeStamping" },
  { "1.3.6.1.5.5.7.3.9", "OCSP signing" },
  { "1.3.6.1.5.5.7.3.9", "OCSPSigning" },
  { "2.5.29.37.0", "Any purpose" },
  { "2.5.29.37.0", "anyExtendedKeyUsage" },
  { "2.5.29.37.0", "Any Extended Key Usage" },
};

/* What cameras print where there is none. */
static const char *const absent_words[] = { "-", "--", "none", "not set", "n/a" };

static const char *
find_words (const char *oid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (strcmp (purposes[i].oid, oid) == 0)
      return purposes[i].words;
  return oid;
}

/* Letters, digits and dots alone, so that blanks, hyphens and case do not count. */
static char *
squeeze (const char *text)
{
  GString *squeezed = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_ascii_isalnum (*text) || *text == '.')
      g_string_append_c (squeezed, g_ascii_tolower (*text));
  return g_string_free (squeezed, FALSE);
}

static const char *
find_oid (const char *words)
{
  g_autofree char *wanted = squeeze (words);

  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      g_autofree char *known = squeeze (purposes[i].words);

      if (strcmp (known, wanted) == 0 || strcmp (purposes[i].oid, wanted) == 0)
        return purposes[i].oid;
    }
  return NULL;
}

static gboolean
is_absent (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (absent_words); i++)
    if (g_ascii_strcasecmp (text, absent_words[i]) == 0)
      return TRUE;
  return text[0] == '\0';
}

char *
lk_extended_key_usage_to_text (const char *const *oids)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (gsize i = 0; oids != NULL && oids[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer)find_words (oids[i]));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **)words->pdata);
}

char **
lk_extended_key_usage_from_text (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autoptr (GPtrArray) oids = NULL;
  g_auto (GStrv) parts = NULL;

  if (is_absent (stripped))
    return NULL;
  oids = g_ptr_array_new ();
  parts = g_strsplit_set (stripped, ",;/\n", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *word = g_strstrip (parts[i]);
      const char *oid = find_oid (word);

      if (word[0] != '\0')
        g_ptr_array_add (oids, g_strdup (oid != NULL ? oid : word));
    }
  g_ptr_array_add (oids, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&oids), FALSE);
}

gboolean
lk_extended_key_usage_may_be (const char *text, const char *const *oids)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  gsize expected = oids != NULL ? g_strv_length ((char **)oids) : 0;
  gsize count = 0;
  g_auto (GStrv) parts = NULL;

  if (is_absent (stripped))
    return TRUE; /* many cameras print nothing for some purposes */
  parts = g_strsplit_set (stripped, ",;/\n", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *oid = find_oid (parts[i]);

      if (g_strstrip (parts[i])[0] == '\0')
        continue;
      if (oid == NULL)
        return TRUE;
      if (oids == NULL || !g_strv_contains (oids, oid))
        return FALSE;
      count++;
    }
  return count == expected;
}
