/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-discovery-private.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-soap.h"

#include <string.h>

#define TO     "urn:schemas-xmlsoap-org:ws:2005:04:discovery"
#define ACTION "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe"
#define SCOPE  "onvif://www.onvif.org/"

#define MAX_MATCHES   64
#define MAX_XADDRS    16
#define MAX_ADDRESSES 4096

GBytes *
lk_discovery_make_probe (const char *type, const char *id)
{
  LkSoapWriter *header = lk_soap_writer_new ();
  LkSoapWriter *arguments = lk_soap_writer_new ();
  GBytes *probe;

  lk_soap_write_text (header, "wsa:MessageID", id);
  lk_soap_write_text (header, "wsa:To", TO);
  lk_soap_write_text (header, "wsa:Action", ACTION);
  lk_soap_write_text (arguments, "d:Types", type);
  probe = lk_soap_envelope_new (header, "d:Probe", arguments);
  lk_soap_writer_free (header);
  lk_soap_writer_free (arguments);
  return probe;
}

/* Answers */

void
lk_discovered_free (LkDiscovered *self)
{
  if (self == NULL)
    return;
  g_free (self->endpoint);
  g_strfreev (self->xaddrs);
  g_free (self->name);
  g_free (self->hardware);
  g_free (self->location);
  g_free (self->address);
  g_free (self);
}

/* The value of a scope "onvif://www.onvif.org/CATEGORY/VALUE", decoded. */
static void
take_scope (LkDiscovered *camera, const char *scope)
{
  const struct
  {
    const char *category;
    char **place;
  } rows[] = {
    { "name/", &camera->name },
    { "hardware/", &camera->hardware },
    { "location/", &camera->location },
  };

  if (g_ascii_strncasecmp (scope, SCOPE, strlen (SCOPE)) != 0)
    return;
  scope += strlen (SCOPE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (*rows[i].place == NULL &&
        g_ascii_strncasecmp (scope, rows[i].category, strlen (rows[i].category)) == 0)
      {
        const char *value = scope + strlen (rows[i].category);
        g_autofree char *decoded = g_uri_unescape_string (value, NULL);

        *rows[i].place = g_utf8_make_valid (decoded != NULL ? decoded : value, -1);
      }
}

/* Addresses that a program can open; anything else in the list is left out. */
static char **
read_xaddrs (const xmlNode *match)
{
  g_autofree char *text = lk_soap_dup_text (match, "XAddrs");
  g_auto (GStrv) words = g_strsplit_set (text != NULL ? text : "", " \t\r\n", 256);
  GStrvBuilder *list = g_strv_builder_new ();
  guint n = 0;
  char **xaddrs;

  for (char **word = words; *word != NULL && n < MAX_XADDRS; word++)
    if (g_str_has_prefix (*word, "http://") || g_str_has_prefix (*word, "https://"))
      {
        g_strv_builder_add (list, *word);
        n++;
      }
  xaddrs = g_strv_builder_end (list);
  g_strv_builder_unref (list);
  return xaddrs;
}

static LkDiscovered *
read_match (const xmlNode *match)
{
  LkDiscovered *camera = g_new0 (LkDiscovered, 1);
  g_autofree char *text = lk_soap_dup_text (match, "Scopes");
  g_auto (GStrv) scopes = g_strsplit_set (text != NULL ? text : "", " \t\r\n", 256);

  camera->xaddrs = read_xaddrs (match);
  camera->endpoint = lk_soap_dup_text (match, "EndpointReference/Address");
  for (char **scope = scopes; *scope != NULL; scope++)
    take_scope (camera, *scope);
  if (camera->endpoint == NULL || camera->endpoint[0] == '\0')
    {
      g_free (camera->endpoint);
      camera->endpoint = g_strdup (camera->xaddrs[0]);
    }
  if (camera->endpoint != NULL)
    return camera;
  lk_discovered_free (camera);
  return NULL;
}

GPtrArray *
lk_discovery_read (GBytes *bytes, const char *relates_to)
{
  GPtrArray *cameras = g_ptr_array_new_with_free_func ((GDestroyNotify)lk_discovered_free);
  g_autoptr (LkSoapReply) message = lk_soap_reply_new (bytes, NULL);
  g_autofree char *relation = NULL;
  const xmlNode *content;

  if (message == NULL)
    return cameras;
  relation = lk_soap_dup_text (lk_soap_reply_get_header (message), "RelatesTo");
  content = lk_soap_reply_get_content (message);
  if (!lk_soap_is (content, "ProbeMatches") || (relates_to != NULL && g_strcmp0 (relation, relates_to) != 0))
    return cameras;
  for (const xmlNode *match = lk_soap_find (content, "ProbeMatch");
       match != NULL && cameras->len < MAX_MATCHES; match = lk_soap_next (match))
    {
      LkDiscovered *camera = read_match (match);

      if (camera != NULL)
        g_ptr_array_add (cameras, camera);
    }
  return cameras;
}

/* Typed addresses */

static gboolean
to_number (const char *text, guint32 *number)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  guint32 bytes;

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4)
    return FALSE;
  memcpy (&bytes, g_inet_address_to_bytes (address), sizeof bytes);
  *number = GUINT32_FROM_BE (bytes);
  return TRUE;
}

static gboolean
add_range (GPtrArray *all, const char *text, guint64 first, guint64 last, GError **error)
{
  if (last < first || last - first >= MAX_ADDRESSES)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "“%s” is no range of at most %d addresses", text, MAX_ADDRESSES);
      return FALSE;
    }
  for (guint64 number = first; number <= last; number++)
    {
      guint32 bytes = GUINT32_TO_BE ((guint32)number);

      g_ptr_array_add (
        all, g_inet_address_new_from_bytes ((const guint8 *)&bytes, G_SOCKET_FAMILY_IPV4));
    }
  return TRUE;
}

/* "A-B" or "A/BITS" of IPv4; FALSE without an error for another text. */
static gboolean
parse_range (GPtrArray *all, const char *text, GError **error)
{
  gsize length = strcspn (text, "-/");
  g_autofree char *start = g_strndup (text, length);
  guint32 first = 0, last = 0;
  guint64 bits = 0;

  if (text[length] == '\0' || !to_number (start, &first))
    return FALSE;
  if (text[length] == '-' && to_number (text + length + 1, &last))
    return add_range (all, text, first, last, error);
  if (text[length] == '/' && g_ascii_string_to_unsigned (text + length + 1, 10, 1, 32, &bits, NULL))
    {
      guint64 size = G_GUINT64_CONSTANT (1) << (32 - bits);
      guint64 base = first / size * size;

      return add_range (all, text, base, base + size - 1, error);
    }
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "“%s” is no range of addresses", text);
  return FALSE;
}

GPtrArray *
lk_discovery_parse_address (const char *text, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) failure = NULL;
  GInetAddress *address = g_inet_address_new_from_string (text);
  GList *found;

  if (address != NULL)
    {
      g_ptr_array_add (all, address);
      return g_steal_pointer (&all);
    }
  if (parse_range (all, text, &failure))
    return g_steal_pointer (&all);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  found = g_resolver_lookup_by_name (g_resolver_get_default (), text, cancellable, &failure);
  for (GList *at = found; at != NULL; at = at->next)
    g_ptr_array_add (all, g_object_ref (at->data));
  g_resolver_free_addresses (found);
  if (all->len > 0)
    return g_steal_pointer (&all);
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "“%s” is no address, no range and no known name", text);
  return NULL;
}
