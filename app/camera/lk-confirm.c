/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-confirm.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "baseline/lk-alert.h"
#include "camera/lk-certificate-summary.h"
#include "camera/lk-file-job.h"

#include <glib/gi18n.h>

#define SELF_SIGNED_DAYS 3650

GtkWidget *
lk_confirm_show_certificate (LkTabCertificate *certificate)
{
  LkCertificateSummary *summary = lk_certificate_summary_new ();

  lk_certificate_summary_set_tab_certificate (summary, certificate);
  return GTK_WIDGET (summary);
}

/* One question with one entry. */
typedef struct
{
  GtkWindow *parent;
  LkCameraSession *session;
  GFile *file;
  GtkEditable *entry;
} Ask;

static Ask *
ask_new (GtkWindow *parent, LkCameraSession *session, GFile *file)
{
  Ask *ask = g_new0 (Ask, 1);

  g_set_object (&ask->parent, parent);
  g_set_object (&ask->session, session);
  g_set_object (&ask->file, file);
  return ask;
}

static void
ask_free (Ask *ask)
{
  g_clear_object (&ask->parent);
  g_clear_object (&ask->session);
  g_clear_object (&ask->file);
  g_clear_object (&ask->entry);
  g_free (ask);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ask, ask_free)

static GtkWidget *
create_entry (Ask *ask, GType type, const char *title)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = g_object_new (type, "title", title, "activates-default", TRUE, NULL);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_set_object (&ask->entry, GTK_EDITABLE (row));
  return list;
}

static LkSecret *
take_password (Ask *ask)
{
  LkSecret *password = lk_secret_new (gtk_editable_get_text (ask->entry), -1);

  gtk_editable_set_text (ask->entry, "");
  return password;
}

static void
key_password_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;
  g_autoptr (LkSecret) password = NULL;

  if (!lk_alert_finish (result, NULL))
    return;
  password = take_password (ask);
  lk_camera_session_run_async (ask->session, &(LkCameraRequest){ .action = LK_ACTION_SET_PASSWORD, .password = password }, NULL, NULL);
}

void
lk_confirm_ask_key_password (GtkWindow *parent, LkCameraSession *session)
{
  Ask *ask = ask_new (parent, session, NULL);
  guint max = lk_camera_session_get_capabilities (session).key_password_max;
  g_autofree char *limit = g_strdup_printf (ngettext ("At most %u character.", "At most %u characters.", max), max);
  g_autofree char *body = g_strdup_printf ("%s %s", _ ("The camera uses it to open the private key of its server certificate."), limit);

  lk_alert_async (parent,
                  &(LkAlert){
                    .heading = _ ("Set the Private Key Password"),
                    .body = body,
                    .verb = _ ("_Set"),
                    .appearance = ADW_RESPONSE_SUGGESTED,
                    .extra = create_entry (ask, ADW_TYPE_PASSWORD_ENTRY_ROW, _ ("Private key password")),
                  },
                  NULL, key_password_cb, ask);
}

static void
generate_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;

  if (!lk_alert_finish (result, NULL))
    return;
  lk_camera_session_run_async (ask->session,
                               &(LkCameraRequest){
                                 .action = LK_ACTION_GENERATE,
                                 .common_name = gtk_editable_get_text (ask->entry),
                                 .days = SELF_SIGNED_DAYS,
                               },
                               NULL, NULL);
}

void
lk_confirm_generate (GtkWindow *parent, LkCameraSession *session)
{
  Ask *ask = ask_new (parent, session, NULL);
  const char *uri = lk_camera_record_get_fields (lk_camera_session_get_record (session))->uri;
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  GtkWidget *extra = create_entry (ask, ADW_TYPE_ENTRY_ROW, _ ("Name or address of the camera"));

  if (parsed != NULL)
    gtk_editable_set_text (ask->entry, g_uri_get_host (parsed));
  lk_alert_async (parent,
                  &(LkAlert){
                    .heading = _ ("Generate a Self-Signed Certificate?"),
                    .body = _ ("The camera makes a new private key and a server certificate for it, in place of the self-signed one it has now. "
                               "Viewers have to accept it once, because no CA vouches for it."),
                    .verb = _ ("_Generate"),
                    .appearance = ADW_RESPONSE_SUGGESTED,
                    .extra = extra,
                  },
                  NULL, generate_cb, ask);
}

static gpointer
open_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  LkFileJob *input = data;

  return lk_identity_new_from_file (input->file, input->password, cancellable, error);
}

static void opened_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
open_identity (Ask *ask, LkSecret *password)
{
  lk_file_job_start (ask->file, password, open_thread, NULL, opened_cb, ask);
}

static void
password_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;
  g_autoptr (LkSecret) password = NULL;

  if (!lk_alert_finish (result, NULL))
    return;
  password = take_password (ask);
  open_identity (g_steal_pointer (&ask), password);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_job_finish (result, &error);
  gboolean wrong = g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG);

  if (identity != NULL)
    {
      lk_camera_session_set_identity (ask->session, identity);
      lk_camera_session_reload (ask->session);
    }
  else if (wrong || g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED))
    {
      GtkWindow *parent = ask->parent;
      GtkWidget *extra = create_entry (ask, ADW_TYPE_PASSWORD_ENTRY_ROW, _ ("Password"));

      lk_alert_async (parent,
                      &(LkAlert){
                        .heading = wrong ? _ ("The Password Is Wrong") : _ ("Open the Personal Certificate"),
                        .body = wrong ? _ ("It does not open the file. Type it again.") : _ ("Type the password that protects the file."),
                        .verb = _ ("_Open"),
                        .appearance = ADW_RESPONSE_SUGGESTED,
                        .extra = extra,
                      },
                      NULL, password_cb, g_steal_pointer (&ask));
    }
  else
    lk_error_present (ask->parent, error);
}

void
lk_confirm_open_personal (GtkWindow *parent, LkCameraSession *session, GFile *file)
{
  g_return_if_fail (LK_IS_CAMERA_SESSION (session) && G_IS_FILE (file));

  open_identity (ask_new (parent, session, file), NULL);
}
