/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The device management service: who the camera is, its clock and its network protocols. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"

#define DAY_S         86400.0
#define MAX_PROTOCOLS 16
#define MAX_PORTS     8

/* Clock */

static GDateTime *
read_time (const xmlNode *node)
{
  if (node == NULL)
    return NULL;
  return g_date_time_new_utc (
    (int)lk_soap_get_number (node, "Date/Year", 0), (int)lk_soap_get_number (node, "Date/Month", 0),
    (int)lk_soap_get_number (node, "Date/Day", 0), (int)lk_soap_get_number (node, "Time/Hour", -1),
    (int)lk_soap_get_number (node, "Time/Minute", -1),
    (double)lk_soap_get_number (node, "Time/Second", -1));
}

/* Whether it came from an answer's Date header is of no matter here: what counts for certificates
 * is the camera's own word. */
GDateTime *
lk_onvif_device_read_clock (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, LK_ONVIF_GET_SYSTEM_DATE_AND_TIME, NULL, cancellable, error);
  g_autoptr (GDateTime) now = NULL;
  GDateTime *clock;

  if (message == NULL)
    return NULL;
  clock = read_time (lk_soap_find (lk_soap_reply_get_content (message), "SystemDateAndTime/UTCDateTime"));
  if (clock == NULL)
    {
      g_set_error_literal (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera does not tell its time in UTC");
      return NULL;
    }
  now = g_date_time_new_now_utc ();
  self->clock_offset_s = g_date_time_to_unix (clock) - g_date_time_to_unix (now);
  self->knows_clock = TRUE;
  return clock;
}

static void
write_time (LkSoapWriter *arguments, GDateTime *utc)
{
  lk_soap_write_open (arguments, "tds:UTCDateTime");
  lk_soap_write_open (arguments, "tt:Time");
  lk_soap_write_number (arguments, "tt:Hour", g_date_time_get_hour (utc));
  lk_soap_write_number (arguments, "tt:Minute", g_date_time_get_minute (utc));
  lk_soap_write_number (arguments, "tt:Second", g_date_time_get_second (utc));
  lk_soap_write_close (arguments, "tt:Time");
  lk_soap_write_open (arguments, "tt:Date");
  lk_soap_write_number (arguments, "tt:Year", g_date_time_get_year (utc));
  lk_soap_write_number (arguments, "tt:Month", g_date_time_get_month (utc));
  lk_soap_write_number (arguments, "tt:Day", g_date_time_get_day_of_month (utc));
  lk_soap_write_close (arguments, "tt:Date");
  lk_soap_write_close (arguments, "tds:UTCDateTime");
}

/* Its time zone and daylight saving stay as they are. */
gboolean
lk_onvif_device_set_clock (LkOnvifCamera *self,
                           GDateTime *utc,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, LK_ONVIF_GET_SYSTEM_DATE_AND_TIME, NULL, cancellable, error);
  g_autofree char *zone = NULL;
  LkSoapWriter *arguments;
  const xmlNode *now;

  if (message == NULL)
    return FALSE;
  now = lk_soap_find (lk_soap_reply_get_content (message), "SystemDateAndTime");
  zone = lk_soap_dup_text (now, "TimeZone/TZ");
  arguments = lk_soap_writer_new ();
  lk_soap_write_text (arguments, "tds:DateTimeType", "Manual");
  lk_soap_write_boolean (arguments, "tds:DaylightSavings", lk_soap_get_boolean (now, "DaylightSavings", FALSE));
  if (zone != NULL)
    {
      lk_soap_write_open (arguments, "tds:TimeZone");
      lk_soap_write_text (arguments, "tt:TZ", zone);
      lk_soap_write_close (arguments, "tds:TimeZone");
    }
  write_time (arguments, utc);
  self->knows_clock = FALSE;
  return lk_onvif_camera_do (self, LK_ONVIF_SET_SYSTEM_DATE_AND_TIME, arguments, cancellable,
                             error);
}

/* Facts */

LkCameraFacts *
lk_onvif_device_read_facts (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) no_clock = NULL;
  g_autoptr (GDateTime) clock = lk_onvif_device_read_clock (self, cancellable, &no_clock);
  g_autoptr (LkSoapReply) message = NULL;
  g_autofree char *model = NULL;
  g_autofree char *firmware = NULL;
  g_autofree char *serial = NULL;
  LkCameraFactsFields fields = { 0 };

  if (clock == NULL && !g_error_matches (no_clock, LK_ERROR, LK_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&no_clock));
      return NULL;
    }
  message = lk_onvif_camera_call (self, LK_ONVIF_GET_DEVICE_INFORMATION, NULL, cancellable, error);
  if (message == NULL)
    return NULL;
  model = lk_soap_dup_text (lk_soap_reply_get_content (message), "Model");
  firmware = lk_soap_dup_text (lk_soap_reply_get_content (message), "FirmwareVersion");
  serial = lk_soap_dup_text (lk_soap_reply_get_content (message), "SerialNumber");
  fields.model = model;
  fields.firmware = firmware;
  fields.serial_number = serial;
  fields.clock = clock;
  fields.clock_offset_s = clock != NULL ? self->clock_offset_s : 0;
  fields.clock_source = clock != NULL ? "inquiry" : NULL;
  return lk_camera_facts_new (&fields);
}

gboolean
lk_onvif_device_choose_period (LkOnvifCamera *self,
                               guint days,
                               GDateTime **from,
                               GDateTime **to,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GDateTime) now = lk_onvif_device_read_clock (self, cancellable, error);

  if (now == NULL)
    return FALSE;
  *from = g_date_time_add_days (now, -1);
  *to = g_date_time_add_seconds (now, DAY_S * days);
  if (*from != NULL && *to != NULL)
    return TRUE;
  g_set_error_literal (error, LK_ERROR, LK_ERROR_USAGE, "The certificate would be valid beyond the end of the calendar");
  return FALSE;
}

/* Network protocols */

typedef struct
{
  char *name;
  gboolean enabled;
  gint64 ports[MAX_PORTS];
  guint n_ports;
} Protocol;

static void
protocol_clear (gpointer data)
{
  g_free (((Protocol *)data)->name);
}

static GArray *
read_protocols (LkOnvifCamera *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkSoapReply) message =
    lk_onvif_camera_call (self, LK_ONVIF_GET_NETWORK_PROTOCOLS, NULL, cancellable, error);
  GArray *protocols;

  if (message == NULL)
    return NULL;
  protocols = g_array_new (FALSE, TRUE, sizeof (Protocol));
  g_array_set_clear_func (protocols, protocol_clear);
  for (const xmlNode *node = lk_soap_find (lk_soap_reply_get_content (message), "NetworkProtocols");
       node != NULL && protocols->len < MAX_PROTOCOLS; node = lk_soap_next (node))
    {
      Protocol protocol = { .name = lk_soap_dup_text (node, "Name"),
                            .enabled = lk_soap_get_boolean (node, "Enabled", FALSE) };

      for (const xmlNode *port = lk_soap_find (node, "Port");
           port != NULL && protocol.n_ports < MAX_PORTS; port = lk_soap_next (port))
        protocol.ports[protocol.n_ports++] = lk_soap_get_number (port, "", 0);
      g_array_append_val (protocols, protocol);
    }
  return protocols;
}

static Protocol *
find_protocol (GArray *protocols, const char *name)
{
  for (guint i = 0; i < protocols->len; i++)
    if (g_strcmp0 (g_array_index (protocols, Protocol, i).name, name) == 0)
      return &g_array_index (protocols, Protocol, i);
  return NULL;
}

gboolean
lk_onvif_device_read_function (LkOnvifCamera *self,
                               LkSslFunction *function,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GArray) protocols = read_protocols (self, cancellable, error);
  const Protocol *http;
  const Protocol *https;

  if (protocols == NULL)
    return FALSE;
  http = find_protocol (protocols, "HTTP");
  https = find_protocol (protocols, "HTTPS");
  if (https == NULL || !https->enabled)
    *function = LK_SSL_FUNCTION_DISABLE;
  else
    *function =
      http != NULL && http->enabled ? LK_SSL_FUNCTION_ENABLE_WITH_HTTP : LK_SSL_FUNCTION_ENABLE;
  return TRUE;
}

static void
write_protocol (LkSoapWriter *arguments, const Protocol *protocol)
{
  lk_soap_write_open (arguments, "tds:NetworkProtocols");
  lk_soap_write_text (arguments, "tt:Name", protocol->name);
  lk_soap_write_boolean (arguments, "tt:Enabled", protocol->enabled);
  for (guint i = 0; i < protocol->n_ports; i++)
    lk_soap_write_number (arguments, "tt:Port", protocol->ports[i]);
  lk_soap_write_close (arguments, "tds:NetworkProtocols");
}

static gboolean
set_protocol (LkOnvifCamera *self,
              GArray *protocols,
              const char *name,
              gboolean enabled,
              GCancellable *cancellable,
              GError **error)
{
  Protocol *protocol = find_protocol (protocols, name);
  LkSoapWriter *arguments;

  if (protocol == NULL && !enabled)
    return TRUE;
  if (protocol == NULL || protocol->n_ports == 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera names no port for %s", name);
      return FALSE;
    }
  if (protocol->enabled == enabled)
    return TRUE;
  protocol->enabled = enabled;
  arguments = lk_soap_writer_new ();
  write_protocol (arguments, protocol);
  return lk_onvif_camera_do (self, LK_ONVIF_SET_NETWORK_PROTOCOLS, arguments, cancellable, error);
}

/* On first, off afterwards: there is a way in at every moment. */
gboolean
lk_onvif_device_set_function (LkOnvifCamera *self,
                              LkSslFunction function,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GArray) protocols = read_protocols (self, cancellable, error);
  gboolean https = function != LK_SSL_FUNCTION_DISABLE;
  gboolean http = function != LK_SSL_FUNCTION_ENABLE;

  if (protocols == NULL)
    return FALSE;
  if (https && !set_protocol (self, protocols, "HTTPS", TRUE, cancellable, error))
    return FALSE;
  return set_protocol (self, protocols, "HTTP", http, cancellable, error) &&
         (https || set_protocol (self, protocols, "HTTPS", FALSE, cancellable, error)) &&
         lk_onvif_camera_wait_setup (self, cancellable, error);
}
