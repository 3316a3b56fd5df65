/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Device management: services, facts, clock, network protocols. */

#include "config.h"

#include "simcamera/lk-sim-onvif-private.h"

#define VERSION_MAJOR 26
#define VERSION_MINOR 6

static void
append_keystore_capabilities (LkSimOnvifCall *call)
{
  const LkSimQuirks *quirks = call->quirks;
  gboolean old = quirks->old_names != 0;
  const char *yes = "true";
  const char *no = "false";

  g_string_append_printf (
    call->out,
    "<tas:KeystoreCapabilities MaximumNumberOfKeys=\"%d\" MaximumNumberOfCertificates=\"%d\" "
    "MaximumNumberOfCertificationPaths=\"%d\" ",
    (int)quirks->max_keys, (int)quirks->max_certificates, (int)quirks->max_paths);
  if (old)
    g_string_append_printf (call->out, "RSAKeyPairGeneration=\"%s\" ", quirks->no_keys ? no : yes);
  else if (!quirks->no_keys)
    g_string_append_printf (call->out, "KeyPairGeneration=\"%s\" ", quirks->only_rsa ? "RSA" : "RSA ECC");
  g_string_append_printf (call->out, "RSAKeyLengths=\"2048 3072 4096\" %s", quirks->only_rsa || old ? "" : "EllipticCurves=\"secp256r1 secp384r1\" ");
  g_string_append_printf (call->out, "%s=\"%s\" ", old ? "PKCS10ExternalCertificationWithRSA" : "PKCS10", quirks->no_keys ? no : yes);
  g_string_append_printf (call->out, "%s=\"%s\" ", old ? "SelfSignedCertificateCreationWithRSA" : "SelfSignedCertificateCreation", quirks->no_keys ? no : yes);
  g_string_append_printf (call->out, "%s=\"%s\" ", old ? "PKCS8RSAKeyPairUpload" : "PKCS8", quirks->no_pkcs8 ? no : yes);
  g_string_append_printf (call->out, "%s=\"%s\" ", old ? "PKCS12CertificateWithRSAPrivateKeyUpload" : "PKCS12", quirks->no_pkcs12 ? no : yes);
  if (old)
    g_string_append (call->out, "PasswordBasedEncryptionAlgorithms=\"pbeWithSHAAnd3-KeyTripleDES-CBC\" PasswordBasedMACAlgorithms=\"hmacWithSHA256\" ");
  g_string_append_printf (call->out, "X509Versions=\"3\" MaximumNumberOfPassphrases=\"0\" MaximumNumberOfCRLs=\"0\" MaximumNumberOfCertificationPathValidationPolicies=\"%d\" EnforceTLSWebClientAuthExtKeyUsage=\"false\">", (int)quirks->max_policies);
  g_string_append (call->out, "<tas:SignatureAlgorithms><tas:algorithm>1.2.840.113549.1.1.11</tas:algorithm></tas:SignatureAlgorithms>"
                              "<tas:SignatureAlgorithms><tas:algorithm>1.2.840.10045.4.3.2</tas:algorithm></tas:SignatureAlgorithms></tas:KeystoreCapabilities>");
}

static void
append_tls_capabilities (LkSimOnvifCall *call)
{
  const LkSimQuirks *quirks = call->quirks;
  gboolean tells_versions =
    quirks->tls_versions != 0 || quirks->old_tls != 0 || quirks->no_tls13 != 0;

  g_string_append_printf (call->out, "<tas:TLSServerCapabilities TLSServerSupported=\"%s\" EnabledVersionsSupported=\"%s\" MaximumNumberOfTLSCertificationPaths=\"1\" ",
                          lk_sim_tls_get_offered (quirks), tells_versions ? "true" : "false");
  g_string_append_printf (call->out, "CnMapsToUserSupported=\"%s\" MaximumNumberOfTLSCertificationPathValidationPolicies=\"1\" TLSClientAuthSupported=\"%s\"/>",
                          quirks->cn_maps ? "true" : "false", quirks->no_client ? "false" : "true");
}

static void
append_capabilities (LkSimOnvifCall *call)
{
  g_string_append (call->out, "<tas:Capabilities>");
  append_keystore_capabilities (call);
  append_tls_capabilities (call);
  g_string_append (call->out, "</tas:Capabilities>");
}

static void
append_service (LkSimOnvifCall *call,
                const char *namespace,
                const char *path,
                gboolean with_capabilities)
{
  const char *host = soup_message_headers_get_one (call->http->headers, "Host");
  g_autofree char *address = g_strdup_printf ("%s://%s%s", call->http->is_tls ? "https" : "http",
                                              host != NULL ? host : "127.0.0.1", path);

  g_string_append (call->out, "<tds:Service>");
  lk_sim_out (call, "tds:Namespace", namespace);
  lk_sim_out (call, "tds:XAddr", address);
  if (with_capabilities)
    {
      g_string_append (call->out, "<tds:Capabilities>");
      append_capabilities (call);
      g_string_append (call->out, "</tds:Capabilities>");
    }
  g_string_append_printf (call->out, "<tds:Version><tt:Major>%d</tt:Major><tt:Minor>%d</tt:Minor></tds:Version></tds:Service>", VERSION_MAJOR, VERSION_MINOR);
}

static gboolean
get_services (LkSimOnvifCall *call)
{
  append_service (call, LK_SIM_NS_TDS, LK_SIM_ONVIF_PATH, FALSE);
  if (!call->quirks->legacy)
    append_service (call, LK_SIM_NS_TAS, "/onvif/security_service",
                    lk_sim_xml_boolean (call->request, "IncludeCapability") &&
                      !call->quirks->old_names && call->quirks->setup_ms == 0);
  return TRUE;
}

/* SetupDuration is not in release 26.06: it stands as an attribute that the schema of that release
 * does not know. */
static gboolean
get_service_capabilities (LkSimOnvifCall *call)
{
  append_capabilities (call);
  if (call->quirks->setup_ms > 0)
    {
      g_autofree char *attribute = g_strdup_printf (
        "<tas:TLSServerCapabilities SetupDuration=\"PT%d.%03dS\" ",
        (int)(call->quirks->setup_ms / 1000), (int)(call->quirks->setup_ms % 1000));

      g_string_replace (call->out, "<tas:TLSServerCapabilities ", attribute, 1);
    }
  return TRUE;
}

static gboolean
get_device_information (LkSimOnvifCall *call)
{
  g_autoptr (LkSimTab) tab = lk_sim_state_dup_tab (call->state);

  lk_sim_out (call, "tds:Manufacturer", "Latchkey");
  lk_sim_out (call, "tds:Model", tab->model);
  lk_sim_out (call, "tds:FirmwareVersion", tab->firmware);
  lk_sim_out (call, "tds:SerialNumber", "100001");
  lk_sim_out (call, "tds:HardwareId", "simulated");
  return TRUE;
}

static gboolean
get_date (LkSimOnvifCall *call)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (lk_sim_state_get_now (call->state));

  g_string_append (call->out, "<tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>UTC0</tt:TZ></tt:TimeZone>");
  g_string_append_printf (call->out,
                          "<tt:UTCDateTime><tt:Time><tt:Hour>%d</tt:Hour><tt:Minute>%d</"
                          "tt:Minute><tt:Second>%d</tt:Second></tt:Time>",
                          g_date_time_get_hour (now), g_date_time_get_minute (now),
                          g_date_time_get_second (now));
  g_string_append_printf (call->out,
                          "<tt:Date><tt:Year>%d</tt:Year><tt:Month>%d</tt:Month><tt:Day>%d</"
                          "tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime>",
                          g_date_time_get_year (now), g_date_time_get_month (now),
                          g_date_time_get_day_of_month (now));
  return TRUE;
}

static int
number (const xmlNode *parent, const char *path)
{
  g_autofree char *text = lk_sim_xml_dup (parent, path);
  gint64 value = -1;

  if (text != NULL)
    (void)g_ascii_string_to_signed (text, 10, 0, 9999, &value, NULL); /* stays -1 */
  return (int)value;
}

static gboolean
set_date (LkSimOnvifCall *call)
{
  const xmlNode *utc = lk_sim_xml_find (call->request, "UTCDateTime");
  g_autofree char *type = lk_sim_xml_dup (call->request, "DateTimeType");
  g_autoptr (GDateTime) time = NULL;

  if (g_strcmp0 (type, "Manual") != 0)
    return lk_sim_fault_value (call, "NtpServerUndefined", "There is no time server");
  if (utc == NULL)
    return lk_sim_fault_value (call, "InvalidDateTime", "No time was given");
  if (!lk_sim_onvif_check (call, utc, "tt:Time tt:Date") ||
      !lk_sim_onvif_check (call, lk_sim_xml_find (utc, "Time"), "tt:Hour tt:Minute tt:Second") ||
      !lk_sim_onvif_check (call, lk_sim_xml_find (utc, "Date"), "tt:Year tt:Month tt:Day"))
    return FALSE;
  time = g_date_time_new_utc (number (utc, "Date/Year"), number (utc, "Date/Month"),
                              number (utc, "Date/Day"), number (utc, "Time/Hour"),
                              number (utc, "Time/Minute"), number (utc, "Time/Second"));
  if (time == NULL)
    return lk_sim_fault_value (call, "InvalidDateTime", "There is no such time");
  call->sets_clock = TRUE;
  call->clock = g_date_time_to_unix (time);
  return TRUE;
}

static void
append_protocol (LkSimOnvifCall *call, const char *name, gboolean enabled, int port)
{
  g_string_append_printf (call->out, "<tds:NetworkProtocols><tt:Name>%s</tt:Name><tt:Enabled>%s</tt:Enabled><tt:Port>%d</tt:Port></tds:NetworkProtocols>",
                          name, enabled ? "true" : "false", port);
}

static gboolean
get_protocols (LkSimOnvifCall *call)
{
  LkSimSsl ssl = lk_sim_state_get_ssl (call->state);

  append_protocol (call, "HTTP", ssl != LK_SIM_SSL_ENABLE, 80);
  append_protocol (call, "HTTPS", ssl != LK_SIM_SSL_DISABLE, 443);
  append_protocol (call, "RTSP", TRUE, 554);
  return TRUE;
}

/* What is asked for both: -1 where nothing is said. */
static gboolean
read_protocols (LkSimOnvifCall *call, int *http, int *https)
{
  for (const xmlNode *node = lk_sim_xml_find (call->request, "NetworkProtocols"); node != NULL;
       node = lk_sim_xml_next (node))
    {
      g_autofree char *name = NULL;
      gboolean enabled;

      if (!lk_sim_onvif_check (call, node, "tt:Name tt:Enabled tt:Port+ tt:Extension?"))
        return FALSE;
      name = lk_sim_xml_dup (node, "Name");
      enabled = lk_sim_xml_boolean (node, "Enabled");
      if (g_strcmp0 (name, "HTTP") == 0)
        *http = enabled;
      else if (g_strcmp0 (name, "HTTPS") == 0)
        *https = enabled;
      else if (g_strcmp0 (name, "RTSP") != 0)
        return lk_sim_fault_value (call, "ServiceNotSupported", "There is no such service");
    }
  return TRUE;
}

static gboolean
set_protocols (LkSimOnvifCall *call)
{
  LkSimSsl now = lk_sim_state_get_ssl (call->state);
  int http = now != LK_SIM_SSL_ENABLE;
  int https = now != LK_SIM_SSL_DISABLE;

  if (!read_protocols (call, &http, &https))
    return FALSE;
  if (https && now == LK_SIM_SSL_DISABLE && !lk_sim_store_has (call->store, LK_SIM_ASSIGNED, "path"))
    return lk_sim_fault_unsupported (call, "EnablingTlsFailed", "No usable server certificate is assigned");
  if (!https)
    call->change.ssl = LK_SIM_SSL_DISABLE;
  else
    call->change.ssl = http ? LK_SIM_SSL_ENABLE_WITH_HTTP : LK_SIM_SSL_ENABLE;
  if (!https && !http)
    return lk_sim_fault_value (call, "ServiceNotSupported", "One way in must stay open");
  return TRUE;
}

const LkSimOnvifRow lk_sim_onvif_device_rows[] = {
  { "GetServices", FALSE, LK_SIM_KIND_INQUIRY, TRUE, FALSE, "IncludeCapability", get_services },
  { "GetServiceCapabilities", TRUE, LK_SIM_KIND_INQUIRY, TRUE, FALSE, "", get_service_capabilities },
  { "GetDeviceInformation", FALSE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_device_information },
  { "GetSystemDateAndTime", FALSE, LK_SIM_KIND_INQUIRY, TRUE, FALSE, "", get_date },
  { "SetSystemDateAndTime", FALSE, LK_SIM_KIND_SET, FALSE, FALSE, "DateTimeType DaylightSavings TimeZone? UTCDateTime?", set_date },
  { "GetNetworkProtocols", FALSE, LK_SIM_KIND_INQUIRY, FALSE, FALSE, "", get_protocols },
  { "SetNetworkProtocols", FALSE, LK_SIM_KIND_SET, FALSE, FALSE, "NetworkProtocols+", set_protocols },
  { 0 },
};
