/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-window-private.h"

#include "baseline/lk-print.h"
#include "camera/lk-confirm.h"
#include "camera/lk-import-pick.h"
#include "lk-doors.h"
#include "personal/lk-personal-wizard.h"
#include "setup/lk-setup-job.h"
#include "setup/lk-setup-report.h"
#include "setup/lk-sheet-window.h"
#include "setup/lk-text-save.h"

#include <glib/gi18n.h>

static LkCameraSession *
get_session (LkSetupWindow *self)
{
  return lk_setup_get_session (lk_setup_window_get_setup (self));
}

static void
survey_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_setup_survey (lk_setup_window_get_setup (LK_SETUP_WINDOW (widget)));
}

static void
attest_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_setup_attest (lk_setup_window_get_setup (LK_SETUP_WINDOW (widget)),
                   g_variant_get_string (parameter, NULL));
}

static void
import_ca_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_import_pick_ca (GTK_WINDOW (widget), get_session (LK_SETUP_WINDOW (widget)), 0);
}

static LkTabCertificate *
get_trusted (GtkWidget *widget, guint slot)
{
  LkSslTab *tab = lk_camera_session_get_tab (get_session (LK_SETUP_WINDOW (widget)));

  return tab != NULL ? lk_ssl_tab_get_trusted (tab, slot) : NULL;
}

static void
view_ca_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkTabCertificate *shown = get_trusted (widget, g_variant_get_uint32 (parameter));
  LkCertificate *whole = shown != NULL ? lk_tab_certificate_get_certificate (shown) : NULL;

  if (whole != NULL)
    lk_door_open_certificate (GTK_WINDOW (widget), get_session (LK_SETUP_WINDOW (widget)), whole);
}

static void
delete_ca_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_confirm_delete_ca (GTK_WINDOW (widget), get_session (LK_SETUP_WINDOW (widget)),
                        g_variant_get_uint32 (parameter));
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_setup_window_go_to (LK_SETUP_WINDOW (widget), LK_STEP_CHECKLIST);
  lk_setup_survey (lk_setup_window_get_setup (LK_SETUP_WINDOW (widget)));
}

static void
recover_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_confirm_recover (GTK_WINDOW (widget), get_session (LK_SETUP_WINDOW (widget)));
}

/* A certificate that is missing is imported from here. What else may be wrong, the SSL function or
 * the key's password, is set in the tab; the setup goes on from there where it was left. */
static void
mend_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkCameraSession *session = get_session (LK_SETUP_WINDOW (widget));
  LkSslTab *tab = lk_camera_session_get_tab (session);

  if (tab != NULL && lk_ssl_tab_get_fields (tab)->server_certificate != NULL)
    {
      lk_door_open_server_pane (gtk_window_get_transient_for (GTK_WINDOW (widget)), session);
      gtk_window_close (GTK_WINDOW (widget));
      return;
    }
  lk_import_pick_server (GTK_WINDOW (widget), session);
}

static void
choose_personal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_setup_window_choose_personal (LK_SETUP_WINDOW (widget));
}

static void
installed_cb (LkSetupWindow *self, LkPersonal *personal)
{
  lk_setup_window_take_personal (self, personal);
}

static void
import_personal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkPersonalWizard *wizard = lk_personal_wizard_present (GTK_WINDOW (widget), NULL, NULL);

  g_signal_connect_object (wizard, "installed", G_CALLBACK (installed_cb), widget, G_CONNECT_SWAPPED);
}

static void
set_clock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lk_camera_session_run_async (get_session (LK_SETUP_WINDOW (widget)),
                               &(LkCameraRequest){ .action = LK_ACTION_SET_CLOCK }, NULL, NULL);
}

static void
save_report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (widget);
  g_autofree char *camera = lk_camera_session_dup_name (get_session (self));
  g_autofree char *text = lk_setup_dup_report (lk_setup_window_get_setup (self), FALSE);
  g_autofree char *json = lk_setup_dup_report (lk_setup_window_get_setup (self), TRUE);

  lk_text_save (GTK_WINDOW (self), &(LkTextSave){
                                     .dialog_title = _ ("Save Report (.txt, .pdf or .json)"),
                                     .suggested_name = _ ("client-authentication.txt"),
                                     .heading = camera,
                                     .text = text,
                                     .json = json,
                                   });
}

static void
print_report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (widget);
  g_autofree char *report = lk_setup_dup_report (lk_setup_window_get_setup (self), FALSE);
  g_autofree char *camera = lk_camera_session_dup_name (get_session (self));

  lk_print_text (GTK_WINDOW (self), camera, report);
}

static void
show_to_do_sheet_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (widget);
  g_autofree char *sheet = lk_setup_dup_to_do_sheet (lk_setup_window_get_setup (self));

  lk_sheet_window_present (GTK_WINDOW (self), _ ("To Do on Each Computer"), sheet, _ ("to-do.txt"));
}

/* Whoever can reach the camera with a paper clip may go on all the same: by typing its name. */
static void
override_response_cb (AdwMessageDialog *dialog, const char *response, LkSetupWindow *self)
{
  g_autofree char *name = lk_camera_session_dup_name (get_session (self));

  if (g_str_equal (response, "enable"))
    lk_setup_run (lk_setup_window_get_setup (self), name);
}

static void
override_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  const char *name = g_object_get_data (G_OBJECT (dialog), "camera-name");

  adw_message_dialog_set_response_enabled (dialog, "enable",
                                           g_strcmp0 (gtk_editable_get_text (entry), name) == 0);
}

static void
override_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LkSetupWindow *self = LK_SETUP_WINDOW (widget);
  g_autofree char *name = lk_camera_session_dup_name (get_session (self));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Enable in Spite of the Checklist?"), NULL);
  GtkWidget *entry = gtk_entry_new ();

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("You may be locked out and have to reset the camera by hand, at the device. To go on, "
                                     "type the camera’s name, “%s”. This is recorded."),
                                  name);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The camera’s name"), -1);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "enable", _ ("_Enable"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "enable",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "enable", FALSE);
  g_object_set_data_full (G_OBJECT (dialog), "camera-name", g_strdup (name), g_free);
  g_signal_connect_object (entry, "changed", G_CALLBACK (override_changed_cb), dialog, 0);
  g_signal_connect_object (dialog, "response", G_CALLBACK (override_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const struct
{
  const char *name;
  const char *parameter_type;
  GtkWidgetActionActivateFunc activate;
  gboolean needs_idle; /* starts an action on the camera, one at a time */
} actions[] = {
  { "setup.survey", NULL, survey_action, FALSE },
  { "setup.rehearse", NULL, survey_action, FALSE },       /* a survey rehearses, too */
  { "setup.prove-way-back", NULL, survey_action, FALSE }, /* and proves the way back */
  { "setup.attest", "s", attest_action, FALSE },
  { "setup.import-ca", NULL, import_ca_action, FALSE },
  { "setup.server-pane", NULL, mend_server_action, FALSE },
  { "setup.choose-personal", NULL, choose_personal_action, FALSE },
  { "setup.import-personal", NULL, import_personal_action, FALSE },
  { "setup.delete-ca", "u", delete_ca_action, TRUE },
  { "setup.view-ca", "u", view_ca_action, FALSE },
  { "setup.retry", NULL, retry_action, FALSE },
  { "setup.recover", NULL, recover_action, TRUE },
  { "setup.set-clock", NULL, set_clock_action, TRUE },
  { "setup.show-to-do-sheet", NULL, show_to_do_sheet_action, FALSE },
  { "setup.save-report", NULL, save_report_action, FALSE },
  { "setup.print-report", NULL, print_report_action, FALSE },
  { "setup.override", NULL, override_action, TRUE },
};

void
lk_setup_window_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter_type,
                                     actions[i].activate);
}

void
lk_setup_window_enable_actions (LkSetupWindow *self)
{
  const gboolean idle = !lk_camera_session_is_busy (get_session (self));

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (actions[i].needs_idle)
        gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, idle);
    }
}
