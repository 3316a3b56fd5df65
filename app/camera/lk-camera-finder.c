/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-finder.h"

#include "base/lk-error.h"
#include "base/lk-job.h"
#include "baseline/lk-error-text.h"

#include <glib/gi18n.h>

struct _LkCameraFinder
{
  AdwBin parent_instance;

  LkCameraList *cameras; /* (nullable) */
  GListStore *found;
  GCancellable *cancellable; /* of the search that runs; NULL: none does */

  AdwEntryRow *addresses;
  GtkWidget *spinner;
  GtkLabel *status;
  GtkButton *search;
  GtkStack *stack;
  GtkListBox *list_box;
  AdwStatusPage *nothing;
};

G_DEFINE_FINAL_TYPE (LkCameraFinder, lk_camera_finder, ADW_TYPE_BIN)

static guint picked_signal;

/* One search: the worker puts into the queue what it finds, the main loop takes it out. */
typedef struct
{
  char **addresses; /* NULL: everybody */
  GAsyncQueue *queue;
  LkJob *job; /* while it runs */
} SearchInput;

typedef struct
{
  LkCameraFinder *finder;
  GCancellable *cancellable;
  GAsyncQueue *queue;
} Search;

static void
search_input_free (gpointer data)
{
  SearchInput *input = data;

  g_strfreev (input->addresses);
  g_async_queue_unref (input->queue);
  g_free (input);
}

static void
search_free (Search *search)
{
  g_object_unref (search->finder);
  g_object_unref (search->cancellable);
  g_async_queue_unref (search->queue);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
found_thread (const LkDiscovered *discovered, gpointer data)
{
  SearchInput *input = data;
  LkFoundCamera *camera = lk_found_camera_new (discovered);

  if (camera == NULL)
    return;
  g_async_queue_push (input->queue, camera);
  lk_job_report (input->job, -1, NULL);
}

static gpointer
search_thread (LkJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  SearchInput *input = data;
  const LkDiscoveryOptions options = {
    .addresses = (const char *const *)input->addresses,
    .only_addresses = input->addresses != NULL,
  };

  input->job = job;
  return lk_discovery_run (&options, found_thread, input, cancellable, error) ? input : NULL;
}

static gboolean
is_listed (LkCameraFinder *self, LkFoundCamera *camera)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->found)); i++)
    {
      g_autoptr (LkFoundCamera) other = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (g_strcmp0 (lk_found_camera_get_endpoint (other), lk_found_camera_get_endpoint (camera)) ==
          0)
        return TRUE;
    }
  return FALSE;
}

static void
update (LkCameraFinder *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  gboolean searching = self->cancellable != NULL;
  g_autofree char *status =
    n > 0 ? g_strdup_printf (ngettext ("%u camera found", "%u cameras found", n), n)
          : g_strdup (searching ? _ ("Asking who is there…") : "");

  gtk_widget_set_visible (self->spinner, searching);
  gtk_label_set_text (self->status, status);
  gtk_button_set_label (self->search, searching ? _ ("_Stop") : _ ("_Search Again"));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : searching ? "wait"
                                                                            : "nothing");
}

static void
take_found (Search *search)
{
  LkCameraFinder *self = search->finder;
  LkFoundCamera *next;

  while ((next = g_async_queue_try_pop (search->queue)) != NULL)
    {
      g_autoptr (LkFoundCamera) camera = next;

      if (!is_listed (self, camera))
        g_list_store_append (self->found, camera);
    }
  if (self->cancellable == search->cancellable)
    update (self);
}

static void
progress_cb (double fraction, const char *text, gpointer data)
{
  take_found (data);
}

/* Why nothing is listed, and what to do. */
static const struct
{
  const char *title;
  const char *hint;
} endings[] = {
  { N_ ("No Camera Answered"),
    N_ ("Cameras in other networks do not hear the question, and firewalls drop the answers: type an address or a range above. "
        "Or go back and type the camera’s own address: it need not be found to be added.") },
  { N_ ("This Is No Address"),
    N_ ("Type one like 192.0.2.7, a range like 192.0.2.0/24 or 192.0.2.10-192.0.2.40, or a name. A range has at most 4096 addresses.") },
  { N_ ("The Network Could Not Be Asked"),
    N_ ("This computer has no network, or none that leads there. Check its connection, then search again.") },
};

static void
show_nothing (LkCameraFinder *self, const GError *error)
{
  gsize i = error == NULL                                       ? 0
            : g_error_matches (error, LK_ERROR, LK_ERROR_USAGE) ? 1
                                                                : 2;

  adw_status_page_set_title (self->nothing, _ (endings[i].title));
  adw_status_page_set_description (self->nothing, _ (endings[i].hint));
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->addresses), "error");
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  LkCameraFinder *self = search->finder;
  g_autoptr (GError) error = NULL;

  (void)lk_job_finish (result, &error); /* the value is the input */
  take_found (search);
  if (self->cancellable != search->cancellable)
    return;
  g_clear_object (&self->cancellable);
  show_nothing (self, lk_error_text_is_silent (error) ? NULL : error);
  update (self);
}

/* Several of them may be typed; NULL: none, so everybody is asked. (nullable) */
static char **
read_addresses (const char *typed)
{
  g_auto (GStrv) parts = g_strsplit_set (typed, " ,;\t", -1);
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  gboolean any = FALSE;

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      {
        g_strv_builder_add (addresses, *part);
        any = TRUE;
      }
  return any ? g_strv_builder_end (addresses) : NULL;
}

void
lk_camera_finder_start (LkCameraFinder *self)
{
  Search *search = g_new0 (Search, 1);
  SearchInput *input = g_new0 (SearchInput, 1);
  LkJobSpec spec;

  g_return_if_fail (LK_IS_CAMERA_FINDER (self));

  lk_camera_finder_stop (self);
  self->cancellable = g_cancellable_new ();
  input->addresses = read_addresses (gtk_editable_get_text (GTK_EDITABLE (self->addresses)));
  input->queue = g_async_queue_new_full (g_object_unref);
  search->queue = g_async_queue_ref (input->queue);
  search->finder = g_object_ref (self);
  search->cancellable = g_object_ref (self->cancellable);
  spec = (LkJobSpec){
    .name = "camera-finder",
    .run = search_thread,
    .input = input,
    .free_input = search_input_free,
    .progress = progress_cb,
  };
  gtk_widget_remove_css_class (GTK_WIDGET (self->addresses), "error");
  update (self);
  lk_job_start (&spec, self->cancellable, searched_cb, search);
}

void
lk_camera_finder_stop (LkCameraFinder *self)
{
  g_return_if_fail (LK_IS_CAMERA_FINDER (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
search_cb (LkCameraFinder *self)
{
  if (self->cancellable == NULL)
    {
      lk_camera_finder_start (self);
      return;
    }
  lk_camera_finder_stop (self);
  show_nothing (self, NULL);
  update (self);
}

static void
row_activated_cb (LkCameraFinder *self, GtkListBoxRow *row)
{
  g_autoptr (LkFoundCamera) camera =
    g_list_model_get_item (G_LIST_MODEL (self->found), (guint)gtk_list_box_row_get_index (row));

  if (camera == NULL)
    return;
  lk_camera_finder_stop (self);
  update (self);
  g_signal_emit (self, picked_signal, 0, camera);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  LkCameraFinder *self = data;
  LkFoundCamera *camera = item;
  const char *uri = lk_found_camera_get_uri (camera);
  const char *model = lk_found_camera_get_model (camera);
  const char *address =
    lk_found_camera_get_plain_uri (camera) != NULL ? lk_found_camera_get_plain_uri (camera) : uri;
  gboolean added =
    self->cameras != NULL && lk_camera_list_find_by_uri (self->cameras, uri) != NULL;
  g_autofree char *subtitle =
    model != NULL ? g_strdup_printf ("%s · %s", model, address) : g_strdup (address);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), lk_found_camera_get_title (camera));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  if (added)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new (_ ("Already added")));
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), !added);
  gtk_widget_set_sensitive (row, !added);
  return row;
}

static void
lk_camera_finder_dispose (GObject *object)
{
  LkCameraFinder *self = LK_CAMERA_FINDER (object);

  lk_camera_finder_stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_CAMERA_FINDER);
  g_clear_object (&self->cameras);
  g_clear_object (&self->found);
  G_OBJECT_CLASS (lk_camera_finder_parent_class)->dispose (object);
}

static void
lk_camera_finder_class_init (LkCameraFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_camera_finder_dispose;
  picked_signal = g_signal_new ("picked", LK_TYPE_CAMERA_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, LK_TYPE_FOUND_CAMERA);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/camera/lk-camera-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, LkCameraFinder, addresses);
  gtk_widget_class_bind_template_child (widget_class, LkCameraFinder, spinner);
  gtk_widget_class_bind_template_child (widget_class, LkCameraFinder, status);
  gtk_widget_class_bind_template_child (widget_class, LkCameraFinder, search);
  gtk_widget_class_bind_template_child (widget_class, LkCameraFinder, stack);
  gtk_widget_class_bind_template_child (widget_class, LkCameraFinder, list_box);
  gtk_widget_class_bind_template_child (widget_class, LkCameraFinder, nothing);
  gtk_widget_class_bind_template_callback (widget_class, lk_camera_finder_start);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lk_camera_finder_init (LkCameraFinder *self)
{
  self->found = g_list_store_new (LK_TYPE_FOUND_CAMERA);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_bind_model (self->list_box, G_LIST_MODEL (self->found), create_row, self, NULL);
  update (self);
}

void
lk_camera_finder_set_cameras (LkCameraFinder *self, LkCameraList *cameras)
{
  g_return_if_fail (LK_IS_CAMERA_FINDER (self));
  g_set_object (&self->cameras, cameras);
}

GListModel *
lk_camera_finder_get_model (LkCameraFinder *self)
{
  g_return_val_if_fail (LK_IS_CAMERA_FINDER (self), NULL);
  return G_LIST_MODEL (self->found);
}
