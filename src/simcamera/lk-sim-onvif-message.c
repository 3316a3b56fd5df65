/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests read and answers written, to the letter. */

#include "config.h"

#include "simcamera/lk-sim-onvif-private.h"

#include "certificate/lk-der.h"

#include <string.h>

/* Faults */

static gboolean
set_fault (LkSimOnvifCall *call,
           gboolean is_sender,
           const char *subcode,
           const char *detail,
           const char *reason)
{
  call->is_sender = is_sender;
  call->subcode = subcode;
  call->detail = detail;
  call->reason = reason;
  return FALSE;
}

gboolean
lk_sim_fault_value (LkSimOnvifCall *call, const char *detail, const char *reason)
{
  return set_fault (call, TRUE, "InvalidArgVal", detail, reason);
}

gboolean
lk_sim_fault_action (LkSimOnvifCall *call, const char *detail, const char *reason)
{
  return set_fault (call, FALSE, "Action", detail, reason);
}

gboolean
lk_sim_fault_unsupported (LkSimOnvifCall *call, const char *detail, const char *reason)
{
  return set_fault (call, FALSE, "ActionNotSupported", detail, reason);
}

gboolean
lk_sim_fault_form (LkSimOnvifCall *call, const char *reason)
{
  return set_fault (call, TRUE, "TagMismatch", NULL, reason);
}

/* Reading */

static const xmlNode *
skip_to_element (const xmlNode *node)
{
  while (node != NULL && node->type != XML_ELEMENT_NODE)
    node = node->next;
  return node;
}

const xmlNode *
lk_sim_xml_find (const xmlNode *parent, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);

  for (char **name = names; *name != NULL && parent != NULL; name++)
    {
      const xmlNode *child = skip_to_element (parent->children);

      while (child != NULL && g_strcmp0 ((const char *)child->name, *name) != 0)
        child = skip_to_element (child->next);
      parent = child;
    }
  return parent;
}

const xmlNode *
lk_sim_xml_next (const xmlNode *node)
{
  const xmlNode *next = skip_to_element (node->next);

  while (next != NULL && !xmlStrEqual (next->name, node->name))
    next = skip_to_element (next->next);
  return next;
}

char *
lk_sim_xml_dup (const xmlNode *parent, const char *path)
{
  const xmlNode *node = path != NULL ? lk_sim_xml_find (parent, path) : parent;
  xmlChar *content = node != NULL ? xmlNodeGetContent (node) : NULL;
  char *text = content != NULL ? g_strdup ((const char *)content) : NULL;

  xmlFree (content);
  return text;
}

GBytes *
lk_sim_xml_dup_bytes (const xmlNode *parent, const char *path)
{
  g_autofree char *text = lk_sim_xml_dup (parent, path);
  gsize size = 0;
  guchar *data = text != NULL ? g_base64_decode (text, &size) : NULL;

  return g_bytes_new_take (data, size);
}

gboolean
lk_sim_xml_boolean (const xmlNode *parent, const char *path)
{
  g_autofree char *text = lk_sim_xml_dup (parent, path);

  return g_strcmp0 (text, "true") == 0 || g_strcmp0 (text, "1") == 0;
}

gboolean
lk_sim_is_one_der (GBytes *bytes)
{
  LkDer der = lk_der_from_bytes (bytes);
  LkDerItem item;

  return lk_der_next (&der, &item) && der.size == 0;
}

/* Whether @child is what the word of a grammar names: "Name", with "tt:" for the common schema. */
static gboolean
is_named (const xmlNode *child, const char *word, gsize length, const xmlNs *own)
{
  gboolean is_tt = g_str_has_prefix (word, "tt:");
  const char *name = word + (is_tt ? 3 : 0);
  const char *namespace = is_tt ? LK_SIM_NS_TT : (const char *)own->href;

  length -= is_tt ? 3 : 0;
  return child != NULL && child->ns != NULL && strlen ((const char *)child->name) == length &&
         strncmp ((const char *)child->name, name, length) == 0 &&
         g_str_equal ((const char *)child->ns->href, namespace);
}

gboolean
lk_sim_onvif_check (LkSimOnvifCall *call, const xmlNode *node, const char *grammar)
{
  g_auto (GStrv) words = g_strsplit (grammar, " ", -1);
  const xmlNode *child = skip_to_element (node->children);

  for (char **word = words; *word != NULL && **word != '\0'; word++)
    {
      gsize length = strcspn (*word, "?+*");
      char mark = (*word)[length];
      guint count = 0;

      while (is_named (child, *word, length, call->request->ns) &&
             (count == 0 || mark == '+' || mark == '*'))
        {
          child = skip_to_element (child->next);
          count++;
        }
      if (count == 0 && mark != '?' && mark != '*')
        return lk_sim_fault_form (call, "An element is missing, or not where it belongs");
    }
  return child == NULL || lk_sim_fault_form (call, "An element does not belong here");
}

/* Writing */

void
lk_sim_out (LkSimOnvifCall *call, const char *name, const char *text)
{
  g_autofree char *escaped = NULL;

  if (text == NULL)
    return;
  escaped = g_markup_escape_text (text, -1);
  g_string_append_printf (call->out, "<%s>%s</%s>", name, escaped, name);
}

void
lk_sim_out_bytes (LkSimOnvifCall *call, const char *name, GBytes *bytes)
{
  g_autofree char *text =
    g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  lk_sim_out (call, name, text);
}

void
lk_sim_out_boolean (LkSimOnvifCall *call, const char *name, gboolean value)
{
  lk_sim_out (call, name, value ? "true" : "false");
}
