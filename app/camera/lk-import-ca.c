/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-import-ca.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "camera/lk-file-job.h"
#include "camera/lk-import-place.h"
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
  GPtrArray *places;       /* (nullable) (element-type LkImportPlace): as in the row */

  GtkStack *stack;
  LkErrorPage *error_page;
  AdwComboRow *choice;
  GtkWidget *choice_group;
  AdwComboRow *place;
  GtkWidget *place_group;
  AdwActionRow *place_note;
  GtkImage *place_icon;
  LkImportView *view;
  AdwPasswordEntryRow *password;
  GtkWidget *password_wrong;
  GtkButton *import;
  GtkWidget *open;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (LkImportCa, lk_import_ca, ADW_TYPE_WINDOW)

/* What no place on the camera could mend. */
static char *
find_misfit (LkSslTab *tab, LkCertificate *certificate)
{
  guint slot = lk_ssl_tab_find_trusted (tab, certificate);

  if (!lk_certificate_is_ca (certificate))
    return g_strdup (_ ("This is not a CA certificate: the camera would drop it without a word."));
  if (slot != 0)
    return g_strdup_printf (_ ("It is already on the camera, as trusted CA certificate %u."), slot);
  return NULL;
}

char *
lk_import_ca_find_obstacle (LkSslTab *tab, LkCertificate *certificate)
{
  char *misfit = find_misfit (tab, certificate);

  if (misfit == NULL && lk_ssl_tab_find_free_slot (tab) == 0)
    return g_strdup_printf (_ ("The camera has no room for another one: it takes %u. Delete one that is no longer needed first."),
                            lk_ssl_tab_get_fields (tab)->trusted_capacity);
  return misfit;
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

/* (nullable): none was chosen yet, or there is none. */
static const LkImportPlace *
get_place (LkImportCa *self)
{
  guint selected = adw_combo_row_get_selected (self->place);

  return self->places != NULL && selected < self->places->len ? self->places->pdata[selected]
                                                              : NULL;
}

static char *
find_obstacle (LkImportCa *self, LkSslTab *tab, LkCertificate *certificate)
{
  char *misfit = find_misfit (tab, certificate);

  if (misfit != NULL || get_place (self) != NULL)
    return misfit;
  if (self->places != NULL && self->places->len > 0)
    return g_strdup (_ ("The camera has no room for another one. Choose which one it takes the place of, or delete one first."));
  return lk_import_ca_find_obstacle (tab, certificate);
}

static void
show_note (LkImportCa *self, LkSslTab *tab, const LkImportPlace *place)
{
  g_autofree char *more = NULL;
  g_autofree char *note =
    place != NULL ? lk_import_place_explain (place, tab, self->slot, &more) : NULL;
  gboolean replaces = place != NULL && place->replaced != NULL;
  const char *styles[] = { replaces ? "warning" : "accent", NULL };

  gtk_widget_set_visible (GTK_WIDGET (self->place_note), note != NULL);
  g_object_set (self->place_note, "title", note != NULL ? note : "", "subtitle", more, NULL);
  gtk_image_set_from_icon_name (self->place_icon, replaces ? "dialog-warning-symbolic" : "dialog-information-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->place_icon), styles);
  gtk_button_set_label (self->import, replaces ? _ ("_Replace") : _ ("_Import"));
  gtk_widget_remove_css_class (GTK_WIDGET (self->import), replaces ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->import), replaces ? "destructive-action" : "suggested-action");
}

static void
update_cb (LkImportCa *self)
{
  LkSslTab *tab = lk_camera_session_get_tab (self->session);
  LkCertificate *certificate = get_chosen (self);
  const LkImportPlace *place = get_place (self);
  g_autofree char *misfit = NULL;
  LkJudgeContext use = {
    .purpose = LK_JUDGE_AS_CA,
    .certificate = certificate,
    .pool = self->certificates,
    .file = self->bundle,
  };
  g_autofree char *obstacle = NULL;

  if (certificate == NULL || tab == NULL || self->updating)
    return;

  misfit = find_misfit (tab, certificate);
  obstacle = find_obstacle (self, tab, certificate);
  gtk_widget_set_visible (self->place_group, misfit == NULL && self->places->len > 0);
  show_note (self, tab, misfit == NULL ? place : NULL);
  gtk_widget_set_sensitive (
    GTK_WIDGET (self->import),
    lk_import_view_show (self->view, self->session, &use,
                         place != NULL && place->replaced != NULL ? place->slot : 0, obstacle));
}

/* What is free now; the choice begins anew, because it was about another state of the camera. */
static void
offer_places (LkImportCa *self)
{
  LkSslTab *tab = lk_camera_session_get_tab (self->session);
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  const LkImportPlace *chosen;
  guint selected = GTK_INVALID_LIST_POSITION;

  if (tab == NULL)
    return;
  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = lk_import_place_list (tab);
  chosen = lk_import_place_choose (self->places, self->slot);
  for (guint i = 0; i < self->places->len; i++)
    {
      const LkImportPlace *place = self->places->pdata[i];
      g_autofree char *text = lk_import_place_to_text (place);

      gtk_string_list_append (texts, text);
      if (place == chosen)
        selected = i;
    }
  self->updating = TRUE;
  adw_combo_row_set_model (self->place, G_LIST_MODEL (texts));
  adw_combo_row_set_selected (self->place, selected);
  self->updating = FALSE;
}

static void
tab_cb (LkImportCa *self)
{
  offer_places (self);
  update_cb (self);
}

/* Of several the first that can be imported is offered. */
static void
offer_choice (LkImportCa *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = self->certificates->len; i-- > 0;)
    {
      g_autofree char *obstacle =
        find_misfit (lk_camera_session_get_tab (self->session), self->certificates->pdata[i]);

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
  offer_places (self);
  offer_choice (self);
  update_cb (self);
  gtk_stack_set_visible_child_name (self->stack, "summary");
  gtk_widget_set_visible (GTK_WIDGET (self->import), TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->import));
  /* the password's row, which had it, gives it to Cancel otherwise */
  gtk_window_set_focus (
    GTK_WINDOW (self),
    gtk_widget_is_sensitive (GTK_WIDGET (self->import)) ? GTK_WIDGET (self->import) : NULL);
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
  const LkImportPlace *place = get_place (self);

  if (certificate == NULL || place == NULL)
    return;
  lk_camera_session_run_async (self->session,
                               &(LkCameraRequest){ .action = LK_ACTION_IMPORT_CA,
                                                   .slot = place->slot,
                                                   .replace = place->replaced != NULL,
                                                   .certificate = certificate },
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
  g_clear_pointer (&self->places, g_ptr_array_unref);
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
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, place);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, place_group);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, place_note);
  gtk_widget_class_bind_template_child (widget_class, LkImportCa, place_icon);
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
  g_signal_connect_object (session, "notify::tab", G_CALLBACK (tab_cb), self, G_CONNECT_SWAPPED);
  read_file (self, NULL);
  gtk_window_present (GTK_WINDOW (self));
}
