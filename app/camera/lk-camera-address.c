/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-address.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_TYPED 2000
#define MAX_HOST  253 /* RFC 1035 2.3.4, without the dot at the end */
#define MAX_LABEL 63

#define DIGITS  "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static const char no_address[] =
  N_ ("This is no address. Type it as in a browser, for example 192.0.2.10, [2001:db8::1] or camera.example.com:8443.");
static const char no_scheme[] = N_ ("A camera’s address begins with https:// or http://, or with neither.");
static const char no_port[] = N_ ("A port is a number from 1 to 65535.");
static const char has_user[] = N_ ("Leave user and password out of the address: they have rows of their own.");

typedef struct
{
  const char *scheme;
  char *host; /* without brackets */
  int port;   /* 0: the usual one */
} Address;

static gboolean
consists_of (const char *text, const char *characters)
{
  return *text != '\0' && text[strspn (text, characters)] == '\0';
}

/* What a page is copied from may put spaces of all kinds around it. */
static char *
trim (const char *text)
{
  const char *end = text + strlen (text);

  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup (text);
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return g_strndup (text, (gsize)(end - text));
}

/* "2001:db8::1" and, with the name of an interface, "fe80::1%eth0" or "fe80::1%25eth0" (RFC
 * 6874). (nullable) */
static char *
read_ipv6 (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "%", 2);
  g_autoptr (GInetAddress) address =
    parts[0] != NULL ? g_inet_address_new_from_string (parts[0]) : NULL;
  const char *zone = address != NULL ? parts[1] : NULL;
  g_autofree char *number = NULL;

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return NULL;
  number = g_inet_address_to_string (address);
  if (zone == NULL)
    return g_steal_pointer (&number);
  if (g_str_has_prefix (zone, "25") && zone[2] != '\0')
    zone += 2;
  if (!consists_of (zone, DIGITS LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_."))
    return NULL;
  return g_strconcat (number, "%25", zone, NULL);
}

static gboolean
is_name (const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint n = g_strv_length (labels);

  if (n == 0 || strlen (host) > MAX_HOST)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strlen (labels[i]) > MAX_LABEL || !consists_of (labels[i], DIGITS LETTERS "-_"))
      return FALSE;
  /* What ends in a number is a number: "192.0.2.300" is a slip of the hand. */
  return !consists_of (labels[n - 1], DIGITS) || g_hostname_is_ip_address (host);
}

/* Digits and dots of other scripts count as well: that is how an input method may write them.
 * (nullable) */
static char *
read_name (const char *text)
{
  g_autofree char *ascii = g_hostname_to_ascii (text);
  g_autofree char *host = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;

  if (host != NULL && g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';
  return host != NULL && is_name (host) ? g_steal_pointer (&host) : NULL;
}

static const char *
read_port (const char *text, Address *address)
{
  guint64 port;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    return no_port;
  if (port != (g_str_equal (address->scheme, "https") ? 443 : 80))
    address->port = (int)port;
  return NULL;
}

static const char *
read_place (const char *text, Address *address)
{
  gboolean in_brackets = *text == '[' && strchr (text, ']') != NULL;
  const char *begin = in_brackets ? text + 1 : text;
  const char *end = begin + strcspn (begin, in_brackets ? "]" : ":");
  const char *rest = in_brackets ? end + 1 : end;
  g_autofree char *host = g_strndup (begin, (gsize)(end - begin));

  address->host = read_ipv6 (text); /* nobody types brackets */
  if (address->host != NULL)
    return NULL;
  address->host = in_brackets ? read_ipv6 (host) : read_name (host);
  if (address->host == NULL)
    return no_address;
  if (*rest == '\0')
    return NULL;
  return strrchr (rest, ':') == rest ? read_port (rest + 1, address) : no_address;
}

/* Why @text is no address; NULL when it is one. */
static const char *
read_address (const char *text, Address *address)
{
  static const char *const schemes[] = { "https", "http" };
  g_autofree char *trimmed = trim (text);
  const char *separator = strstr (trimmed, "://");
  const char *authority = separator != NULL ? separator + strlen ("://") : trimmed;
  g_autofree char *place = g_strndup (authority, strcspn (authority, "/?#\\"));

  if (strlen (text) > MAX_TYPED)
    return no_address;
  address->scheme = separator == NULL ? schemes[0] : NULL;
  for (gsize i = 0; separator != NULL && i < G_N_ELEMENTS (schemes); i++)
    if (strlen (schemes[i]) == (gsize)(separator - trimmed) &&
        g_ascii_strncasecmp (trimmed, schemes[i], strlen (schemes[i])) == 0)
      address->scheme = schemes[i];
  if (address->scheme == NULL)
    return no_scheme;
  if (strchr (place, '@') != NULL)
    return has_user;
  return read_place (place, address);
}

char *
lk_camera_address_complete (const char *text)
{
  Address address = { 0 };
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  const char *problem;

  g_return_val_if_fail (text != NULL, NULL);

  problem = read_address (text, &address);
  host = address.host;
  if (problem != NULL)
    return NULL;
  port = address.port != 0 ? g_strdup_printf (":%d", address.port) : g_strdup ("");
  if (strchr (host, ':') != NULL)
    return g_strdup_printf ("%s://[%s]%s", address.scheme, host, port);
  return g_strdup_printf ("%s://%s%s", address.scheme, host, port);
}

const char *
lk_camera_address_get_problem (const char *text)
{
  Address address = { 0 };
  const char *problem;

  g_return_val_if_fail (text != NULL, NULL);

  problem = *text != '\0' ? read_address (text, &address) : NULL;
  g_free (address.host);
  return problem;
}

gboolean
lk_camera_address_is_plain (const char *uri)
{
  g_return_val_if_fail (uri != NULL, FALSE);

  return g_str_has_prefix (uri, "http:");
}

const char *
lk_camera_address_get_place (const char *uri)
{
  const char *scheme;

  g_return_val_if_fail (uri != NULL, NULL);

  scheme = strstr (uri, "://");
  return scheme != NULL ? scheme + strlen ("://") : uri;
}
