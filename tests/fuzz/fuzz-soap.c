/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes through the reader of SOAP messages and everything that is read out of them. */

#include "config.h"

#include "driver/onvif/lk-discovery.h"
#include "driver/onvif/lk-onvif-capabilities.h"
#include "driver/onvif/lk-onvif-fault.h"
#include "driver/onvif/lk-soap.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkSoapReply) message = lk_soap_reply_new (bytes, &error);
  g_autoptr (GPtrArray) cameras = lk_discovery_read (bytes, NULL);
  LkOnvifCapabilities capabilities = { 0 };
  const xmlNode *content;

  g_assert_true ((message == NULL) == (error != NULL));
  for (guint i = 0; i < cameras->len; i++)
    g_assert_nonnull (((LkDiscovered *)g_ptr_array_index (cameras, i))->endpoint);
  if (message == NULL)
    return 0;
  content = lk_soap_reply_get_content (message);
  if (lk_soap_reply_get_fault (message) != NULL)
    {
      g_autoptr (GError) fault = NULL;

      lk_onvif_fault_set_error (lk_soap_reply_get_fault (message), "Fuzz", &fault);
      g_assert_true (g_utf8_validate (fault->message, -1, NULL));
    }
  lk_onvif_capabilities_read (&capabilities, lk_soap_find (content, "Capabilities"));
  for (const xmlNode *node = content != NULL ? content->children : NULL; node != NULL;
       node = node->next)
    {
      g_autofree char *text = lk_soap_dup_text (node, NULL);
      g_autoptr (GBytes) decoded = lk_soap_dup_bytes (node, NULL);

      lk_soap_parse_duration_ms (text);
      lk_soap_get_number (node, "", 0);
    }
  return 0;
}
