/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-soap.h"

#include <string.h>

#define ENVELOPE "http://www.w3.org/2003/05/soap-envelope"

/* Large enough for what holds a secret, so that it does not move while it grows and leave copies
 * behind. */
#define WRITER_BYTES (64 * 1024)

static const struct
{
  const char *prefix;
  const char *uri;
} namespaces[] = {
  { "tas", "http://www.onvif.org/ver10/advancedsecurity/wsdl" },
  { "tds", "http://www.onvif.org/ver10/device/wsdl" },
  { "tt", "http://www.onvif.org/ver10/schema" },
  { "dn", "http://www.onvif.org/ver10/network/wsdl" },
  { "d", "http://schemas.xmlsoap.org/ws/2005/04/discovery" },
  { "wsa", "http://schemas.xmlsoap.org/ws/2004/08/addressing" },
  { "wsse", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" },
  { "wsu", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" },
};

LkSoapWriter *
lk_soap_writer_new (void)
{
  return g_string_sized_new (WRITER_BYTES);
}

void
lk_soap_writer_free (LkSoapWriter *self)
{
  if (self == NULL)
    return;
  lk_secret_wipe (self->str, self->allocated_len);
  g_string_free (self, TRUE);
}

void
lk_soap_write_open (LkSoapWriter *self, const char *name)
{
  g_string_append_printf (self, "<%s>", name);
}

void
lk_soap_write_close (LkSoapWriter *self, const char *name)
{
  g_string_append_printf (self, "</%s>", name);
}

/* Characters that XML 1.0 cannot carry are left out. */
static void
append_escaped (LkSoapWriter *self, const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    switch (*at)
      {
      case '&':
        g_string_append (self, "&amp;");
        break;
      case '<':
        g_string_append (self, "&lt;");
        break;
      case '>':
        g_string_append (self, "&gt;");
        break;
      case '\r':
        g_string_append (self, "&#13;");
        break;
      default:
        if ((guchar)*at >= 0x20 || *at == '\t' || *at == '\n')
          g_string_append_c (self, *at);
        break;
      }
}

void
lk_soap_write_text (LkSoapWriter *self, const char *name, const char *text)
{
  if (text == NULL)
    return;
  lk_soap_write_open (self, name);
  append_escaped (self, text);
  lk_soap_write_close (self, name);
}

void
lk_soap_write_secret (LkSoapWriter *self, const char *name, LkSecret *secret)
{
  lk_soap_write_text (self, name, secret != NULL ? lk_secret_get_text (secret) : NULL);
}

void
lk_soap_write_boolean (LkSoapWriter *self, const char *name, gboolean value)
{
  lk_soap_write_text (self, name, value ? "true" : "false");
}

void
lk_soap_write_number (LkSoapWriter *self, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  lk_soap_write_text (self, name, text);
}

void
lk_soap_write_der (LkSoapWriter *self, const char *name, GBytes *der)
{
  gsize size = 0;
  const guchar *data = g_bytes_get_data (der, &size);
  char *text = g_base64_encode (data, size);

  lk_soap_write_text (self, name, text);
  lk_secret_free_text (text);
}

void
lk_soap_write_time (LkSoapWriter *self, const char *name, GDateTime *utc)
{
  g_autofree char *text = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");

  lk_soap_write_text (self, name, text);
}

static void
append_writer (GString *text, LkSoapWriter *writer)
{
  if (writer != NULL)
    g_string_append_len (text, writer->str, (gssize)writer->len);
}

static void
free_envelope (gpointer data)
{
  lk_soap_writer_free (data);
}

GBytes *
lk_soap_envelope_new (LkSoapWriter *header, const char *name, LkSoapWriter *arguments)
{
  gsize extra = (header != NULL ? header->len : 0) + (arguments != NULL ? arguments->len : 0);
  GString *text = g_string_sized_new (4096 + extra);

  g_string_append (text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<s:Envelope xmlns:s=\"" ENVELOPE "\"");
  for (gsize i = 0; i < G_N_ELEMENTS (namespaces); i++)
    g_string_append_printf (text, " xmlns:%s=\"%s\"", namespaces[i].prefix, namespaces[i].uri);
  g_string_append (text, ">");
  if (header != NULL)
    {
      g_string_append (text, "<s:Header>");
      append_writer (text, header);
      g_string_append (text, "</s:Header>");
    }
  g_string_append_printf (text, "<s:Body><%s>", name);
  append_writer (text, arguments);
  g_string_append_printf (text, "</%s></s:Body></s:Envelope>\n", name);
  return g_bytes_new_with_free_func (text->str, text->len, free_envelope, text);
}
