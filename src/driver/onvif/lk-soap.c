/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/onvif/lk-soap.h"

#include "base/lk-error.h"

#include <libxml/parser.h>
#include <string.h>

#define ENVELOPE          "http://www.w3.org/2003/05/soap-envelope"
#define MAX_REASON_BYTES  300
#define MAX_DURATION_DAYS 366

struct _LkSoapReply
{
  xmlDoc *document;
  const xmlNode *header;
  const xmlNode *content;
  LkSoapFault *fault;
};

static gboolean
fail (const char *why, GError **error)
{
  g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The camera's answer is no SOAP message: %s", why);
  return FALSE;
}

gboolean
lk_soap_is (const xmlNode *node, const char *local_name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE &&
         g_strcmp0 ((const char *)node->name, local_name) == 0;
}

static const xmlNode *
find_child (const xmlNode *parent, const char *name, gsize length)
{
  for (const xmlNode *child = parent != NULL ? parent->children : NULL; child != NULL;
       child = child->next)
    if (child->type == XML_ELEMENT_NODE && strlen ((const char *)child->name) == length &&
        strncmp ((const char *)child->name, name, length) == 0)
      return child;
  return NULL;
}

static const xmlNode *
first_element (const xmlNode *parent)
{
  const xmlNode *child = parent != NULL ? parent->children : NULL;

  while (child != NULL && child->type != XML_ELEMENT_NODE)
    child = child->next;
  return child;
}

const xmlNode *
lk_soap_find (const xmlNode *parent, const char *path)
{
  while (parent != NULL && *path != '\0')
    {
      gsize length = strcspn (path, "/");

      parent = find_child (parent, path, length);
      path += length;
      if (*path == '/')
        path++;
    }
  return parent;
}

const xmlNode *
lk_soap_next (const xmlNode *node)
{
  const xmlNode *next = node->next;

  while (next != NULL && !lk_soap_is (next, (const char *)node->name))
    next = next->next;
  return next;
}

char *
lk_soap_dup_text (const xmlNode *parent, const char *path)
{
  const xmlNode *node = path != NULL ? lk_soap_find (parent, path) : parent;
  GString *text;

  if (node == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) &&
        child->content != NULL)
      g_string_append (text, (const char *)child->content);
  return g_strstrip (g_string_free (text, FALSE));
}

char *
lk_soap_dup_attribute (const xmlNode *node, const char *name)
{
  xmlChar *value = node != NULL ? xmlGetNoNsProp ((xmlNode *)node, (const xmlChar *)name) : NULL;
  char *text = value != NULL ? g_strdup ((const char *)value) : NULL;

  xmlFree (value);
  return text;
}

GBytes *
lk_soap_dup_bytes (const xmlNode *parent, const char *path)
{
  g_autofree char *text = lk_soap_dup_text (parent, path);
  guchar *data;
  gsize size = 0;

  if (text == NULL)
    return NULL;
  data = g_base64_decode (text, &size);
  if (size == 0)
    g_clear_pointer (&data, g_free);
  return data != NULL ? g_bytes_new_take (data, size) : NULL;
}

gboolean
lk_soap_text_is_true (const char *text)
{
  return g_strcmp0 (text, "true") == 0 || g_strcmp0 (text, "1") == 0;
}

gboolean
lk_soap_get_boolean (const xmlNode *parent, const char *path, gboolean fallback)
{
  g_autofree char *text = lk_soap_dup_text (parent, path);

  return text != NULL ? lk_soap_text_is_true (text) : fallback;
}

gint64
lk_soap_get_number (const xmlNode *parent, const char *path, gint64 fallback)
{
  g_autofree char *text = lk_soap_dup_text (parent, path);
  gint64 value = fallback;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &value, NULL))
    return fallback;
  return value;
}

gboolean
lk_soap_attribute_is_true (const xmlNode *node, const char *name)
{
  g_autofree char *text = lk_soap_dup_attribute (node, name);

  return lk_soap_text_is_true (text);
}

/* Milliseconds of one unit letter of a duration, 0 for a letter that does not belong there. */
static gint64
unit_ms (char letter, gboolean in_time)
{
  static const struct
  {
    char letter;
    gboolean in_time;
    gint64 ms;
  } rows[] = {
    { 'D', FALSE, 86400000 },
    { 'H', TRUE, 3600000 },
    { 'M', TRUE, 60000 },
    { 'S', TRUE, 1000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].letter == letter && rows[i].in_time == in_time)
      return rows[i].ms;
  return 0;
}

gint64
lk_soap_parse_duration_ms (const char *text)
{
  gboolean in_time = FALSE;
  double total = 0;
  const char *at = text;

  if (at == NULL || *at++ != 'P' || *at == '\0')
    return -1;
  while (*at != '\0')
    {
      char *end = NULL;
      double number;
      gint64 unit;

      if (*at == 'T' && !in_time)
        {
          in_time = TRUE;
          at++;
          continue;
        }
      if (!g_ascii_isdigit (*at))
        return -1;
      number = g_ascii_strtod (at, &end);
      unit = unit_ms (*end, in_time);
      if (unit == 0)
        return -1;
      total += number * (double)unit;
      at = end + 1;
    }
  return total <= MAX_DURATION_DAYS * 86400000.0 ? (gint64)total : -1;
}

/* Faults */

static void
fault_free (LkSoapFault *fault)
{
  if (fault == NULL)
    return;
  g_free (fault->code);
  g_free (fault->subcode);
  g_free (fault->detail);
  g_free (fault->reason);
  g_free (fault);
}

/* A QName without its prefix; some cameras leave the prefix out. */
static char *
dup_local_name (const xmlNode *parent, const char *path)
{
  g_autofree char *name = lk_soap_dup_text (parent, path);
  const char *colon = name != NULL ? strrchr (name, ':') : NULL;

  return g_strdup (colon != NULL ? colon + 1 : name);
}

static char *
dup_reason (const xmlNode *fault)
{
  g_autofree char *text = lk_soap_dup_text (fault, "Reason/Text");
  g_autofree char *start = NULL;
  char *reason;

  if (text == NULL)
    return g_strdup ("");
  start = g_strndup (text, MAX_REASON_BYTES);
  reason = g_utf8_make_valid (start, -1);
  for (char *at = reason; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return g_strstrip (reason);
}

static LkSoapFault *
read_fault (const xmlNode *node)
{
  LkSoapFault *fault = g_new0 (LkSoapFault, 1);

  fault->code = dup_local_name (node, "Code/Value");
  fault->subcode = dup_local_name (node, "Code/Subcode/Value");
  fault->detail = dup_local_name (node, "Code/Subcode/Subcode/Value");
  fault->reason = dup_reason (node);
  if (fault->code == NULL)
    fault->code = g_strdup ("");
  return fault;
}

/* Reading */

static gboolean
is_shallow (const xmlNode *top)
{
  const xmlNode *node = top;
  guint depth = 1;

  while (node != NULL)
    {
      if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        {
          if (++depth > LK_SOAP_MAX_DEPTH)
            return FALSE;
          node = node->children;
          continue;
        }
      while (node != top && node->next == NULL)
        {
          node = node->parent;
          depth--;
        }
      node = node == top ? NULL : node->next;
    }
  return TRUE;
}

static gboolean
take_envelope (LkSoapReply *self, GError **error)
{
  const xmlNode *root = xmlDocGetRootElement (self->document);
  const xmlNode *body;

  if (self->document->intSubset != NULL || self->document->extSubset != NULL)
    return fail ("it has a document type", error);
  if (!lk_soap_is (root, "Envelope") || root->ns == NULL ||
      g_strcmp0 ((const char *)root->ns->href, ENVELOPE) != 0)
    return fail ("it is not a SOAP 1.2 envelope", error);
  if (!is_shallow (root))
    return fail ("it is nested too deeply", error);
  self->header = lk_soap_find (root, "Header");
  body = lk_soap_find (root, "Body");
  if (body == NULL)
    return fail ("it has no body", error);
  self->content = first_element (body);
  if (lk_soap_is (self->content, "Fault"))
    self->fault = read_fault (self->content);
  return TRUE;
}

static void
ignore (void *context, const char *message, ...)
{
}

/* Of bytes that are in no encoding libxml2 tells on stderr, whatever the options say. */
static xmlDoc *
parse (const char *data, int size)
{
  xmlGenericErrorFunc tell = xmlGenericError;
  void *context = xmlGenericErrorContext;
  xmlDoc *document;

  xmlSetGenericErrorFunc (NULL, ignore);
  document =
    xmlReadMemory (data, size, NULL, NULL,
                   XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
  xmlSetGenericErrorFunc (context, tell);
  return document;
}

LkSoapReply *
lk_soap_reply_new (GBytes *bytes, GError **error)
{
  g_autoptr (LkSoapReply) self = g_new0 (LkSoapReply, 1);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  if (size == 0 || size > LK_SOAP_MAX_BYTES)
    {
      (void)fail (size == 0 ? "it is empty" : "it is too long", error); /* sets the error */
      return NULL;
    }
  if (g_strstr_len (data, (gssize)size, "<!DOCTYPE") != NULL)
    {
      (void)fail ("it has a document type", error); /* sets the error */
      return NULL;
    }
  self->document = parse (data, (int)size);
  if (self->document == NULL)
    {
      (void)fail ("it is not well-formed XML", error); /* sets the error */
      return NULL;
    }
  return take_envelope (self, error) ? g_steal_pointer (&self) : NULL;
}

void
lk_soap_reply_free (LkSoapReply *self)
{
  if (self == NULL)
    return;
  fault_free (self->fault);
  xmlFreeDoc (self->document);
  g_free (self);
}

const LkSoapFault *
lk_soap_reply_get_fault (LkSoapReply *self)
{
  return self->fault;
}

const xmlNode *
lk_soap_reply_get_content (LkSoapReply *self)
{
  return self->content;
}

const xmlNode *
lk_soap_reply_get_header (LkSoapReply *self)
{
  return self->header;
}
