/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-confirm.h"

#include "base/lk-error.h"
#include "baseline/lk-file-picker.h"
#include "camera/lk-camera-address.h"
#include "camera/lk-certificate-summary.h"

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
  GtkEditable *entry;
} Ask;

static Ask *
ask_new (GtkWindow *parent, LkCameraSession *session)
{
  Ask *ask = g_new0 (Ask, 1);

  g_set_object (&ask->parent, parent);
  g_set_object (&ask->session, session);
  return ask;
}

static void
ask_free (Ask *ask)
{
  g_clear_object (&ask->parent);
  g_clear_object (&ask->session);
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
  lk_camera_session_run_async (
    ask->session, &(LkCameraRequest){ .action = LK_ACTION_SET_PASSWORD, .password = password },
    NULL, NULL);
}

void
lk_confirm_ask_key_password (GtkWindow *parent, LkCameraSession *session)
{
  Ask *ask = ask_new (parent, session);
  guint max = lk_camera_session_get_capabilities (session).key_password_max;
  g_autofree char *limit = g_strdup_printf (ngettext ("At most %u character.", "At most %u characters.", max), max);
  const char *uri = lk_camera_record_get_fields (lk_camera_session_get_record (session))->uri;
  g_autofree char *body = g_strjoin (
    " ", _ ("The camera uses it to open the private key of its server certificate."), limit,
    lk_camera_address_is_plain (uri) ? _ ("It goes there over plain HTTP: anybody on the way can read it.") : NULL,
    NULL);

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

/* A request that waits for a yes. */
typedef struct
{
  LkCameraSession *session;
  LkCameraRequest *request;
} Question;

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (LkCameraSession) session = question->session;
  g_autoptr (LkCameraRequest) request = question->request;

  if (lk_alert_finish (result, NULL))
    lk_camera_session_run_async (session, request, NULL, NULL);
}

void
lk_confirm_run (GtkWindow *parent,
                LkCameraSession *session,
                const LkAlert *alert,
                const LkCameraRequest *request)
{
  Question *question = g_new0 (Question, 1);

  question->session = g_object_ref (session);
  question->request = lk_camera_request_copy (request);
  lk_alert_async (parent, alert, NULL, answer_cb, question);
}

void
lk_confirm_delete_ca (GtkWindow *parent, LkCameraSession *session, guint slot)
{
  LkSslTab *tab = lk_camera_session_get_tab (session);
  LkTabCertificate *certificate = tab != NULL ? lk_ssl_tab_get_trusted (tab, slot) : NULL;
  g_autofree char *heading = g_strdup_printf (_ ("Delete Trusted CA Certificate %u?"), slot);

  if (certificate == NULL)
    return;
  lk_confirm_run (parent, session,
                  &(LkAlert){
                    .heading = heading,
                    .body = _ ("The camera will no longer trust personal certificates that this CA issued."),
                    .verb = _ ("_Delete"),
                    .appearance = ADW_RESPONSE_DESTRUCTIVE,
                    .extra = lk_confirm_show_certificate (certificate),
                  },
                  &(LkCameraRequest){ .action = LK_ACTION_DELETE_CA, .slot = slot });
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

/* Asks for the camera's name, beginning with the one in its address. */
static void
ask_name (GtkWindow *parent,
          LkCameraSession *session,
          LkAlert question,
          GAsyncReadyCallback callback)
{
  const char *uri = lk_camera_record_get_fields (lk_camera_session_get_record (session))->uri;
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  Ask *ask = ask_new (parent, session);

  question.appearance = ADW_RESPONSE_SUGGESTED;
  question.extra = create_entry (ask, ADW_TYPE_ENTRY_ROW, _ ("Name or address of the camera"));
  if (parsed != NULL)
    gtk_editable_set_text (ask->entry, g_uri_get_host (parsed));
  lk_alert_async (parent, &question, NULL, callback, ask);
}

void
lk_confirm_generate (GtkWindow *parent, LkCameraSession *session)
{
  ask_name (parent, session,
            (LkAlert){
              .heading = _ ("Generate a Self-Signed Certificate?"),
              .body = _ ("The camera makes a new private key and a server certificate for it, in place of the self-signed one it has now. "
                         "Viewers have to accept it once, because no CA vouches for it, and you will be asked to compare its new key."),
              .verb = _ ("_Generate"),
            },
            generate_cb);
}

/* A request that may have to be asked about once more. */
typedef struct
{
  GtkWindow *parent;
  LkCameraRequest *request;
} Wish;

static void
wish_free (Wish *wish)
{
  g_clear_object (&wish->parent);
  lk_camera_request_free (wish->request);
  g_free (wish);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

/* No room beside the keys of earlier requests: what goes with them is said before they go. */
static void
requested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  LkCameraSession *session = LK_CAMERA_SESSION (source);
  g_autoptr (Wish) wish = data;
  g_autoptr (GError) error = NULL;

  if (lk_camera_session_run_finish (session, result, &error) ||
      !g_error_matches (error, LK_ERROR, LK_ERROR_EXISTS))
    return;
  wish->request->discards_earlier = TRUE;
  lk_confirm_run (wish->parent, session,
                  &(LkAlert){
                    .heading = _ ("Discard the Earlier Requests?"),
                    .body = _ ("Earlier certificate requests still wait for their certificates, and the camera has no room for another private key. "
                               "If their keys are deleted, certificates that a CA makes of those requests can no longer be imported."),
                    .verb = _ ("_Discard and Create"),
                    .appearance = ADW_RESPONSE_DESTRUCTIVE,
                  },
                  wish->request);
}

void
lk_confirm_create_request_into (GtkWindow *parent,
                                LkCameraSession *session,
                                const char *common_name,
                                GFile *file)
{
  const LkCameraRequest request = { .action = LK_ACTION_CREATE_REQUEST,
                                    .common_name = common_name,
                                    .file = file };
  Wish *wish = g_new0 (Wish, 1);

  g_set_object (&wish->parent, parent);
  wish->request = lk_camera_request_copy (&request);
  lk_camera_session_run_async (session, &request, requested_cb, wish);
}

static void
request_file_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);

  if (file != NULL)
    lk_confirm_create_request_into (ask->parent, ask->session, gtk_editable_get_text (ask->entry),
                                    file);
}

static void
request_name_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Ask) ask = data;
  const char *name = gtk_editable_get_text (ask->entry);
  g_autofree char *file_name = g_strconcat (*name != '\0' ? name : "camera", ".csr", NULL);
  GtkWindow *parent = ask->parent;

  if (!lk_alert_finish (result, NULL) || *name == '\0')
    return;
  g_strdelimit (file_name, "/:\\", '-');
  lk_file_picker_save_async (parent,
                             &(LkFilePicker){
                               .title = _ ("Save the Certificate Request"),
                               .accept = _ ("_Save"),
                               .suggested_name = file_name,
                             },
                             NULL, request_file_cb, g_steal_pointer (&ask));
}

void
lk_confirm_create_request (GtkWindow *parent, LkCameraSession *session)
{
  ask_name (parent, session,
            (LkAlert){
              .heading = _ ("Create a Certificate Request?"),
              .body = _ ("The camera makes a new private key, which never leaves it, and a request for a certificate. "
                         "Have a CA sign the request, then import the signed certificate. Until then the camera goes on with the certificate it has, and earlier requests can still be answered, too."),
              .verb = _ ("_Create"),
            },
            request_name_cb);
}

/* The row that the question is about. */
typedef struct
{
  LkCameraSession *session;
  gint64 row;
} Interruption;

static void
interruption_free (gpointer data, GClosure *closure)
{
  Interruption *interruption = data;

  g_object_unref (interruption->session);
  g_free (interruption);
}

static void
recover_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  const Interruption *interruption = data;
  LkCameraRequest request = { .action = LK_ACTION_RECOVER,
                              .interruption = interruption->row,
                              .undo = g_str_equal (response, "undo") };

  if (!g_str_equal (response, "cancel"))
    lk_camera_session_run_async (interruption->session, &request, NULL, NULL);
}

void
lk_confirm_recover (GtkWindow *parent, LkCameraSession *session)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Interrupted Change"),
                                              _ ("The last change to client authentication on this camera was cut off, or how it ended is not known.\n\n"
                                                 "Finish keeps the change if it is on the camera and your personal certificate is accepted; otherwise it is undone. "
                                                 "Undo goes back to how it was before."));
  Interruption *interruption = g_new0 (Interruption, 1);

  interruption->session = g_object_ref (session);
  interruption->row = lk_camera_session_get_interruption (session);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    "undo", _ ("_Undo"),
                                    "finish", _ ("_Finish"),
                                    NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "finish");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "finish",
                                              ADW_RESPONSE_SUGGESTED);
  g_signal_connect_data (dialog, "response", G_CALLBACK (recover_cb), interruption, interruption_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
lk_confirm_show_ways_back (GtkWindow *parent)
{
  lk_alert_async (parent,
                  &(LkAlert){
                    .heading = _ ("Ways Back to the Camera"),
                    .body = _ ("1. Choose the personal certificate that was in use when client authentication was enabled: a file, or the store it was imported into on that computer.\n\n"
                               "2. Use another computer that still opens the camera, and switch client authentication off there.\n\n"
                               "3. If the camera also answers plain HTTP, edit its address to http and allow that.\n\n"
                               "4. As the last way, reset the camera with the button on its housing. All of its settings are lost."),
                  },
                  NULL, NULL, NULL);
}
