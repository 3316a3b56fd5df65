/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-dialog.h"

#include "base/lk-error.h"
#include "baseline/lk-error-page.h"
#include "camera/lk-camera-finder.h"
#include "camera/lk-camera-form.h"
#include "camera/lk-key-page.h"

#include <glib/gi18n.h>

struct _LkCameraDialog
{
  AdwWindow parent_instance;

  LkCameraList *list;
  LkCameraSession *session;  /* that is edited; NULL: adding */
  LkCameraSession *draft;    /* that is being tried */
  LkFoundCamera *picked;     /* (nullable) where the address comes from */
  GCancellable *cancellable; /* of the question to the keyring */
  gboolean remembered;       /* the password of the edited camera, as the keyring said */

  GtkStack *stack;
  GtkWidget *cancel;
  GtkWidget *back;
  GtkButton *connect;
  LkCameraForm *form;
  LkCameraFinder *finder;
  LkErrorPage *error_page;
  LkKeyPage *key_page;
};

G_DEFINE_FINAL_TYPE (LkCameraDialog, lk_camera_dialog, ADW_TYPE_WINDOW)

static guint added_signal;

/* What the mending button of the problem page says; each of them leads back to the form. */
static const struct
{
  LkError code;
  const char *icon_name;
  const char *mend;
  gboolean is_final; /* the same again would be refused again, and be counted by the camera */
} problems[] = {
  { LK_ERROR_UNREACHABLE, "network-error-symbolic", N_ ("_Change the Address"), FALSE },
  { LK_ERROR_TIMEOUT, "network-error-symbolic", N_ ("_Change the Address"), FALSE },
  { LK_ERROR_AUTH_REFUSED, "dialog-password-symbolic", N_ ("Type the _Password Again"), TRUE },
  { LK_ERROR_UNSUPPORTED, "camera-video-symbolic", N_ ("_Change Address or Language"), FALSE },
  { LK_ERROR_BAD_DATA, "camera-video-symbolic", N_ ("_Change Address or Language"), FALSE },
};

static const LkCameraRecordFields *
get_fields (LkCameraSession *session)
{
  return lk_camera_record_get_fields (lk_camera_session_get_record (session));
}

static void
show_page (LkCameraDialog *self, const char *page)
{
  gboolean form = g_str_equal (page, "form");

  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_window_set_title (GTK_WINDOW (self), g_str_equal (page, "find") ? _ ("Find Cameras")
                                           : self->session != NULL    ? _ ("Edit Camera")
                                                                      : _ ("Add Camera"));
  gtk_widget_set_visible (self->back, !form);
  gtk_widget_set_visible (self->cancel, form);
  gtk_widget_set_visible (GTK_WIDGET (self->connect), form);
  /* A button that was hidden is no longer what the Enter key presses. */
  gtk_window_set_default_widget (GTK_WINDOW (self), form ? GTK_WIDGET (self->connect) : NULL);
}

static void
focus (LkCameraDialog *self, LkCameraFormField field)
{
  gtk_widget_grab_focus (lk_camera_form_get_field (self->form, field));
}

static void
form_changed_cb (LkCameraDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->connect), lk_camera_form_is_complete (self->form));
}

static void
back_cb (LkCameraDialog *self)
{
  if (self->draft != NULL)
    lk_camera_session_cancel (self->draft);
  lk_camera_finder_stop (self->finder);
  show_page (self, "form");
}

/* Escape leaves a page, and from the form the dialog. */
static gboolean
leave_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  LkCameraDialog *self = LK_CAMERA_DIALOG (widget);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "form"))
    gtk_window_close (GTK_WINDOW (self));
  else
    back_cb (self);
  return GDK_EVENT_STOP;
}

/* Finding */

static void
find_cb (LkCameraDialog *self)
{
  show_page (self, "find");
  lk_camera_finder_start (self->finder);
}

static void
picked_cb (LkCameraDialog *self, LkFoundCamera *camera)
{
  g_set_object (&self->picked, camera);
  lk_camera_form_set_found (self->form, camera);
  show_page (self, "form");
  focus (self, LK_CAMERA_FORM_USER);
}

/* A camera that named a plain address only, and does not answer on an encrypted one. */
static void
plain_cb (LkCameraDialog *self)
{
  lk_camera_form_set_address (self->form, lk_found_camera_get_plain_uri (self->picked));
  show_page (self, "form");
  focus (self, LK_CAMERA_FORM_PLAIN);
}

static gboolean
can_be_plain (LkCameraDialog *self, const GError *error)
{
  return (g_error_matches (error, LK_ERROR, LK_ERROR_UNREACHABLE) ||
          g_error_matches (error, LK_ERROR, LK_ERROR_TIMEOUT)) &&
         self->picked != NULL && lk_found_camera_get_plain_uri (self->picked) != NULL &&
         g_strcmp0 (get_fields (self->draft)->uri, lk_found_camera_get_uri (self->picked)) == 0;
}

static void
mend_cb (LkCameraDialog *self)
{
  gboolean login =
    self->draft != NULL &&
    g_error_matches (lk_camera_session_get_error (self->draft), LK_ERROR, LK_ERROR_AUTH_REFUSED);

  show_page (self, "form");
  focus (self, login ? LK_CAMERA_FORM_PASSWORD : LK_CAMERA_FORM_ADDRESS);
}

static void
show_problem (LkCameraDialog *self, const GError *error)
{
  const char *icon_name = "dialog-warning-symbolic";
  const char *mend = N_ ("_Back to the Form");
  gboolean is_final = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    if (g_error_matches (error, LK_ERROR, problems[i].code))
      {
        icon_name = problems[i].icon_name;
        mend = problems[i].mend;
        is_final = problems[i].is_final;
      }
  lk_error_page_set_error (self->error_page, error, icon_name);
  lk_error_page_set_buttons (self->error_page, _ (mend), is_final ? NULL : _ ("_Try Again"));
  lk_error_page_set_recover (self->error_page, can_be_plain (self, error) ? _ ("Use _Plain HTTP…") : NULL);
  show_page (self, "problem");
}

static void
finish (LkCameraDialog *self)
{
  LkCameraSession *session = self->session;

  if (session == NULL)
    {
      session = self->draft;
      lk_camera_list_add (self->list, session);
    }
  else
    {
      lk_camera_session_set_record (session, lk_camera_session_get_record (self->draft));
      lk_camera_session_set_password (session, lk_camera_session_get_password (self->draft));
      lk_camera_session_reload (session);
    }
  /* What was not looked at is not forgotten. */
  if (lk_camera_form_get_remember (self->form) || self->remembered)
    lk_camera_list_remember_password (self->list, session,
                                      lk_camera_form_get_remember (self->form));
  g_signal_emit (self, added_signal, 0, session);
  gtk_window_close (GTK_WINDOW (self));
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraDialog) self = data;
  LkCameraSession *draft = LK_CAMERA_SESSION (source);
  g_autoptr (GError) error = NULL;

  if (lk_camera_session_run_finish (draft, result, &error))
    {
      if (self->draft == draft)
        finish (self);
      return;
    }
  if (self->draft != draft || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED) &&
      lk_camera_session_get_peer (draft) != NULL)
    {
      lk_key_page_set_key (self->key_page, lk_camera_session_get_peer (draft),
                           get_fields (draft)->pin);
      show_page (self, "key");
    }
  else
    show_problem (self, error);
}

static void
try_draft (LkCameraDialog *self)
{
  show_page (self, "working");
  lk_camera_session_run_async (self->draft, &(LkCameraRequest){ .action = LK_ACTION_RELOAD },
                               tried_cb, g_object_ref (self));
}

static void
retry_cb (LkCameraDialog *self)
{
  if (self->draft != NULL)
    try_draft (self);
}

static void
trusted_cb (LkCameraDialog *self)
{
  if (self->draft == NULL)
    return;
  lk_camera_session_accept_key (self->draft);
  try_draft (self);
}

static gboolean
is_only_renamed (LkCameraDialog *self, LkCameraRecord *record)
{
  const LkCameraRecordFields *now = lk_camera_record_get_fields (record);
  const LkCameraRecordFields *before = get_fields (self->session);

  return g_strcmp0 (now->uri, before->uri) == 0 && g_strcmp0 (now->user, before->user) == 0 &&
         g_strcmp0 (now->driver, before->driver) == 0 &&
         now->allow_plain_http == before->allow_plain_http &&
         g_strcmp0 (now->name, before->name) != 0;
}

static LkCameraRecord *
get_record (LkCameraSession *session)
{
  return session != NULL ? lk_camera_session_get_record (session) : NULL;
}

static void
connect_cb (LkCameraDialog *self)
{
  g_autoptr (LkCameraRecord) record =
    lk_camera_form_create_record (self->form, get_record (self->session), get_record (self->draft));
  g_autoptr (LkSecret) password = lk_camera_form_create_password (self->form);

  if (record == NULL)
    return;
  if (self->session != NULL && password == NULL && is_only_renamed (self, record))
    {
      lk_camera_session_set_record (self->session, record);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (password == NULL && self->session != NULL &&
      lk_camera_session_get_password (self->session) != NULL)
    password = lk_secret_ref (lk_camera_session_get_password (self->session));

  g_clear_object (&self->draft);
  self->draft = lk_camera_list_create_session (self->list, record);
  lk_camera_session_set_password (self->draft, password);
  if (self->session != NULL)
    lk_camera_session_set_identity (self->draft, lk_camera_session_get_identity (self->session));
  try_draft (self);
}

/* A job may hold the window longer than its parent lives, and GTK would then touch the parent once
 * more. */
static void
lk_camera_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_camera_dialog_parent_class)->unrealize (widget);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
lk_camera_dialog_dispose (GObject *object)
{
  LkCameraDialog *self = LK_CAMERA_DIALOG (object);

  if (self->draft != NULL && self->stack != NULL &&
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "working") == 0)
    lk_camera_session_cancel (self->draft);
  g_cancellable_cancel (self->cancellable);
  /* A password row that is dropped with the focus on it hears of losing it after its end
   * (libadwaita 1.2). */
  gtk_window_set_focus (GTK_WINDOW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CAMERA_DIALOG);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  g_clear_object (&self->draft);
  g_clear_object (&self->picked);
  G_OBJECT_CLASS (lk_camera_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, back);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, connect);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, error_page);
  gtk_widget_class_bind_template_child (widget_class, LkCameraDialog, key_page);
}

static void
lk_camera_dialog_finalize (GObject *object)
{
  g_object_unref (LK_CAMERA_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (lk_camera_dialog_parent_class)->finalize (object);
}

static void
lk_camera_dialog_class_init (LkCameraDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_camera_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_camera_dialog_finalize;
  widget_class->unrealize = lk_camera_dialog_unrealize;
  added_signal = g_signal_new ("added", LK_TYPE_CAMERA_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, LK_TYPE_CAMERA_SESSION);

  g_type_ensure (LK_TYPE_CAMERA_FINDER);
  g_type_ensure (LK_TYPE_CAMERA_FORM);
  g_type_ensure (LK_TYPE_ERROR_PAGE);
  g_type_ensure (LK_TYPE_KEY_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-camera-dialog.ui");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, leave_cb, NULL);
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, plain_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, mend_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, trusted_cb);
}

static void
lk_camera_dialog_init (LkCameraDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_page (self, "form");
  form_changed_cb (self);
}

static void
looked_for_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkCameraDialog) self = data;

  if (!lk_camera_list_look_for_password_finish (result) ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  self->remembered = TRUE;
  lk_camera_form_set_remember (self->form, TRUE);
}

static void
edit (LkCameraDialog *self)
{
  const GError *error = lk_camera_session_get_error (self->session);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Camera"));
  gtk_button_set_label (self->connect, _ ("_Save"));
  lk_camera_list_look_for_password_async (self->list, self->session, self->cancellable,
                                          looked_for_cb, g_object_ref (self));
  lk_camera_form_set_record (self->form, lk_camera_session_get_record (self->session));

  if (g_error_matches (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED) &&
      lk_camera_session_get_peer (self->session) != NULL)
    {
      connect_cb (self); /* sees the key afresh and asks about it */
      return;
    }
  focus (self, g_error_matches (error, LK_ERROR, LK_ERROR_AUTH_REFUSED) ? LK_CAMERA_FORM_PASSWORD
                                                                        : LK_CAMERA_FORM_ADDRESS);
}

LkCameraDialog *
lk_camera_dialog_new (GtkWindow *parent, LkCameraList *list, LkCameraSession *session)
{
  LkCameraDialog *self;

  g_return_val_if_fail (LK_IS_CAMERA_LIST (list), NULL);

  self = g_object_new (LK_TYPE_CAMERA_DIALOG, "transient-for", parent, NULL);
  self->list = g_object_ref (list);
  lk_camera_finder_set_cameras (self->finder, list);
  lk_camera_form_set_cameras (self->form, list);
  g_set_object (&self->session, session);
  if (session != NULL)
    edit (self);
  else
    focus (self, LK_CAMERA_FORM_ADDRESS);
  return self;
}
