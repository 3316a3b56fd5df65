/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-report.h"

#include "setup/lk-check-table.h"

#include <glib/gi18n-lib.h>

/* The earliest end seen so far, and whose it is. */
typedef struct
{
  GDateTime *end; /* borrowed */
  const char *subject;
} Expiry;

static void
consider (Expiry *expiry, GDateTime *end, const char *subject)
{
  if (end == NULL || (expiry->end != NULL && g_date_time_compare (expiry->end, end) <= 0))
    return;
  expiry->end = end;
  expiry->subject = subject;
}

static Expiry
find_expiry (const LkReportFields *fields)
{
  const LkSslTabFields *tab = fields->tab != NULL ? lk_ssl_tab_get_fields (fields->tab) : NULL;
  Expiry expiry = { NULL, NULL };

  if (fields->identity != NULL)
    {
      LkCertificate *personal = lk_identity_get_certificate (fields->identity);

      consider (&expiry, lk_certificate_get_not_after (personal),
                lk_certificate_get_title (personal));
    }
  if (tab == NULL)
    return expiry;
  if (tab->server_certificate != NULL)
    consider (&expiry, lk_tab_certificate_get_not_after (tab->server_certificate),
              lk_tab_certificate_get_title (tab->server_certificate));
  for (guint i = 0; i < tab->trusted_capacity; i++)
    {
      if (tab->trusted[i] != NULL)
        consider (&expiry, lk_tab_certificate_get_not_after (tab->trusted[i]),
                  lk_tab_certificate_get_title (tab->trusted[i]));
    }
  return expiry;
}

GDateTime *
lk_report_find_first_expiry (const LkReportFields *fields, char **subject)
{
  Expiry expiry;

  g_return_val_if_fail (fields != NULL, NULL);

  expiry = find_expiry (fields);
  if (subject != NULL)
    *subject = g_strdup (expiry.subject);
  return expiry.end != NULL ? g_date_time_ref (expiry.end) : NULL;
}

static GDateTime *
dup_now (const LkReportFields *fields)
{
  return fields->now != NULL ? g_date_time_ref (fields->now) : g_date_time_new_now_utc ();
}

static void
add_line (GString *text, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    /* Translators: a line of the report: what, and its value. */
    g_string_append_printf (text, _ ("%s: %s\n"), label, value);
}

static void
add_camera (GString *text, const LkReportFields *fields)
{
  const LkSituationFields *situation =
    fields->checklist != NULL
      ? lk_situation_get_fields (lk_checklist_get_situation (fields->checklist))
      : NULL;
  LkCameraFacts *facts = situation != NULL ? situation->facts : NULL;
  g_autoptr (GDateTime) now = dup_now (fields);
  g_autofree char *day = lk_check_format_day (now);

  add_line (text, _ ("Camera"), fields->camera_name);
  add_line (text, _ ("Address"), fields->camera_uri);
  if (facts != NULL)
    {
      add_line (text, _ ("Model"), lk_camera_facts_get_fields (facts)->model);
      add_line (text, _ ("Firmware"), lk_camera_facts_get_fields (facts)->firmware);
    }
  add_line (text, _ ("Date"), day);
}

static void
add_trusted (GString *text, const LkSslTabFields *tab)
{
  for (guint i = 0; i < tab->trusted_capacity; i++)
    {
      g_autofree char *label = NULL;

      if (tab->trusted[i] == NULL)
        continue;
      label = g_strdup_printf (_ ("Trusted CA certificate %u"), i + 1);
      add_line (text, label, lk_tab_certificate_get_subject (tab->trusted[i]));
    }
}

static void
add_state (GString *text, const LkReportFields *fields)
{
  const LkSslTabFields *tab = lk_ssl_tab_get_fields (fields->tab);
  const Expiry expiry = find_expiry (fields);
  g_autofree char *day = expiry.end != NULL ? lk_check_format_day (expiry.end) : NULL;

  g_string_append_c (text, '\n');
  add_line (text, _ ("SSL client authentication"), tab->client_enabled ? _ ("on") : _ ("off"));
  add_line (text, _ ("Who can get in"),
            tab->client_enabled ? _ ("whoever has a personal certificate from one of these CAs, and a password")
                                : _ ("whoever has a password"));
  add_trusted (text, tab);
  if (tab->server_certificate != NULL)
    add_line (text, _ ("Server certificate"), lk_tab_certificate_get_subject (tab->server_certificate));
  if (fields->identity != NULL)
    add_line (text, _ ("Personal certificate"),
              lk_certificate_get_subject (lk_identity_get_certificate (fields->identity)));
  if (day != NULL)
    /* Translators: the first day on which a certificate expires, and whose it is. */
    g_string_append_printf (text, _ ("Good until: %s, when “%s” expires\n"), day, expiry.subject);
}

static void
add_steps (GString *text, LkOutcome *outcome)
{
  g_string_append_printf (text, "\n%s\n",
                          _ (lk_outcome_result_get_label (lk_outcome_get_result (outcome))));
  if (lk_outcome_get_message (outcome) != NULL)
    g_string_append_printf (text, "%s\n", lk_outcome_get_message (outcome));
  for (gsize i = 0; i < lk_outcome_get_n_steps (outcome); i++)
    {
      const LkOutcomeStep *step = lk_outcome_get_step (outcome, i);

      g_string_append_printf (text, "%s %s: %s\n", step->ok ? "✓" : "✗", _ (step->title), step->detail);
    }
}

static void
add_checks (GString *text, LkChecklist *checklist)
{
  g_string_append_printf (text, "\n%s\n", _ ("Checklist"));
  for (guint i = 0; i < lk_checklist_get_n_checks (checklist); i++)
    {
      const LkCheck *check = lk_checklist_get (checklist, i);

      g_string_append_printf (
        text, "%s %s: %s\n", check->state == LK_CHECK_PASSED ? "✓" : "✗", _ (check->info->title),
        check->evidence != NULL ? check->evidence : _ (lk_check_state_get_label (check->state)));
    }
}

char *
lk_report_to_text (const LkReportFields *fields)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (fields != NULL, NULL);

  add_camera (text, fields);
  if (fields->tab != NULL)
    add_state (text, fields);
  if (fields->outcome != NULL)
    add_steps (text, fields->outcome);
  if (fields->checklist != NULL)
    add_checks (text, fields->checklist);
  return g_string_free (text, FALSE);
}

static void
set_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
set_node (JsonBuilder *builder, const char *name, JsonNode *node)
{
  json_builder_set_member_name (builder, name);
  if (node != NULL)
    json_builder_add_value (builder, node);
  else
    json_builder_add_null_value (builder);
}

static void
set_state (JsonBuilder *builder, LkSslTab *tab)
{
  const LkSslTabFields *fields = tab != NULL ? lk_ssl_tab_get_fields (tab) : NULL;

  json_builder_set_member_name (builder, "enabled");
  if (fields != NULL)
    json_builder_add_boolean_value (builder, fields->client_enabled);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "trusted");
  json_builder_begin_array (builder);
  for (guint i = 0; fields != NULL && i < fields->trusted_capacity; i++)
    {
      if (fields->trusted[i] != NULL)
        json_builder_add_string_value (builder,
                                       lk_tab_certificate_get_subject (fields->trusted[i]));
    }
  json_builder_end_array (builder);
}

JsonNode *
lk_report_to_json (const LkReportFields *fields)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) now_utc = NULL;
  g_autofree char *written = NULL;
  g_autofree char *until = NULL;
  Expiry expiry;

  g_return_val_if_fail (fields != NULL, NULL);

  now = dup_now (fields);
  now_utc = g_date_time_to_utc (now);
  written = g_date_time_format (now_utc, "%Y-%m-%dT%H:%M:%SZ");
  expiry = find_expiry (fields);
  until = expiry.end != NULL ? g_date_time_format (expiry.end, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  json_builder_begin_object (builder);
  set_string (builder, "camera", fields->camera_name);
  set_string (builder, "uri", fields->camera_uri);
  set_string (builder, "date", written);
  set_state (builder, fields->tab);
  set_string (builder, "personal",
              fields->identity != NULL
                ? lk_certificate_get_subject (lk_identity_get_certificate (fields->identity))
                : NULL);
  set_string (builder, "good_until", until);
  set_string (builder, "expires_first", expiry.subject);
  set_node (builder, "result", fields->outcome != NULL ? lk_outcome_to_json (fields->outcome) : NULL);
  set_node (builder, "checklist",
            fields->checklist != NULL ? lk_checklist_to_json (fields->checklist) : NULL);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

char *
lk_report_to_do_sheet (const LkReportFields *fields)
{
  /* clang-format off */
  static const char *const items[] = {
    N_ ("Take the personal certificate (a PKCS#12 file, .p12 or .pfx) and its password to the computer."),
    N_ ("Open the file; the Certificate Import Wizard starts."),
    N_ ("Tick “Mark this key as exportable” on the password page."),
    N_ ("Follow the wizard to its end, then see that the certificate is listed among the personal ones."),
    N_ ("Open the camera with this computer’s viewer while its firmware is still the old one."),
    N_ ("Only when every computer on this list is done: update the camera’s firmware."),
  };
  /* clang-format on */
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (fields != NULL, NULL);

  add_camera (text, fields);
  g_string_append_printf (
    text, "\n%s\n\n",
    _ ("Client authentication is on and the firmware is older than 3.0. On each computer that uses this camera, before the "
       "firmware is updated:"));
  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    g_string_append_printf (text, "☐ %" G_GSIZE_FORMAT ". %s\n", i + 1, _ (items[i]));
  g_string_append_printf (text, "\n%s ____________________\n%s ____________________\n", _ ("Computer:"), _ ("Done on:"));
  return g_string_free (text, FALSE);
}
