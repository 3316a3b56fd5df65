/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-ca.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "camera/lk-file-job.h"
#include "camera/lk-import-view.h"

#include <glib/gi18n.h>

struct _LkImportCa
{
  AdwWindow parent_instance;

  LkCameraSession *session;
  GFile *file;
  guint slot;
  GCancellable *cancellable;
  LkBundle *bundle;
  GPtrArray *certificates; /* (element-type LkCertificate) of the bundle */

  GtkStack *stack;
  LkErrorPage *error_page;
  AdwComboRow *choice;
  GtkWidget *choice_group;
  LkImportView *view;
  AdwPasswordEntryRow *password;
  GtkWidget *password_wrong;
  GtkWidget *import;
  GtkWidget *open;
};

G_DEFINE_FINAL_TYPE (LkImportCa, lk_import_ca, ADW_TYPE_WINDOW)

char *
lk_import_ca_find_obstacle (LkSslTab *tab, LkCertificate *certificate)
{
  guint slot = lk_ssl_tab_find_trusted (tab, certificate);

  if (!lk_certificate_is_ca (certificate))
    return g_strdup (_ ("This is not a CA certificate: the camera would drop it without a word."));
  if (slot != 0)
    return g_strdup_printf (_ ("It is already on the camera, as trusted CA certificate %u."), slot);
  if (lk_ssl_tab_find_free_slot (tab) == 0)
    return g_strdup_printf (_ ("The camera has no room for another one: it takes %u. Delete one that is no longer needed first."),
                            lk_ssl_tab_get_fields (tab)->trusted_capacity);
  return NULL;
}

static LkCertificate *
get_chosen (LkImportCa *self)
{
  guint selected = self->certificates != NULL && self->certificates->len > 1
                     ? adw_combo_row_get_selected (self->choice)
                     : 0;

  if (self->certificates == NULL || selected >= self->certificates->len)
    return NULL;
  return self->certificates->pdata[selected];
}

static void
update_cb (LkImportCa *self)
{
  LkCertificate *certificate = get_chosen (self);
  LkJudgeContext use = {
    .purpose = LK_JUDGE_AS_CA,
    .certificate = certificate,
    .pool = self->certificates,
    .file = self->bundle,
  };
  g_autofree char *obstacle = NULL;

  if (certificate == NULL)
    return;

  obstacle = lk_import_ca_find_obstacle (lk_camera_session_get_tab (self->session), certificate);
  gtk_widget_set_sensitive (self->import,
                            lk_import_view_show (self->view, self->session, &use, obstacle));
}

/* Of several the first that can be imported is offered. */
static void
offer_choice (LkImportCa *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = self->certificates->len; i-- > 0;)
    {
      g_autofree char *obstacle = lk_import_ca_find_obstacle (
        lk_camera_session_get_tab (self->session), self->certificates->pdata[i]);

      if (obstacle == NULL)
        selected = i;
    }
  for (guint i = 0; i < self->certificates->len; i++)
    gtk_string_list_append (titles, lk_certificate_get_title (self->certificates->pdata[i]));

  adw_combo_row_set_model (self->choice, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->choice, selected);
  gtk_widget_set_visible (self->choice_group, self->certificates->len > 1);
}

static void
show_error (LkImportCa *self, const GError *error)
{
  lk_import_view_explain (self->error_page, error);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
show_bundle (LkImportCa *self)
{
  self->certificates = lk_bundle_list_certificates (self->bundle);
  if (self->certificates->len == 0)
    {
      g_autoptr (GError) error =
        g_error_new (LK_ERROR, LK_ERROR_BAD_DATA, "“%s” holds no certificate",
                     lk_bundle_get_name (self->bundle));

      show_error (self, error);
      return;
    }
  offer_choice (self);
  update_cb (self);
  gtk_stack_set_visible_child_name (self->stack, "summary");
  gtk_widget_set_visible (self->import, TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->import);
}

static void
ask_password (LkImportCa *self, gboolean wrong)
{
  gtk_widget_set_visible (self->password_wrong, wrong);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_stack_set_visible_child_name (self->stack, "password");
  gtk_widget_set_visible (self->open, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkImportCa) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkBundle) bundle = lk_job_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (g_set_object (&self->bundle, bundle))
    show_bundle (self);
  else if (g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_NEEDED))
    ask_password (self, FALSE);
  else if (g_error_matches (error, LK_ERROR, LK_ERROR_PASSWORD_WRONG))
    ask_password (self, TRUE);
  else
    show_error (self, error);
}

static void
read_file (LkImportCa *self, LkSecret *password)
{
  gtk_stack_set_visible_child_name (self->stack, "reading");
  gtk_widget_set_visible (self->open, FALSE);
  lk_file_job_start (self->file, password, lk_file_job_read_bundle, self->cancellable, read_cb,
                     g_object_ref (self));
}

static void
open_cb (LkImportCa *self)
{
  g_autoptr (LkSecret) password =
    lk_secret_new (gtk_editable_get_text (GTK_EDITABLE (self->password)), -1);

  read_file (self, password);
}

static void
import_cb (LkImportCa *self)
{
  LkCertificate *certificate = get_chosen (self);
  LkSslTab *tab = lk_camera_session_get_tab (self->session);
  guint slot = self->slot;

  if (certificate == NULL)
    return;
  if (slot != 0 && lk_ssl_tab_get_trusted (tab, slot) != NULL)
    slot = 0;
  lk_camera_session_run_async (
    self->session,
    &(LkCameraRequest){ .action = LK_ACTION_IMPORT_CA, .slot = slot, .certificate = certificate },
    NULL, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

/* A job may hold the window longer than its parent lives, and GTK would then touch the parent once
 * more. */
static void
lk_import_ca_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_import_ca_parent_class)->unrealize (widget);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
lk_import_ca_dispose (GObject *object)
{
  LkImportCa *self = LK_IMPORT_CA (object);

  g_cancellable_cancel (self->cancellable);
  /* A password row that is dropped with the focus on it hears of losing it after its end
   * (libadwaita 1.2). */
  gtk_window_set_focus (GTK_WINDOW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_IMPORT_CA);
  G_OBJECT_CLASS (lk_import_ca_parent_class)->dispose (object);
}

static void
lk_import_ca_finalize (GObject *object)
{
  LkImportCa *self = LK_IMPORT_CA (object);

  g_clear_object (&self->session);
  g_clear_object (&self->file);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bundle);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  G_OBJECT_CLASS (lk_import_ca_parent_class)->finalize (object);
}

static void
lk_import_ca_class_init (LkImportCaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_import_ca_dispose;
  object_class->finalize = lk_import_ca_finalize;
  widget_class->unrealize = lk_import_ca_unrealize;

  g_type_ensure (LK_TYPE_ERROR_PAGE);
  g_type_ensure (LK_TYPE_IMPORT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-import-ca.ui");
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, stack);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, error_page);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, choice);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, choice_group);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, view);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, password);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, password_wrong);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, import);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, open);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
lk_import_ca_init (LkImportCa *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lk_import_ca_present (GtkWindow *parent, LkCameraSession *session, guint slot, GFile *file)
{
  LkImportCa *self;

  g_return_if_fail (LK_IS_CAMERA_SESSION (session) && G_IS_FILE (file));

  self = g_object_new (LK_TYPE_IMPORT_CA, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->file = g_object_ref (file);
  self->slot = slot;
  g_signal_connect_object (session, "notify::facts", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  read_file (self, NULL);
  gtk_window_present (GTK_WINDOW (self));
}
