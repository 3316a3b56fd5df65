/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-values.h"

#include "camera/lk-extended-key-usage.h"
#include "ctl/lk-ctl-item.h"
#include "ctl/lk-ctl-output.h"

#include <inttypes.h>

#include <glib/gi18n.h>

#define IN_STEP_S 2

static void
add_usage (JsonBuilder *builder, LkTabCertificate *shown)
{
  LkCertificate *whole = lk_tab_certificate_get_certificate (shown);
  g_auto (GStrv) oids = NULL;

  if (whole != NULL)
    {
      lk_ctl_add_strings (builder, "extended_key_usage", lk_certificate_get_extended_key_usage (whole));
      return;
    }
  oids = lk_extended_key_usage_from_text (lk_tab_certificate_get_extended_key_usage (shown));
  lk_ctl_add_strings (builder, "extended_key_usage", (const char *const *)oids);
}

static void
add_summary (JsonBuilder *builder, const char *name, LkTabCertificate *shown)
{
  LkCertificate *whole = shown != NULL ? lk_tab_certificate_get_certificate (shown) : NULL;

  json_builder_set_member_name (builder, name);
  if (shown == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "subject", lk_tab_certificate_get_subject (shown));
  lk_ctl_add_string (builder, "issuer", lk_tab_certificate_get_issuer (shown));
  lk_ctl_add_time (builder, "not_before", lk_tab_certificate_get_not_before (shown));
  lk_ctl_add_time (builder, "not_after", lk_tab_certificate_get_not_after (shown));
  lk_ctl_add_string (builder, "available_period", lk_tab_certificate_get_period (shown));
  add_usage (builder, shown);
  if (whole != NULL)
    lk_ctl_add_string (builder, "fingerprint_sha256", lk_certificate_get_sha256 (whole));
  json_builder_end_object (builder);
}

static void
add_camera (JsonBuilder *builder, LkCamera *camera, const LkCameraFactsFields *facts)
{
  json_builder_set_member_name (builder, "camera");
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "model", facts->model);
  lk_ctl_add_string (builder, "firmware", facts->firmware);
  json_builder_set_member_name (builder, "clock_offset_s");
  if (facts->clock != NULL)
    json_builder_add_int_value (builder, facts->clock_offset_s);
  else
    json_builder_add_null_value (builder);
  lk_ctl_add_string (builder, "driver", lk_camera_get_driver (camera));
  json_builder_end_object (builder);
}

static void
add_client (JsonBuilder *builder, LkSslTab *tab)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (tab);

  json_builder_set_member_name (builder, "client");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "available");
  json_builder_add_boolean_value (builder, lk_ssl_tab_is_client_available (tab));
  json_builder_set_member_name (builder, "enabled");
  json_builder_add_boolean_value (builder, fields->client_enabled);
  json_builder_set_member_name (builder, "cn_is_user");
  json_builder_add_boolean_value (builder, fields->cn_is_user);
  json_builder_set_member_name (builder, "capacity");
  json_builder_add_int_value (builder, fields->trusted_capacity);
  json_builder_set_member_name (builder, "trusted");
  json_builder_begin_array (builder);
  for (guint slot = 1; slot <= fields->trusted_capacity; slot++)
    {
      LkTabCertificate *shown = lk_ssl_tab_get_trusted (tab, slot);

      if (shown == NULL)
        continue;
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "slot");
      json_builder_add_int_value (builder, slot);
      add_summary (builder, "certificate", shown);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_tab_json (LkCamera *camera, LkCameraFacts *facts, LkSslTab *tab, GPtrArray *findings)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (tab);
  g_autofree char *names = lk_tls_versions_dup_names (fields->tls_versions);
  g_auto (GStrv) versions = names != NULL ? g_strsplit (names, " ", -1) : NULL;
  g_autofree char *choice = lk_tls_versions_dup_names (fields->offered_tls_versions);
  g_auto (GStrv) offered = choice != NULL ? g_strsplit (choice, " ", -1) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_camera (builder, camera, lk_camera_facts_get_fields (facts));
  json_builder_set_member_name (builder, "common");
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "ssl_function", lk_ssl_function_get_name (fields->ssl_function));
  lk_ctl_add_strings (builder, "tls_versions", (const char *const *)versions);
  lk_ctl_add_strings (builder, "offered_tls_versions", (const char *const *)offered);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "server");
  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "option", lk_server_option_get_name (fields->server_option));
  lk_ctl_add_string (builder, "status", lk_server_status_get_name (fields->server_status));
  add_summary (builder, "certificate", fields->server_certificate);
  json_builder_set_member_name (builder, "key_password_set");
  json_builder_add_boolean_value (builder, fields->key_password_set);
  json_builder_end_object (builder);
  add_client (builder, tab);
  if (findings != NULL)
    lk_ctl_add_findings (builder, findings);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  lk_ctl_print_json (root);
}

static void
print_certificate (guint indent, LkTabCertificate *shown)
{
  LkCertificate *whole = lk_tab_certificate_get_certificate (shown);

  lk_ctl_print_row (indent, _ ("Issuer DN"), lk_tab_certificate_get_issuer (shown));
  lk_ctl_print_row (indent, _ ("Subject DN"), lk_tab_certificate_get_subject (shown));
  lk_ctl_print_row (indent, _ ("Available period"), lk_tab_certificate_get_period (shown));
  lk_ctl_print_row (indent, _ ("Extended Key Usage"), lk_tab_certificate_get_extended_key_usage (shown));
  if (whole != NULL)
    lk_ctl_print_row (indent, "SHA-256", lk_certificate_get_sha256 (whole));
}

static void
print_camera (LkCamera *camera, const LkCameraFactsFields *facts)
{
  g_autofree char *clock = NULL;

  lk_ctl_print_heading (_ ("Camera"));
  lk_ctl_print_row (2, _ ("Model"), facts->model);
  lk_ctl_print_row (2, _ ("Firmware"), facts->firmware);
  if (facts->clock != NULL && ABS (facts->clock_offset_s) <= IN_STEP_S)
    clock = g_strdup (_ ("in step with this computer’s"));
  else if (facts->clock != NULL)
    /* Translators: seconds with a sign, such as +90. */
    clock = g_strdup_printf (_ ("%+" PRId64 " s from this computer’s"), facts->clock_offset_s);
  lk_ctl_print_row (2, _ ("Clock"), clock != NULL ? clock : _ ("not told"));
  lk_ctl_print_row (2, _ ("Driver"), lk_camera_get_driver (camera));
}

static void
print_tab_text (LkCamera *camera, LkCameraFacts *facts, LkSslTab *tab)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (tab);
  g_autofree char *versions = lk_tls_versions_dup_names (fields->tls_versions);

  print_camera (camera, lk_camera_facts_get_fields (facts));
  lk_ctl_print_heading (_ ("Common setting"));
  lk_ctl_print_row (2, _ ("SSL function"), _ (lk_ssl_function_get_label (fields->ssl_function)));
  if (versions != NULL)
    lk_ctl_print_row (2, _ ("TLS versions"), versions);
  lk_ctl_print_heading (_ ("SSL server authentication"));
  lk_ctl_print_row (2, _ ("Certificate options"), _ (lk_server_option_get_label (fields->server_option)));
  lk_ctl_print_row (2, _ ("Status"), _ (lk_server_status_get_label (fields->server_status)));
  if (fields->server_certificate != NULL)
    print_certificate (2, fields->server_certificate);
  lk_ctl_print_row (2, _ ("Private key password"), fields->key_password_set ? _ ("Set") : _ ("Not set"));
  lk_ctl_print_heading (_ ("SSL client authentication"));
  if (!lk_ssl_tab_is_client_available (tab))
    lk_ctl_print_row (2, _ ("Enable"), _ ("Not available without a valid server certificate"));
  else
    lk_ctl_print_row (2, _ ("Enable"), fields->client_enabled ? _ ("On") : _ ("Off"));
  if (fields->cn_is_user)
    lk_ctl_print_row (2, _ ("Common name is the user"), _ ("On"));
  for (guint slot = 1; slot <= fields->trusted_capacity; slot++)
    {
      LkTabCertificate *shown = lk_ssl_tab_get_trusted (tab, slot);
      g_autofree char *label = g_strdup_printf (_ ("Trusted CA certificate %u"), slot);

      lk_ctl_print_row (2, label, shown != NULL ? lk_tab_certificate_get_title (shown) : _ ("Not set"));
      if (shown != NULL)
        print_certificate (4, shown);
    }
}

void
lk_ctl_print_tab (LkCtl *ctl, LkCamera *camera, LkCameraFacts *facts, LkSslTab *tab)
{
  if (ctl->json)
    print_tab_json (camera, facts, tab, ctl->findings);
  else
    print_tab_text (camera, facts, tab);
}
