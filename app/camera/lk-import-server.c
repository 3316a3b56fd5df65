/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-server.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "camera/lk-camera-address.h"
#include "camera/lk-file-job.h"
#include "camera/lk-import-view.h"

#include <glib/gi18n.h>

struct _LkImportServer
{
  AdwWindow parent_instance;

  LkCameraSession *session;
  GFile *file;
  GCancellable *cancellable;
  LkServerImport *opened;

  GtkStack *stack;
  LkErrorPage *error_page;
  GtkWidget *plain_group;
  GtkSwitch *plain;
  LkImportView *view;
  AdwPasswordEntryRow *password;
  GtkLabel *password_problem;
  GtkWidget *import;
  GtkWidget *open;
  gboolean is_good; /* what was opened can be imported */
};

G_DEFINE_FINAL_TYPE (LkImportServer, lk_import_server, ADW_TYPE_WINDOW)

static const char *
get_uri (LkImportServer *self)
{
  return lk_camera_record_get_fields (lk_camera_session_get_record (self->session))->uri;
}

static char *
dup_host (LkImportServer *self)
{
  g_autoptr (GUri) parsed = g_uri_parse (get_uri (self), G_URI_FLAGS_NONE, NULL);

  return g_strdup (parsed != NULL ? g_uri_get_host (parsed) : NULL);
}

/* Over plain HTTP the key goes only where the camera takes it so, and the user says so. */
static void
update_cb (LkImportServer *self)
{
  gboolean asked = gtk_widget_get_visible (self->plain_group);

  gtk_widget_set_sensitive (self->import,
                            self->is_good && (!asked || gtk_switch_get_active (self->plain)));
}

static const char *
find_obstacle (LkImportServer *self)
{
  LkCapabilities capabilities = lk_camera_session_get_capabilities (self->session);

  if (!lk_camera_address_is_plain (get_uri (self)) ||
      (capabilities.features & LK_CAMERA_TAKES_KEYS_IN_PLAIN) != 0)
    return NULL;
  return _ ("This camera is reached over plain HTTP, and takes no private key that way. "
            "Generate a self-signed certificate on it, enable its SSL function, and import over https.");
}

static void
show_opened (LkImportServer *self)
{
  const char *obstacle = find_obstacle (self);
  g_autofree char *host = dup_host (self);
  LkIdentity *identity = lk_server_import_get_identity (self->opened);
  LkJudgeContext use = {
    .purpose = LK_JUDGE_AS_SERVER,
    .certificate = lk_server_import_get_certificate (self->opened),
    .pool = lk_identity_get_chain (identity),
    .file = lk_server_import_get_file (self->opened),
    .identity = identity,
    .address = host,
  };

  self->is_good = lk_import_view_show (self->view, self->session, &use, 0, obstacle);
  gtk_widget_set_visible (self->plain_group,
                          obstacle == NULL && lk_camera_address_is_plain (get_uri (self)));
  update_cb (self);
  gtk_stack_set_visible_child_name (self->stack, "summary");
  gtk_widget_set_visible (self->import, TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->import);
  /* the password's row, which had it, gives it to Cancel otherwise */
  gtk_window_set_focus (GTK_WINDOW (self),
                        gtk_widget_is_sensitive (self->import) ? self->import : NULL);
}

/* The camera's clock may be another now. */
static void
facts_cb (LkImportServer *self)
{
  if (self->opened != NULL)
    show_opened (self);
}

static void
show_error (LkImportServer *self, const GError *error)
{
  lk_import_view_explain (self->error_page, error);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

/* @problem: (nullable) what was wrong with the last one. */
static void
ask_password (LkImportServer *self, const char *problem)
{
  gtk_label_set_text (self->password_problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->password_problem)),
                          problem != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_stack_set_visible_child_name (self->stack, "password");
  gtk_widget_set_visible (self->open, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static gpointer
open_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  LkFileJob *input = data;

  return lk_server_import_new_from_file (input->file, input->password, cancellable, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkImportServer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkServerImport) opened = lk_job_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (g_set_object (&self->opened, opened))
    show_opened (self);
  else if (g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED))
    ask_password (self, NULL);
  else if (g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG))
    ask_password (self, _ ("The password is wrong. Type it again."));
  else
    show_error (self, error);
}

static void
open_file (LkImportServer *self, LkSecret *password)
{
  gtk_stack_set_visible_child_name (self->stack, "reading");
  gtk_widget_set_visible (self->open, FALSE);
  lk_file_job_start (self->file, password, open_thread, self->cancellable, opened_cb,
                     g_object_ref (self));
}

static void
open_cb (LkImportServer *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->password));
  guint max = lk_camera_session_get_capabilities (self->session).key_password_max;
  g_autoptr (LkSecret) password = NULL;

  if (max != 0 && g_utf8_strlen (text, -1) > max)
    {
      g_autofree char *problem = g_strdup_printf (_ ("The camera takes a password of at most %u characters. "
                                                     "Make a new file with a shorter one."),
                                                  max);

      ask_password (self, problem);
      return;
    }
  password = lk_secret_new (text, -1);
  open_file (self, password);
}

static void
import_cb (LkImportServer *self)
{
  if (self->opened == NULL)
    return;
  lk_camera_session_run_async (
    self->session,
    &(LkCameraRequest){ .action = LK_ACTION_IMPORT_SERVER,
                        .import = self->opened,
                        .plain_key = gtk_widget_get_visible (self->plain_group) &&
                                     gtk_switch_get_active (self->plain) },
    NULL, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

/* A job may hold the window longer than its parent lives, and GTK would then touch the parent once
 * more. */
static void
lk_import_server_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_import_server_parent_class)->unrealize (widget);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
lk_import_server_dispose (GObject *object)
{
  LkImportServer *self = LK_IMPORT_SERVER (object);

  g_cancellable_cancel (self->cancellable);
  /* A password row that is dropped with the focus on it hears of losing it after its end
   * (libadwaita 1.2). */
  gtk_window_set_focus (GTK_WINDOW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_IMPORT_SERVER);
  G_OBJECT_CLASS (lk_import_server_parent_class)->dispose (object);
}

static void
lk_import_server_finalize (GObject *object)
{
  LkImportServer *self = LK_IMPORT_SERVER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->file);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->opened);
  G_OBJECT_CLASS (lk_import_server_parent_class)->finalize (object);
}

static void
lk_import_server_class_init (LkImportServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_import_server_dispose;
  object_class->finalize = lk_import_server_finalize;
  widget_class->unrealize = lk_import_server_unrealize;

  g_type_ensure (LK_TYPE_ERROR_PAGE);
  g_type_ensure (LK_TYPE_IMPORT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-import-server.ui");
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, stack);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, error_page);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, plain_group);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, plain);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, view);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, password);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, password_problem);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, import);
  gtk_widget_class_bind_template_child (widget_class, LkImportServer, open);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
lk_import_server_init (LkImportServer *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lk_import_server_present (GtkWindow *parent, LkCameraSession *session, GFile *file)
{
  LkImportServer *self;

  g_return_if_fail (LK_IS_CAMERA_SESSION (session) && G_IS_FILE (file));

  self = g_object_new (LK_TYPE_IMPORT_SERVER, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->file = g_object_ref (file);
  g_signal_connect_object (session, "notify::facts", G_CALLBACK (facts_cb), self, G_CONNECT_SWAPPED);
  open_file (self, NULL);
  gtk_window_present (GTK_WINDOW (self));
}
