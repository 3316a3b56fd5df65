/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-personal-chooser.h"

#include "base/lk-job.h"
#include "baseline/lk-alert.h"
#include "baseline/lk-file-picker.h"
#include "baseline/lk-row-feed.h"
#include "personal/lk-personal-opening.h"
#include "personal/lk-personal-stores.h"

#include <glib/gi18n.h>

struct _LkPersonalChooser
{
  AdwBin parent_instance;

  char *choice; /* (nullable) the selector of what is chosen */
  GCancellable *cancellable;
  GListStore *model; /* of LkPersonal */

  LkRowFeed *feed;
  GtkListBox *list;
  GtkButton *more;
  GtkLabel *placeholder;
  GtkCheckButton *group; /* shown nowhere: what makes the others radio buttons, even a single one */
  GPtrArray *radios;     /* of GtkCheckButton */
  gboolean showing;      /* a toggle is ours, not the user's */
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (LkPersonalChooser, lk_personal_chooser, ADW_TYPE_BIN)

static const char *const suffixes[] = { "p12", "pfx", "pem", NULL };

static GtkWindow *
get_window (LkPersonalChooser *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static LkPersonal *
find_by_selector (LkPersonalChooser *self, const char *selector)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (LkPersonal) personal = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (g_str_equal (lk_personal_get_fields (personal)->selector, selector))
        return g_steal_pointer (&personal);
    }
  return NULL;
}

/* The button of what is chosen is on, or none: also after a choice that failed. */
static void
show_choice (LkPersonalChooser *self)
{
  GtkCheckButton *active = self->group;

  if (self->radios == NULL)
    return;
  for (guint i = 0; i < self->radios->len; i++)
    {
      if (g_strcmp0 (g_object_get_data (self->radios->pdata[i], "selector"), self->choice) == 0)
        active = self->radios->pdata[i];
    }
  self->showing = TRUE;
  gtk_check_button_set_active (active, TRUE);
  self->showing = FALSE;
}

typedef struct
{
  LkPersonalChooser *self;
  char *selector;
} Opening;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Opening *opening = data;
  g_autoptr (LkPersonalChooser) self = opening->self;
  g_autofree char *selector = opening->selector;
  g_autoptr (LkPersonal) personal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkIdentity) identity = lk_personal_open_finish (result, &personal, &error);

  if (self->model == NULL) /* the window was closed meanwhile */
    return;
  if (identity == NULL)
    {
      show_choice (self);
      lk_error_present (get_window (self), error);
      return;
    }
  if (personal == NULL)
    personal = find_by_selector (self, selector);
  else if (find_by_selector (self, selector) == NULL)
    g_list_store_insert (self->model, 0, personal);
  lk_personal_chooser_show_choice (self, selector);
  g_signal_emit (self, chosen_signal, 0, identity, personal);
}

static void
open_selector (LkPersonalChooser *self, const char *selector)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->self = g_object_ref (self);
  opening->selector = g_strdup (selector);
  lk_personal_open_async (get_window (self), selector, self->cancellable, opened_cb, opening);
}

static void
picked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalChooser) self = data;
  g_autoptr (GFile) file = lk_file_picker_finish (result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *selector = path != NULL ? g_strconcat ("file:", path, NULL) : NULL;

  if (selector != NULL)
    open_selector (self, selector);
}

void
lk_personal_chooser_pick_file (LkPersonalChooser *self)
{
  const LkFilePicker picker = {
    .title = _ ("Choose a Personal Certificate"),
    .accept = _ ("_Choose"),
    .filter_name = _ ("Personal certificates (PKCS#12, PEM)"),
    .suffixes = suffixes,
  };

  g_return_if_fail (LK_IS_PERSONAL_CHOOSER (self));

  lk_file_picker_open_async (get_window (self), &picker, self->cancellable, picked_cb,
                             g_object_ref (self));
}

void
lk_personal_chooser_take (LkPersonalChooser *self, LkPersonal *personal)
{
  const char *selector = lk_personal_get_fields (personal)->selector;
  g_autoptr (LkPersonal) listed = NULL;
  guint position;

  g_return_if_fail (LK_IS_PERSONAL_CHOOSER (self) && LK_IS_PERSONAL (personal));

  /* What the store says of it now counts, not what was listed before. */
  listed = find_by_selector (self, selector);
  if (listed != NULL && g_list_store_find (self->model, listed, &position))
    g_list_store_splice (self->model, position, 1, (gpointer *)&personal, 1);
  else
    g_list_store_insert (self->model, 0, personal);
  open_selector (self, selector);
}

static void
toggled_cb (GtkCheckButton *button, LkPersonalChooser *self)
{
  if (gtk_check_button_get_active (button) && !self->showing)
    open_selector (self, g_object_get_data (G_OBJECT (button), "selector"));
}

static char *
format_subtitle (const LkPersonalFields *fields)
{
  GDateTime *not_after = lk_certificate_get_not_after (fields->certificate);
  /* Translators: the date form of certificates. */
  g_autofree char *until =
    not_after != NULL ? g_date_time_format (not_after, _ ("%-d %B %Y")) : g_strdup ("?");

  /* Translators: where a certificate is installed, who issued it, its last day. */
  return g_strdup_printf (_ ("%s · issued by %s · until %s"), fields->store_title,
                          lk_certificate_get_issuer (fields->certificate), until);
}

static GtkWidget *
create_row_cb (gpointer item, gpointer data)
{
  LkPersonalChooser *self = data;
  const LkPersonalFields *fields = lk_personal_get_fields (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *radio = gtk_check_button_new ();
  g_autofree char *subtitle = format_subtitle (fields);

  g_object_set (row, "use-markup", FALSE, "title", lk_certificate_get_title (fields->certificate), "subtitle", subtitle,
                "subtitle-lines", 2, "activatable-widget", radio, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (radio), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  lk_certificate_get_title (fields->certificate), -1);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (radio), self->group);
  g_ptr_array_add (self->radios, g_object_ref_sink (radio)); /* also of rows that were replaced */
  gtk_widget_set_valign (radio, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (row, fields->has_key != LK_ANSWER_NO);
  g_object_set_data_full (G_OBJECT (radio), "selector", g_strdup (fields->selector), g_free);
  /* a row may come after it was chosen */
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio),
                               g_strcmp0 (fields->selector, self->choice) == 0);
  g_signal_connect_object (radio, "toggled", G_CALLBACK (toggled_cb), self, 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), radio);
  return row;
}

/* Listing what is installed; nothing is asked for here, a locked store is opened when something in
 * it is chosen. */
static gpointer
list_thread (LkJob *job, gpointer input, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) stores = lk_personal_stores_list (NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < stores->len; i++)
    {
      g_autoptr (GPtrArray) some =
        lk_personal_store_list (stores->pdata[i], NULL, cancellable, NULL);

      if (some != NULL)
        g_ptr_array_extend (all, some, (GCopyFunc)(gpointer)g_object_ref, NULL);
    }
  return g_steal_pointer (&all);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LkPersonalChooser) self = data;
  g_autoptr (GPtrArray) all = lk_job_finish (result, NULL);

  if (all == NULL)
    return;
  gtk_label_set_label (self->placeholder, _ ("No personal certificate is installed on this computer. Choose a file, or import one first."));
  g_list_store_splice (self->model, 0, 0, all->pdata, all->len);
  show_choice (self);
}

static void
lk_personal_chooser_dispose (GObject *object)
{
  LkPersonalChooser *self = LK_PERSONAL_CHOOSER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->feed);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_PERSONAL_CHOOSER);
  g_clear_object (&self->model);
  g_clear_object (&self->group);
  g_clear_pointer (&self->radios, g_ptr_array_unref);
  g_clear_pointer (&self->choice, g_free);
  G_OBJECT_CLASS (lk_personal_chooser_parent_class)->dispose (object);
}

static void
lk_personal_chooser_class_init (LkPersonalChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_personal_chooser_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/personal/lk-personal-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPersonalChooser, list);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalChooser, more);
  gtk_widget_class_bind_template_child (widget_class, LkPersonalChooser, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, lk_personal_chooser_pick_file);

  chosen_signal = g_signal_new ("chosen", LK_TYPE_PERSONAL_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, LK_TYPE_IDENTITY, LK_TYPE_PERSONAL);
}

static void
lk_personal_chooser_init (LkPersonalChooser *self)
{
  self->cancellable = g_cancellable_new ();
  self->model = g_list_store_new (LK_TYPE_PERSONAL);
  self->group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
  self->radios = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

LkPersonalChooser *
lk_personal_chooser_new (void)
{
  LkPersonalChooser *self = g_object_new (LK_TYPE_PERSONAL_CHOOSER, NULL);
  const LkJobSpec spec = { .name = "list personal",
                           .run = list_thread,
                           .free_value = (GDestroyNotify)g_ptr_array_unref };

  self->feed =
    lk_row_feed_new (self->list, self->more, G_LIST_MODEL (self->model), create_row_cb, self);
  lk_job_start (&spec, self->cancellable, listed_cb, g_object_ref (self));
  return self;
}

void
lk_personal_chooser_show_choice (LkPersonalChooser *self, const char *selector)
{
  g_return_if_fail (LK_IS_PERSONAL_CHOOSER (self));

  if (g_strcmp0 (self->choice, selector) != 0)
    {
      g_free (self->choice);
      self->choice = g_strdup (selector);
    }
  show_choice (self);
}
