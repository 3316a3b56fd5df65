/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-chain.h"

#include "certificate/lk-chain-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_COMPARISONS 100000

/* Whether one name of a kind lies in one subtree of the same kind (RFC 5280 4.2.1.10). */
typedef gboolean (*Within) (const char *name, const char *subtree);

/* ".example" and "example" both hold "a.example"; only the latter holds "example" itself. */
static gboolean
is_within_dns (const char *name, const char *subtree)
{
  gsize length = strlen (name);
  gsize tail = strlen (subtree);

  if (tail == 0)
    return TRUE;
  if (tail > length || g_ascii_strcasecmp (name + length - tail, subtree) != 0)
    return FALSE;
  return tail == length || subtree[0] == '.' || name[length - tail - 1] == '.';
}

static gboolean
is_within_host (const char *host, const char *subtree)
{
  return subtree[0] == '.' ? is_within_dns (host, subtree)
                           : g_ascii_strcasecmp (host, subtree) == 0;
}

/* A whole address, a host, or ".domain" for all hosts in it. */
static gboolean
is_within_email (const char *name, const char *subtree)
{
  const char *host = strrchr (name, '@');
  const char *local = strrchr (subtree, '@');

  if (local != NULL)
    return host != NULL && host - name == local - subtree &&
           strncmp (name, subtree, (gsize)(host - name)) == 0 &&
           g_ascii_strcasecmp (host, local) == 0;
  return host != NULL && strchr (name, '@') == host && is_within_host (host + 1, subtree);
}

static gboolean
is_within_uri (const char *name, const char *subtree)
{
  g_autoptr (GUri) uri = g_uri_parse (name, G_URI_FLAGS_NON_DNS, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && is_within_host (host, subtree);
}

static gboolean
is_within_ip (const char *name, const char *subtree)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (subtree, NULL);

  return address != NULL && mask != NULL &&
         g_inet_address_get_family (address) == g_inet_address_mask_get_family (mask) &&
         g_inet_address_mask_matches (mask, address);
}

/* RFC 4514 text starts with the most specific part, so a subtree is the end of the name. */
static gboolean
is_within_directory (const char *name, const char *subtree)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *tail = g_utf8_casefold (subtree, -1);
  gsize length = strlen (folded);

  if (!g_str_has_suffix (folded, tail))
    return FALSE;
  return *tail == '\0' || strlen (tail) == length || folded[length - strlen (tail) - 1] == ',';
}

static const struct
{
  const char *prefix;
  Within is_within;
} kinds[] = {
  { "DNS:", is_within_dns },
  { "email:", is_within_email },
  { "URI:", is_within_uri },
  { "IP:", is_within_ip },
  { "DirName:", is_within_directory },
};

/* -1: another kind of name; otherwise whether it lies within. */
static int
compare (const char *name, const char *subtree)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length = strlen (kinds[i].prefix);

      if (strncmp (name, kinds[i].prefix, length) == 0)
        return strncmp (subtree, kinds[i].prefix, length) == 0
                 ? kinds[i].is_within (name + length, subtree + length)
                 : -1;
    }
  return -1;
}

/* "*.example" stands for every name that an excluded part of "example" may have. */
static gboolean
may_be_within (const char *name, const char *subtree)
{
  if (compare (name, subtree) == 1)
    return TRUE;
  return g_str_has_prefix (name, "DNS:*.") && g_str_has_prefix (subtree, "DNS:") &&
         is_within_dns (subtree + 4, name + 6);
}

static gboolean
is_allowed (const char *name, LkCertificate *ca, guint *budget)
{
  const char *const *permitted = lk_certificate_get_permitted_names (ca);
  const char *const *excluded = lk_certificate_get_excluded_names (ca);
  gboolean limited = FALSE;
  gboolean inside = FALSE;

  for (gsize i = 0; excluded != NULL && excluded[i] != NULL; i++)
    if (*budget == 0 || (--*budget, may_be_within (name, excluded[i])))
      return FALSE;
  for (gsize i = 0; permitted != NULL && permitted[i] != NULL && !inside; i++)
    {
      int result = *budget == 0 ? 0 : (--*budget, compare (name, permitted[i]));

      limited = limited || result >= 0;
      inside = result == 1;
    }
  return !limited || inside;
}

/* Every name of a certificate, its subject among them. */
static GPtrArray *
list_names (LkCertificate *certificate)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *const *alternatives = lk_certificate_get_subject_alt_names (certificate);
  const char *subject = lk_certificate_get_subject (certificate);
  g_autoptr (GPtrArray) parts = lk_name_list_parts (lk_certificate_get_subject_item (certificate));

  for (gsize i = 0; alternatives[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (alternatives[i]));
  if (*subject != '\0')
    g_ptr_array_add (names, g_strconcat ("DirName:", subject, NULL));
  for (guint i = 0; i < parts->len; i++)
    {
      const LkNamePart *part = g_ptr_array_index (parts, i);

      if (g_strcmp0 (part->oid, "1.2.840.113549.1.9.1") == 0)
        g_ptr_array_add (names, g_strconcat ("email:", part->value, NULL));
    }
  return names;
}

static gboolean
has_constraints (LkCertificate *certificate)
{
  return lk_certificate_find_extension (certificate, "2.5.29.30") != NULL;
}

static void
check_against (LkChainElement *element, LkChainElement *ca, guint *budget)
{
  g_autoptr (GPtrArray) names = list_names (element->certificate);

  for (guint i = 0; i < names->len && element->problem == NULL; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (!is_allowed (name, ca->certificate, budget))
        lk_chain_element_set_problem (
          element, "name-constraints", _ ("“%s” may not issue for “%s”."),
          lk_certificate_get_title (ca->certificate), strchr (name, ':') + 1);
    }
}

void
lk_chain_check_names (GPtrArray *elements)
{
  LkChainElement *leaf = g_ptr_array_index (elements, 0);
  guint budget = MAX_COMPARISONS;

  if (has_constraints (leaf->certificate) &&
      !lk_certificate_has_basic_constraints_ca (leaf->certificate))
    lk_chain_element_set_problem (leaf, "name-constraints", _ ("“%s” limits names although it is no CA."),
                                  lk_certificate_get_title (leaf->certificate));
  for (guint i = 1; i < elements->len; i++)
    {
      LkChainElement *ca = g_ptr_array_index (elements, i);

      for (guint j = 0; j < i && has_constraints (ca->certificate); j++)
        {
          LkChainElement *element = g_ptr_array_index (elements, j);

          /* A self-issued CA between others is not held to the names above it (RFC 5280 6.1.3
           * (b)). */
          if (j == 0 || !lk_certificate_is_self_issued (element->certificate))
            check_against (element, ca, &budget);
        }
    }
}
